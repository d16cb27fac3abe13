// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// TestExtract tells that an extract answers as its store does, also after it was written and read.
func TestExtract(t *testing.T) {
	c, other := certificate(t, "one", 1, 1, nil), certificate(t, "two", 2, 2, nil)
	var b Builder
	a := &Agreement{Depth: 1, Target: "https://list.example/tl.xml", Equivalences: []Equivalence{{LegalID: "x"}}}
	sv := &Service{Scheme: "EU", List: "https://list.example/tl.xml", Agreement: a, Type: "t", Periods: []Period{{From: time.Unix(0, 0).UTC(),
		Status: StatusPrefix + "granted", Qualifiers: []Qualification{{URIs: []string{"q"}, Criteria: Criteria{Assert: AssertAll, Items: []Criterion{{KeyUsage: []KeyUsageBit{}}}}}}}}}
	b.AddService(sv, "k", []*ades.Certificate{c})
	b.AddCertificate(other)
	b.AddAgreement(a)
	b.AddList(ListStatus{Kind: KindList, Scheme: "EU", URL: sv.List, Verdict: VerdictBad, Reason: "why", Digest: "00"})
	s := b.Build(time.Unix(1, 0).UTC())

	x := s.Extract([]*ades.Certificate{c})
	if x.ID() != s.ID() || x.Anchors() != 2 || len(x.Certificates()) != 1 || x.IsAnchor(other) || !x.IsAnchor(c) {
		t.Fatalf("extract: %s, %d anchors", x.ID(), x.Anchors())
	}
	text, err := x.EncodeExtract()
	if err != nil {
		t.Fatal(err)
	}
	find := func(id ades.ID) *ades.Certificate {
		if id == c.ID() {
			return c
		}
		return nil
	}
	y, err := DecodeExtract(text, find)
	if err != nil {
		t.Fatal(err)
	}
	again, err := y.EncodeExtract()
	if err != nil || !bytes.Equal(text, again) {
		t.Errorf("not the same again: %v", err)
	}
	got := y.Services(c)
	if len(got) != 1 || got[0].Agreement == nil || len(y.Recognitions(got[0])) != 1 || y.Agreements()[0] != got[0].Agreement ||
		len(got[0].Periods[0].QualifiersFor(c)) != len(sv.Periods[0].QualifiersFor(c)) || len(y.Problems()) != 1 || y.ID() != s.ID() {
		t.Errorf("services after reading: %+v", got)
	}
	if z := y.Extract([]*ades.Certificate{c}); z.ID() != s.ID() || z.Anchors() != 2 {
		t.Errorf("extract of an extract: %s, %d", z.ID(), z.Anchors())
	}
	for old, changed := range map[string]string{`"Digest": "00"`: `"Digest": "01"`, `"Agreement": 0`: `"Agreement": 7`, string(c.ID()): string(other.ID()),
		`"anchors": 2`: `"anchors": -1`} {
		if !strings.Contains(string(text), old) {
			t.Fatalf("%s is not in %s", old, text)
		}
		if _, err := DecodeExtract([]byte(strings.ReplaceAll(string(text), old, changed)), find); err == nil {
			t.Errorf("%s in place of %s was read", changed, old)
		}
	}
	if _, err := s.EncodeExtract(); err == nil {
		t.Error("a whole store was written as an extract")
	}
}
