// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/checktest"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/policy"
)

func extensionRows(pki checktest.PKI) []row {
	signer, plain, tsa := of(pki.Cert("signer")), of(pki.Cert("plain")), of(pki.Cert("tsa"))
	ca := of(pki.Cert("ca"))
	ca.Role = policy.CACertificate
	bare := of(pki.Cert("signer", func(c *pkix.Certificate) { c.Extensions = nil }))
	stamping := func(change func(*pkix.Certificate)) *Facts {
		f := of(pki.Cert("tsa", change))
		f.Context = policy.Timestamp
		return f
	}
	const usage, constraints = "2.5.29.15", "2.5.29.19"
	return []row{
		{Check: KeyUsage, Name: "one of two", Facts: signer, Constraint: checktest.Values("nonRepudiation", "digitalSignature"), Want: checktest.Passes},
		{Check: KeyUsage, Name: "another", Facts: signer, Constraint: checktest.Values("keyCertSign"), Want: checktest.Fails, Sub: ades.ChainConstraintsFailure, Text: "nonRepudiation"},
		{Check: KeyUsage, Name: "of a CA", Facts: ca, Constraint: checktest.Values("keyCertSign"), Want: checktest.Passes},
		{Check: KeyUsage, Name: "of a CA, another", Facts: ca, Constraint: checktest.Values("nonRepudiation"), Want: checktest.Fails, Sub: ades.CertificateChainGeneralFailure, Text: "keyCertSign, crlSign"},
		{Check: KeyUsage, Name: "absent", Facts: plain, Constraint: checktest.Values("*"), Want: checktest.Fails},
		{Check: ExtendedKeyUsage, Name: "by name", Facts: tsa, Constraint: checktest.Values("timeStamping"), Want: checktest.Passes},
		{Check: ExtendedKeyUsage, Name: "by OID", Facts: tsa, Constraint: checktest.Values("1.3.6.1.5.5.7.3.8"), Want: checktest.Passes},
		{Check: ExtendedKeyUsage, Name: "absent", Facts: signer, Constraint: checktest.Values("timeStamping"), Want: checktest.Fails},
		{Check: TSAPurpose, Name: "alone and critical", Facts: stamping(func(*pkix.Certificate) {}), Want: checktest.Passes},
		{Check: TSAPurpose, Name: "not critical", Facts: stamping(func(c *pkix.Certificate) { c.ExtKeyUsageCrit = false }), Want: checktest.Fails},
		{Check: TSAPurpose, Name: "among others", Facts: stamping(func(c *pkix.Certificate) { c.ExtKeyUsage = append(c.ExtKeyUsage, "1.3.6.1.5.5.7.3.3") }), Want: checktest.Fails},
		{Check: TSAPurpose, Name: "no time-stamp", Facts: tsa, Want: checktest.Skipped},
		{Check: CriticalExtensions, Name: "understood", Facts: ca, Constraint: checktest.Values(usage, constraints), Want: checktest.Passes},
		{Check: CriticalExtensions, Name: "not understood", Facts: ca, Constraint: checktest.Values(usage), Want: checktest.Fails, Text: constraints},
		{Check: ForbiddenExtensions, Name: "none of them", Facts: signer, Constraint: checktest.Values(constraints), Want: checktest.Passes},
		{Check: ForbiddenExtensions, Name: "one of them", Facts: signer, Constraint: checktest.Values(constraints, usage), Want: checktest.Fails, Text: usage},
		{Check: SubjectKeyID, Name: "present", Facts: signer, Want: checktest.Passes},
		{Check: SubjectKeyID, Name: "absent", Facts: bare, Want: checktest.Fails},
		{Check: AuthorityKeyID, Name: "present", Facts: signer, Want: checktest.Passes},
		{Check: AuthorityKeyID, Name: "absent", Facts: bare, Want: checktest.Fails},
		{Check: AuthorityKeyID, Name: "self-signed", Facts: of(pki.Cert("root")), Want: checktest.Skipped},
		{Check: IssuerAccess, Name: "told", Facts: signer, Want: checktest.Passes},
		{Check: IssuerAccess, Name: "not told", Facts: plain, Want: checktest.Fails},
	}
}

