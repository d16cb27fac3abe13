// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cmsattr

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/tlv"
)

func seq(parts ...[]byte) []byte              { return der.Encode(0x30, parts...) }
func set(parts ...[]byte) []byte              { return der.Encode(0x31, parts...) }
func tagged(n byte, parts ...[]byte) []byte   { return der.Encode(0xa0|n, parts...) }
func oid(dotted string) []byte                { return tlv.EncodeOID(dotted) }
func octets(b []byte) []byte                  { return der.Encode(4, b) }
func attr(id string, values ...[]byte) []byte { return seq(oid(id), set(values...)) }

var (
	sha256Alg   = seq(oid("2.16.840.1.101.3.4.2.1"))
	sha512Alg   = seq(oid("2.16.840.1.101.3.4.2.3"))
	rsaSHA256   = seq(oid("1.2.840.113549.1.1.11"), []byte{5, 0})
	contentData = attr(ContentType, oid(cms.OIDData))
	digestOf1   = attr(MessageDigest, octets(bytes.Repeat([]byte{1}, 32)))
)

// signerInfo is a SignerInfo with these signed attributes, in DER order; none: there are none.
func signerInfo(t *testing.T, digest, algorithm []byte, attrs ...[]byte) *cms.SignerInfo {
	t.Helper()
	parts := [][]byte{{2, 1, 1}, seq(seq(), []byte{2, 1, 5}), digest}
	if attrs != nil {
		slices.SortFunc(attrs, bytes.Compare)
		parts = append(parts, tagged(0, attrs...))
	}
	si, err := cms.ReadSignerInfo(value(t, seq(append(parts, algorithm, octets([]byte("value")))...)))
	if err != nil {
		t.Fatal(err)
	}
	return si
}

