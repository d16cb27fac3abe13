// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package checks

import (
	"testing"

	"github.com/mitome-project/mitome/policy"
)

// TestPaths compares the paths made once with those of the policy.
func TestPaths(t *testing.T) {
	cert := PathOfCert("NotExpired")
	for _, c := range []policy.Context{policy.Signature, policy.CounterSignature, policy.Timestamp, policy.Revocation, policy.EvidenceRecord} {
		for name, path := range map[string]func(policy.Context, string) policy.Path{
			"In": policy.In, "Basic": policy.Basic, "Signed": policy.Signed, "Unsigned": policy.Unsigned,
		} {
			if got, want := PathIn(path, "SigningTime")(c), path(c, "SigningTime"); got != want {
				t.Errorf("%s: %q, expected %q", name, got, want)
			}
		}
		for _, r := range []policy.Role{policy.SigningCertificate, policy.CACertificate} {
			if got, want := cert(c, r), policy.Cert(c, r, "NotExpired"); got != want {
				t.Errorf("certificate: %q, expected %q", got, want)
			}
		}
	}
}
