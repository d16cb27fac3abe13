// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package checks

import (
	"reflect"
	"testing"
	"unique"

	"github.com/mitome-project/mitome/policy"
)

// TestPaths compares the paths made once with those of the policy.
func TestPaths(t *testing.T) {
	cert := PathOfCert("NotExpired")
	for _, c := range []policy.Context{policy.Signature, policy.CounterSignature, policy.Timestamp, policy.Revocation, policy.EvidenceRecord} {
		for name, path := range map[string]func(policy.Context, string) policy.Path{
			"In": policy.In, "Basic": policy.Basic, "Signed": policy.Signed, "Unsigned": policy.Unsigned,
		} {
			if got, want := PathIn(path, "SigningTime")(c).Value(), path(c, "SigningTime"); got != want {
				t.Errorf("%s: %q, expected %q", name, got, want)
			}
		}
		for _, r := range []policy.Role{policy.SigningCertificate, policy.CACertificate} {
			if got, want := cert(c, r).Value(), policy.Cert(c, r, "NotExpired"); got != want {
				t.Errorf("certificate: %q, expected %q", got, want)
			}
		}
	}
}

// TestConstraints compares the table with the policy: where it has a constraint, and where it has none.
func TestConstraints(t *testing.T) {
	for _, name := range policy.Names() {
		p, _ := policy.ByName(name)
		table := ConstraintsOf(p)
		all := p.All()
		if len(table.at) != len(all) || len(all) == 0 {
			t.Errorf("%s: %d constraints, expected %d", name, len(table.at), len(all))
		}
		for _, e := range all {
			if got := table.Get(unique.Make(e.Path)); !reflect.DeepEqual(got, e.Constraint) {
				t.Errorf("%s: %s is %v, expected %v", name, e.Path, got, e.Constraint)
			}
		}
		if got := table.Get(unique.Make(policy.Path("Timestamp/None"))); got.Present() {
			t.Errorf("%s: %v where the policy says nothing", name, got)
		}
	}
}
