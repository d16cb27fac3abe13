// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package vci

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Hash asks whether the policy document is the one whose digest is signed.
var Hash = checks.Check[*Facts]{
	ID: "vci.hash", Clause: clause, Key: "BBB_VCI_ISPM",
	Question: "Is the policy document the one that the signature names?",
	Path:     in("PolicyHashMatch"), Sub: ades.PolicyProcessingError,
	Applies: func(f *Facts) bool { return explicit(f) && f.Policy.Document != nil && !f.Policy.ZeroHash },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return len(f.Policy.Computed) > 0 && string(f.Policy.Computed) == string(f.Policy.Hash.Value), f.Policy.Problem
	},
}
