// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/internal/tlv"
)

// The values of which attributes are made here.
func seq(parts ...[]byte) []byte              { return der.Encode(0x30, parts...) }
func tagged(n byte, parts ...[]byte) []byte   { return der.Encode(0xa0|n, parts...) }
func oid(dotted string) []byte                { return tlv.EncodeOID(dotted) }
func utf8(s string) []byte                    { return der.Encode(12, []byte(s)) }
func octets(s string) []byte                  { return der.Encode(4, []byte(s)) }
func attr(id string, values ...[]byte) []byte { return seq(oid(id), der.Encode(0x31, values...)) }

const origin = "1.2.840.113549.1.9.16.6.1"

// readRaw reads a signature of level B with these values added.
func readRaw(t *testing.T, p *testpki.PKI, level string, raw testpki.Raw, change ...func(*testpki.Recipe)) (*ades.Signature, *ades.Document) {
	t.Helper()
	r := recipe(level)
	r.Raw = &raw
	for _, f := range change {
		f(&r)
	}
	_, d := makeAndRead(t, p, r)
	return d.Signatures[0], d
}

// TestSignedAttributes reads each signed attribute of EN 319 122-1 v1.3.1 5.2 and TS 101 733, good and malformed.
func TestSignedAttributes(t *testing.T) {
	p := newPKI(t)
	null, number := []byte{5, 0}, []byte{2, 1, 7}
	certificate := seq(seq(number), null, null) // the outer form of an attribute certificate
	id := func(b []byte) ades.ID { return ades.NewID("C", b) }
	role := attr("2.5.4.72", utf8("director"))
	for _, c := range []struct {
		name, oid string
		values    [][]byte
		problem   string // part of a problem; empty: none
		holds     func(a *ades.Attributes) bool
	}{
		{"commitment", cmsattr.CommitmentType, [][]byte{seq(oid(origin))}, "", func(a *ades.Attributes) bool { return slices.Equal(a.Commitments, []string{origin}) }},
		{"two commitments with qualifiers", cmsattr.CommitmentType, [][]byte{seq(oid(origin), seq(seq(oid("1.2.3")))), seq(oid("1.2.840.113549.1.9.16.6.5"))}, "", func(a *ades.Attributes) bool { return len(a.Commitments) == 2 }},
		{"commitment without a type", cmsattr.CommitmentType, [][]byte{seq()}, "commitment type is missing", nil},
		{"commitment of another type", cmsattr.CommitmentType, [][]byte{number}, "commitment type is missing", nil},
		{"location", cmsattr.SignerLocation, [][]byte{seq(tagged(0, utf8("JP")), tagged(1, utf8("東京")), tagged(2, seq(utf8("1-1"), utf8("Chiyoda"))))}, "", func(a *ades.Attributes) bool {
			l := a.SignerLocation
			return l.Country == "JP" && l.Locality == "東京" && slices.Equal(l.Address, []string{"1-1", "Chiyoda"})
		}},
		{"location, implicit tags", cmsattr.SignerLocation, [][]byte{seq(der.Encode(0x80, []byte("FI")), tagged(2, utf8("Kaivokatu 1"), utf8("Helsinki")))}, "", func(a *ades.Attributes) bool {
			return a.SignerLocation.Country == "FI" && len(a.SignerLocation.Address) == 2
		}},
		{"location of a number", cmsattr.SignerLocation, [][]byte{seq(tagged(0, number))}, "a character string is wanted", nil},
		{"address of a number", cmsattr.SignerLocation, [][]byte{seq(tagged(2, seq(utf8("1"), number)))}, "a character string is wanted", func(a *ades.Attributes) bool { return len(a.SignerLocation.Address) == 1 }},
		{"location of another type", cmsattr.SignerLocation, [][]byte{number}, "offset", nil},
		{"claimed role", cmsattr.SignerAttributes, [][]byte{seq(tagged(0, seq(role)))}, "", func(a *ades.Attributes) bool { return slices.Equal(a.ClaimedRoles, []string{"director"}) }},
		{"claimed role, implicit tag", cmsattr.SignerAttributes, [][]byte{seq(tagged(0, role))}, "", func(a *ades.Attributes) bool { return slices.Equal(a.ClaimedRoles, []string{"director"}) }},
		{"claimed role in a structure", cmsattr.SignerAttributesV2, [][]byte{seq(tagged(0, seq(attr("2.5.4.72", seq(tagged(1, utf8("clerk")), null, oid("1.2.3"))))))}, "", func(a *ades.Attributes) bool {
			return slices.Equal(a.ClaimedRoles, []string{"clerk"})
		}},
		{"certified role", cmsattr.SignerAttributes, [][]byte{seq(tagged(1, certificate))}, "", func(a *ades.Attributes) bool { return slices.Equal(a.CertifiedRoles, []ades.ID{id(certificate)}) }},
		{"two certified roles", cmsattr.SignerAttributesV2, [][]byte{seq(tagged(1, seq(tagged(0, certificate), tagged(1, seq(oid("1.2.3"), null)))))}, "", func(a *ades.Attributes) bool {
			return slices.Equal(a.CertifiedRoles, []ades.ID{id(certificate), id(seq(oid("1.2.3"), null))})
		}},
		{"two certified roles, implicit tag", cmsattr.SignerAttributesV2, [][]byte{seq(tagged(1, tagged(0, certificate), tagged(0, seq(seq(null), null, null))))}, "", func(a *ades.Attributes) bool { return len(a.CertifiedRoles) == 2 }},
		{"one assertion", cmsattr.SignerAttributesV2, [][]byte{seq(tagged(2, seq(seq(oid("1.2.3"), utf8("<Assertion/>")))))}, "", func(a *ades.Attributes) bool { return a.SignedAssertions == 1 }},
		{"two assertions beside a role", cmsattr.SignerAttributesV2, [][]byte{seq(tagged(0, seq(role)), tagged(2, seq(seq(oid("1.2.3"), null), seq(oid("1.2.4"), null))))}, "", func(a *ades.Attributes) bool {
			return a.SignedAssertions == 2 && len(a.ClaimedRoles) == 1
		}},
		{"one assertion, implicit tag", cmsattr.SignerAttributesV2, [][]byte{seq(tagged(2, seq(oid("1.2.3"), null)))}, "", func(a *ades.Attributes) bool { return a.SignedAssertions == 1 }},
		{"roles without a tag", cmsattr.SignerAttributes, [][]byte{seq(seq(role))}, "signer attribute at offset", func(a *ades.Attributes) bool { return a.ClaimedRoles == nil }},
		{"roles of another type", cmsattr.SignerAttributes, [][]byte{number}, "offset", nil},
		{"hints", cmsattr.ContentHints, [][]byte{seq(utf8("a contract"), oid("1.2.840.113549.1.7.1"))}, "", func(a *ades.Attributes) bool { return a.ContentHints == "1.2.840.113549.1.7.1 a contract" }},
		{"hints without a description", cmsattr.ContentHints, [][]byte{seq(oid("1.2.3"))}, "", func(a *ades.Attributes) bool { return a.ContentHints == "1.2.3" }},
		{"empty hints", cmsattr.ContentHints, [][]byte{seq()}, "content hints are empty", nil},
		{"hints that name a number", cmsattr.ContentHints, [][]byte{seq(number, oid("1.2.3"))}, "a character string is wanted", nil},
		{"identifier", cmsattr.ContentIdentifier, [][]byte{octets("\x01\xfe")}, "", func(a *ades.Attributes) bool { return a.ContentIdentifier == "01fe" }},
		{"identifier of a number", cmsattr.ContentIdentifier, [][]byte{number}, "an octet string is wanted", func(a *ades.Attributes) bool { return a.ContentIdentifier == "" }},
		{"media type", cmsattr.MimeType, [][]byte{utf8("text/plain")}, "", func(a *ades.Attributes) bool { return a.MimeType == "text/plain" }},
		{"media type of a sequence", cmsattr.MimeType, [][]byte{seq(utf8("text/plain"))}, "a character string is wanted", func(a *ades.Attributes) bool { return a.MimeType == "" }},
		{"two media types", cmsattr.MimeType, [][]byte{utf8("text/plain"), utf8("text/xml")}, "attribute has 2 values", nil},
		{"reference to another content", cmsattr.ContentReference, [][]byte{seq(oid("1.2.840.113549.1.7.1"), octets("id"), octets("value"))}, "", func(*ades.Attributes) bool { return true }},
		{"no value", cmsattr.MimeType, nil, "attribute has 0 values", nil},
		{"unknown attribute", "1.3.6.1.4.1.32473.7", [][]byte{seq(number)}, "", func(*ades.Attributes) bool { return true }},
		{"content time-stamp that is none", cmsattr.ContentTimestamp, [][]byte{seq(number)}, "value is no time-stamp token", nil},
	} {
		raw := attr(c.oid, c.values...)
		s, _ := readRaw(t, p, "B", testpki.Raw{Signed: [][]byte{raw}})
		checkProblem(t, c.name, s, c.problem)
		if c.holds != nil && !c.holds(&s.Attributes) {
			t.Errorf("%s: %+v", c.name, s.Attributes)
		}
		if !good(s) || !slices.ContainsFunc(s.Attributes.All, func(a ades.Attribute) bool { return a.Name == c.oid && a.Signed && string(a.Raw) == string(raw) }) {
			t.Errorf("%s: intact %v, raw attribute kept among %d", c.name, good(s), len(s.Attributes.All))
		}
	}
}

