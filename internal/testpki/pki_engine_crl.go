// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

// The distribution points of the certificates whose CRLs another issues or are split by reasons for revocation.
const (
	pointIndirect = "http://pki.example.org/engine/indirect.crl"
	pointKeys     = "http://pki.example.org/engine/ca-keys.crl"
	pointRest     = "http://pki.example.org/engine/ca-rest.crl"
)

// keyReasons and otherReasons are the bits of ReasonFlags for compromised keys and for everything else.
func keyReasons() []int   { return []int{1, 2} }
func otherReasons() []int { return []int{3, 4, 5, 6, 7, 8} }

// reasonSuperseded is a CRLReason (RFC 5280 5.3.1).
const reasonSuperseded = 4

// listedCerts are the CRL issuers apart from CAs, all of one name, and the signers whose CRLs another issues or are split by reasons.
func listedCerts() []CertSpec {
	cert := func(id, cn, issuer, key string) CertSpec {
		return CertSpec{ID: id, Subject: "C=XA, O=Example Engine Tests, CN=" + cn, Issuer: issuer, Key: key, From: date("2020-01-01"), To: date("2030-01-01"),
			Profile: ProfileSigner}
	}
	crlIssuer := func(id, issuer, key string, usage int) CertSpec {
		c := cert(id, "Test CRL Issuer", issuer, key)
		c.From, c.To, c.KeyUsage = date("2015-01-01"), date("2039-01-01"), []int{usage}
		return c
	}
	signer := func(id, cn, key string, points ...CRLPoint) CertSpec {
		c := cert(id, cn, "ca", key)
		c.Policies, c.CRLPoints = []string{policyTest}, points
		return c
	}
	indirect := CRLPoint{URL: pointIndirect, Issuer: "crl-issuer"}
	keys, rest := CRLPoint{URL: pointKeys, Reasons: keyReasons()}, CRLPoint{URL: pointRest, Reasons: otherReasons()}
	return []CertSpec{
		crlIssuer("crl-issuer", "root", "p256-31", 6),
		crlIssuer("crl-issuer-no-sign", "root", "p256-32", 0),
		crlIssuer("crl-issuer-other", "other-root", "p256-33", 6),
		signer("ivy", "Ivy Indirect", "p256-28", indirect),
		signer("ivan", "Ivan Indirect Revoked", "p256-28", indirect),
		signer("rita", "Rita Reasons", "p256-29", keys, rest),
		signer("ralf", "Ralf Reasons Compromised", "p256-29", keys, rest),
		signer("rolf", "Rolf Reasons Superseded", "p256-29", keys, rest),
	}
}
