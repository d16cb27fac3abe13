// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package crl

import (
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/tlv"
)

// TestPointNames compares the names of distribution points in every form that RFC 5280 4.2.1.13 and 5.2.5 allow.
func TestPointNames(t *testing.T) {
	rdn := func(cn string) []byte { return seq(tlv.EncodeOID("2.5.4.3"), tlv.Encode(tlv.UTF8String, []byte(cn))) }
	below := func(base, cn string) pkix.GeneralName {
		outer, _, err := tlv.Read(name(t, base).Raw)
		if err != nil {
			t.Fatal(err)
		}
		full, err := pkix.ParseName(seq(outer.Content, tlv.Encode(tlv.Set, rdn(cn))))
		if err != nil {
			t.Fatal(err)
		}
		return pkix.GeneralName{Tag: 4, Directory: &full, Raw: full.Raw}
	}
	directory := func(cn string) pkix.GeneralName {
		n := name(t, cn)
		return pkix.GeneralName{Tag: 4, Directory: &n, Raw: n.Raw}
	}
	uri := func(u string) pkix.GeneralName { return pkix.GeneralName{Tag: 6, Text: u, Raw: []byte(u)} }
	// the issuing distribution point of the CRL, with its flag for an indirect CRL
	full := func(id byte, content []byte) []byte {
		return tlv.Encode(0xa0, tlv.Encode(0xa0, tlv.Encode(id, content)))
	}
	relative := func(cn string) []byte { return tlv.Encode(0xa0, tlv.Encode(0xa1, rdn(cn))) }
	indirect := []byte{0x84, 1, 0xff}
	point := func(p pkix.DistributionPoint) *pkix.Certificate {
		return &pkix.Certificate{Issuer: name(t, "CA"), CRLPoints: []pkix.DistributionPoint{p}}
	}
	part := pkix.DistributionPoint{Relative: tlv.Encode(tlv.Set, rdn("part 1"))}
	by := func(p pkix.DistributionPoint, issuer ...pkix.GeneralName) pkix.DistributionPoint {
		p.Issuer = issuer
		return p
	}
	for _, c := range []struct {
		what, issuer string
		cert         *pkix.Certificate
		idp          [][]byte
		mask         uint16
	}{
		{"both relative", "CA", point(part), [][]byte{relative("part 1")}, AllReasons},
		{"both relative, another", "CA", point(part), [][]byte{relative("part 2")}, 0},
		{"relative and full", "CA", point(part), [][]byte{full(0xa4, below("CA", "part 1").Raw)}, AllReasons},
		{"relative and full, of another base", "CA", point(part), [][]byte{full(0xa4, below("CB", "part 1").Raw)}, 0},
		{"full and relative", "CA", point(pkix.DistributionPoint{Names: []pkix.GeneralName{below("CA", "part 1")}}), [][]byte{relative("part 1")}, AllReasons},
		{"relative to the crl issuer", "CI", point(by(part, directory("CI"))), [][]byte{relative("part 1"), indirect}, AllReasons},
		{"relative to the crl issuer, of another", "CI", point(by(part, directory("CI"))), [][]byte{relative("part 2"), indirect}, 0},
		{"named by its crl issuer", "CI", point(by(pkix.DistributionPoint{}, directory("CI"))), [][]byte{full(0xa4, name(t, "CI").Raw), indirect}, AllReasons},
		{"named by another than its crl issuer", "CI", point(by(pkix.DistributionPoint{}, directory("CI"))), [][]byte{full(0xa4, name(t, "CX").Raw), indirect}, 0},
		{"one of two crl issuers", "CI", point(by(pkix.DistributionPoint{}, directory("CX"), directory("CI"))), [][]byte{indirect}, AllReasons},
		{"none of the crl issuers", "CI", point(by(pkix.DistributionPoint{}, directory("CX"), uri("http://ci.example"))), [][]byte{indirect}, 0},
		{"a uri is no directory name", "CA", point(pkix.DistributionPoint{Names: []pkix.GeneralName{uri("http://a/1")}}), [][]byte{full(0xa4, below("CA", "part 1").Raw)}, 0},
		{"other names by their octets", "CA", point(pkix.DistributionPoint{Names: []pkix.GeneralName{{Tag: 8, Raw: []byte{1, 2}}}}), [][]byte{full(0x88, []byte{1, 2})}, AllReasons},
		{"other names by their octets, another", "CA", point(pkix.DistributionPoint{Names: []pkix.GeneralName{{Tag: 8, Raw: []byte{1, 2}}}}), [][]byte{full(0x88, []byte{1, 3})}, 0},
	} {
		l := mustParse(t, makeCRL(name(t, c.issuer), nil, ext(oidIssuingPoint, true, seq(c.idp...))))
		if mask, why := l.Scope(c.cert); mask != c.mask || (mask == 0) != (why != "") {
			t.Errorf("%s: mask %#x, want %#x (%s; %v)", c.what, mask, c.mask, why, l.Problems)
		}
	}
}

