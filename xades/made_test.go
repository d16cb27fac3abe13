// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
)

func day(n int) time.Time { return time.Date(2024, 6, n, 0, 0, 0, 0, time.UTC) }

// made is a good signature of a level, with a content time-stamp if asked.
func made(t testing.TB, level, packaging string, content bool) string {
	t.Helper()
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	r := testpki.Recipe{Format: "xades", Level: level, Packaging: packaging, Signer: "alice", Time: day(1), Hash: "SHA256",
		Content: []byte("<contract><sum>100</sum></contract>")}
	if content {
		r.ContentStamp = &testpki.Stamp{TSA: "tsa", At: day(1)}
	}
	if level != "B" {
		r.Stamp = &testpki.Stamp{TSA: "tsa", At: day(2)}
	}
	if strings.HasPrefix(level, "LT") {
		r.Revocation = &testpki.Plan{At: day(3), Valid: 240 * time.Hour}
	}
	if level == "LTA" {
		r.Archive = []testpki.Stamp{{TSA: "tsa", At: day(4)}, {TSA: "tsa", At: day(5)}}
	}
	m, err := p.Make(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(m.Document)
}

// good reports whether a reader finds nothing wrong with the first signature.
func good(s *ades.Signature) bool {
	for _, r := range s.References {
		if !r.Intact() || r.Duplicated {
			return false
		}
	}
	return s.Intact && !s.Duplicate && s.Attributes.MessageDigestOrProperties && len(s.Problems) == 0
}

func TestLevels(t *testing.T) {
	for _, packaging := range []string{"", "enveloping"} {
		for _, level := range []string{"B", "T", "LT", "LTA"} {
			s := read(t, made(t, level, packaging, false)).Signatures[0]
			if want := ades.Level("XAdES-BASELINE-" + level); s.Level != want || !good(s) {
				t.Errorf("%s %s: level %s, good %v, %v", packaging, level, s.Level, good(s), s.Problems)
			}
		}
	}
	for _, c := range []struct{ change, with, want string }{
		{"<xades:DataObjectFormat", "<xades:CommitmentTypeIndication", "XAdES-LT"},                                           // the data has no format
		{"<xades:UnsignedSignatureProperties>", "<xades:UnsignedSignatureProperties><xades:CertificateValues/>", "XAdES-LT"}, // twice
		{"xades:RevocationValues", "xades:OtherValues", "XAdES-BASELINE-T"},
		{"xades:SignatureTimeStamp", "xades:OtherTimeStamp", "XAdES-BASELINE-B"},
		{"xades:SigningCertificateV2", "xades:OtherCertificate", "XML-NOT-ETSI"},
	} {
		in := strings.ReplaceAll(made(t, "LT", "", false), c.change, c.with)
		in = strings.ReplaceAll(in, strings.Replace(c.change, "<", "</", 1), strings.Replace(c.with, "<", "</", 1))
		if strings.Contains(c.with, "CertificateValues/") {
			in = strings.Replace(made(t, "LT", "", false), c.change, c.with, 1)
		}
		if s := read(t, in).Signatures[0]; string(s.Level) != c.want {
			t.Errorf("%s: level %s, want %s", c.with, s.Level, c.want)
		}
	}
}

func TestImprintsAndCovers(t *testing.T) {
	in := made(t, "LTA", "enveloping", true)
	doc := read(t, in)
	s := doc.Signatures[0]
	var kinds []ades.TimestampKind
	for i, ts := range s.Timestamps {
		kinds = append(kinds, ts.Kind)
		if !ts.ImprintIntact() || !ts.Intact {
			t.Errorf("%s: imprint %v, value %v", ts.Subtype, ts.ImprintIntact(), ts.Intact)
		}
		data := s.References[0].Data
		if !slices.Contains(ts.Covers, data) {
			t.Errorf("%s does not cover the data", ts.Subtype)
		}
		if got := slices.Contains(ts.Covers, s.ID); got != (ts.Kind != ades.TSContent) {
			t.Errorf("%s covers the signature: %v", ts.Subtype, got)
		}
		for j, other := range s.Timestamps {
			if got, want := slices.Contains(ts.Covers, other.ID), j < i && (ts.Kind == ades.TSArchive || other.Kind == ades.TSContent && ts.Kind == ades.TSSignature); got != want {
				t.Errorf("time-stamp %d covers %d: %v", i, j, got)
			}
		}
		for _, r := range doc.Pool.Revocations {
			if r.Origins[0].Where == "REVOCATION_VALUES" && slices.Contains(ts.Covers, r.ID()) != (ts.Kind == ades.TSArchive) {
				t.Errorf("%s covers revocation data: %v", ts.Subtype, ts.Kind != ades.TSArchive)
			}
		}
	}
	if want := []ades.TimestampKind{ades.TSContent, ades.TSSignature, ades.TSArchive, ades.TSArchive}; !slices.Equal(kinds, want) {
		t.Fatalf("time-stamps %v", kinds)
	}
	for _, c := range []struct {
		name, old, with string
		intact          []bool // of content, signature, and the archive time-stamps
	}{
		{"the value's element", `<ds:SignatureValue Id="S-value">`, `<ds:SignatureValue Id="S-value2">`, []bool{true, false, false, false}},
		{"the data", "&lt;sum&gt;100", "&lt;sum&gt;900", nil},
		{"the key info", "<ds:KeyInfo>", `<ds:KeyInfo Id="k">`, []bool{true, true, false, false}},
		{"the revocation values", "<xades:RevocationValues>", `<xades:RevocationValues Id="r">`, []bool{true, true, false, false}},
		{"the signed info", "<ds:SignedInfo>", `<ds:SignedInfo Id="i">`, []bool{true, true, false, false}},
	} {
		if c.intact == nil || !strings.Contains(in, c.old) {
			continue
		}
		for i, ts := range read(t, strings.Replace(in, c.old, c.with, 1)).Signatures[0].Timestamps {
			if ts.ImprintIntact() != c.intact[i] {
				t.Errorf("%s changed: imprint of time-stamp %d is intact: %v", c.name, i, ts.ImprintIntact())
			}
		}
	}
}
