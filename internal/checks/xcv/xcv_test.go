// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/checktest"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/policy"
)

type row = checktest.Row[*Facts]

func TestChecks(t *testing.T) {
	pki := checktest.NewPKI(t)
	rows := append(timeRows(pki), revocationRows(pki)...)
	rows = append(rows, chainRows(pki)...)
	rows = append(rows, extensionRows(pki)...)
	rows = append(rows, subjectRows(pki)...)
	rows = append(rows, qcRows(pki)...)
	checktest.Run(t, "xcv", rows, append(Subject(), QC()...)...)
}

// of are the facts of a certificate alone.
func of(c *ades.Certificate) *Facts { return &Facts{Cert: c} }

// below are the facts of the certificate at index i of a chain.
func below(chain []*ades.Certificate, i int) *Facts {
	f := &Facts{Cert: chain[i], Chain: chain, Index: i, SignatureIntact: true, Time: checktest.From}
	if i+1 < len(chain) {
		f.Issuer = chain[i+1]
	}
	return f
}

func timeRows(pki checktest.PKI) []row {
	at := func(when time.Time, known bool) *Facts {
		return &Facts{Cert: pki.Cert("ca"), Time: when, NotRevokedKnown: known}
	}
	before, after := checktest.From.Add(-time.Second), checktest.To.Add(time.Second)
	by := func(when time.Time, trusted bool) *Facts {
		return &Facts{StatusIssuer: pki.Cert("ca"), Time: when, StatusIssuerTrusted: trusted}
	}
	return []row{
		{Check: NotExpired, Name: "first second", Facts: at(checktest.From, false), Want: checktest.Passes},
		{Check: NotExpired, Name: "last second", Facts: at(checktest.To, false), Want: checktest.Passes},
		{Check: NotExpired, Name: "after", Facts: at(after, false), Want: checktest.Fails, Sub: ades.OutOfBoundsNoPOE, Text: "2024-01-01T00:00:00Z to 2026-01-01T00:00:00Z"},
		{Check: NotExpired, Name: "after, known not to be revoked", Facts: at(after, true), Want: checktest.Fails, Sub: ades.OutOfBoundsNotRevoked},
		{Check: NotExpired, Name: "before", Facts: at(before, false), Want: checktest.Fails, Sub: ades.OutOfBoundsNoPOE},
		{Check: CANotExpired, Name: "within", Facts: at(checktest.From, false), Want: checktest.Passes},
		{Check: CANotExpired, Name: "after", Facts: at(after, true), Want: checktest.Fails, Sub: ades.CertificateChainGeneralFailure},
		{Check: RevocationIssuerNotExpired, Name: "within", Facts: by(checktest.To, false), Want: checktest.Passes},
		{Check: RevocationIssuerNotExpired, Name: "after", Facts: by(after, false), Want: checktest.Fails, Sub: ades.RevocationOutOfBoundsNoPOE},
		{Check: RevocationIssuerNotExpired, Name: "an anchor", Facts: by(after, true), Want: checktest.Skipped},
		{Check: RevocationIssuerNotExpired, Name: "not known", Facts: &Facts{}, Want: checktest.Skipped},
	}
}

