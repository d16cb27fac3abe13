// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

// FuzzList reads and verifies arbitrary text: nothing may crash, and nothing that was not signed may be taken for good.
func FuzzList(f *testing.F) {
	m := newMaker(f)
	good := m.build(f, description)
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte(`<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation><NextUpdate/></SchemeInformation></TrustServiceStatusList>`))
	f.Add([]byte(`<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></TrustServiceStatusList>`))
	cert, err := ades.ParseCertificate(m.cert)
	if err != nil {
		f.Fatal(err)
	}
	want, err := Parse(good)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		tree, l, err := parseText(text, nil)
		if err != nil {
			return
		}
		if len(l.Problems) > maxProblems+1 {
			t.Errorf("%d problems", len(l.Problems))
		}
		if found := checkStructure(tree.Root, l.Version); len(found) > maxStructure+1 {
			t.Errorf("%d deviations from the structure", len(found))
		}
		sig := verify(tree, []*ades.Certificate{cert})
		if sig.verdict == trust.VerdictGood && !bytes.Equal(content(t, l), content(t, want)) {
			t.Errorf("a list that says something else verifies")
		}
	})
}

// FuzzDigestFile: what is read as a digest is one.
func FuzzDigestFile(f *testing.F) {
	f.Add([]byte(strings.Repeat("aB", 32)))
	f.Add([]byte(strings.Repeat("x", 32)))
	f.Add([]byte("\ufeff" + strings.Repeat("0", 64) + "  tl.xml"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got := readDigestFile(b)
		if got != "" && (len(got) != 64 || strings.Trim(got, "0123456789abcdef") != "") {
			t.Errorf("%q", got)
		}
	})
}

// content is what a list says, in a form to compare.
func content(t *testing.T, l *List) []byte {
	b, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
