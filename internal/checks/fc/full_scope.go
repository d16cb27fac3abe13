// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// FullScope asks that the whole of each document is covered.
var FullScope = checks.Check[*Facts]{
	ID: "fc.full-scope", Clause: clause, Key: "BBB_FC_ICFD",
	Question: "Does the signature cover whole documents?",
	Path:     in("FullScope"),
	Sub:      ades.FormatFailure, Applies: (*Facts).signature,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		for _, s := range f.Signature.Scopes {
			if s.Kind != "FULL" {
				return false, s.Name
			}
		}
		return true, ""
	},
}
