// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// FormFill asks that no form was filled after signing.
var FormFill = checks.Check[*Facts]{
	ID: "fc.form-fill", Clause: clause, Key: "BBB_FC_DSCNFFSM",
	Question: "Is the document free of forms filled after signing?",
	Path:     basic("FormFillChanges"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return without(f, ades.ChangeFormFill) },
}

// without finds a change of a kind.
func without(f *Facts, kind ades.PDFChangeKind) (bool, string) {
	for _, c := range f.PDF.Changes {
		if c.Kind == kind {
			return false, c.Action + " " + c.Object
		}
	}
	return true, ""
}
