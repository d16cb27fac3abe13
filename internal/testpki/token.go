// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"time"
)

// Stamp describes one time-stamp token (RFC 3161).
type Stamp struct {
	TSA      string // ID of the time-stamping certificate
	At       time.Time
	Hash     string   // of the imprint; empty: SHA256
	Mutate   []string // "wrong-imprint", "no-ess", "broken-signature", "no-certificate", "attribute-certificate"
	Accuracy int      // seconds; 0: not stated
	NoChain  bool     // embed the TSA's certificate alone
	// Form is that of a CAdES archive time-stamp; its mutations are "index-altered", "no-index",
	// "late-certificate" and those of [hashIndex].
	Form ArchiveForm
}

// The object identifiers of CMS content types and attributes used here.
const (
	oidData          = "1.2.840.113549.1.7.1"
	oidSignedData    = "1.2.840.113549.1.7.2"
	oidTSTInfo       = "1.2.840.113549.1.9.16.1.4"
	oidContentType   = "1.2.840.113549.1.9.3"
	oidMessageDigest = "1.2.840.113549.1.9.4"
	oidSigningTime   = "1.2.840.113549.1.9.5"
	oidCounterSig    = "1.2.840.113549.1.9.6"
	oidSigningCertV1 = "1.2.840.113549.1.9.16.2.12"
	oidSigningCertV2 = "1.2.840.113549.1.9.16.2.47"
	oidPolicyID      = "1.2.840.113549.1.9.16.2.15"
	oidSignatureTS   = "1.2.840.113549.1.9.16.2.14"
	oidContentTS     = "1.2.840.113549.1.9.16.2.20"
	oidCompleteCerts = "1.2.840.113549.1.9.16.2.21"
	oidCompleteRevs  = "1.2.840.113549.1.9.16.2.22"
	oidCertValues    = "1.2.840.113549.1.9.16.2.23"
	oidRevValues     = "1.2.840.113549.1.9.16.2.24"
	oidCTS           = "1.2.840.113549.1.9.16.2.25"
	oidRefsTS        = "1.2.840.113549.1.9.16.2.26"
	oidArchiveTSv1   = "1.2.840.113549.1.9.16.2.27"
	oidArchiveTSv2   = "1.2.840.113549.1.9.16.2.48"
	oidArchiveTSv3   = "0.4.0.1733.2.4"
	oidHashIndexV1   = "0.4.0.1733.2.5"
	oidHashIndexV2   = "0.4.0.19122.1.4"
	oidHashIndexV3   = "0.4.0.19122.1.5"
	oidPolicyStore   = "0.4.0.19122.1.3"
	oidOCSPInfo      = "1.3.6.1.5.5.7.16.2"
)

// Token makes a time-stamp token over data. atsHashIndex is an unsigned attribute of the token, or nil.
func (p *PKI) Token(s Stamp, data, atsHashIndex []byte) ([]byte, error) {
	tsa, err := p.need(s.TSA)
	if err != nil {
		return nil, err
	}
	imprint := digest(s.Hash, data)
	if contains(s.Mutate, "wrong-imprint") {
		imprint = digest(s.Hash, data, []byte("x"))
	}
	return p.tokenOf(s, tsa, imprint, atsHashIndex)
}

// token makes a time-stamp token over data of which the digest is given.
func (p *PKI) token(s Stamp, imprint []byte) ([]byte, error) {
	tsa, err := p.need(s.TSA)
	if err != nil {
		return nil, err
	}
	if contains(s.Mutate, "wrong-imprint") {
		imprint = flip(imprint)
	}
	return p.tokenOf(s, tsa, imprint, nil)
}

func (p *PKI) tokenOf(s Stamp, tsa *Cert, imprint, atsHashIndex []byte) ([]byte, error) {
	serial := digest("SHA256", imprint, []byte(s.At.UTC().Format(time.RFC3339)))
	serial[0] = serial[0]&0x3f | 0x40
	info := [][]byte{number(1), oid("1.3.6.1.4.1.32473.1.1"), seq(digestAlg(s.Hash), octets(imprint)), tlv(2, serial[:8]), generalTime(s.At)}
	if s.Accuracy > 0 {
		info = append(info, seq(number(int64(s.Accuracy))))
	}
	tst := seq(info...)
	si := signerInfo{cert: tsa, contentType: oidTSTInfo, content: tst, hash: "SHA256", signedTime: s.At, mutate: s.Mutate}
	raw, err := si.make()
	if err != nil {
		return nil, err
	}
	if atsHashIndex != nil {
		raw.unsigned = append(raw.unsigned, atsHashIndex)
	}
	certs := [][]byte{tsa.DER}
	if !s.NoChain {
		for _, c := range p.Chain(s.TSA)[1:] {
			certs = append(certs, c.DER)
		}
	}
	if contains(s.Mutate, "no-certificate") {
		certs = nil
	}
	if contains(s.Mutate, "attribute-certificate") {
		certs = append(certs, timeAuditCertificate(tsa, s.At))
	}
	return signedData(oidTSTInfo, tst, certs, nil, []*rawSigner{raw}), nil
}

// timeAuditCertificate is an attribute certificate of version 2 (RFC 5755), as a choice of the certificates of SignedData: time
// distribution authorities of Japan issued such ones to time-stamping units. Nothing depends on it, its signature value is made up.
func timeAuditCertificate(tsa *Cert, at time.Time) []byte {
	alg := seq(oid("1.2.840.10045.4.3.2"))
	holder := explicit(1, explicit(4, tsa.name))
	issuer := explicit(0, seq(explicit(4, nameDER("C=JP, O=Time Distribution, CN=Time Audit"))))
	attribute := seq(oid("1.2.392.200149.99999.1"), set(utf8("audited")))
	info := seq(number(1), holder, issuer, alg, number(7), seq(generalTime(at.AddDate(0, 0, -1)), generalTime(at.AddDate(0, 0, 1))), seq(attribute))
	return explicit(2, info, alg, bitString([]byte("made up")))
}
