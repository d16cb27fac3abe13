// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// UndefinedChanges asks that nothing else was changed after signing.
var UndefinedChanges = checks.Check[*Facts]{
	ID: "fc.undefined-changes", Clause: clause, Key: "BBB_FC_DSCNUOM",
	Question: "Is the document free of other changes after signing?",
	Remedy:   "look at the signed revision of the document, not at the final one",
	Path:     basic("UndefinedChanges"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		if f.PDF.Outside != "" && !f.Literal {
			return false, f.PDF.Outside
		}
		return without(f, ades.ChangeUndefined)
	},
}
