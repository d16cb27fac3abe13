// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import "time"

// date is midnight UTC of a day written as "2024-06-01", or an instant in RFC 3339. A malformed one is the zero time.
func date(s string) time.Time {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// The identifiers used by the engine's test cases.
const (
	policyTest    = "1.3.6.1.4.1.32473.2.1" // certificate policy
	policySigning = "1.3.6.1.4.1.32473.2.9" // signature policy
	reasonKey     = 1                       // keyCompromise
	reasonHold    = 6                       // certificateHold
)

// EnginePKI describes the PKI of the engine's test cases: a root with a signing CA, a time-stamping CA and CAs with
// every kind of fault, and signers to whom things happened.
func EnginePKI() Spec {
	qc := &QC{Compliance: true, QSCD: true, Types: []string{"esign"}, PDS: "https://pds.example.org/en.pdf"}
	ee := func(id, cn, issuer, key, from, to string) CertSpec {
		return CertSpec{ID: id, Subject: "C=XA, O=Example Engine Tests, CN=" + cn, Issuer: issuer, Key: key, From: date(from), To: date(to),
			Profile: ProfileSigner, Policies: []string{policyTest}}
	}
	as := func(c CertSpec, change func(*CertSpec)) CertSpec { change(&c); return c }
	ca := func(id, cn, issuer, key string) CertSpec {
		return as(ee(id, cn, issuer, key, "2012-01-01", "2040-01-01"), func(c *CertSpec) { c.Profile, c.Policies = ProfileCA, nil })
	}
	ocsp := func(id, cn, issuer, key, from, to string) CertSpec {
		return as(ee(id, cn, issuer, key, from, to), func(c *CertSpec) { c.Profile, c.Policies, c.NoCheck = ProfileOCSP, nil, true })
	}
	tsa := func(id, cn, issuer, key, from, to string) CertSpec {
		return as(ee(id, cn, issuer, key, from, to), func(c *CertSpec) { c.Profile, c.Policies = ProfileTSA, nil })
	}
	return Spec{Name: "engine", Certs: append([]CertSpec{
		ca("root", "Test Root", "", "rsa-1"),
		ca("ca", "Test Signing CA", "root", "p256-1"),
		ca("tsa-ca", "Test Time-Stamping CA", "root", "p256-2"),
		ca("other-root", "Unknown Root", "", "p256-3"),
		ca("other-ca", "Unknown CA", "other-root", "p256-4"),
		ca("revoked-ca", "Revoked CA", "root", "p256-5"),
		as(ca("no-sign-ca", "CA Without Certificate Signing", "root", "p256-6"), func(c *CertSpec) { c.KeyUsage = []int{6} }),
		as(ca("not-a-ca", "Not a CA", "root", "p256-7"), func(c *CertSpec) { c.NoBasic = true }),
		as(ca("narrow-ca", "Name-Constrained CA", "root", "p256-8"), func(c *CertSpec) { c.ExcludedCountry = "XA" }),
		as(ca("short-ca", "Path-Length-Zero CA", "root", "p256-9"), func(c *CertSpec) { c.PathLen = 1 }),
		ca("too-deep-ca", "CA Below Path Length Zero", "short-ca", "p256-10"),
		as(ca("expired-ca", "Expired CA", "root", "p256-11"), func(c *CertSpec) { c.To = date("2023-01-01") }),

		ocsp("ocsp", "Test OCSP Responder", "ca", "p256-12", "2015-01-01", "2039-01-01"),
		ocsp("ocsp-short", "Test OCSP Responder 2024", "ca", "p256-13", "2024-06-01", "2024-06-15"),
		as(ocsp("ocsp-no-eku", "Responder Without Purpose", "ca", "p256-14", "2015-01-01", "2039-01-01"), func(c *CertSpec) { c.NoExtKeyUsage = true }),
		ocsp("ocsp-foreign", "Responder of Another CA", "other-ca", "p256-15", "2015-01-01", "2039-01-01"),

		tsa("tsa", "Test TSA", "tsa-ca", "rsa-2", "2010-01-01", "2039-01-01"),
		tsa("tsa-short", "Test TSA 2024", "tsa-ca", "p256-16", "2024-01-01", "2025-01-01"),
		tsa("tsa-unknown", "Unknown TSA", "other-ca", "p256-17", "2010-01-01", "2039-01-01"),
		as(tsa("tsa-no-eku", "TSA Without Purpose", "tsa-ca", "p256-18", "2010-01-01", "2039-01-01"), func(c *CertSpec) { c.NoExtKeyUsage = true }),
		as(tsa("tsa-weak-eku", "TSA With Uncritical Purpose", "tsa-ca", "p256-19", "2010-01-01", "2039-01-01"), func(c *CertSpec) { c.EKUNotCritical = true }),
		tsa("tsa-revoked", "Revoked TSA", "tsa-ca", "p256-20", "2010-01-01", "2039-01-01"),

		as(ee("alice", "Alice Example", "ca", "rsa-3", "2020-01-01", "2030-01-01"), func(c *CertSpec) { c.QC = qc }),
		ee("alice-twin", "Alice Example", "ca", "rsa-3", "2021-01-01", "2031-01-01"),
		ee("pss", "Peter Example", "ca", "rsa3072-1", "2020-01-01", "2030-01-01"),
		ee("p384", "Paula Example", "ca", "p384-1", "2020-01-01", "2030-01-01"),
		ee("ed", "Edda Example", "ca", "ed25519-1", "2020-01-01", "2030-01-01"),
		ee("bob", "Bob Revoked", "ca", "p256-21", "2020-01-01", "2030-01-01"),
		ee("harry", "Harry On Hold", "ca", "p256-22", "2020-01-01", "2030-01-01"),
		ee("erin", "Erin Expired", "ca", "p256-23", "2020-01-01", "2024-06-10"),
		as(ee("short", "Shirley Short-Term", "ca", "p256-24", "2024-06-01", "2024-06-03"), func(c *CertSpec) { c.ValidityAssured, c.NoRevAvail, c.NoURLs = true, true, true }),
		ee("yuki", "Yuki Not Yet", "ca", "p256-25", "2024-06-05", "2034-01-01"),
		ee("ulla", "Ulla Unknown", "other-ca", "p256-26", "2020-01-01", "2030-01-01"),
		ee("carol", "Carol Under Revoked CA", "revoked-ca", "p256-27", "2020-01-01", "2030-01-01"),
		ee("weak", "Wendy Weak Key", "ca", "rsa1024-1", "2020-01-01", "2030-01-01"),
		ee("nosign", "Nora Under No-Sign CA", "no-sign-ca", "p256-28", "2020-01-01", "2030-01-01"),
		ee("nota", "Nina Under Not-a-CA", "not-a-ca", "p256-28", "2020-01-01", "2030-01-01"),
		ee("narrow", "Nadia Under Constrained CA", "narrow-ca", "p256-28", "2020-01-01", "2030-01-01"),
		ee("deep", "Dora Too Deep", "too-deep-ca", "p256-28", "2020-01-01", "2030-01-01"),
		ee("late", "Lena Under Expired CA", "expired-ca", "p256-28", "2020-01-01", "2030-01-01"),
		as(ee("forged", "Freya Forged", "ca", "p256-29", "2020-01-01", "2030-01-01"), func(c *CertSpec) { c.WrongSignature = true }),
		as(ee("critical", "Cora Critical", "ca", "p256-29", "2020-01-01", "2030-01-01"), func(c *CertSpec) { c.Critical = "1.3.6.1.4.1.32473.9.9" }),
		as(ee("authn", "Anna Authentication", "ca", "p256-30", "2020-01-01", "2030-01-01"), func(c *CertSpec) { c.KeyUsage = []int{0} }),
		ee("self", "Sam Self-Signed", "", "p256-30", "2020-01-01", "2030-01-01"),
	}, listedCerts()...), Revocations: []Revocation{
		{ID: "bob", At: date("2024-06-10"), Reason: reasonKey},
		{ID: "harry", At: date("2024-06-10"), Reason: reasonHold},
		{ID: "revoked-ca", At: date("2024-06-10"), Reason: reasonKey},
		{ID: "tsa-revoked", At: date("2024-06-10"), Reason: reasonKey},
		{ID: "ivan", At: date("2024-06-10"), Reason: reasonKey},
		{ID: "ralf", At: date("2024-06-10"), Reason: reasonKey},
		{ID: "rolf", At: date("2024-06-10"), Reason: reasonSuperseded},
	}, Responders: map[string]string{"ca": "ocsp"}}
}
