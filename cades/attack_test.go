// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/testpki"
)

func newPKI(t testing.TB) *testpki.PKI {
	t.Helper()
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func at(s string) time.Time {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		panic(err)
	}
	return t
}

// recipe is a good attached CAdES signature at a level.
func recipe(level string) testpki.Recipe {
	r := testpki.Recipe{Format: "cades", Level: level, Signer: "alice", Time: at("2024-06-01"), Content: []byte("the content of a contract"), Hash: "SHA256"}
	if level != "B" {
		r.Stamp = &testpki.Stamp{TSA: "tsa", At: at("2024-06-02")}
	}
	if level == "LT" || level == "LTA" {
		r.Revocation = &testpki.Plan{At: at("2024-06-03"), Valid: 240 * time.Hour}
	}
	if level == "LTA" {
		r.Archive = []testpki.Stamp{{TSA: "tsa", At: at("2024-06-04")}}
	}
	return r
}

func read(t testing.TB, b []byte, contents ...[]byte) (*ades.Document, error) {
	t.Helper()
	in := &ades.Input{Name: "test", Data: bytes.NewReader(b), Size: int64(len(b))}
	for _, c := range contents {
		in.Contents = append(in.Contents, ades.Content{Name: "content", Data: bytes.NewReader(c), Size: int64(len(c))})
	}
	return Read(context.Background(), in)
}

func makeAndRead(t *testing.T, p *testpki.PKI, r testpki.Recipe) (*testpki.Made, *ades.Document) {
	t.Helper()
	m, err := p.Make(r)
	if err != nil {
		t.Fatal(err)
	}
	var contents [][]byte
	for _, c := range m.Contents {
		contents = append(contents, c)
	}
	d, err := read(t, m.Document, contents...)
	if err != nil {
		t.Fatal(err)
	}
	return m, d
}

// good reports whether a signature could pass as far as its facts go.
func good(s *ades.Signature) bool {
	return s.Intact && s.AlgorithmProblem == "" && s.References[0].Intact()
}

func TestGood(t *testing.T) {
	p := newPKI(t)
	for _, c := range []struct {
		level, packaging string
		signer           string
	}{
		{"B", "", "alice"}, {"T", "", "alice"}, {"LT", "", "alice"}, {"LTA", "", "alice"}, {"B", "detached", "alice"}, {"LTA", "detached", "p384"},
		{"B", "", "ed"},
	} {
		r := recipe(c.level)
		r.Packaging, r.Signer = c.packaging, c.signer
		if c.signer == "ed" {
			r.Hash = "SHA512"
		}
		m, d := makeAndRead(t, p, r)
		if !Detect(m.Document[:min(64, len(m.Document))]) {
			t.Errorf("%v: not detected", c)
		}
		if len(d.Signatures) != 1 {
			t.Fatalf("%v: %d signatures", c, len(d.Signatures))
		}
		s := d.Signatures[0]
		if !good(s) || s.Level != ades.Level("CAdES-BASELINE-"+c.level) || s.Signer == "" {
			t.Errorf("%v: level %s, intact %v, %s, problems %v", c, s.Level, s.Intact, s.AlgorithmProblem, s.Problems)
		}
		for _, ts := range s.Timestamps {
			if !ts.ImprintIntact() || !ts.Intact || ts.IndexProblem != "" {
				t.Errorf("%v: %s: imprint %v, value %v, index %q, %v", c, ts.Subtype, ts.ImprintIntact(), ts.Intact, ts.IndexProblem, ts.Problems)
			}
		}
	}
}

// TestCovers checks what the time-stamps of a level LTA signature cover.
func TestCovers(t *testing.T) {
	_, d := makeAndRead(t, newPKI(t), recipe("LTA"))
	s := d.Signatures[0]
	has := func(ts *ades.Timestamp, id ades.ID) bool {
		for _, c := range ts.Covers {
			if c == id {
				return true
			}
		}
		return false
	}
	first, archive := s.Timestamps[0], s.Timestamps[1]
	for _, id := range []ades.ID{s.ID, s.References[0].Data, s.Signer} {
		if id == "" || !has(first, id) || !has(archive, id) {
			t.Errorf("%s is not covered by both time-stamps", id)
		}
	}
	if !has(archive, first.ID) || has(first, archive.ID) {
		t.Error("the archive time-stamp covers the signature time-stamp, and not the other way")
	}
	for _, r := range d.Pool.Revocations {
		if !has(archive, r.ID()) || has(first, r.ID()) {
			t.Errorf("revocation data %s: archive %v, signature time-stamp %v", r.ID(), has(archive, r.ID()), has(first, r.ID()))
		}
	}
}

