// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ReferenceAmbiguous asks that no reference resolves to several elements (signature wrapping).
var ReferenceAmbiguous = checks.Check[*Facts]{
	ID: "fc.reference-ambiguous", Clause: clause, Key: "BBB_FC_ISRIA",
	Question: "Does every reference point to one element only?",
	Sub:      ades.FormatFailure, Applies: (*Facts).signature,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		for _, r := range f.Signature.References {
			if r.Duplicated {
				return false, r.Name
			}
		}
		return true, ""
	},
}
