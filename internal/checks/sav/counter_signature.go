// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// CounterSignature asks for a counter-signature.
var CounterSignature = checks.Check[*Facts]{
	ID: "sav.counter-signature", Clause: checks.Edition + "5.2.8.4.2.6", Key: "BBB_SAV_IUQPCSP",
	Question: "Is a counter-signature present?",
	Path:     unsigned("CounterSignature"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.CounterSignatures > 0, "" },
}
