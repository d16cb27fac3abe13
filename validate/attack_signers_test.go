// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"testing"

	"github.com/mitome-project/mitome/internal/testpki"
)

// TestAttackC3 are C3 of the known attacks: the signer's certificate exchanged for another one, with the same key, name and CA even.
func TestAttackC3(t *testing.T) {
	with := func(change func(*testpki.Recipe)) testpki.Recipe {
		r := attackBy("alice", attackBefore)
		change(&r)
		return r
	}
	embed := func(ids ...string) testpki.Recipe {
		return with(func(r *testpki.Recipe) { r.Mutate, r.Embed = []string{"no-certificate"}, append(ids, "ca") })
	}
	const nobody = "NO_SIGNING_CERTIFICATE_FOUND"
	rows := []attack{
		{name: "the certificate", recipe: embed("alice"), want: attackPassed},
		{name: "another with the same key", recipe: embed("alice-twin"), want: nobody},
		{name: "another with the same key before it", recipe: embed("alice-twin", "alice"), want: attackPassed},
		{name: "another signer's", recipe: embed("bob"), want: nobody},
		{name: "none", recipe: embed(), want: nobody},
	}
	for i := range rows { // XML signatures have no place for it besides the one that TestAttackX changes
		for _, f := range []string{"cades", "pades"} {
			r := rows[i]
			r.name, r.recipe.Format = f+" "+r.name, f
			runAttacks(t, []attack{r})
		}
	}
	runAttacks(t, inFormats(
		attack{name: "a reference to another with the same key", recipe: with(func(r *testpki.Recipe) { r.OtherCert = "alice-twin" }), want: nobody},
		attack{name: "a reference to another signer's", recipe: with(func(r *testpki.Recipe) { r.OtherCert = "bob" }), want: nobody},
	))
}