// checkProblem compares the signature's problems with the part of one that is wanted, or none.
func checkProblem(t *testing.T, name string, s *ades.Signature, want string) {
	t.Helper()
	found := slices.ContainsFunc(s.Problems, func(p ades.Problem) bool { return strings.Contains(p.Text, want) })
	if want == "" && len(s.Problems) > 0 || want != "" && !found {
		t.Errorf("%s: problems %v, want %q", name, s.Problems, want)
	}
}

// TestSigningTime reads the claimed time in every form (RFC 5652 11.3).
func TestSigningTime(t *testing.T) {
	p := newPKI(t)
	noTime := func(r *testpki.Recipe) { r.Time = time.Time{} }
	utc := func(s string) []byte { return der.Encode(23, []byte(s)) }
	for _, c := range []struct {
		name, problem, want string
		values              [][]byte
	}{
		{"utc", "", "2024-06-01T10:00:00Z", [][]byte{utc("240601100000Z")}},
		{"utc of the last century", "", "1950-01-01T00:00:00Z", [][]byte{utc("500101000000Z")}},
		{"generalized after 2049", "", "2050-01-01T00:00:00Z", [][]byte{der.Encode(24, []byte("20500101000000Z"))}},
		{"generalized before 2050", "a UTCTime is wanted", "", [][]byte{der.Encode(24, []byte("20240601100000Z"))}},
		{"no time", "is no time", "", [][]byte{utc("yesterday")}},
		{"text", "is no time", "", [][]byte{utf8("240601100000Z")}},
		{"two values", "attribute has 2 values", "", [][]byte{utc("240601100000Z"), utc("240602100000Z")}},
	} {
		s, _ := readRaw(t, p, "B", testpki.Raw{Signed: [][]byte{attr(cmsattr.SigningTime, c.values...)}}, noTime)
		checkProblem(t, c.name, s, c.problem)
		got := ""
		if at := s.Attributes.SigningTime; !at.IsZero() {
			got = at.Format(time.RFC3339)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	s, _ := readRaw(t, p, "B", testpki.Raw{Signed: [][]byte{attr(cmsattr.SigningTime, utc("240601100000Z"))}})
	checkProblem(t, "two attributes", s, "signed attribute is there more than once")
	if s.Level == "CAdES-BASELINE-B" {
		t.Errorf("two signing times: level %s", s.Level)
	}
}
