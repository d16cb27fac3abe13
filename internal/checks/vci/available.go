// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package vci

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Available asks whether the signature policy's document is at hand.
var Available = checks.Check[*Facts]{
	ID: "vci.available", Clause: clause, Key: "BBB_VCI_ISPA",
	Question: "Is the signature policy document available?",
	Path:     in("PolicyAvailable"), Sub: ades.SignaturePolicyNotAvailable, Applies: explicit,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Policy.Document != nil, f.Policy.Problem },
}