// TestMalformedPoint: an issuing distribution point that cannot be read restricts nobody knows what, so that the CRL tells of no
// certificate that it is good.
func TestMalformedPoint(t *testing.T) {
	user := &pkix.Certificate{Issuer: name(t, "CA")}
	for what, idp := range map[string][]byte{
		"no sequence":      {4, 0},
		"flag of no octet": seq([]byte{0x81, 0}),
		"flag of two":      seq([]byte{0x82, 2, 0xff, 0xff}),
		"no reason":        seq([]byte{0x83, 2, 7, 0}),
		"unused bits":      seq([]byte{0x83, 1, 8}),
		"unknown field":    seq([]byte{0x89, 1, 0xff}),
		"cut off":          seq([]byte{0x81, 9}),
		"no point name":    seq([]byte{0xa0, 2, 5, 0}),
	} {
		l := mustParse(t, makeCRL(name(t, "CA"), nil, ext(oidIssuingPoint, true, idp)))
		if in, why := l.InScope(user); in || why == "" || !slices.Contains(l.UnknownCritical, oidIssuingPoint) {
			t.Errorf("%s: in scope %v (%s), not understood %v", what, in, why, l.UnknownCritical)
		}
	}
}

// TestUnrelatedDelta lists what keeps a delta CRL from being combined with a complete one.
func TestUnrelatedDelta(t *testing.T) {
	number := func(n byte) []byte { return ext(oidNumber, false, []byte{2, 1, n}) }
	delta := func(n byte) []byte { return ext(oidDelta, true, []byte{2, 1, n}) }
	key := func(b byte) []byte { return ext(oidAuthorityKey, false, seq([]byte{0x80, 1, b})) }
	ca := name(t, "CA")
	base := makeCRL(ca, nil, number(5), key(1))
	for what, c := range map[string]struct{ delta, base []byte }{
		"not a delta":      {makeCRL(ca, nil, number(7), key(1)), base},
		"base is a delta":  {makeCRL(ca, nil, number(7), delta(5), key(1)), makeCRL(ca, nil, number(6), delta(5), key(1))},
		"not understood":   {makeCRL(ca, nil, number(7), delta(5), key(1), ext("1.2.3", true, []byte{5, 0})), base},
		"another key":      {makeCRL(ca, nil, number(7), delta(5), key(2)), base},
		"without a number": {makeCRL(ca, nil, number(7), delta(5), key(1)), makeCRL(ca, nil, key(1))},
		"not newer":        {makeCRL(ca, nil, number(5), delta(5), key(1)), base},
	} {
		if ok, why := mustParse(t, c.delta).AppliesTo(mustParse(t, c.base)); ok || !strings.Contains(why, what) {
			t.Errorf("%s: applies %v (%s)", what, ok, why)
		}
	}
}
