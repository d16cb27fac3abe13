// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"crypto"
	"encoding/asn1"
	"strings"
)

// nameDER encodes "C=XA, O=Example, CN=Name".
func nameDER(s string) []byte {
	var rdns [][]byte
	for _, part := range strings.Split(s, ", ") {
		k, v, _ := strings.Cut(part, "=")
		o := map[string]string{"C": "2.5.4.6", "O": "2.5.4.10", "OU": "2.5.4.11", "CN": "2.5.4.3", "SN": "2.5.4.4", "GN": "2.5.4.42",
			"serialNumber": "2.5.4.5", "organizationIdentifier": "2.5.4.97", "L": "2.5.4.7", "pseudonym": "2.5.4.65"}[k]
		value := utf8(v)
		if k == "C" || k == "serialNumber" {
			value = printable(v)
		}
		rdns = append(rdns, set(seq(oid(o), value)))
	}
	return seq(rdns...)
}

// publicKeyBits is the content of the subjectPublicKey BIT STRING.
func publicKeyBits(k crypto.Signer) []byte {
	var s struct {
		Alg asn1.RawValue
		Key asn1.BitString
	}
	if _, err := asn1.Unmarshal(spki(k), &s); err != nil {
		return nil
	}
	return s.Key.Bytes
}

func extension(id string, critical bool, value []byte) []byte {
	if critical {
		return seq(oid(id), boolean(true), octets(value))
	}
	return seq(oid(id), octets(value))
}

// issue builds and signs c's certificate (RFC 5280 4.1).
func (p *PKI) issue(c *Cert) error {
	alg := signatureAlg(c.issuer.signer, c.Hash, false)
	tbs := seq(explicit(0, number(2)), integer(c.serial), alg, c.issuer.name, seq(x509Time(c.From), x509Time(c.To)), c.name, spki(c.signer),
		explicit(3, seq(p.extensions(c)...)))
	sig, err := sign(c.issuer.signer, c.Hash, false, tbs)
	if err != nil {
		return err
	}
	if c.WrongSignature {
		sig = flip(sig)
	}
	c.DER = seq(tbs, alg, bitString(sig))
	return nil
}

// flip returns b with its last octet changed.
func flip(b []byte) []byte {
	out := append([]byte(nil), b...)
	if len(out) > 0 {
		out[len(out)-1] ^= 0x01
	}
	return out
}

func (p *PKI) extensions(c *Cert) [][]byte {
	var ext [][]byte
	if !c.SelfSigned() {
		ext = append(ext, extension("2.5.29.35", false, seq(primitive(0, c.issuer.keyID()))))
	}
	ext = append(ext, extension("2.5.29.14", false, octets(c.keyID())))
	ext = append(ext, c.usages()...)
	if !c.NoBasic && c.Profile == ProfileCA {
		basic := [][]byte{boolean(true)}
		if c.PathLen > 0 {
			basic = append(basic, number(int64(c.PathLen-1)))
		}
		ext = append(ext, extension("2.5.29.19", true, seq(basic...)))
	}
	if len(c.Policies) > 0 {
		var ps [][]byte
		for _, o := range c.Policies {
			ps = append(ps, seq(oid(o)))
		}
		ext = append(ext, extension("2.5.29.32", false, seq(ps...)))
	}
	if n := c.alternativeNames(); n != nil {
		ext = append(ext, extension("2.5.29.17", false, n))
	}
	if n := c.nameConstraints(); n != nil {
		ext = append(ext, extension("2.5.29.30", true, n))
	}
	if !c.SelfSigned() && !c.NoURLs {
		ext = append(ext, p.locations(c)...)
	}
	if c.QC != nil {
		ext = append(ext, extension("1.3.6.1.5.5.7.1.3", false, c.QC.der()))
	}
	if c.NoCheck {
		ext = append(ext, extension("1.3.6.1.5.5.7.48.1.5", false, null()))
	}
	if c.ValidityAssured {
		ext = append(ext, extension("0.4.0.194121.2.1", false, null()))
	}
	if c.NoRevAvail {
		ext = append(ext, extension("2.5.29.56", false, null()))
	}
	if c.Critical != "" {
		ext = append(ext, extension(c.Critical, true, null()))
	}
	return ext
}

// locations are the extensions with the addresses of CRLs, OCSP responders and the issuer's certificate.
func (p *PKI) locations(c *Cert) [][]byte {
	at := c.At
	if at == nil {
		crl, ocsp, issuer := p.URLs(c.issuer.ID)
		at = &Locations{[]string{crl}, []string{ocsp}, []string{issuer}}
	}
	var points, access, ext [][]byte
	for _, u := range at.CRLs {
		points = append(points, seq(explicit(0, explicit(0, primitive(6, []byte(u))))))
	}
	if c.CRLPoints != nil {
		points = p.points(c.CRLPoints)
	}
	for _, u := range at.OCSPs {
		access = append(access, seq(oid("1.3.6.1.5.5.7.48.1"), primitive(6, []byte(u))))
	}
	for _, u := range at.Issuers {
		access = append(access, seq(oid("1.3.6.1.5.5.7.48.2"), primitive(6, []byte(u))))
	}
	if points != nil {
		ext = append(ext, extension("2.5.29.31", false, seq(points...)))
	}
	if access != nil {
		ext = append(ext, extension("1.3.6.1.5.5.7.1.1", false, seq(access...)))
	}
	return ext
}

