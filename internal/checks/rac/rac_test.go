// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/checktest"
	"github.com/mitome-project/mitome/policy"
)

type row = checktest.Row[*Facts]

// facts returns a maker of facts: a fresh, intact answer of an authorised responder, changed as said.
func facts(pki checktest.PKI) func(...func(*Facts)) *Facts {
	return func(changes ...func(*Facts)) *Facts {
		at := checktest.From.AddDate(1, 0, 0)
		f := &Facts{
			Status: &Status{OCSP: true, Intact: true, Reason: -1, ThisUpdate: at, ProducedAt: at, ResponderMatch: true},
			Cert:   pki.Cert("signer"), Signer: pki.Cert("ca"), SignerTrusted: true,
		}
		for _, change := range changes {
			change(f)
		}
		return f
	}
}

func crl(f *Facts) { f.Status.OCSP = false }

func issued(at time.Time) func(*Facts) {
	return func(f *Facts) { f.Status.ThisUpdate, f.Status.ProducedAt = at, at }
}

func TestChecks(t *testing.T) {
	with := facts(checktest.NewPKI(t))
	rows := []row{
		{Check: ThisUpdate, Name: "told", Facts: with(), Want: checktest.Passes},
		{Check: ThisUpdate, Name: "not told", Facts: with(issued(time.Time{})), Want: checktest.Fails},
		{Check: Intact, Name: "verifies", Facts: with(), Want: checktest.Passes},
		{Check: Intact, Name: "does not", Facts: with(func(f *Facts) { f.Status.Intact = false }), Want: checktest.Fails, Sub: ades.SigCryptoFailure},
		{Check: IssuerKnown, Name: "known", Facts: with(), Want: checktest.Passes},
		{Check: IssuerKnown, Name: "not known", Facts: with(func(f *Facts) { f.Signer = nil }), Want: checktest.Fails},
		{Check: Chain, Name: "to an anchor", Facts: with(), Want: checktest.Passes},
		{Check: Chain, Name: "to none", Facts: with(func(f *Facts) { f.SignerTrusted = false }), Want: checktest.Fails, Sub: ades.NoCertificateChainFound},
		{Check: KnownStatus, Name: "good", Facts: with(), Want: checktest.Passes},
		{Check: KnownStatus, Name: "revoked", Facts: with(func(f *Facts) { f.Status.Revoked = true }), Want: checktest.Passes},
		{Check: KnownStatus, Name: "unknown", Facts: with(func(f *Facts) { f.Status.Unknown = true }), Want: checktest.Fails},
		{Check: AfterIssuance, Name: "after", Facts: with(), Want: checktest.Passes},
		{Check: AfterIssuance, Name: "before", Facts: with(issued(checktest.From.Add(-time.Second))), Want: checktest.Fails},
		{Check: Responder, Name: "designated", Facts: with(), Want: checktest.Passes},
		{Check: Responder, Name: "another", Facts: with(func(f *Facts) { f.Status.ResponderMatch = false }), Want: checktest.Fails},
		{Check: Responder, Name: "CRL", Facts: with(crl), Want: checktest.Skipped},
		{Check: SelfIssued, Name: "for another", Facts: with(), Want: checktest.Passes},
		{Check: SelfIssued, Name: "for itself", Facts: with(func(f *Facts) { f.SelfIssued = true }), Want: checktest.Fails},
		{Check: SelfIssued, Name: "CRL", Facts: with(crl), Want: checktest.Skipped},
	}
	rows = append(rows, authorityRows(with)...)
	checktest.Run(t, "rac", append(rows, informationRows(with)...))
}