func value(t testing.TB, b []byte) der.Value {
	t.Helper()
	v, err := der.NewReader(limits.Default()).Single(b, 0)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestRead tells whether the facts of a SignerInfo let its value be verified, and what the message digest is.
func TestRead(t *testing.T) {
	other := attr(MessageDigest, octets(bytes.Repeat([]byte{2}, 32)))
	for _, c := range []struct {
		name        string
		digest, alg []byte
		attrs       [][]byte
		contentType string
		counter     bool
		refused     string // part of the algorithm's problem; empty: it may be verified
		reference   string // part of the reference's problem; empty: the digest is there
	}{
		{"good", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1}, cms.OIDData, false, "", ""},
		{"no content-type", sha256Alg, rsaSHA256, [][]byte{digestOf1}, cms.OIDData, false, "content-type", ""},
		{"two content-types", sha256Alg, rsaSHA256, [][]byte{contentData, contentData, digestOf1}, cms.OIDData, false, "content-type", ""},
		{"content-type with two values", sha256Alg, rsaSHA256, [][]byte{attr(ContentType, oid(cms.OIDData), oid(cms.OIDData)), digestOf1}, cms.OIDData, false, "content-type", ""},
		{"another content-type", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1}, cms.OIDTSTInfo, false, "differs from the content's type", ""},
		{"content-type of another type", sha256Alg, rsaSHA256, [][]byte{attr(ContentType, octets(nil)), digestOf1}, cms.OIDData, false, "differs from the content's type", ""},
		{"counter-signature", sha256Alg, rsaSHA256, [][]byte{digestOf1}, cms.OIDData, true, "", ""},
		{"counter-signature with content-type", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1}, cms.OIDData, true, "it must not", ""},
		{"no message-digest", sha256Alg, rsaSHA256, [][]byte{contentData}, cms.OIDData, false, "", "not exactly one message-digest"},
		{"two message-digests", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1, other}, cms.OIDData, false, "", "not exactly one message-digest"},
		{"message-digest with two values", sha256Alg, rsaSHA256, [][]byte{contentData, attr(MessageDigest, octets(nil), octets([]byte{1}))}, cms.OIDData, false, "", "not exactly one message-digest"},
		{"message-digest of another type", sha256Alg, rsaSHA256, [][]byte{contentData, attr(MessageDigest, []byte{2, 1, 1})}, cms.OIDData, false, "", "not exactly one message-digest"},
		{"message-digest without a value", sha256Alg, rsaSHA256, [][]byte{contentData, attr(MessageDigest)}, cms.OIDData, false, "", "not exactly one message-digest"},
		{"unknown digest algorithm", seq(oid("1.2.3")), rsaSHA256, [][]byte{contentData, digestOf1}, cms.OIDData, false, "", "digest algorithm 1.2.3 is not known"},
		{"unknown signature algorithm", sha256Alg, seq(oid("1.2.3")), [][]byte{contentData, digestOf1}, cms.OIDData, false, "signature algorithm 1.2.3", ""},
		{"no signed attributes, another type", sha256Alg, rsaSHA256, nil, cms.OIDTSTInfo, false, "signed attributes are missing", "-"},
		{"no signed attributes", sha256Alg, rsaSHA256, nil, cms.OIDData, false, "", "-"},
		{"protection", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1, attr(AlgorithmProtection, seq(sha256Alg, tagged(1, oid("1.2.840.113549.1.1.11"), []byte{5, 0})))}, cms.OIDData, false, "", ""},
		{"protection of another digest", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1, attr(AlgorithmProtection, seq(sha512Alg, tagged(1, oid("1.2.840.113549.1.1.11"), []byte{5, 0})))}, cms.OIDData, false, "names the digest algorithm", ""},
		{"protection of another signature algorithm", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1, attr(AlgorithmProtection, seq(sha256Alg, tagged(1, oid("1.2.840.113549.1.1.13"), []byte{5, 0})))}, cms.OIDData, false, "another signature algorithm", ""},
		{"protection of a MAC", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1, attr(AlgorithmProtection, seq(sha256Alg, tagged(2, oid("1.2.840.113549.1.1.11"), []byte{5, 0})))}, cms.OIDData, false, "another signature algorithm", ""},
		{"protection twice", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1, attr(AlgorithmProtection, seq(), seq())}, cms.OIDData, false, "more than one", ""},
		{"protection, malformed", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1, attr(AlgorithmProtection, octets(nil))}, cms.OIDData, false, "not a digest and a signature algorithm", ""},
		{"protection with three fields", sha256Alg, rsaSHA256, [][]byte{contentData, digestOf1, attr(AlgorithmProtection, seq(sha256Alg, tagged(1), tagged(2)))}, cms.OIDData, false, "not a digest and a signature algorithm", ""},
	} {
		k := Read(signerInfo(t, c.digest, c.alg, c.attrs...), c.contentType, c.counter)
		if c.refused == "" && k.AlgorithmProblem != "" || !strings.Contains(k.AlgorithmProblem, c.refused) {
			t.Errorf("%s: refused for %q, want %q", c.name, k.AlgorithmProblem, c.refused)
		}
		switch c.reference {
		case "":
			if k.Reference.Problem != "" || !bytes.Equal(k.Reference.Want, bytes.Repeat([]byte{1}, 32)) || k.Reference.Kind != ades.RefMessageDigest {
				t.Errorf("%s: reference %+v", c.name, k.Reference)
			}
		case "-":
			if k.Reference.Want != nil || k.Reference.Kind != ades.RefContentDigest || k.HasSigned {
				t.Errorf("%s: reference %+v", c.name, k.Reference)
			}
		default:
			if !strings.Contains(k.Reference.Problem, c.reference) || c.digest[3] != sha256Alg[3] && k.Reference.Algorithm != "" {
				t.Errorf("%s: reference %q, want %q", c.name, k.Reference.Problem, c.reference)
			}
		}
		if c.refused != "" && len(k.Problems) == 0 && !strings.Contains(c.refused, "signature algorithm") {
			t.Errorf("%s: no problem is told", c.name)
		}
	}
}

