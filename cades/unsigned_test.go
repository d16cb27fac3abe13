// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/testpki"
)

// validation is validation data of the engine's PKI.
type validation struct{ certificate, crl, ocsp, basic []byte }

func makeValidation(t *testing.T, p *testpki.PKI) validation {
	t.Helper()
	day := func(n int) time.Time { return time.Date(2024, 6, n, 0, 0, 0, 0, time.UTC) }
	crl, err := p.CRL(testpki.CRLSpec{Issuer: "other-ca", ThisUpdate: day(3), NextUpdate: day(9)})
	if err != nil {
		t.Fatal(err)
	}
	o, err := p.OCSP(testpki.OCSPSpec{Cert: "ulla", Produced: day(3), NextUpdate: day(9)})
	if err != nil {
		t.Fatal(err)
	}
	r, err := ades.ParseOCSP(o)
	if err != nil {
		t.Fatal(err)
	}
	return validation{certificate: p.Cert("other-ca").DER, crl: crl, ocsp: o, basic: r.OCSP().Basic}
}

// ids are those of what a validation holds.
func (v validation) ids(t *testing.T, what string) []ades.ID {
	t.Helper()
	var out []ades.ID
	for _, w := range strings.Fields(what) {
		switch w {
		case "certificate":
			out = append(out, ades.NewID("C", v.certificate))
		case "crl":
			out = append(out, ades.NewID("R", v.crl))
		case "ocsp":
			out = append(out, ades.NewID("R", v.basic))
		default:
			t.Fatalf("unknown %q", w)
		}
	}
	return out
}

