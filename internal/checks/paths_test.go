// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package checks

import (
	"testing"

	"github.com/mitome-project/mitome/policy"
)

// TestPaths compares the paths made once with those of the policy, in every context that the policy knows.
func TestPaths(t *testing.T) {
	cert := PathOfCert("NotExpired")
	for c := policy.Context(0); known(c); c++ {
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

// known reports whether the policy has paths for a context.
func known(c policy.Context) (ok bool) {
	defer func() { ok = recover() == nil }()
	return policy.In(c, "SigningTime") != ""
}
