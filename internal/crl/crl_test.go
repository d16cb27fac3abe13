// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package crl

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/tlv"
)

func seq(parts ...[]byte) []byte { return tlv.Encode(tlv.Sequence, slices.Concat(parts...)) }

func name(t testing.TB, cn string) pkix.Name {
	der := seq()
	if cn != "" {
		der = seq(tlv.Encode(tlv.Set, seq(tlv.EncodeOID("2.5.4.3"), tlv.Encode(tlv.UTF8String, []byte(cn)))))
	}
	n, err := pkix.ParseName(der)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func ext(oid string, critical bool, value []byte) []byte {
	flag := []byte{}
	if critical {
		flag = []byte{1, 1, 0xff}
	}
	return seq(tlv.EncodeOID(oid), flag, tlv.Encode(tlv.OctetString, value))
}

func entry(serial int64, extensions ...[]byte) []byte {
	b := slices.Concat(tlv.Encode(tlv.Integer, integer(big.NewInt(serial))), tlv.Encode(tlv.UTCTime, []byte("250102030405Z")))
	if len(extensions) > 0 {
		b = append(b, seq(extensions...)...)
	}
	return seq(b)
}

var algorithm = seq(tlv.EncodeOID("1.2.840.113549.1.1.11"), []byte{5, 0})

func makeCRL(issuer pkix.Name, entries []byte, extensions ...[]byte) []byte {
	parts := [][]byte{{2, 1, 1}, algorithm, issuer.Raw, tlv.Encode(tlv.UTCTime, []byte("250201000000Z")), tlv.Encode(tlv.GeneralizedTime, []byte("20250301000000Z"))}
	if len(entries) > 0 {
		parts = append(parts, tlv.Encode(tlv.Sequence, entries))
	}
	if len(extensions) > 0 {
		parts = append(parts, tlv.Encode(tlv.ContextConstructed(0), seq(extensions...)))
	}
	return seq(seq(parts...), algorithm, tlv.Encode(tlv.BitString, make([]byte, 33)))
}

func mustParse(t testing.TB, der []byte) *List {
	l, err := Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLookup(t *testing.T) {
	ca := name(t, "CA")
	padded := seq([]byte{2, 3, 0, 0, 9}, tlv.Encode(tlv.UTCTime, []byte("250102030405Z")))
	long := seq(tlv.Encode(tlv.Integer, integer(big.NewInt(11))), tlv.Encode(tlv.UTCTime, []byte("250102030405Z")), seq(ext("1.2.3", false, make([]byte, 200))))
	l := mustParse(t, makeCRL(ca, slices.Concat(entry(1), entry(200, ext(oidReason, false, []byte{10, 1, 1})), entry(-5), padded, long,
		entry(77, ext(oidReason, false, []byte{10, 1, 6}), ext(oidInvalidityDate, false, tlv.Encode(tlv.GeneralizedTime, []byte("20240101000000Z")))))))
	for serial, reason := range map[int64]int{1: -1, 200: 1, -5: -1, 9: -1, 11: -1, 77: 6} {
		e, ok, err := l.Lookup(big.NewInt(serial), ca)
		if !ok || err != nil || e.Reason != reason || !e.RevokedAt.Equal(time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)) {
			t.Errorf("%d: %+v %v %v", serial, e, ok, err)
		}
	}
	if e, _, _ := l.Lookup(big.NewInt(77), ca); e.Invalidity.Year() != 2024 {
		t.Errorf("invalidity date %v", e.Invalidity)
	}
	for _, serial := range []int64{0, 2, 5, 251, 456, -1} {
		if _, ok, err := l.Lookup(big.NewInt(serial), ca); ok || err != nil {
			t.Errorf("%d: %v %v", serial, ok, err)
		}
	}
	if _, ok, err := l.Lookup(big.NewInt(1), name(t, "other")); ok || !errors.Is(err, ErrOtherIssuer) {
		t.Errorf("other issuer: %v %v", ok, err)
	}
	if _, ok, err := l.Lookup(big.NewInt(1), name(t, " ca ")); !ok || err != nil {
		t.Errorf("issuer in another form: %v %v", ok, err)
	}
	if n, err := l.Entries(); n != 6 || err != nil {
		t.Errorf("%d entries, %v", n, err)
	}
}

// TestNotGood: what cannot be read whole is never taken as "not on the list".
func TestNotGood(t *testing.T) {
	ca := name(t, "CA")
	for what, entries := range map[string][]byte{
		"critical":  entry(1, ext("1.2.3.4", true, []byte{5, 0})),
		"issuer":    entry(1, ext(oidCertificateIssuer, true, seq(tlv.Encode(0xa4, name(t, "X").Raw)))),
		"truncated": append(entry(1), 0x30, 0x20, 2, 1, 3),
		"no serial": seq(tlv.Encode(tlv.UTCTime, []byte("250102030405Z"))),
		"bad entry": entry(1, ext(oidReason, true, []byte{10, 1, 99})),
	} {
		l := mustParse(t, makeCRL(ca, entries))
		if _, ok, err := l.Lookup(big.NewInt(3), ca); ok || err == nil {
			t.Errorf("%s: taken as good", what)
		}
		if _, ok, _ := l.Lookup(big.NewInt(1), ca); !ok && what != "no serial" {
			t.Errorf("%s: the revoked certificate is not found", what)
		}
	}
}

func TestIndirect(t *testing.T) {
	ca := name(t, "CRL issuer")
	by := func(n string) []byte { return ext(oidCertificateIssuer, true, seq(tlv.Encode(0xa4, name(t, n).Raw))) }
	entries := slices.Concat(entry(1), entry(2, by("A")), entry(3), entry(4, by("B")), entry(2), entry(5, by("A")))
	point := ext(oidIssuingPoint, true, seq([]byte{0x84, 1, 0xff}))
	l := mustParse(t, makeCRL(ca, entries, point))
	if l.Point == nil || !l.Point.Indirect || len(l.UnknownCritical) > 0 {
		t.Fatalf("%+v", l)
	}
	for _, c := range []struct {
		issuer string
		serial int64
		want   bool
	}{{"CRL issuer", 1, true}, {"CRL issuer", 2, false}, {"A", 1, false}, {"A", 2, true}, {"A", 3, true}, {"A", 4, false}, {"A", 5, true},
		{"B", 4, true}, {"B", 2, true}, {"B", 3, false}, {"B", 5, false}, {"C", 2, false}} {
		e, ok, err := l.Lookup(big.NewInt(c.serial), name(t, c.issuer))
		if ok != c.want || err != nil {
			t.Errorf("%s %d: %v %v", c.issuer, c.serial, ok, err)
		}
		if ok && c.issuer != "CRL issuer" && (e.CertificateIssuer == nil || !e.CertificateIssuer.Equal(name(t, c.issuer))) {
			t.Errorf("%s %d: issuer %v", c.issuer, c.serial, e.CertificateIssuer)
		}
	}
}

func TestScope(t *testing.T) {
	ca := name(t, "CA")
	uri := func(u string) pkix.GeneralName { return pkix.GeneralName{Tag: 6, Text: u, Raw: []byte(u)} }
	point := func(urls ...string) pkix.DistributionPoint {
		p := pkix.DistributionPoint{URLs: urls}
		for _, u := range urls {
			p.Names = append(p.Names, uri(u))
		}
		return p
	}
	idp := func(fields ...[]byte) []byte { return ext(oidIssuingPoint, true, seq(fields...)) }
	at := func(u string) []byte { return tlv.Encode(0xa0, tlv.Encode(0xa0, tlv.Encode(0x86, []byte(u)))) }
	user := &pkix.Certificate{Issuer: ca, CRLPoints: []pkix.DistributionPoint{point("ldap://x", "http://a/1.crl")}}
	authority := &pkix.Certificate{Issuer: ca, HasBasic: true, IsCA: true}
	plain := &pkix.Certificate{Issuer: ca}
	foreign := &pkix.Certificate{Issuer: name(t, "other")}
	split := &pkix.Certificate{Issuer: ca, CRLPoints: []pkix.DistributionPoint{{Names: []pkix.GeneralName{uri("http://a/1.crl")}, Reasons: 1 << 1}}}
	directed := &pkix.Certificate{Issuer: name(t, "other"), CRLPoints: []pkix.DistributionPoint{{Issuer: []pkix.GeneralName{{Tag: 4, Directory: &ca}}}}}
	const keyCompromise = 1 << 1
	for _, c := range []struct {
		what string
		cert *pkix.Certificate
		ext  [][]byte
		mask uint16
		in   bool
	}{
		{"no point", user, nil, AllReasons, true},
		{"no point, none in the certificate", plain, nil, AllReasons, true},
		{"other issuer", foreign, nil, 0, false},
		{"same url", user, [][]byte{idp(at("http://a/1.crl"))}, AllReasons, true},
		{"other url", user, [][]byte{idp(at("http://a/2.crl"))}, 0, false},
		{"url, none in the certificate", plain, [][]byte{idp(at("http://a/1.crl"))}, 0, false},
		{"users only, user", user, [][]byte{idp([]byte{0x81, 1, 0xff})}, AllReasons, true},
		{"users only, not in DER", user, [][]byte{idp([]byte{0x81, 1, 1})}, AllReasons, true},
		{"users only, ca", authority, [][]byte{idp([]byte{0x81, 1, 0xff})}, 0, false},
		{"cas only, user", user, [][]byte{idp([]byte{0x82, 1, 0xff})}, 0, false},
		{"cas only, ca", authority, [][]byte{idp([]byte{0x82, 1, 0xff})}, AllReasons, true},
		{"attribute certificates", user, [][]byte{idp([]byte{0x85, 1, 0xff})}, 0, false},
		{"some reasons", plain, [][]byte{idp([]byte{0x83, 2, 6, 0x40})}, keyCompromise, false},
		{"point for one reason, the issuer's own crl for all", split, nil, AllReasons, true},
		{"point for one reason, crl for that point", split, [][]byte{idp(at("http://a/1.crl"))}, keyCompromise, false},
		{"no reason in common", split, [][]byte{idp(at("http://a/1.crl"), []byte{0x83, 2, 5, 0x20})}, 0, false},
		{"delta", user, [][]byte{ext(oidDelta, true, []byte{2, 1, 1})}, 0, false},
		{"delta, not critical", user, [][]byte{ext(oidDelta, false, []byte{2, 1, 1})}, 0, false},
		{"unknown critical", user, [][]byte{ext("1.2.3", true, []byte{5, 0})}, AllReasons, false},
		{"unknown field", user, [][]byte{idp([]byte{0x8a, 1, 0xff})}, AllReasons, false},
		{"indirect", directed, [][]byte{idp([]byte{0x84, 1, 0xff})}, AllReasons, true},
		{"crl issuer, not indirect", directed, nil, 0, false},
	} {
		l := mustParse(t, makeCRL(ca, nil, c.ext...))
		mask, why := l.Scope(c.cert)
		in, reason := l.InScope(c.cert)
		if mask != c.mask || in != c.in || in == (reason != "") || (mask == 0) != (why != "") {
			t.Errorf("%s: mask %#x (%s), in scope %v (%s)", c.what, mask, why, in, reason)
		}
	}
}

func TestDelta(t *testing.T) {
	ca := name(t, "CA")
	number := func(n byte) []byte { return ext(oidNumber, false, []byte{2, 1, n}) }
	delta := func(n byte) []byte { return ext(oidDelta, true, []byte{2, 1, n}) }
	base := mustParse(t, makeCRL(ca, slices.Concat(entry(1), entry(2, ext(oidReason, false, []byte{10, 1, 6}))), number(5)))
	d := mustParse(t, makeCRL(ca, slices.Concat(entry(2, ext(oidReason, false, []byte{10, 1, 8})), entry(3)), number(7), delta(5)))
	if ok, why := d.AppliesTo(base); !ok {
		t.Fatal(why)
	}
	for serial, want := range map[int64]bool{1: true, 2: false, 3: true, 4: false} {
		if _, ok, err := LookupDelta(base, d, big.NewInt(serial), ca); ok != want || err != nil {
			t.Errorf("%d: %v %v", serial, ok, err)
		}
	}
	for what, der := range map[string][]byte{
		"later base":   makeCRL(ca, nil, number(7), delta(6)),
		"older":        makeCRL(ca, nil, number(5), delta(4)),
		"no number":    makeCRL(ca, nil, delta(5)),
		"no delta":     makeCRL(ca, nil, number(7)),
		"other issuer": makeCRL(name(t, "B"), nil, number(7), delta(5)),
		"other scope":  makeCRL(ca, nil, number(7), delta(5), ext(oidIssuingPoint, true, seq([]byte{0x81, 1, 0xff}))),
	} {
		if ok, _ := mustParse(t, der).AppliesTo(base); ok {
			t.Errorf("%s: applies", what)
		}
	}
}

func TestParse(t *testing.T) {
	ca := name(t, "CA")
	v1 := seq(seq(algorithm, ca.Raw, tlv.Encode(tlv.UTCTime, []byte("250201000000Z")), seq(entry(7))), algorithm, tlv.Encode(tlv.BitString, make([]byte, 33)))
	l := mustParse(t, v1)
	if _, ok, _ := l.Lookup(big.NewInt(7), ca); l.Version != 1 || !l.NextUpdate.IsZero() || !ok {
		t.Errorf("version 1: %+v", l)
	}
	other := seq(tlv.EncodeOID("1.2.840.113549.1.1.5"), []byte{5, 0})
	mixed := bytes.Replace(makeCRL(ca, nil), algorithm, other, 1)
	if l = mustParse(t, mixed); l.SignatureAlgorithm.Scheme != "" || len(l.Problems) == 0 {
		t.Errorf("contradicting algorithms: %+v", l)
	}
	for _, der := range [][]byte{nil, {0x30}, {0x30, 0}, {5, 0}, seq(seq(), algorithm, []byte{3, 1, 0}), []byte(strings.Repeat("0\x80", 1000)), v1[:40]} {
		if _, err := Parse(der); err == nil {
			t.Errorf("%x: no error", der)
		}
	}
}

func bigCRL(tb testing.TB, n int) []byte {
	var b bytes.Buffer
	reason := ext(oidReason, false, []byte{10, 1, 1})
	for i := range n {
		b.Write(entry(1<<40+int64(i), reason))
	}
	return makeCRL(name(tb, "CA"), b.Bytes())
}

// TestAllocations holds the bound on memory that a look-up may take, whatever the length of the list.
func TestAllocations(t *testing.T) {
	l, ca := mustParse(t, bigCRL(t, 10000)), name(t, "CA")
	if n := testing.AllocsPerRun(10, func() { l.Lookup(big.NewInt(5), ca) }); n > 40 {
		t.Errorf("%v allocations in a look-up", n)
	}
}

func BenchmarkLookup300000(b *testing.B) {
	der, ca := bigCRL(b, 300000), name(b, "CA")
	b.SetBytes(int64(len(der)))
	b.ReportAllocs()
	for b.Loop() {
		l, err := Parse(der)
		if err != nil {
			b.Fatal(err)
		}
		if _, ok, err := l.Lookup(big.NewInt(5), ca); ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	ca := name(f, "CA")
	f.Add(makeCRL(ca, slices.Concat(entry(1), entry(2, ext(oidReason, false, []byte{10, 1, 1}))), ext(oidNumber, false, []byte{2, 1, 1})))
	f.Add(makeCRL(ca, entry(2, ext(oidCertificateIssuer, true, seq(tlv.Encode(0xa4, ca.Raw)))), ext(oidIssuingPoint, true, seq([]byte{0x84, 1, 0xff}))))
	f.Fuzz(func(t *testing.T, der []byte) {
		l, err := Parse(der)
		if err != nil {
			return
		}
		n, walkErr := l.Entries()
		_, ok, err := l.Lookup(big.NewInt(-1<<40), l.Issuer)
		if walkErr != nil && err == nil && !ok {
			t.Fatalf("not found in a list that could not be walked beyond %d entries", n)
		}
		l.InScope(&pkix.Certificate{Issuer: l.Issuer, CRLPoints: []pkix.DistributionPoint{{Names: []pkix.GeneralName{{Tag: 4, Directory: &ca}}}}})
		_ = fmt.Sprint(l.Problems)
	})
}
