// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SigningTime asks for the claimed signing time.
var SigningTime = checks.Check[*Facts]{
	ID: "sav.signing-time", Clause: checks.Edition + "5.2.8.4.2.2", Key: "BBB_SAV_ISQPSTP",
	Question: "Is the claimed signing time present?",
	Remedy:   "ask the signer for a signature with the signing-time attribute",
	Path:     signed("SigningTime"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return !f.Attributes.SigningTime.IsZero(), "" },
}