func revocationRows(pki checktest.PKI) []row {
	when := checktest.From.AddDate(1, 0, 0)
	status := func(revoked bool, reason int, role policy.Role, at time.Time) *Facts {
		return &Facts{Role: role, Time: at, Status: &rac.Status{Revoked: revoked, Reason: reason, RevokedAt: when}}
	}
	const signer, ca = policy.SigningCertificate, policy.CACertificate
	urls := func(crl, ocsp string) *Facts {
		return of(pki.Cert("plain", func(c *pkix.Certificate) {
			if crl != "" {
				c.CRLPoints = []pkix.DistributionPoint{{}, {URLs: []string{crl}}}
			}
			if ocsp != "" {
				c.OCSPURLs = []string{ocsp}
			}
		}))
	}
	noRevAvail := func(change func(*pkix.Certificate)) *Facts {
		return of(pki.Cert("plain", func(c *pkix.Certificate) { c.NoRevAvail = true }, change))
	}
	counted := func(n int) *Facts { return &Facts{Cert: pki.Cert("signer"), Statuses: n} }
	card := func(n int) *Facts {
		return &Facts{Cert: pki.Cert("signer", func(c *pkix.Certificate) { c.Policies = []pkix.Policy{{OID: "1.2.392.200149.8.5.1.1.20"}} }), Statuses: n}
	}
	return []row{
		{Check: RevocationAvailable, Name: "one", Facts: counted(1), Want: checktest.Passes},
		{Check: RevocationAvailable, Name: "none", Facts: counted(0), Want: checktest.Fails, Text: "Jo Doe"},
		{Check: RevocationOpen, Name: "individual number card, data given", Facts: card(1), Want: checktest.Passes},
		{Check: RevocationOpen, Name: "individual number card", Facts: card(0), Want: checktest.Fails, Sub: ades.CertificateChainGeneralFailure, Text: "certified verifiers only"},
		{Check: RevocationOpen, Name: "any other certificate", Facts: counted(0), Want: checktest.Skipped},
		{Check: RevocationAccess, Name: "CRL", Facts: urls("http://a.example/crl", ""), Want: checktest.Passes},
		{Check: RevocationAccess, Name: "OCSP", Facts: urls("", "http://a.example/ocsp"), Want: checktest.Passes},
		{Check: RevocationAccess, Name: "nowhere", Facts: urls("", ""), Want: checktest.Fails},
		{Check: NotRevoked, Name: "good", Facts: status(false, -1, signer, when), Want: checktest.Passes},
		{Check: NotRevoked, Name: "revoked", Facts: status(true, 1, signer, when), Want: checktest.Fails, Sub: ades.RevokedNoPOE, Text: "2025-01-01"},
		{Check: NotRevoked, Name: "revoked CA", Facts: status(true, 1, ca, when), Want: checktest.Fails, Sub: ades.RevokedCANoPOE},
		{Check: NotRevoked, Name: "revoked later", Facts: status(true, 1, signer, when.Add(-time.Second)), Want: checktest.Passes},
		{Check: NotRevoked, Name: "on hold", Facts: status(true, rac.Hold, signer, when), Want: checktest.Passes},
		{Check: NotRevoked, Name: "no data", Facts: &Facts{}, Want: checktest.Skipped},
		{Check: NotOnHold, Name: "good", Facts: status(false, -1, signer, when), Want: checktest.Passes},
		{Check: NotOnHold, Name: "on hold", Facts: status(true, rac.Hold, signer, when), Want: checktest.Fails, Sub: ades.TryLater, Text: "suspended at 2025-01-01"},
		{Check: NotOnHold, Name: "on hold later", Facts: status(true, rac.Hold, signer, when.Add(-time.Second)), Want: checktest.Passes},
		{Check: NotOnHold, Name: "revoked", Facts: status(true, 1, signer, when), Want: checktest.Passes},
		{Check: NotOnHold, Name: "no data", Facts: &Facts{}, Want: checktest.Skipped},
		{Check: NoRevocationAvailable, Name: "alone", Facts: noRevAvail(func(*pkix.Certificate) {}), Want: checktest.Passes},
		{Check: NoRevocationAvailable, Name: "with a distribution point", Facts: noRevAvail(func(c *pkix.Certificate) { c.CRLPoints = make([]pkix.DistributionPoint, 1) }), Want: checktest.Fails},
		{Check: NoRevocationAvailable, Name: "with a responder", Facts: noRevAvail(func(c *pkix.Certificate) { c.OCSPURLs = []string{"http://a.example"} }), Want: checktest.Fails},
		{Check: NoRevocationAvailable, Name: "of a CA", Facts: noRevAvail(func(c *pkix.Certificate) { c.IsCA = true }), Want: checktest.Fails},
		{Check: NoRevocationAvailable, Name: "not said", Facts: of(pki.Cert("signer")), Want: checktest.Skipped},
	}
}