// TestHarvest finds certificates and revocation data in every place that may hold them.
func TestHarvest(t *testing.T) {
	p := newPKI(t)
	v := makeValidation(t, p)
	token, err := p.Token(testpki.Stamp{TSA: "tsa", At: at("2024-06-02")}, []byte("x"), nil)
	if err != nil {
		t.Fatal(err)
	}
	when := der.Encode(24, []byte("20240603000000Z"))
	full, basic := tagged(1, oid("1.3.6.1.5.5.7.16.2"), v.ocsp), tagged(1, oid("1.3.6.1.5.5.7.48.1.1"), v.basic)
	foreign := tagged(1, oid("1.2.3.4"), seq())
	one := func(id string, value []byte) testpki.Raw { return testpki.Raw{Unsigned: [][]byte{attr(id, value)}} }
	for _, c := range []struct {
		name   string
		raw    testpki.Raw
		found  string
		unread string // part of a note on what was not read; empty: none
	}{
		{"SignedData certificates", testpki.Raw{Certificates: [][]byte{v.certificate}}, "certificate", ""},
		{"SignedData attribute certificate", testpki.Raw{Certificates: [][]byte{tagged(2, seq(), seq(), []byte{3, 1, 0})}}, "", "attribute certificate"},
		{"SignedData attribute certificate v1", testpki.Raw{Certificates: [][]byte{tagged(1, seq(), seq(), []byte{3, 1, 0})}}, "", "attribute certificate"},
		{"SignedData extended certificate", testpki.Raw{Certificates: [][]byte{tagged(0, seq())}}, "", "extended certificate"},
		{"SignedData other certificate", testpki.Raw{Certificates: [][]byte{tagged(3, oid("1.2.3.4"), seq())}}, "", `other certificate of the format "1.2.3.4"`},
		{"SignedData unknown choice", testpki.Raw{Certificates: [][]byte{octets("x")}}, "", "unknown choice"},
		{"SignedData CRL", testpki.Raw{Revocations: [][]byte{v.crl}}, "crl", ""},
		{"SignedData OCSP (RFC 5940)", testpki.Raw{Revocations: [][]byte{full}}, "ocsp", ""},
		{"SignedData basic OCSP", testpki.Raw{Revocations: [][]byte{basic}}, "ocsp", ""},
		{"SignedData other revocation data", testpki.Raw{Revocations: [][]byte{foreign}}, "", `the unknown format "1.2.3.4"`},
		{"SignedData malformed other revocation data", testpki.Raw{Revocations: [][]byte{tagged(1, oid("1.3.6.1.5.5.7.16.2"))}}, "", "unknown format"},
		{"certificate-values", one(cmsattr.CertificateValues, seq(v.certificate)), "certificate", ""},
		{"certificate-values of something else", one(cmsattr.CertificateValues, seq(octets("x"), v.certificate)), "certificate", "certificate"},
		{"revocation-values", one(cmsattr.RevocationValues, seq(tagged(0, seq(v.crl)), tagged(1, seq(v.basic)))), "crl ocsp", ""},
		{"revocation-values with whole OCSP responses", one(cmsattr.RevocationValues, seq(tagged(1, seq(v.ocsp)))), "ocsp", ""},
		{"revocation-values of another kind", one(cmsattr.RevocationValues, seq(tagged(0, seq(v.crl)), tagged(2, oid("1.2.3"), seq()))), "crl", "unknown kind, tag 2"},
		{"revocation-values that end too early", one(cmsattr.RevocationValues, seq(tagged(0, []byte{0x30, 9}))), "", "REVOCATION_VALUES"},
		{"Adobe revocation archival", testpki.Raw{Signed: [][]byte{attr(cmsattr.AdobeRevocation, seq(tagged(0, seq(v.crl)), tagged(1, seq(v.ocsp))))}}, "crl ocsp", ""},
		{"long-term-validation", one(cmsattr.LongTermValidation, seq(when, tagged(0, token), tagged(0, v.certificate), tagged(1, v.crl, full))), "certificate crl ocsp", ""},
		{"long-term-validation with an evidence record", one(cmsattr.LongTermValidation, seq(when, tagged(1, seq([]byte{2, 1, 1}, seq(), seq())), tagged(1, basic))), "ocsp", ""},
		{"long-term-validation without values", one(cmsattr.LongTermValidation, seq(when)), "", ""},
		{"long-term-validation of another type", one(cmsattr.LongTermValidation, octets("x")), "", ""},
		{"long-term-validation with other revocation data", one(cmsattr.LongTermValidation, seq(when, tagged(1, foreign))), "", "unknown format"},
	} {
		_, d := readRaw(t, p, "B", c.raw)
		for _, id := range v.ids(t, "certificate crl ocsp") {
			in := d.Pool.Certificate(id) != nil || d.Pool.Revocation(id) != nil
			if want := slices.Contains(v.ids(t, c.found), id); in != want {
				t.Errorf("%s: %s found: %v, want %v", c.name, id, in, want)
			}
		}
		if notes := fmt.Sprint(d.Pool.Unread); c.unread == "" && len(d.Pool.Unread) > 0 || !strings.Contains(notes, c.unread) {
			t.Errorf("%s: not read %s, want %q", c.name, notes, c.unread)
		}
	}
}