// TestMutants are C2, C3, C5 and C13 of the known attacks: broken variants whose facts must say so.
func TestMutants(t *testing.T) {
	p := newPKI(t)
	for _, c := range []struct {
		mutation string
		bad      func(*ades.Signature) bool
	}{
		{"tampered", func(s *ades.Signature) bool { return !s.References[0].Intact() && s.References[0].Found }},
		{"two-message-digests", func(s *ades.Signature) bool { return s.References[0].Want == nil && len(s.Problems) > 0 }},
		{"wrong-digest", func(s *ades.Signature) bool { return !s.References[0].Intact() }},
		{"no-content-type", func(s *ades.Signature) bool { return s.AlgorithmProblem != "" && !s.Intact }},
		{"wrong-content-type", func(s *ades.Signature) bool { return s.AlgorithmProblem != "" && !s.Intact }},
		{"broken-signature", func(s *ades.Signature) bool { return !s.Intact }},
		{"no-ess", func(s *ades.Signature) bool { return s.Level == ades.CMSNotETSI && s.Attributes.CertRefAttributes == 0 }},
		{"no-certificate", func(s *ades.Signature) bool { return !s.Intact && len(s.Candidates) == 0 }},
	} {
		r := recipe("B")
		r.Mutate = []string{c.mutation}
		_, d := makeAndRead(t, p, r)
		if s := d.Signatures[0]; !c.bad(s) {
			t.Errorf("%s: intact %v, reference %+v, level %s, %q, %v", c.mutation, s.Intact, s.References[0], s.Level, s.AlgorithmProblem, s.Problems)
		}
	}
	for _, c := range []struct {
		mutation string
		bad      func(*ades.Timestamp) bool
	}{
		{"wrong-imprint", func(ts *ades.Timestamp) bool { return ts.Found && !ts.ImprintIntact() }},
		{"broken-signature", func(ts *ades.Timestamp) bool { return !ts.Intact && ts.ImprintIntact() }},
		{"no-ess", func(ts *ades.Timestamp) bool { return len(ts.CertRefs) == 0 && len(ts.Problems) > 0 }},
	} {
		r := recipe("T")
		r.Stamp.Mutate = []string{c.mutation}
		_, d := makeAndRead(t, p, r)
		if ts := d.Signatures[0].Timestamps[0]; !c.bad(ts) {
			t.Errorf("time-stamp %s: imprint %v, value %v, %v", c.mutation, ts.ImprintIntact(), ts.Intact, ts.Problems)
		}
	}
}

// parts takes a container apart: the SignedData's fields, and the SignerInfo's.
func parts(t *testing.T, doc []byte) (fields, signer []der.Value) {
	t.Helper()
	r := der.NewReader(limits.Default())
	kids := func(v der.Value) []der.Value {
		c, err := v.Children()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	v, err := r.Single(doc, 0)
	if err != nil {
		t.Fatal(err)
	}
	fields = kids(kids(kids(v)[1])[0])
	return fields, kids(kids(fields[len(fields)-1])[0])
}

func raws(vs []der.Value) [][]byte {
	out := make([][]byte, len(vs))
	for i, v := range vs {
		out[i] = v.Raw
	}
	return out
}

func container(fields [][]byte) []byte {
	return der.Encode(0x30, []byte(signedDataOID), der.Encode(0xa0, der.Encode(0x30, fields...)))
}

// TestSignedAttributesAsContent is C1: the signed attributes of a signature passed off as the content of one without.
func TestSignedAttributesAsContent(t *testing.T) {
	m, _ := makeAndRead(t, newPKI(t), recipe("B"))
	fields, si := parts(t, m.Document)
	attrs := bytes.Clone(si[3].Raw)
	attrs[0] = 0x31
	all := raws(fields)
	c, _ := fields[2].Children()
	all[2] = der.Encode(0x30, c[0].Raw, der.Encode(0xa0, der.Encode(0x04, attrs)))
	all[len(all)-1] = der.Encode(0x31, der.Encode(0x30, si[0].Raw, si[1].Raw, si[2].Raw, si[4].Raw, si[5].Raw))
	d, err := read(t, container(all))
	if err != nil {
		t.Fatal(err)
	}
	if s := d.Signatures[0]; good(s) || !strings.Contains(s.AlgorithmProblem, "signed attributes") {
		t.Errorf("accepted: intact %v, %q", s.Intact, s.AlgorithmProblem)
	}
}

// TestSeveralSigners is C4: parallel signers are separate signatures, also where one is broken, and equal ones keep apart.
func TestSeveralSigners(t *testing.T) {
	p := newPKI(t)
	m, _ := makeAndRead(t, p, recipe("B"))
	fields, si := parts(t, m.Document)
	broken := raws(si)
	broken[5] = bytes.Clone(broken[5])
	broken[5][len(broken[5])-1] ^= 1
	whole := der.Encode(0x30, raws(si)...)
	all := raws(fields)
	all[len(all)-1] = der.Encode(0x31, whole, der.Encode(0x30, broken...), whole)
	d, err := read(t, container(all))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Signatures) != 3 {
		t.Fatalf("%d signatures", len(d.Signatures))
	}
	for i, want := range []bool{true, false, true} {
		if got := good(d.Signatures[i]); got != want {
			t.Errorf("signature %d: good %v", i, got)
		}
	}
	if d.Signatures[0].ID == d.Signatures[2].ID {
		t.Error("equal SignerInfos share an id")
	}
	all[len(all)-1] = der.Encode(0x31)
	if d, err := read(t, container(all)); err != nil || len(d.Signatures) != 0 {
		t.Errorf("certificates only: %v", err)
	}
}

