// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/checktest"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
)

type row = checktest.Row[*Facts]

// attributes are the facts of a signature with these attributes.
func attributes(a ades.Attributes) *Facts {
	return &Facts{Signature: &ades.Signature{Attributes: a}, Attributes: &a}
}

func TestChecks(t *testing.T) {
	pki := checktest.NewPKI(t)
	rows := append(attributeRows(pki), timestampRows()...)
	rows = append(rows, referenceRows(pki)...)
	checktest.Run(t, "sav", append(rows, nameRows(pki)...))
}

func attributeRows(pki checktest.PKI) []row {
	bare := attributes(ades.Attributes{})
	refs := func(n int) *Facts { return &Facts{RefCount: n} }
	signedAt := func(when time.Time) *Facts {
		f := attributes(ades.Attributes{SigningTime: when})
		f.Signer = pki.Cert("signer")
		return f
	}
	roles := attributes(ades.Attributes{ClaimedRoles: []string{"clerk", "notary"}, CertifiedRoles: []ades.ID{"C-1"}})
	data := attributes(ades.Attributes{ContentType: "1.2.840.113549.1.7.1", ContentHints: "a letter", ContentIdentifier: "7", Commitments: []string{"1.2.3"}})
	structural := func(s bool) *Facts {
		return &Facts{Signature: &ades.Signature{Problems: []ades.Problem{{Where: "unsigned attributes", Text: "not in DER order"}, {Where: "certificates", Text: "no set", Structural: s}}}}
	}
	return []row{
		{Check: Structure, Name: "sound", Facts: structural(false), Want: checktest.Passes},
		{Check: Structure, Name: "broken", Facts: structural(true), Want: checktest.Fails, Text: "certificates: no set"},
		{Check: Structure, Name: "time-stamp", Facts: &Facts{}, Want: checktest.Skipped},
		{Check: SigningCertificatePresent, Name: "one", Facts: refs(1), Want: checktest.Passes},
		{Check: SigningCertificatePresent, Name: "none", Facts: refs(0), Want: checktest.Fails, Sub: ades.SigConstraintsFailure},
		{Check: SigningCertificateUnique, Name: "one", Facts: refs(1), Want: checktest.Passes},
		{Check: SigningCertificateUnique, Name: "two", Facts: refs(2), Want: checktest.Fails},
		{Check: SigningCertificateUnique, Name: "none", Facts: refs(0), Want: checktest.Skipped},
		{Check: ESSReference, Name: "one", Facts: refs(1), Want: checktest.Passes},
		{Check: ESSReference, Name: "none", Facts: refs(0), Want: checktest.Fails},
		{Check: SigningTime, Name: "claimed", Facts: signedAt(checktest.From), Want: checktest.Passes},
		{Check: SigningTime, Name: "not claimed", Facts: bare, Want: checktest.Fails},
		{Check: SigningTimeInValidity, Name: "first second", Facts: signedAt(checktest.From), Want: checktest.Passes},
		{Check: SigningTimeInValidity, Name: "last second", Facts: signedAt(checktest.To), Want: checktest.Passes},
		{Check: SigningTimeInValidity, Name: "before", Facts: signedAt(checktest.From.Add(-time.Second)), Want: checktest.Fails},
		{Check: SigningTimeInValidity, Name: "after", Facts: signedAt(checktest.To.Add(time.Second)), Want: checktest.Fails, Text: "2026-01-01T00:00:01Z"},
		{Check: SigningTimeInValidity, Name: "not claimed", Facts: signedAt(time.Time{}), Want: checktest.Fails, Text: "no signing time"},
		{Check: SigningTimeInValidity, Name: "signer not known", Facts: bare, Want: checktest.Skipped},
		{Check: MessageDigest, Name: "present", Facts: attributes(ades.Attributes{MessageDigestOrProperties: true}), Want: checktest.Passes},
		{Check: MessageDigest, Name: "absent", Facts: bare, Want: checktest.Fails},
		{Check: ContentType, Name: "accepted", Facts: data, Constraint: checktest.Values("1.2.840.113549.1.7.1"), Want: checktest.Passes},
		{Check: ContentType, Name: "another", Facts: data, Constraint: checktest.Values("1.2.3"), Want: checktest.Fails, Text: "1.2.840"},
		{Check: ContentType, Name: "absent", Facts: bare, Constraint: checktest.Values("*"), Want: checktest.Fails},
		{Check: ContentHints, Name: "any", Facts: data, Constraint: checktest.Values("*"), Want: checktest.Passes},
		{Check: ContentHints, Name: "absent", Facts: bare, Constraint: checktest.Values("*"), Want: checktest.Fails},
		{Check: ContentIdentifier, Name: "accepted", Facts: data, Constraint: checktest.Values("7"), Want: checktest.Passes},
		{Check: ContentIdentifier, Name: "another", Facts: data, Constraint: checktest.Values("8"), Want: checktest.Fails},
		{Check: Commitment, Name: "accepted", Facts: data, Constraint: checktest.Values("1.2.3", "1.2.4"), Want: checktest.Passes},
		{Check: Commitment, Name: "absent", Facts: bare, Constraint: checktest.Values("1.2.3"), Want: checktest.Fails},
		{Check: SignerLocation, Name: "given", Facts: attributes(ades.Attributes{SignerLocation: &ades.SignerLocation{Country: "JP"}}), Want: checktest.Passes},
		{Check: SignerLocation, Name: "not given", Facts: bare, Want: checktest.Fails},
		{Check: ClaimedRoles, Name: "one of two", Facts: roles, Constraint: checktest.Values("notary"), Want: checktest.Passes},
		{Check: ClaimedRoles, Name: "neither", Facts: roles, Constraint: checktest.Values("judge"), Want: checktest.Fails, Text: "clerk, notary"},
		{Check: CertifiedRoles, Name: "any", Facts: roles, Constraint: checktest.Values("*"), Want: checktest.Passes},
		{Check: CertifiedRoles, Name: "none", Facts: bare, Constraint: checktest.Values("*"), Want: checktest.Fails},
		{Check: CounterSignature, Name: "one", Facts: &Facts{CounterSignatures: 1}, Want: checktest.Passes},
		{Check: CounterSignature, Name: "none", Facts: &Facts{}, Want: checktest.Fails},
	}
}