// TestReferences reads complete and attribute certificate and revocation references (EN 319 122-1 v1.3.1 A.1).
func TestReferences(t *testing.T) {
	p := newPKI(t)
	sha1, other := octets(strings.Repeat("a", 20)), seq(sha256Alg, octets(strings.Repeat("b", 32)))
	name := seq(der.Encode(0x31, seq(oid("2.5.4.3"), utf8("CA"))))
	serial := seq(seq(tagged(4, name)), []byte{2, 1, 9})
	when := der.Encode(24, []byte("20240603000000Z"))
	crls := func(refs ...[]byte) []byte { return tagged(0, seq(seq(refs...))) }
	ocsps := func(refs ...[]byte) []byte { return tagged(1, seq(seq(refs...))) }
	responder := seq(tagged(2, octets("key")), when)
	digests := func(list []ades.Digest) string {
		var out []string
		for _, d := range list {
			out = append(out, fmt.Sprintf("%s %.1s", d.Algorithm, d.Value))
		}
		return strings.Join(out, ", ")
	}
	for _, c := range []struct {
		name, oid string
		value     []byte
		want      string
		problem   string
	}{
		{"certificates", cmsattr.CertificateRefs, seq(seq(other, serial), seq(sha1)), "SHA256 b, SHA1 a", ""},
		{"attribute certificates", cmsattr.AttrCertificateRefs, seq(seq(other)), "SHA256 b", ""},
		{"no certificates", cmsattr.CertificateRefs, seq(), "", ""},
		{"certificates, malformed", cmsattr.CertificateRefs, octets("x"), "", "offset"},
		{"crls and responses", cmsattr.RevocationRefs, seq(seq(crls(seq(other, seq(name, when)), seq(sha1))), seq(ocsps(seq(responder, other)))), "SHA256 b, SHA1 a, SHA256 b", ""},
		{"crls and responses of one certificate", cmsattr.RevocationRefs, seq(seq(crls(seq(other)), ocsps(seq(responder, sha1)))), "SHA256 b, SHA1 a", ""},
		{"response without a digest", cmsattr.RevocationRefs, seq(seq(ocsps(seq(responder)))), "", ""},
		{"other references", cmsattr.RevocationRefs, seq(seq(tagged(2, seq(oid("1.2.3"), octets("x"))))), "", ""},
		{"none for a certificate", cmsattr.RevocationRefs, seq(seq()), "", ""},
		{"attribute revocation", cmsattr.AttrRevocationRefs, seq(seq(crls(seq(other)))), "SHA256 b", ""},
		{"unknown digest algorithm", cmsattr.RevocationRefs, seq(seq(crls(seq(seq(seq(oid("1.2.3")), octets("x")))))), "", "digest algorithm 1.2.3 is not known"},
		{"digest of another type", cmsattr.RevocationRefs, seq(seq(crls(seq(utf8("x"))))), "", "not an algorithm and a value"},
		{"revocation, malformed", cmsattr.RevocationRefs, octets("x"), "", "offset"},
		{"list of another type", cmsattr.RevocationRefs, seq(seq(tagged(0, octets("x")))), "", "offset"},
	} {
		s, _ := readRaw(t, p, "T", testpki.Raw{Unsigned: [][]byte{attr(c.oid, c.value)}})
		checkProblem(t, c.name, s, c.problem)
		var got []ades.Digest
		for _, r := range s.Attributes.CertificateRefs {
			got = append(got, r.Digest)
		}
		if g := digests(append(got, s.Attributes.RevocationRefs...)); g != c.want {
			t.Errorf("%s: %s, want %s", c.name, g, c.want)
		}
		if s.Level != "CAdES-BASELINE-T" {
			t.Errorf("%s: level %s", c.name, s.Level)
		}
	}
}

// TestUnsignedMalformed: what is no time-stamp and no counter-signature is told and proves nothing.
func TestUnsignedMalformed(t *testing.T) {
	p := newPKI(t)
	for _, c := range []struct{ name, oid, problem string }{
		{"signature time-stamp", cmsattr.SignatureTimestamp, "value is no time-stamp token"},
		{"archive time-stamp", cmsattr.ArchiveTimestampV3, "value is no time-stamp token"},
		{"time-stamp of references", cmsattr.RefsTimestamp, "value is no time-stamp token"},
		{"counter-signature", cmsattr.CounterSignature, "no sequence"},
	} {
		s, d := readRaw(t, p, "B", testpki.Raw{Unsigned: [][]byte{attr(c.oid, octets("x"))}})
		checkProblem(t, c.name, s, c.problem)
		if len(s.Timestamps) > 0 || len(d.Signatures) != 1 || s.Level != "CAdES-BASELINE-B" {
			t.Errorf("%s: %d time-stamps, %d signatures, level %s", c.name, len(s.Timestamps), len(d.Signatures), s.Level)
		}
	}
}