func authorityRows(with func(...func(*Facts)) *Facts) []row {
	unauthorised := func(f *Facts) { f.Status.Unauthorised = "no OCSP-signing purpose" }
	outside := func(f *Facts) { f.Status.OutOfScope = "for CA certificates only" }
	rules := func(r policy.Rules) func(*Facts) { return func(f *Facts) { f.Rules = r } }
	late := issued(checktest.To.Add(time.Second))
	return []row{
		{Check: Authorised, Name: "by the CA", Facts: with(), Want: checktest.Passes},
		{Check: Authorised, Name: "by nobody", Facts: with(unauthorised), Want: checktest.Fails, Text: "no OCSP-signing purpose"},
		{Check: Authorised, Name: "by nobody, policy takes any", Facts: with(unauthorised, rules(policy.Rules{AnyResponder: true})), Want: checktest.Skipped},
		{Check: Scope, Name: "covered", Facts: with(crl), Want: checktest.Passes},
		{Check: Scope, Name: "not covered", Facts: with(crl, outside), Want: checktest.Fails, Text: "CA certificates only"},
		{Check: Scope, Name: "not covered, policy takes any", Facts: with(crl, outside, rules(policy.Rules{IgnoreCRLScope: true})), Want: checktest.Skipped},
		{Check: Scope, Name: "OCSP", Facts: with(), Want: checktest.Skipped},
		{Check: IssuerValid, Name: "valid", Facts: with(), Want: checktest.Passes},
		{Check: IssuerValid, Name: "last second", Facts: with(issued(checktest.To)), Want: checktest.Passes},
		{Check: IssuerValid, Name: "expired", Facts: with(late), Want: checktest.Fails, Text: "2026-01-01T00:00:01Z"},
		{Check: IssuerValid, Name: "not yet valid", Facts: with(issued(checktest.From.Add(-time.Second))), Want: checktest.Fails},
		{Check: IssuerValid, Name: "CRL", Facts: with(crl, late), Want: checktest.Fails},
		{Check: IssuerValid, Name: "CRL of an anchor", Facts: with(crl, late, func(f *Facts) { f.SignerIsAnchor = true }), Want: checktest.Skipped},
		{Check: IssuerValid, Name: "CRL, policy does not ask", Facts: with(crl, late, rules(policy.Rules{IgnoreCRLIssuerValidity: true})), Want: checktest.Skipped},
		{Check: CertHashPresent, Name: "present", Facts: with(func(f *Facts) { f.Status.HashPresent = true }), Want: checktest.Passes},
		{Check: CertHashPresent, Name: "absent", Facts: with(), Want: checktest.Fails},
		{Check: CertHashPresent, Name: "CRL", Facts: with(crl), Want: checktest.Skipped},
		{Check: CertHashMatch, Name: "right", Facts: with(func(f *Facts) { f.Status.HashPresent, f.Status.HashMatch = true, true }), Want: checktest.Passes},
		{Check: CertHashMatch, Name: "wrong", Facts: with(func(f *Facts) { f.Status.HashPresent = true }), Want: checktest.Fails},
		{Check: CertHashMatch, Name: "absent", Facts: with(), Want: checktest.Skipped},
	}
}

// informationRows: data issued after the certificate expired knows it only where expired certificates are kept.
func informationRows(with func(...func(*Facts)) *Facts) []row {
	late := issued(checktest.To.AddDate(1, 0, 0))
	keeps := func(t time.Time) func(*Facts) { return func(f *Facts) { f.Status.KeepsFrom = t } }
	service := func(t time.Time) func(*Facts) { return func(f *Facts) { f.ServiceKeepsFrom = t } }
	after := checktest.To.Add(time.Second)
	return []row{
		{Check: HasInformation, Name: "before expiry", Facts: with(), Want: checktest.Passes},
		{Check: HasInformation, Name: "at expiry", Facts: with(issued(checktest.To)), Want: checktest.Passes},
		{Check: HasInformation, Name: "after expiry", Facts: with(late), Want: checktest.Fails},
		{Check: HasInformation, Name: "after expiry, kept", Facts: with(late, keeps(checktest.From)), Want: checktest.Passes},
		{Check: HasInformation, Name: "after expiry, kept too late", Facts: with(late, keeps(after)), Want: checktest.Fails},
		{Check: HasInformation, Name: "after expiry, kept by the service", Facts: with(late, service(checktest.From)), Want: checktest.Passes},
		{Check: HasInformation, Name: "after expiry, the datum contradicts the service", Facts: with(late, keeps(after), service(checktest.From)), Want: checktest.Fails},
		{Check: HasInformation, Name: "after expiry, with the certificate's hash", Facts: with(late, func(f *Facts) { f.Status.HashPresent, f.Status.HashMatch = true, true }), Want: checktest.Passes},
	}
}
