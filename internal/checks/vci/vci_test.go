// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package vci

import (
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/checktest"
)

func TestChecks(t *testing.T) {
	with := func(p ades.SignaturePolicy) *Facts { return &Facts{Policy: &p} }
	hashed := func(computed string, zero bool) *Facts {
		return with(ades.SignaturePolicy{ID: "1.2.3", Document: []byte("policy"), Hash: ades.Digest{Value: []byte("right")}, Computed: []byte(computed), ZeroHash: zero})
	}
	none, implied, named := &Facts{}, with(ades.SignaturePolicy{Implied: true}), with(ades.SignaturePolicy{ID: "1.2.3"})
	checktest.Run(t, "vci", []checktest.Row[*Facts]{
		{Check: Accepted, Name: "none, accepted", Facts: none, Constraint: checktest.Values("NO_POLICY"), Want: checktest.Passes},
		{Check: Accepted, Name: "none, not accepted", Facts: none, Constraint: checktest.Values("ANY_POLICY"), Want: checktest.Fails, Sub: ades.PolicyProcessingError},
		{Check: Accepted, Name: "implied, accepted", Facts: implied, Constraint: checktest.Values("IMPLICIT_POLICY"), Want: checktest.Passes},
		{Check: Accepted, Name: "implied, any accepted", Facts: implied, Constraint: checktest.Values("ANY_POLICY"), Want: checktest.Passes},
		{Check: Accepted, Name: "implied, not accepted", Facts: implied, Constraint: checktest.Values("NO_POLICY"), Want: checktest.Fails},
		{Check: Accepted, Name: "named, accepted", Facts: named, Constraint: checktest.Values("1.2.3"), Want: checktest.Passes},
		{Check: Accepted, Name: "named, any accepted", Facts: named, Constraint: checktest.Values("ANY_POLICY"), Want: checktest.Passes},
		{Check: Accepted, Name: "named, another accepted", Facts: named, Constraint: checktest.Values("1.2.4", "NO_POLICY"), Want: checktest.Fails, Text: "1.2.3"},
		{Check: Available, Name: "at hand", Facts: hashed("right", false), Want: checktest.Passes},
		{Check: Available, Name: "not at hand", Facts: named, Want: checktest.Fails, Sub: ades.SignaturePolicyNotAvailable},
		{Check: Available, Name: "no policy", Facts: none, Want: checktest.Skipped},
		{Check: Available, Name: "implied", Facts: implied, Want: checktest.Skipped},
		{Check: Hash, Name: "right", Facts: hashed("right", false), Want: checktest.Passes},
		{Check: Hash, Name: "wrong", Facts: hashed("wrong", false), Want: checktest.Fails, Sub: ades.PolicyProcessingError},
		{Check: Hash, Name: "could not be computed", Facts: hashed("", false), Want: checktest.Fails},
		{Check: Hash, Name: "nothing to compare", Facts: hashed("", true), Want: checktest.Skipped},
		{Check: Hash, Name: "not at hand", Facts: named, Want: checktest.Skipped},
		{Check: Store, Name: "in the signature", Facts: with(ades.SignaturePolicy{ID: "1.2.3", StorePresent: true}), Want: checktest.Passes},
		{Check: Store, Name: "not in the signature", Facts: named, Want: checktest.Fails},
		{Check: Store, Name: "implied", Facts: implied, Want: checktest.Skipped},
	})
}