func chainRows(pki checktest.PKI) []row {
	chain := pki.Chain("signer")
	with := func(change func(leaf, ca, root *pkix.Certificate)) []*ades.Certificate {
		c := pki.Chain("signer")
		change(c[0].X509(), c[1].X509(), c[2].X509())
		return c
	}
	broken := below(chain, 0)
	broken.SignatureIntact = false
	stranger := below(chain, 0)
	stranger.Issuer = pki.Cert("other")
	root := pki.Cert("root")
	constrained := with(func(_, ca, _ *pkix.Certificate) {
		ca.NameConstraints = &pkix.NameConstraints{Permitted: []pkix.GeneralName{{Tag: 4, Directory: &root.X509().Subject}}}
	})
	short := with(func(_, ca, _ *pkix.Certificate) { ca.PathLen = 0 })
	long := append(with(func(_, ca, _ *pkix.Certificate) { ca.PathLen = 0 })[:2:2], with(func(_, _, root *pkix.Certificate) { root.PathLen = 0 })[2])
	explicit := func(policy string) []*ades.Certificate {
		return with(func(leaf, ca, _ *pkix.Certificate) {
			ca.PolicyConstraints = &pkix.PolicyConstraints{RequireExplicit: 0, InhibitMapping: -1}
			ca.Policies = []pkix.Policy{{OID: policy}}
		})
	}
	return []row{
		{Check: Signature, Name: "verifies", Facts: below(chain, 0), Want: checktest.Passes},
		{Check: Signature, Name: "does not", Facts: broken, Want: checktest.Fails},
		{Check: IssuerName, Name: "as the issuer is called", Facts: below(chain, 0), Want: checktest.Passes},
		{Check: IssuerName, Name: "another", Facts: stranger, Want: checktest.Fails},
		{Check: IssuerName, Name: "top of the chain", Facts: below(chain, 2), Want: checktest.Skipped},
		{Check: CA, Name: "CA", Facts: below(chain, 1), Want: checktest.Passes},
		{Check: CA, Name: "end entity", Facts: below(chain, 0), Want: checktest.Fails},
		{Check: AnchorIssues, Name: "a CA", Facts: below(chain, 1), Want: checktest.Passes},
		{Check: AnchorIssues, Name: "issued by a CA that is no anchor", Facts: below(chain, 0), Want: checktest.Skipped},
		{Check: AnchorIssues, Name: "the anchor itself", Facts: below(chain, 2), Want: checktest.Skipped},
		{Check: AnchorIssues, Name: "an end entity", Facts: below(with(func(_, _, root *pkix.Certificate) { root.IsCA = false }), 1), Want: checktest.Fails, Text: "CN=Root"},
		{Check: AnchorIssues, Name: "a CA whose key does not sign certificates", Facts: below(with(func(_, _, root *pkix.Certificate) {
			root.HasKeyUsage, root.KeyUsage = true, pkix.DigitalSignature
		}), 1), Want: checktest.Fails},
		{Check: AnchorIssues, Name: "self-issued, a CA by its key usage alone", Facts: below(with(func(_, _, root *pkix.Certificate) {
			root.HasBasic, root.IsCA, root.HasKeyUsage, root.KeyUsage = false, false, true, pkix.KeyCertSign
		}), 1), Want: checktest.Passes},
		{Check: AnchorIssues, Name: "self-issued, without a word of what it is", Facts: below(with(func(_, _, root *pkix.Certificate) {
			root.HasBasic, root.IsCA, root.HasKeyUsage, root.KeyUsage = false, false, false, 0
		}), 1), Want: checktest.Fails},
		{Check: AnchorIssues, Name: "self-issued, of before version 3", Facts: below(with(func(_, _, root *pkix.Certificate) { root.IsCA, root.Version = false, 1 }), 1), Want: checktest.Passes},
		{Check: PathLength, Name: "no limit", Facts: below(chain, 1), Want: checktest.Passes},
		{Check: PathLength, Name: "limit kept", Facts: below(short, 1), Want: checktest.Passes},
		{Check: PathLength, Name: "limit of the root broken", Facts: below(long, 1), Want: checktest.Fails, Text: "CN=Root"},
		{Check: NameConstraints, Name: "none", Facts: below(chain, 0), Want: checktest.Passes},
		{Check: NameConstraints, Name: "outside", Facts: below(constrained, 0), Want: checktest.Fails, Text: "no permitted subtree"},
		{Check: PolicyTree, Name: "nothing asked", Facts: below(chain, 0), Want: checktest.Passes},
		{Check: PolicyTree, Name: "asked and there", Facts: below(explicit("0.4.0.194112.1.2"), 0), Want: checktest.Passes},
		{Check: PolicyTree, Name: "asked and another", Facts: below(explicit("1.2.3"), 0), Want: checktest.Fails},
		{Check: SelfSigned, Name: "root", Facts: of(root), Want: checktest.Passes},
		{Check: SelfSigned, Name: "issued", Facts: of(chain[0]), Want: checktest.Fails, Sub: ades.ChainConstraintsFailure},
		{Check: NotSelfSigned, Name: "issued", Facts: of(chain[0]), Want: checktest.Passes},
		{Check: NotSelfSigned, Name: "root", Facts: of(root), Want: checktest.Fails},
	}
}