func timestampRows() []row {
	with := func(format ades.Format, stamps ...*ades.Timestamp) *Facts {
		return &Facts{Signature: &ades.Signature{Format: format, Timestamps: stamps}}
	}
	kind := func(k ades.TimestampKind, subtype string) *ades.Timestamp {
		return &ades.Timestamp{Kind: k, Subtype: subtype}
	}
	content, signature := kind(ades.TSContent, "CONTENT_TIMESTAMP"), kind(ades.TSSignature, "SIGNATURE_TIMESTAMP")
	archive, document := kind(ades.TSArchive, "ARCHIVE_TIMESTAMP"), kind(ades.TSDocument, "DOCUMENT_TIMESTAMP")
	data, refs := kind(ades.TSRefs, "VALIDATION_DATA_TIMESTAMP"), kind(ades.TSRefs, "VALIDATION_DATA_REFSONLY_TIMESTAMP")
	imprint := func(found bool, computed string) *Facts {
		return &Facts{Timestamp: &ades.Timestamp{Found: found, Imprint: []byte("right"), Computed: [][]byte{[]byte(computed)}}}
	}
	return []row{
		{Check: ContentTimestamp, Name: "one", Facts: with(ades.CAdES, signature, content), Want: checktest.Passes},
		{Check: ContentTimestamp, Name: "of the signature only", Facts: with(ades.CAdES, signature), Want: checktest.Fails},
		{Check: ContentTimestampImprint, Name: "right", Facts: imprint(true, "right"), Want: checktest.Passes},
		{Check: ContentTimestampImprint, Name: "wrong", Facts: imprint(true, "wrong"), Want: checktest.Fails},
		{Check: ContentTimestampImprint, Name: "content not found", Facts: imprint(false, "right"), Want: checktest.Fails},
		{Check: SignatureTimestamp, Name: "one", Facts: with(ades.CAdES, signature), Want: checktest.Passes},
		{Check: SignatureTimestamp, Name: "of the content only", Facts: with(ades.CAdES, content), Want: checktest.Fails},
		{Check: ArchiveTimestamp, Name: "one", Facts: with(ades.XAdES, signature, archive), Want: checktest.Passes},
		{Check: ArchiveTimestamp, Name: "none", Facts: with(ades.XAdES), Want: checktest.Fails},
		{Check: DocumentTimestamp, Name: "one", Facts: with(ades.PAdES, document), Want: checktest.Passes},
		{Check: DocumentTimestamp, Name: "none", Facts: with(ades.PAdES, signature), Want: checktest.Fails},
		{Check: DocumentTimestamp, Name: "no PDF", Facts: with(ades.CAdES), Want: checktest.Skipped},
		{Check: ValidationDataTimestamp, Name: "one", Facts: with(ades.CAdES, data), Want: checktest.Passes},
		{Check: ValidationDataTimestamp, Name: "of the references only", Facts: with(ades.CAdES, refs), Want: checktest.Fails},
		{Check: RefsTimestamp, Name: "one", Facts: with(ades.CAdES, refs), Want: checktest.Passes},
		{Check: RefsTimestamp, Name: "of the signature too", Facts: with(ades.CAdES, data), Want: checktest.Fails},
	}
}

