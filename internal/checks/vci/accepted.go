// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package vci

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Accepted asks whether the signature policy is one that the validation policy accepts.
var Accepted = checks.Check[*Facts]{
	ID: "vci.accepted", Clause: clause, Key: "BBB_VCI_ISPK",
	Question: "Is the signature policy accepted?",
	Path:     in("AcceptablePolicies"), Sub: ades.PolicyProcessingError,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		switch {
		case f.Policy == nil:
			return slices.Contains(k.Values, "NO_POLICY"), "no policy"
		case f.Policy.Implied:
			return slices.Contains(k.Values, "IMPLICIT_POLICY") || slices.Contains(k.Values, "ANY_POLICY"), "implied policy"
		}
		return slices.Contains(k.Values, "ANY_POLICY") || slices.Contains(k.Values, f.Policy.ID), f.Policy.ID
	},
}
