// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"testing"

	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/testpki"
)

// children are the values within a value, as they stand.
func children(t *testing.T, raw []byte) [][]byte {
	t.Helper()
	v, err := der.NewReader(limits.Default()).Single(raw, 0)
	if err != nil {
		t.Fatal(err)
	}
	list, err := v.Children()
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, c := range list {
		out = append(out, c.Raw)
	}
	return out
}

// TestAttackC1 are C1 of the known attacks: the signed attributes of a good signature as the content of one without, which the same
// value signs; and attributes or signers left out.
func TestAttackC1(t *testing.T) {
	x := newBench(t)
	doc := x.make(t, func(r *testpki.Recipe) { r.Format = "cades" })
	top := children(t, doc)
	fields := children(t, children(t, top[1])[0])
	signer := children(t, children(t, fields[len(fields)-1])[0])
	attributes, unsigned := 3, len(signer) > 6
	if signer[attributes][0] != 0xa0 || unsigned && signer[6][0] != 0xa1 {
		t.Fatal("another form of SignerInfo")
	}
	set := bytes.Clone(signer[attributes])
	set[0] = 0x31
	container := func(content []byte, infos ...[]byte) []byte {
		f := append([][]byte(nil), fields...)
		if content != nil {
			f[2] = der.Encode(0x30, children(t, fields[2])[0], der.Encode(0xa0, der.Encode(0x04, content)))
		}
		f[len(f)-1] = der.Encode(0x31, infos...)
		return der.Encode(0x30, top[0], der.Encode(0xa0, der.Encode(0x30, f...)))
	}
	without := append(append([][]byte(nil), signer[:attributes]...), signer[attributes+1:]...)
	kept := append([][]byte(nil), signer...)
	fewer := children(t, signer[attributes])
	kept[attributes] = der.Encode(0xa0, fewer[1:]...)
	for name, c := range map[string]struct {
		doc  []byte
		want string // "!": anything but passed
	}{
		"as it was":                  {container(nil, der.Encode(0x30, signer...)), attackPassed},
		"attributes as content":      {container(set, der.Encode(0x30, without...)), "!"},
		"attributes as content, too": {container(set, der.Encode(0x30, signer...)), "HASH_FAILURE"},
		"no attributes":              {container(nil, der.Encode(0x30, without...)), "!"},
		"an attribute less":          {container(nil, der.Encode(0x30, kept...)), "!"},
		"no signer":                  {container(nil), "none"},
		"one good and one broken":    {container(nil, der.Encode(0x30, signer...), der.Encode(0x30, kept...)), "!"},
	} {
		got, r, err := x.verdict(c.doc)
		if passed := r != nil && r.Err() == nil; c.want == "!" && passed || c.want != "!" && got != c.want {
			t.Errorf("%s: %s (%v), want %s", name, got, err, c.want)
		}
	}
}

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