// TestAlgorithmConfusion is C5: a digest algorithm that is not the one in the signature algorithm, or an unknown one.
func TestAlgorithmConfusion(t *testing.T) {
	m, _ := makeAndRead(t, newPKI(t), recipe("B"))
	fields, si := parts(t, m.Document)
	sha512 := der.Encode(0x30, []byte("\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03"))
	unknown := der.Encode(0x30, []byte("\x06\x03\x2a\x03\x04"))
	for name, change := range map[string]func([][]byte){
		"other digest":        func(s [][]byte) { s[2] = sha512 },
		"unknown digest":      func(s [][]byte) { s[2] = unknown },
		"unknown signature":   func(s [][]byte) { s[4] = unknown },
		"signature as digest": func(s [][]byte) { s[4] = sha512 },
	} {
		s := raws(si)
		change(s)
		all := raws(fields)
		all[len(all)-1] = der.Encode(0x31, der.Encode(0x30, s...))
		d, err := read(t, container(all))
		if err != nil {
			t.Fatal(err)
		}
		if good(d.Signatures[0]) {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestBER is C2 again: the same signature in BER, with an indefinite length and a segmented content, and unsorted attributes.
func TestBER(t *testing.T) {
	m, _ := makeAndRead(t, newPKI(t), recipe("LTA"))
	fields, si := parts(t, m.Document)
	content := recipe("LTA").Content
	c, _ := fields[2].Children()
	var segments []byte
	for _, b := range content {
		segments = append(segments, 0x04, 1, b)
	}
	indefinite := func(id byte, parts ...[]byte) []byte {
		return append(append([]byte{id, 0x80}, bytes.Join(parts, nil)...), 0, 0)
	}
	all := raws(fields)
	all[2] = indefinite(0x30, c[0].Raw, indefinite(0xa0, indefinite(0x24, segments)))
	attrs, _ := si[3].Children()
	s := raws(si)
	unsorted := raws(attrs)
	unsorted[0], unsorted[1] = unsorted[1], unsorted[0]
	s[3] = der.Encode(0xa0, unsorted...)
	all[len(all)-1] = indefinite(0x31, indefinite(0x30, s...))
	ber := indefinite(0x30, []byte(signedDataOID), indefinite(0xa0, indefinite(0x30, all...)))
	d, err := read(t, ber)
	if err != nil {
		t.Fatal(err)
	}
	if !good(d.Signatures[0]) || !d.Signatures[0].Timestamps[1].ImprintIntact() {
		t.Errorf("not intact: %v", d.Signatures[0].Problems)
	}
}

// TestHashIndex checks that data added after an archive time-stamp is not covered, and that data taken away is missed.
func TestHashIndex(t *testing.T) {
	m, before := makeAndRead(t, newPKI(t), recipe("LTA"))
	fields, _ := parts(t, m.Document)
	certs, _ := fields[3].Children()
	all := raws(fields)
	all[3] = der.Encode(0xa0, raws(certs[:len(certs)-1])...)
	d, err := read(t, container(all))
	if err != nil {
		t.Fatal(err)
	}
	ts := d.Signatures[0].Timestamps[1]
	if before.Signatures[0].Timestamps[1].IndexProblem != "" || ts.IndexProblem == "" {
		t.Errorf("a certificate was taken away: %q", ts.IndexProblem)
	}
}

// TestHostile checks that garbage gives an error or problems, never a crash or a good signature.
func TestHostile(t *testing.T) {
	m, _ := makeAndRead(t, newPKI(t), recipe("LTA"))
	for n := 0; n < len(m.Document); n += 97 {
		d, err := read(t, m.Document[:n])
		if err != nil {
			continue
		}
		for _, s := range d.Signatures {
			if good(s) {
				t.Errorf("truncated to %d of %d octets: still good", n, len(m.Document))
			}
		}
	}
	deep := append([]byte{0x30, 0x80}, bytes.Repeat([]byte{0x30, 0x80}, 1<<16)...)
	if _, err := read(t, deep); err == nil {
		t.Error("endless nesting accepted")
	}
	if Detect([]byte("%PDF-1.7")) || Detect([]byte("<?xml")) || Detect(nil) || Detect([]byte("MIIabc")) {
		t.Error("other formats are detected as CMS")
	}
}

func FuzzRead(f *testing.F) {
	p := newPKI(f)
	for _, level := range []string{"B", "T"} {
		m, err := p.Make(recipe(level))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(m.Document)
	}
	f.Add([]byte(signedDataOID))
	f.Fuzz(func(t *testing.T, b []byte) {
		Detect(b)
		d, err := read(t, b, []byte("content"))
		if err == nil && d == nil {
			t.Error("neither document nor error")
		}
	})
}
