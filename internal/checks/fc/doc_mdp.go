// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DocMDP asks that later changes keep within what the certification signature permits.
var DocMDP = checks.Check[*Facts]{
	ID: "fc.doc-mdp", Clause: clause + "; ISO 32000-2 12.8.2.2", Key: "BBB_FC_ISVADMDPD",
	Question: "Do the changes after signing keep within the document's permissions (DocMDP)?",
	Path:     basic("DocMDP"), Sub: ades.FormatFailure,
	Applies: func(f *Facts) bool { return f.isPDF() && f.PDF.Permission > 0 },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		c, ok := beyond(f.PDF.Changes, f.PDF.Permission)
		return ok, c
	},
}

// beyond finds a change that permission p does not allow: 1 nothing, 2 form filling and signing, 3 annotations too.
func beyond(changes []ades.PDFChange, p int) (string, bool) {
	for _, c := range changes {
		switch c.Kind {
		case ades.ChangeExtension:
			continue
		case ades.ChangeFormFill:
			if p >= 2 {
				continue
			}
		case ades.ChangeAnnotation:
			if p >= 3 {
				continue
			}
		case ades.ChangeUndefined:
		}
		return c.Action + " " + c.Object, false
	}
	return "", true
}
