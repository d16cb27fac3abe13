// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ReferencesInChain asks that the signing-certificate attribute names certificates of the chain only.
var ReferencesInChain = checks.Check[*Facts]{
	ID: "sav.references-in-chain", Clause: checks.Edition + "5.2.8.4.2.1", Key: "BBB_SAV_DSCACRCC",
	Question: "Does the signing-certificate attribute refer to certificates of the chain only?",
	Path:     signed("SigningCertificateRefersCertificateChain"), Sub: ades.SigConstraintsFailure,
	Applies: func(f *Facts) bool { return f.RefCount > 0 },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		for _, r := range f.Refs {
			if !slices.ContainsFunc(f.Chain, func(c *ades.Certificate) bool { return Matches(r, c) }) {
				return false, "a reference names no certificate of the chain"
			}
		}
		return true, ""
	},
}

// Matches reports whether the digest of a certificate reference is that of c.
func Matches(r ades.CertRef, c *ades.Certificate) bool {
	h := r.Algorithm.New()
	if h == nil || len(r.Value) == 0 {
		return false
	}
	h.Write(c.Raw())
	return string(h.Sum(nil)) == string(r.Value)
}
