// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ChainReferenced asks that every certificate of the chain is named by the signing-certificate attribute.
var ChainReferenced = checks.Check[*Facts]{
	ID: "sav.chain-referenced", Clause: checks.Edition + "5.2.8.4.2.1", Key: "BBB_SAV_ACPCCRSCA",
	Question: "Does the signing-certificate attribute name every certificate of the chain?",
	Path:     signed("ReferencesToAllCertificateChainPresent"), Sub: ades.SigConstraintsFailure,
	Applies: func(f *Facts) bool { return f.RefCount > 0 },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		for _, c := range f.Chain {
			if !slices.ContainsFunc(f.Refs, func(r ades.CertRef) bool { return Matches(r, c) }) {
				return false, c.Subject() + " is not named"
			}
		}
		return true, ""
	},
}
