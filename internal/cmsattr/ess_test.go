// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cmsattr

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
)

func attributes(t *testing.T, raw ...[]byte) []cms.Attribute {
	t.Helper()
	var out []cms.Attribute
	for _, b := range raw {
		a, err := cms.ReadAttribute(value(t, b))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// TestSigningCertRefs reads ESSCertID, ESSCertIDv2 and OtherCertID (RFC 5035 3 to 5, RFC 5126 5.7.3.3), whole and malformed.
func TestSigningCertRefs(t *testing.T) {
	name := seq(set(seq(oid("2.5.4.3"), []byte("\x0c\x02CA"))))
	serial := []byte{2, 1, 9}
	issuerSerial := seq(seq(tagged(4, name)), serial)
	sum1, sum2 := octets(bytes.Repeat([]byte{1}, 20)), octets(bytes.Repeat([]byte{2}, 32))
	one := func(id string, certs ...[]byte) []byte { return attr(id, seq(seq(certs...))) }
	for _, c := range []struct {
		name    string
		attrs   [][]byte
		count   int
		want    []sigalg.Hash // of each reference
		named   bool          // the first names issuer and serial number
		problem string        // of the last reference
	}{
		{"none", nil, 0, nil, false, ""},
		{"v1", [][]byte{one(SigningCertificate, seq(sum1, issuerSerial))}, 1, []sigalg.Hash{"SHA1"}, true, ""},
		{"v1 without issuer", [][]byte{one(SigningCertificate, seq(sum1))}, 1, []sigalg.Hash{"SHA1"}, false, ""},
		{"v1 with policies", [][]byte{attr(SigningCertificate, seq(seq(seq(sum1)), seq(seq(oid("1.2.3")))))}, 1, []sigalg.Hash{"SHA1"}, false, ""},
		{"v1 of two", [][]byte{one(SigningCertificate, seq(sum1, issuerSerial), seq(sum1))}, 1, []sigalg.Hash{"SHA1", "SHA1"}, true, ""},
		{"v2 by default", [][]byte{one(SigningCertificateV2, seq(sum2, issuerSerial))}, 1, []sigalg.Hash{"SHA256"}, true, ""},
		{"v2 with an algorithm", [][]byte{one(SigningCertificateV2, seq(sha512Alg, sum2, issuerSerial))}, 1, []sigalg.Hash{"SHA512"}, true, ""},
		{"both", [][]byte{one(SigningCertificate, seq(sum1)), one(SigningCertificateV2, seq(sum2))}, 2, []sigalg.Hash{"SHA1", "SHA256"}, false, ""},
		{"twice", [][]byte{one(SigningCertificateV2, seq(sum2)), one(SigningCertificateV2, seq(sum2))}, 2, []sigalg.Hash{"SHA256", "SHA256"}, false, ""},
		{"other", [][]byte{one(OtherSigningCertificate, seq(seq(sha512Alg, sum2), issuerSerial))}, 1, []sigalg.Hash{"SHA512"}, true, ""},
		{"other by SHA-1", [][]byte{one(OtherSigningCertificate, seq(sum1))}, 1, []sigalg.Hash{"SHA1"}, false, ""},
		{"two values", [][]byte{attr(SigningCertificateV2, seq(seq(seq(sum2))), seq(seq(seq(sum2))))}, 1, []sigalg.Hash{"", "SHA256", "SHA256"}, false, ""},
		{"no value", [][]byte{attr(SigningCertificateV2)}, 1, []sigalg.Hash{""}, false, "attribute has 0 values"},
		{"value of another type", [][]byte{attr(SigningCertificate, sum1)}, 1, []sigalg.Hash{""}, false, "offset"},
		{"empty value", [][]byte{attr(SigningCertificate, seq())}, 1, []sigalg.Hash{""}, false, "holds no list"},
		{"no certificate", [][]byte{one(SigningCertificateV2)}, 1, nil, false, ""},
		{"v1, empty identifier", [][]byte{one(SigningCertificate, seq())}, 1, []sigalg.Hash{"SHA1"}, false, "is empty"},
		{"v1, digest of another type", [][]byte{one(SigningCertificate, seq(serial))}, 1, []sigalg.Hash{"SHA1"}, false, "no octet string"},
		{"v2, algorithm without a digest", [][]byte{one(SigningCertificateV2, seq(sha512Alg))}, 1, []sigalg.Hash{"SHA512"}, false, "has no digest"},
		{"v2, unknown algorithm", [][]byte{one(SigningCertificateV2, seq(seq(oid("1.2.3")), sum2))}, 1, []sigalg.Hash{""}, false, "digest algorithm 1.2.3 is not known"},
		{"v2, algorithm of another type", [][]byte{one(SigningCertificateV2, seq(seq(octets(nil)), sum2))}, 1, []sigalg.Hash{""}, false, "offset"},
		{"v2, no identifier", [][]byte{one(SigningCertificateV2, serial)}, 1, []sigalg.Hash{"SHA256"}, false, "offset"},
		{"other, empty", [][]byte{one(OtherSigningCertificate, seq())}, 1, []sigalg.Hash{""}, false, "is empty"},
		{"other, digest of another type", [][]byte{one(OtherSigningCertificate, seq(seq(sha512Alg)))}, 1, []sigalg.Hash{""}, false, "not an algorithm and a value"},
		{"other, unknown algorithm", [][]byte{one(OtherSigningCertificate, seq(seq(seq(oid("1.2.3")), sum2)))}, 1, []sigalg.Hash{""}, false, "not known"},
		{"issuer without a serial number", [][]byte{one(SigningCertificateV2, seq(sum2, seq(seq(tagged(4, name)))))}, 1, []sigalg.Hash{"SHA256"}, false, "not a name and an integer"},
		{"issuer of another kind", [][]byte{one(SigningCertificateV2, seq(sum2, seq(seq([]byte{0x86, 1, 'u'}), serial)))}, 1, []sigalg.Hash{"SHA256"}, false, "names no directory name"},
		{"issuer of another type", [][]byte{one(SigningCertificateV2, seq(sum2, seq(sum1, serial)))}, 1, []sigalg.Hash{"SHA256"}, false, "offset"},
		{"not among the signed", [][]byte{attr(CertificateRefs, seq(seq(sum2)))}, 0, nil, false, ""},
	} {
		refs, count := SigningCertRefs(attributes(t, c.attrs...))
		var got []sigalg.Hash
		for _, r := range refs {
			got = append(got, r.Algorithm)
		}
		if count != c.count || !slices.Equal(got, c.want) {
			t.Errorf("%s: %d attributes, %v", c.name, count, got)
		}
		if len(refs) == 0 {
			continue
		}
		if named := bytes.Equal(refs[0].Issuer, name) && bytes.Equal(refs[0].Serial, []byte{9}); named != c.named {
			t.Errorf("%s: issuer %x, serial number %x", c.name, refs[0].Issuer, refs[0].Serial)
		}
		if p := refs[len(refs)-1].Problem; c.problem == "" && p != "" || !strings.Contains(p, c.problem) {
			t.Errorf("%s: problem %q, want %q", c.name, p, c.problem)
		}
	}
}

// TestReferenceNames: the references of attribute certificates are not taken for those of the signer's chain.
func TestReferenceNames(t *testing.T) {
	for id, want := range map[string]string{CertificateRefs: "complete-certificate-references", AttrCertificateRefs: "attribute-certificate-references"} {
		a := attributes(t, attr(id, seq(seq(octets([]byte{1})))))[0]
		if refs, err := CompleteCertRefs(a); err != nil || len(refs) != 1 || refs[0].Attribute != want {
			t.Errorf("%v, %v, want one of %s", refs, err, want)
		}
	}
}

// TestHarvestLimit: beyond the limits nothing is taken, which is noted once.
func TestHarvestLimit(t *testing.T) {
	lim := limits.Default()
	lim.Certificates, lim.Revocations = 0, 0
	pool := &ades.Pool{}
	h := Harvester{Pool: pool, Lim: lim}
	values := attributes(t, attr(CertificateValues, seq(seq(), seq(), seq())), attr(RevocationValues, seq(tagged(0, seq(seq(), seq())), tagged(1, seq(seq())))))
	for _, a := range values {
		if o := h.Attribute(a, ""); len(o.All()) > 0 {
			t.Errorf("%s: %v", a.OID, o.All())
		}
	}
	if len(pool.Certificates)+len(pool.Revocations) > 0 || len(pool.Unread) != 1 || !strings.Contains(pool.Unread[0].Text, "limit") {
		t.Errorf("%d certificates, %d revocation data, %v", len(pool.Certificates), len(pool.Revocations), pool.Unread)
	}
}
