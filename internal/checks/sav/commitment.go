// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Commitment asks for an accepted commitment type.
var Commitment = checks.Check[*Facts]{
	ID: "sav.commitment", Clause: clause, Key: "BBB_SAV_ISQPXTIP",
	Question: "Is a commitment type indicated that is accepted?",
	Path:     signed("CommitmentTypeIndication"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		return checks.Accepts(k, f.Attributes.Commitments...), strings.Join(f.Attributes.Commitments, " ")
	},
}
