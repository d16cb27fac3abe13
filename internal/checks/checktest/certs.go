// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package checktest

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/testpki"
)

// From and To bound the validity of the certificates of [PKI].
var (
	From = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	To   = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
)

// PKI are certificates to build facts from: "signer" and "tsa" below "ca", "ca" below "root", "plain" beside them with
// nothing that is not needed, and "other", a root of its own.
type PKI struct {
	t    *testing.T
	made *testpki.PKI
}

// NewPKI makes the certificates.
func NewPKI(t *testing.T) PKI {
	t.Helper()
	cert := func(id, subject, issuer, key string, p testpki.Profile) testpki.CertSpec {
		return testpki.CertSpec{ID: id, Subject: subject, Issuer: issuer, Key: key, Profile: p, From: From, To: To}
	}
	signer := cert("signer", "C=DE, O=Example, OU=Signing, SN=Doe, GN=Jo, serialNumber=1, CN=Jo Doe", "ca", "p256-3", testpki.ProfileSigner)
	signer.Policies = []string{"0.4.0.194112.1.2"}
	signer.QC = &testpki.QC{Compliance: true, QSCD: true, Types: []string{"esign"}, Legislation: []string{"DE"}}
	plain := cert("plain", "pseudonym=nobody", "ca", "p256-4", testpki.ProfileSigner)
	plain.NoKeyUsage, plain.NoURLs = true, true
	made, err := testpki.Repository(testpki.Spec{Name: "checks", Certs: []testpki.CertSpec{
		cert("root", "C=DE, CN=Root", "", "p256-1", testpki.ProfileCA),
		cert("ca", "C=DE, CN=CA", "root", "p256-2", testpki.ProfileCA),
		signer,
		cert("tsa", "C=DE, CN=TSA", "ca", "p256-5", testpki.ProfileTSA),
		plain,
		cert("other", "C=DE, CN=Other", "", "p256-6", testpki.ProfileCA),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return PKI{t, made}
}

// Cert is a fresh copy of a certificate; with changes of its parsed content, where a fact is easier said than made.
func (p PKI) Cert(id string, changes ...func(*pkix.Certificate)) *ades.Certificate {
	p.t.Helper()
	made := p.made.Cert(id)
	if made == nil {
		p.t.Fatalf("no certificate %q", id)
	}
	c, err := ades.ParseCertificate(made.DER)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, f := range changes {
		f(c.X509())
	}
	return c
}

// Chain is a leaf and the certificates above it, the anchor last.
func (p PKI) Chain(leaf string) []*ades.Certificate {
	var out []*ades.Certificate
	for _, c := range p.made.Chain(leaf) {
		out = append(out, p.Cert(c.ID))
	}
	return out
}
