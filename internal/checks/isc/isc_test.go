// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package isc

import (
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/checktest"
	"github.com/mitome-project/mitome/policy"
)

func TestChecks(t *testing.T) {
	pki := checktest.NewPKI(t)
	signer, ca := pki.Cert("signer"), pki.Cert("ca")
	named := func(issuer, serial []byte) *Facts {
		return &Facts{Signer: signer, Match: &ades.CertRef{Issuer: issuer, Serial: serial}}
	}
	issuer, serial := ca.X509().Subject.Raw, signer.Serial().Bytes()
	digest := []ades.CertRef{{}, {Digest: ades.Digest{Value: []byte{1}}}}
	checktest.Run(t, "isc", []checktest.Row[*Facts]{
		{Check: Recognition, Name: "identified", Facts: &Facts{Signer: signer}, Want: checktest.Passes},
		{Check: Recognition, Name: "not identified", Facts: &Facts{Context: policy.Timestamp}, Want: checktest.Fails, Sub: ades.NoSigningCertificateFound},
		{Check: DigestPresent, Name: "in one of two", Facts: &Facts{Refs: digest}, Want: checktest.Passes},
		{Check: DigestPresent, Name: "in none", Facts: &Facts{Refs: digest[:1]}, Want: checktest.Fails},
		{Check: DigestPresent, Name: "no reference", Facts: &Facts{}, Want: checktest.Fails},
		{Check: DigestMatch, Name: "matches", Facts: &Facts{Match: &digest[1]}, Want: checktest.Passes},
		{Check: DigestMatch, Name: "none matches", Facts: &Facts{Refs: digest}, Want: checktest.Fails, Sub: ades.NoSigningCertificateFound},
		{Check: IssuerSerial, Name: "both right", Facts: named(issuer, serial), Want: checktest.Passes},
		{Check: IssuerSerial, Name: "issuer wrong", Facts: named(signer.X509().Subject.Raw, serial), Want: checktest.Fails, Text: "the issuer differs"},
		{Check: IssuerSerial, Name: "serial number wrong", Facts: named(issuer, []byte{7}), Want: checktest.Fails},
		{Check: IssuerSerial, Name: "issuer unreadable", Facts: named([]byte("no name"), serial), Want: checktest.Fails},
		{Check: IssuerSerial, Name: "not given", Facts: named(nil, nil), Want: checktest.Skipped},
	})
}