// points are distribution points (RFC 5280 4.2.1.13). A cRLIssuer that is not there is left out.
func (p *PKI) points(list []CRLPoint) [][]byte {
	var out [][]byte
	for _, d := range list {
		var parts [][]byte
		if d.URL != "" {
			parts = append(parts, explicit(0, explicit(0, primitive(6, []byte(d.URL)))))
		}
		if d.Reasons != nil {
			parts = append(parts, primitive(1, content(namedBits(d.Reasons...))))
		}
		if by := p.byID[d.Issuer]; by != nil {
			parts = append(parts, explicit(2, explicit(4, by.name)))
		}
		out = append(out, seq(parts...))
	}
	return out
}

// URLs are the addresses of an issuer's CRL, OCSP responder and certificate.
func (p *PKI) URLs(issuer string) (crl, ocsp, certificate string) {
	base := "http://pki.example.org/" + p.Name + "/" + issuer
	return base + ".crl", "http://ocsp.example.org/" + p.Name + "/" + issuer, base + ".cer"
}

// The extended key usages that the profiles set.
const (
	ekuTimeStamping = "1.3.6.1.5.5.7.3.8"
	ekuOCSPSigning  = "1.3.6.1.5.5.7.3.9"
	ekuTSLSigning   = "0.4.0.2231.3.0"
)

func (c *Cert) usages() [][]byte {
	var ext [][]byte
	ku := map[Profile][]int{ProfileCA: {5, 6}, ProfileSigner: {1}, ProfileSeal: {0, 1}, ProfileTSA: {0}, ProfileOCSP: {0}, ProfileList: {0}}[c.Profile]
	if c.KeyUsage != nil {
		ku = c.KeyUsage
	}
	if !c.NoKeyUsage && len(ku) > 0 {
		ext = append(ext, extension("2.5.29.15", true, namedBits(ku...)))
	}
	eku := map[Profile][]string{ProfileTSA: {ekuTimeStamping}, ProfileOCSP: {ekuOCSPSigning}, ProfileList: {ekuTSLSigning}}[c.Profile]
	if c.ExtKeyUsage != nil {
		eku = c.ExtKeyUsage
	}
	if !c.NoExtKeyUsage && len(eku) > 0 {
		var ids [][]byte
		for _, o := range eku {
			ids = append(ids, oid(o))
		}
		ext = append(ext, extension("2.5.29.37", c.Profile == ProfileTSA && !c.EKUNotCritical, seq(ids...)))
	}
	return ext
}

func (c *Cert) alternativeNames() []byte {
	var names [][]byte
	if c.AltEmail != "" {
		names = append(names, primitive(1, []byte(c.AltEmail)))
	}
	for _, o := range c.AltOther {
		names = append(names, explicit(0, oid(o.OID), explicit(0, utf8(o.Text))))
	}
	if names == nil {
		return nil
	}
	return seq(names...)
}

func (c *Cert) nameConstraints() []byte {
	var permitted, excluded [][]byte
	for _, d := range c.PermittedDNS {
		permitted = append(permitted, seq(primitive(2, []byte(d))))
	}
	if c.PermittedOrg != "" {
		permitted = append(permitted, seq(explicit(4, nameDER(c.PermittedOrg))))
	}
	if c.ExcludedCountry != "" {
		excluded = append(excluded, seq(explicit(4, nameDER("C="+c.ExcludedCountry))))
	}
	var parts [][]byte
	if permitted != nil {
		parts = append(parts, explicit(0, permitted...))
	}
	if excluded != nil {
		parts = append(parts, explicit(1, excluded...))
	}
	if parts == nil {
		return nil
	}
	return seq(parts...)
}

// der is the QcStatements extension value (EN 319 412-5).
func (q *QC) der() []byte {
	const base = "0.4.0.1862.1."
	var st [][]byte
	if q.Compliance {
		st = append(st, seq(oid(base+"1")))
	}
	if q.QSCD {
		st = append(st, seq(oid(base+"4")))
	}
	if q.PDS != "" {
		st = append(st, seq(oid(base+"5"), seq(seq(ia5(q.PDS), printable("en")))))
	}
	if len(q.Types) > 0 {
		var ids [][]byte
		for _, t := range q.Types {
			ids = append(ids, oid(base+map[string]string{"esign": "6.1", "eseal": "6.2", "web": "6.3"}[t]))
		}
		st = append(st, seq(oid(base+"6"), seq(ids...)))
	}
	if len(q.Legislation) > 0 {
		var cc [][]byte
		for _, l := range q.Legislation {
			cc = append(cc, printable(l))
		}
		st = append(st, seq(oid(base+"7"), seq(cc...)))
	}
	return seq(st...)
}