func referenceRows(pki checktest.PKI) []row {
	chain := pki.Chain("signer")
	ref := func(c *ades.Certificate) ades.CertRef {
		sum := sha256.Sum256(c.Raw())
		return ades.CertRef{Digest: ades.Digest{Algorithm: sigalg.SHA256, Value: sum[:]}}
	}
	refs := func(r ...ades.CertRef) *Facts { return &Facts{Chain: chain, Refs: r, RefCount: 1} }
	all := refs(ref(chain[0]), ref(chain[1]), ref(chain[2]))
	unknown := ref(chain[0])
	unknown.Algorithm = "MD-NONE"
	return []row{
		{Check: ChainReferenced, Name: "all", Facts: all, Want: checktest.Passes},
		{Check: ChainReferenced, Name: "the signer only", Facts: refs(ref(chain[0])), Want: checktest.Fails, Text: "CN=CA"},
		{Check: ChainReferenced, Name: "no attribute", Facts: &Facts{Chain: chain}, Want: checktest.Skipped},
		{Check: ReferencesInChain, Name: "all", Facts: all, Want: checktest.Passes},
		{Check: ReferencesInChain, Name: "another too", Facts: refs(ref(chain[0]), ref(pki.Cert("other"))), Want: checktest.Fails},
		{Check: ReferencesInChain, Name: "unknown digest", Facts: refs(unknown), Want: checktest.Fails},
		{Check: ReferencesInChain, Name: "no digest", Facts: refs(ades.CertRef{Digest: ades.Digest{Algorithm: sigalg.SHA256}}), Want: checktest.Fails},
		{Check: ReferencesInChain, Name: "no attribute", Facts: &Facts{Chain: chain}, Want: checktest.Skipped},
	}
}

func nameRows(pki checktest.PKI) []row {
	signer := pki.Cert("signer")
	named := func(name []byte) *Facts { return &Facts{Timestamp: &ades.Timestamp{TSAName: name}, Signer: signer} }
	same := named(signer.X509().Subject.Raw)
	other := named(pki.Cert("other").X509().Subject.Raw)
	turned := &Facts{Timestamp: same.Timestamp, Signer: pki.Cert("signer", func(c *pkix.Certificate) {
		a := c.Subject.Attributes
		turned := make([]pkix.NameAttribute, len(a))
		for i := range a {
			turned[len(a)-1-i] = a[i]
			turned[len(a)-1-i].RDN = len(a) - 1 - a[i].RDN
		}
		c.Subject.Attributes, c.Subject.Raw = turned, nil
	})}
	return []row{
		{Check: TSANamePresent, Name: "named", Facts: same, Want: checktest.Passes},
		{Check: TSANamePresent, Name: "not named", Facts: named(nil), Want: checktest.Fails},
		{Check: TSANameMatch, Name: "same", Facts: same, Want: checktest.Passes},
		{Check: TSANameMatch, Name: "same in another order", Facts: turned, Want: checktest.Passes},
		{Check: TSANameMatch, Name: "another", Facts: other, Want: checktest.Fails},
		{Check: TSANameMatch, Name: "unreadable", Facts: named([]byte("no name")), Want: checktest.Fails},
		{Check: TSANameMatch, Name: "not named", Facts: named(nil), Want: checktest.Skipped},
		{Check: TSANameOrder, Name: "same", Facts: same, Want: checktest.Passes},
		{Check: TSANameOrder, Name: "same in another order", Facts: turned, Want: checktest.Fails},
		{Check: TSANameOrder, Name: "not named", Facts: named(nil), Want: checktest.Skipped},
	}
}
