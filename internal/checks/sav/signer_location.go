// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SignerLocation asks for the place of signing.
var SignerLocation = checks.Check[*Facts]{
	ID: "sav.signer-location", Clause: checks.Edition + "5.2.8.4.2.4", Key: "BBB_SAV_ISQPSLP",
	Question: "Is the place of signing given?",
	Path:     signed("SignerLocation"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Attributes.SignerLocation != nil, "" },
}
