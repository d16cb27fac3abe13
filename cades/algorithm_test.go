// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"crypto"
	"crypto/sha512"
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/testpki"
)

// TestContradiction: the digest algorithm and the signature algorithm name different digests. The value counts by the digest that
// the signature algorithm names, and by no other; that they differ is a problem told (RFC 5652 5.3).
func TestContradiction(t *testing.T) {
	p := newPKI(t)
	keys, err := testpki.RepositoryKeys()
	if err != nil {
		t.Fatal(err)
	}
	m, before := makeAndRead(t, p, recipe("B"))
	fields, si := parts(t, m.Document)
	sum := sha512.Sum512(recipe("B").Content)
	old := before.Signatures[0].References[0].Want
	i := bytes.Index(si[3].Raw, old)
	if i < 4 {
		t.Fatal("no message digest")
	}
	attrs, err := si[3].Children()
	if err != nil {
		t.Fatal(err)
	}
	parts := raws(attrs)
	for k, a := range parts {
		if bytes.Contains(a, old) {
			parts[k] = der.Encode(0x30, []byte("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04"), der.Encode(0x31, der.Encode(0x04, sum[:])))
		}
	}
	slices.SortFunc(parts, bytes.Compare)
	signed := der.Encode(0x31, parts...)
	digestAlgorithm := der.Encode(0x30, []byte("\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03"))
	byOID := der.Encode(0x30, []byte("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00")) // sha256WithRSAEncryption
	plain := der.Encode(0x30, []byte("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00")) // rsaEncryption
	for _, c := range []struct {
		name      string
		algorithm []byte
		hash      crypto.Hash
		intact    bool
		told      bool
	}{
		{"value by the signature algorithm's digest", byOID, crypto.SHA256, true, true},
		{"value by the digest algorithm", byOID, crypto.SHA512, false, true},
		{"an algorithm that names no digest takes the other's", plain, crypto.SHA512, true, false},
		{"and no other", plain, crypto.SHA256, false, false},
	} {
		h := sigalg.SHA256
		if c.hash == crypto.SHA512 {
			h = sigalg.SHA512
		}
		value, err := keys["rsa-3"].Sign(nil, h.Sum(signed), c.hash)
		if err != nil {
			t.Fatal(err)
		}
		s := raws(si)
		asField := bytes.Clone(signed)
		asField[0] = 0xa0
		s[2], s[3], s[4], s[5] = digestAlgorithm, asField, c.algorithm, der.Encode(0x04, value)
		all := raws(fields)
		all[len(all)-1] = der.Encode(0x31, der.Encode(0x30, s...))
		d, err := read(t, container(all))
		if err != nil {
			t.Fatal(err)
		}
		sig := d.Signatures[0]
		told := false
		for _, q := range sig.Problems {
			told = told || strings.Contains(q.Text, "contradict")
		}
		if sig.Intact != c.intact || sig.AlgorithmProblem != "" || told != c.told || !sig.References[0].Intact() {
			t.Errorf("%s: intact %v (%s), algorithm problem %q, told %v, reference %+v", c.name, sig.Intact, sig.Failure, sig.AlgorithmProblem, told, sig.References[0])
		}
	}
}

// TestUnknownDigest: content under a digest algorithm that is none is never intact; where a signature algorithm stands in its
// place, it is found.
func TestUnknownDigest(t *testing.T) {
	m, _ := makeAndRead(t, newPKI(t), recipe("B"))
	fields, si := parts(t, m.Document)
	for oid, found := range map[string]bool{"\x06\x03\x2a\x03\x04": false, "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b": true} {
		s := raws(si)
		s[2] = der.Encode(0x30, []byte(oid))
		all := raws(fields)
		all[len(all)-1] = der.Encode(0x31, der.Encode(0x30, s...))
		d, err := read(t, container(all))
		if err != nil {
			t.Fatal(err)
		}
		if r := d.Signatures[0].References[0]; r.Found != found || r.Intact() || !strings.Contains(r.Problem, "is not known") {
			t.Errorf("reference %+v", r)
		}
	}
}

// TestSameTokenTwice: a token copied into a second attribute is another time-stamp, with facts of its own.
func TestSameTokenTwice(t *testing.T) {
	m, _ := makeAndRead(t, newPKI(t), recipe("T"))
	fields, si := parts(t, m.Document)
	unsigned, err := si[len(si)-1].Children()
	if err != nil {
		t.Fatal(err)
	}
	s := raws(si)
	s[len(s)-1] = der.Encode(0xa1, append(raws(unsigned), raws(unsigned)...)...)
	all := raws(fields)
	all[len(all)-1] = der.Encode(0x31, der.Encode(0x30, s...))
	d, err := read(t, container(all))
	if err != nil {
		t.Fatal(err)
	}
	ts := d.Signatures[0].Timestamps
	if len(ts) != 2 || ts[0].ID == ts[1].ID || !ts[0].ImprintIntact() || !ts[1].ImprintIntact() {
		t.Errorf("%d time-stamps, ids %s and %s", len(ts), ts[0].ID, ts[1].ID)
	}
}
