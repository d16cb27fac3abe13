// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"testing"

	"github.com/mitome-project/mitome/internal/testpki"
)

// The demonstration's lists, which are made anew for each test, with what it changes.
const (
	demoLOTL   = "https://lotl.example.org/eu-lotl.xml"
	demoPivot  = "https://lotl.example.org/eu-lotl-pivot-7.xml"
	demoNotice = "https://oj.example.org/eli/C/2024/1/oj"
	demoFI     = "https://tl.example.org/fi.xml"
	demoNL     = "https://tl.example.org/nl.xml"
)

func demoPKI(t testing.TB) *testpki.PKI {
	t.Helper()
	keys, err := testpki.RepositoryKeys()
	if err != nil {
		t.Fatal(err)
	}
	p, err := testpki.New(testpki.DemoPKI(), keys)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// demoScheme is the demonstration's European scheme.
func demoScheme(p *testpki.PKI) Scheme {
	return Scheme{Name: "EU", Profile: ProfileEU, Location: demoLOTL,
		Bootstrap: Bootstrap{Notice: demoNotice, Certificates: [][]byte{p.Cert("lotl-0").DER, p.Cert("lotl-1").DER}}}
}

// demoFiles are the European lists by their location, made of specifications that change may change.
func demoFiles(t testing.TB, p *testpki.PKI, change func(lists map[string]testpki.ListSpec)) map[string][]byte {
	t.Helper()
	specs := testpki.DemoLists(false)
	if change != nil {
		change(specs)
	}
	out := map[string][]byte{}
	for _, u := range []string{demoLOTL, demoPivot, demoFI, demoNL} {
		b, err := p.List(specs[u])
		if err != nil {
			t.Fatal(err)
		}
		out[u] = b
	}
	return out
}