// TestSignedEncoding: whatever order the signed attributes are stored in, what is verified is their DER (RFC 5652 5.4).
func TestSignedEncoding(t *testing.T) {
	attrs := [][]byte{contentData, digestOf1}
	slices.SortFunc(attrs, bytes.Compare)
	want := set(attrs...)
	sorted := Read(signerInfo(t, sha256Alg, rsaSHA256, contentData, digestOf1), cms.OIDData, false)
	si := signerInfo(t, sha256Alg, rsaSHA256, contentData, digestOf1)
	slices.Reverse(attrs)
	reversed, err := cms.ReadSignerInfo(value(t, bytes.Replace(si.Raw, tagged(0, want[2:]), tagged(0, attrs...), 1)))
	if err != nil {
		t.Fatal(err)
	}
	unsorted := Read(reversed, cms.OIDData, false)
	if !bytes.Equal(sorted.SignedData.Bytes, want) || !bytes.Equal(unsorted.SignedData.Bytes, want) {
		t.Errorf("%x and %x, want %x", sorted.SignedData.Bytes, unsorted.SignedData.Bytes, want)
	}
	if len(sorted.Problems) > 0 || len(unsorted.Problems) != 1 || unsorted.Problems[0].Structural {
		t.Errorf("problems %v and %v, want one that is no structural one for the second", sorted.Problems, unsorted.Problems)
	}
}

// TestSetContent completes the facts with the content.
func TestSetContent(t *testing.T) {
	one := func(sigalg.Hash) ([]byte, error) { return bytes.Repeat([]byte{1}, 32), nil }
	none := func(sigalg.Hash) ([]byte, error) { return nil, nil }
	fails := func(sigalg.Hash) ([]byte, error) { return nil, errors.New("unreadable") }
	asContent := set(contentData, digestOf1)
	for _, c := range []struct {
		name          string
		attrs         [][]byte
		digest        func(sigalg.Hash) ([]byte, error)
		head          []byte
		found, intact bool
		problem       string
		refused       bool
	}{
		{"the content that was signed", [][]byte{contentData, digestOf1}, one, nil, true, true, "", false},
		{"another content", [][]byte{contentData, attr(MessageDigest, octets(nil))}, one, nil, true, false, "", false},
		{"no content", [][]byte{contentData, digestOf1}, none, nil, false, false, "", false},
		{"a content that cannot be read", [][]byte{contentData, digestOf1}, fails, nil, false, false, "unreadable", false},
		{"no signed attributes", nil, one, []byte("text"), true, false, "", false},
		{"no signed attributes, the content is a set of them", nil, one, asContent, true, false, "", true},
		{"the content is a set of attributes, and there are signed attributes", [][]byte{contentData, digestOf1}, one, asContent, true, true, "", false},
	} {
		k := Read(signerInfo(t, sha256Alg, rsaSHA256, c.attrs...), cms.OIDData, false)
		k.SetContent(c.digest, c.head)
		if k.Reference.Found != c.found || k.Reference.Intact() != c.intact || k.Reference.Problem != c.problem || (k.AlgorithmProblem != "") != c.refused {
			t.Errorf("%s: %+v, refused %q", c.name, k.Reference, k.AlgorithmProblem)
		}
		if c.attrs == nil && !bytes.Equal(k.SignedData.Digest, k.Reference.Got) {
			t.Errorf("%s: the value is not over the content", c.name)
		}
	}
}

func TestLooksSigned(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		want    bool
	}{
		"attributes":            {set(contentData, digestOf1), true},
		"attributes, cut off":   {set(digestOf1, contentData)[:len(digestOf1)+2], true},
		"cut off before":        {set(contentData, digestOf1)[:len(contentData)+2], false},
		"no message-digest":     {set(contentData), false},
		"sequence":              {seq(contentData, digestOf1), false},
		"text":                  {[]byte("1 is the first octet of a set in ASCII"), false},
		"empty":                 {nil, false},
		"values, no attributes": {set(octets(nil), seq(octets(nil))), false},
	} {
		if got := LooksSigned(c.content); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
