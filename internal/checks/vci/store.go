// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package vci

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Store asks whether the signature holds the policy document.
var Store = checks.Check[*Facts]{
	ID: "vci.store", Clause: clause, Key: "BBB_VCI_ISPSUPP",
	Question: "Does the signature hold its policy document?",
	Path:     in("SignaturePolicyStorePresent"), Sub: ades.SignaturePolicyNotAvailable, Applies: explicit,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Policy.StorePresent, "" },
}