// subjectRows: one row with the attribute's value accepted, one with another, for every check of the subject.
func subjectRows(pki checktest.PKI) []row {
	types := map[string]string{"surname": "2.5.4.4", "given-name": "2.5.4.42", "common-name": "2.5.4.3", "pseudonym": "2.5.4.65", "title": "2.5.4.12",
		"email": "1.2.840.113549.1.9.1", "country": "2.5.4.6", "locality": "2.5.4.7", "state": "2.5.4.8", "organization-identifier": "2.5.4.97",
		"organizational-unit": "2.5.4.11", "organization": "2.5.4.10"}
	signer, plain := of(pki.Cert("signer")), of(pki.Cert("plain"))
	rows := []row{
		{Check: Pseudonym, Name: "named", Facts: signer, Want: checktest.Passes},
		{Check: Pseudonym, Name: "pseudonym", Facts: plain, Want: checktest.Fails},
		{Check: SerialNumber, Name: "there", Facts: signer, Want: checktest.Passes},
		{Check: SerialNumber, Name: "not there", Facts: plain, Want: checktest.Fails},
	}
	for _, c := range Subject() {
		oid := types[strings.TrimPrefix(c.ID, "xcv.subject-")]
		if oid == "" {
			continue // Pseudonym, above
		}
		f := of(pki.Cert("plain", func(x *pkix.Certificate) {
			x.Subject.Attributes = []pkix.NameAttribute{{OID: "2.5.4.5", Value: "accepted"}, {OID: oid, Value: "value"}}
		}))
		rows = append(rows,
			row{Check: c, Name: "accepted", Facts: f, Constraint: checktest.Values("value"), Want: checktest.Passes},
			row{Check: c, Name: "another accepted", Facts: f, Constraint: checktest.Values("accepted"), Want: checktest.Fails, Sub: ades.ChainConstraintsFailure, Text: "value"})
	}
	return rows
}

// qcRows: one row that passes and one that fails for every check of policies and QcStatements.
func qcRows(pki checktest.PKI) []row {
	full := of(pki.Cert("signer", func(c *pkix.Certificate) {
		c.QC.Semantics, c.QC.PSD2NCA, c.QC.PSD2NCAID, c.QC.PSD2Roles = "0.4.0.194121.1.1", "Bank Authority", "DE-BA", []string{"PSP_PI"}
	}))
	none := of(pki.Cert("plain"))
	values := map[string]string{"xcv.policy-ids": "0.4.0.194112.1.2", "xcv.qc-legislation": "DE", "xcv.qc-type": "0.4.0.1862.1.6.1", "xcv.qc-semantics": "0.4.0.194121.1.1",
		"xcv.qc-psd2-roles": "PSP_PI", "xcv.qc-psd2-authority": "Bank Authority", "xcv.qc-psd2-authority-id": "DE-BA"}
	var rows []row
	for _, c := range QC() {
		v := values[c.ID]
		rows = append(rows,
			row{Check: c, Name: "there", Facts: full, Constraint: checktest.Values(v), Want: checktest.Passes},
			row{Check: c, Name: "not there", Facts: none, Constraint: checktest.Values(v), Want: checktest.Fails, Sub: ades.ChainConstraintsFailure})
		if v != "" {
			rows = append(rows, row{Check: c, Name: "another", Facts: full, Constraint: checktest.Values("another"), Want: checktest.Fails})
		}
	}
	return rows
}

func TestPurposeName(t *testing.T) {
	if n := PurposeName("1.3.6.1.5.5.7.3.9"); n != "ocspSigning" {
		t.Errorf("ocsp signing is called %q", n)
	}
	if n := PurposeName("1.2.3"); n != "1.2.3" {
		t.Errorf("an unknown purpose is called %q", n)
	}
}
