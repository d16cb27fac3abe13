// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	stdpkix "crypto/x509/pkix"
	"math/big"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/tlv"
)

// made returns a self-signed certificate with common extensions.
func made(t testing.TB) []byte {
	priv, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(4711), NotBefore: time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC), NotAfter: time.Date(2051, 1, 1, 0, 0, 0, 0, time.UTC),
		Subject:  stdpkix.Name{Country: []string{"DE"}, Organization: []string{"A, B"}, CommonName: "Test"},
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
		BasicConstraintsValid: true, IsCA: true, MaxPathLen: 2, SubjectKeyId: []byte{1, 2}, AuthorityKeyId: []byte{1, 2},
		OCSPServer: []string{"http://o"}, IssuingCertificateURL: []string{"http://i"}, CRLDistributionPoints: []string{"http://c"},
		DNSNames: []string{"d.example"}, IPAddresses: []net.IP{net.IPv4(10, 0, 0, 1)}, EmailAddresses: []string{"a@b.c"},
		PermittedDNSDomains: []string{"example"}, ExcludedEmailAddresses: []string{"x.y"},
		Policies: []x509.OID{mustOID(t, "1.2.3.4")},
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &priv.PublicKey, priv)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func mustOID(t testing.TB, s string) x509.OID {
	o, err := x509.ParseOID(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestParseCertificate(t *testing.T) {
	der := made(t)
	c, err := ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Problems) != 0 || c.Version != 3 || c.Serial.Int64() != 4711 || c.Subject.String() != `CN=Test,O=A\, B,C=DE` {
		t.Errorf("%v %d %v %s", c.Problems, c.Version, c.Serial, c.Subject)
	}
	if !c.SelfIssued() || !c.SelfSigned() || !c.IsCA || c.PathLen != 2 || c.KeyUsage != KeyCertSign|CRLSign || !c.HasKeyUsage {
		t.Errorf("self-signed %v, CA %v %d, usage %b", c.SelfSigned(), c.IsCA, c.PathLen, c.KeyUsage)
	}
	if !c.NotBefore.Equal(time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)) || c.NotAfter.Year() != 2051 {
		t.Error(c.NotBefore, c.NotAfter)
	}
	if !slices.Equal(c.OCSPURLs, []string{"http://o"}) || !slices.Equal(c.IssuerURLs, []string{"http://i"}) || len(c.CRLPoints) != 1 || c.CRLPoints[0].URLs[0] != "http://c" {
		t.Error(c.OCSPURLs, c.IssuerURLs, c.CRLPoints)
	}
	if !slices.Equal(c.ExtKeyUsage, []string{"1.3.6.1.5.5.7.3.8"}) || len(c.Policies) != 1 || c.Policies[0].OID != "1.2.3.4" {
		t.Error(c.ExtKeyUsage, c.Policies)
	}
	var sans []string
	for _, g := range c.SubjectAltName {
		sans = append(sans, g.String())
	}
	if strings.Join(sans, " ") != "d.example a@b.c 10.0.0.1" || c.NameConstraints.Permitted[0].Text != "example" || c.NameConstraints.Excluded[0].Tag != 1 {
		t.Error(sans, c.NameConstraints)
	}
	// A changed octet of the signed part must not verify.
	bad := slices.Clone(der)
	bad[len(bad)/2] ^= 1
	if c, err := ParseCertificate(bad); err == nil && c.SelfSigned() {
		t.Error("changed certificate is self-signed")
	}
	for _, b := range [][]byte{nil, {0x30, 0}, der[:len(der)-1], der[4:]} {
		if _, err := ParseCertificate(b); err == nil {
			t.Errorf("%d octets are taken for a certificate", len(b))
		}
	}
}

// name makes a name of relative names, each "oid=value" joined by "+", with a string type.
func name(id byte, rdns ...string) Name {
	var content []byte
	for _, rdn := range rdns {
		var set []byte
		for a := range strings.SplitSeq(rdn, "+") {
			oid, value, _ := strings.Cut(a, "=")
			set = append(set, tlv.Encode(tlv.Sequence, append(tlv.EncodeOID(oid), tlv.Encode(id, []byte(value))...))...)
		}
		content = append(content, tlv.Encode(tlv.Set, set)...)
	}
	n, _ := ParseName(tlv.Encode(tlv.Sequence, content))
	return n
}

