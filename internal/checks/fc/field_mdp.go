// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// FieldMDP asks that no field locked by the signature was changed.
var FieldMDP = checks.Check[*Facts]{
	ID: "fc.field-mdp", Clause: clause + "; ISO 32000-2 12.8.2.4", Key: "BBB_FC_ISVAFMDPD",
	Question: "Are the fields that the signature locks unchanged (FieldMDP)?",
	Path:     basic("FieldMDP"), Sub: ades.FormatFailure,
	Applies: func(f *Facts) bool { return f.isPDF() && f.PDF.FieldMDP != nil },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		n, ok := lockedChange(f, f.PDF.FieldMDP)
		return ok, n
	},
}

// lockedChange finds a changed field that the rule locks. The field of a later document time-stamp is none.
func lockedChange(f *Facts, r *ades.FieldRule) (string, bool) {
	for _, c := range f.PDF.Changes {
		if c.Field == "" || !f.Literal && c.Kind == ades.ChangeExtension {
			continue
		}
		listed := slices.Contains(r.Fields, c.Field)
		switch r.Action {
		case "Include":
			if !listed {
				continue
			}
		case "Exclude":
			if listed {
				continue
			}
		}
		return c.Field, false
	}
	return "", true
}
