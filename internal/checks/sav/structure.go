// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Structure asks whether the signature follows its format's schema.
var Structure = checks.Check[*Facts]{
	ID: "sav.structure", Clause: clause, Key: "BBB_SAV_ISSV",
	Question: "Is the structure of the signature valid?",
	Path:     in("StructuralValidation"),
	Sub:      ades.SigConstraintsFailure,
	Applies:  (*Facts).signature,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		for _, p := range f.Signature.Problems {
			if p.Structural {
				return false, p.Where + ": " + p.Text
			}
		}
		return true, ""
	},
}