func TestNameEqual(t *testing.T) {
	base := name(tlv.UTF8String, "2.5.4.6=DE", "2.5.4.3=Max  Müller+2.5.4.5=7")
	for _, c := range []struct {
		what string
		n    Name
		want bool
	}{
		{"same", name(tlv.UTF8String, "2.5.4.6=DE", "2.5.4.3=Max  Müller+2.5.4.5=7"), true},
		{"case, space, order in a set", name(tlv.UTF8String, "2.5.4.6=de", "2.5.4.5=7+2.5.4.3= max MÜLLER "), true},
		{"string type", name(tlv.TeletexString, "2.5.4.6=DE", "2.5.4.3=Max Müller+2.5.4.5=7"), true},
		{"order of relative names", name(tlv.UTF8String, "2.5.4.3=Max Müller+2.5.4.5=7", "2.5.4.6=DE"), false},
		{"split set", name(tlv.UTF8String, "2.5.4.6=DE", "2.5.4.3=Max Müller", "2.5.4.5=7"), false},
		{"other value", name(tlv.UTF8String, "2.5.4.6=DE", "2.5.4.3=Max Mueller+2.5.4.5=7"), false},
		{"separator in a value", name(tlv.UTF8String, "2.5.4.6=DE;2.5.4.3=1:x", "2.5.4.5=7"), false},
		{"empty", Name{}, false},
	} {
		if base.Equal(c.n) != c.want || (base.Key() == c.n.Key()) != c.want {
			t.Errorf("%s: equal is %v, keys %q %q", c.what, !c.want, base.Key(), c.n.Key())
		}
	}
	if got := base.String(); got != "CN=Max  Müller+SERIALNUMBER=7,C=DE" {
		t.Error(got)
	}
	if v := base.Values("2.5.4.6"); !slices.Equal(v, []string{"DE"}) {
		t.Error(v)
	}
}

// TestMalformedExtension: one bad extension is a problem, never a CA, and the others are read.
func TestMalformedExtension(t *testing.T) {
	c := &Certificate{Version: 3, PathLen: -1}
	ext := func(oid string, value []byte) []byte {
		return tlv.Encode(tlv.Sequence, append(tlv.EncodeOID(oid), tlv.Encode(tlv.OctetString, value)...))
	}
	list := append(ext("2.5.29.19", []byte{0x30, 6, 1, 1, 0xff, 2, 1, 0xff}), ext("2.5.29.14", []byte{4, 1, 9})...)
	list = append(list, ext("2.5.29.14", []byte{4, 1, 8})...)
	v, _, _ := tlv.Read(tlv.Encode(tlv.ContextConstructed(3), tlv.Encode(tlv.Sequence, list)))
	c.parseExtensions(v)
	if c.IsCA || len(c.Problems) != 2 || len(c.Extensions) != 3 || string(c.SubjectKeyID) != "\x09" {
		t.Errorf("CA %v, %q, %x", c.IsCA, c.Problems, c.SubjectKeyID)
	}
}

func FuzzParseCertificate(f *testing.F) {
	f.Add(made(f))
	f.Add([]byte{0x30, 0x80, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ParseCertificate(b)
		if err != nil {
			return
		}
		_ = c.Subject.String()
		if !c.Subject.Equal(c.Subject) || c.Serial == nil {
			t.Fatal("name differs from itself, or no serial")
		}
		c.SelfSigned()
		for _, g := range c.SubjectAltName {
			_ = g.String()
		}
	})
}

func FuzzParseDistributionPoints(f *testing.F) {
	f.Add([]byte{0x30, 9, 0x30, 7, 0xa0, 5, 0xa0, 3, 0x86, 1, 'u'})
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = ParseDistributionPoints(b)
		_, _ = ParseGeneralNames(b)
	})
}

func BenchmarkParseCertificate(b *testing.B) {
	der := made(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseCertificate(der); err != nil {
			b.Fatal(err)
		}
	}
}
