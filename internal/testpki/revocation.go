// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"crypto/sha1"
	"crypto/sha256"
	"time"
)

// state is the revocation of a certificate as known at t; nil: not revoked.
func (p *PKI) state(id string, t time.Time) *Revocation {
	for i, r := range p.Revocations {
		if r.ID == id && !r.At.After(t) && (r.Until.IsZero() || r.Until.After(t)) {
			return &p.Revocations[i]
		}
	}
	return nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// OCSPSpec describes one OCSP response.
type OCSPSpec struct {
	Cert       string
	Produced   time.Time
	ThisUpdate time.Time // zero: Produced
	NextUpdate time.Time // zero: absent
	Responder  string    // ID; empty: the issuer's responder
	Status     string    // "good", "revoked", "unknown"; empty: as the PKI's events say at ThisUpdate
	ByKey      bool      // name the responder by its key
	NoCerts    bool      // embed no certificate
	Cutoff     time.Time // archiveCutoff; zero: absent
	OtherCert  string    // the CertID names this certificate instead
	Hash       string    // of the signature
	Forged     bool
	Nonce      []byte
	CertHash   string     // certHash (Common PKI): "match", "other", "garbage"; empty: absent
	Critical   string     // OID of an unknown critical extension of the single response
	Also       []OCSPSpec // further single responses: of each, what stands in a single response
}

// OCSP makes an OCSPResponse (RFC 6960).
func (p *PKI) OCSP(s OCSPSpec) ([]byte, error) {
	c, err := p.need(s.Cert)
	if err != nil {
		return nil, err
	}
	responderID := s.Responder
	if responderID == "" {
		if responderID = p.Responders[c.issuer.ID]; responderID == "" {
			responderID = c.issuer.ID
		}
	}
	responder, err := p.need(responderID)
	if err != nil {
		return nil, err
	}
	var singles [][]byte
	for _, one := range append([]OCSPSpec{s}, s.Also...) {
		if one.Produced.IsZero() {
			one.Produced = s.Produced
		}
		b, err := p.single(one)
		if err != nil {
			return nil, err
		}
		singles = append(singles, b)
	}
	who := explicit(1, responder.name)
	if s.ByKey {
		who = explicit(2, octets(responder.keyID()))
	}
	body := [][]byte{who, generalTime(s.Produced), seq(singles...)}
	if s.Nonce != nil {
		body = append(body, explicit(1, seq(extension("1.3.6.1.5.5.7.48.1.2", false, octets(s.Nonce)))))
	}
	tbs := seq(body...)
	sig, err := sign(responder.signer, s.Hash, false, tbs)
	if err != nil {
		return nil, err
	}
	if s.Forged {
		sig = flip(sig)
	}
	basic := [][]byte{tbs, signatureAlg(responder.signer, s.Hash, false), bitString(sig)}
	if !s.NoCerts && responder != c.issuer {
		basic = append(basic, explicit(0, seq(responder.DER)))
	}
	return seq(enumerated(0), explicit(0, seq(oid("1.3.6.1.5.5.7.48.1.1"), octets(seq(basic...))))), nil
}

// single makes one SingleResponse (RFC 6960 4.2.1).
func (p *PKI) single(s OCSPSpec) ([]byte, error) {
	named, err := p.need(s.Cert)
	if err != nil {
		return nil, err
	}
	if s.OtherCert != "" {
		if named, err = p.need(s.OtherCert); err != nil {
			return nil, err
		}
	}
	if s.ThisUpdate.IsZero() {
		s.ThisUpdate = s.Produced
	}
	nameHash := sha1.Sum(named.issuer.name)
	certID := seq(digestAlg("SHA1"), octets(nameHash[:]), octets(named.issuer.keyID()), integer(named.serial))
	out := [][]byte{certID, p.status(s), generalTime(s.ThisUpdate)}
	if !s.NextUpdate.IsZero() {
		out = append(out, explicit(0, generalTime(s.NextUpdate)))
	}
	var ext [][]byte
	if !s.Cutoff.IsZero() {
		ext = append(ext, extension("1.3.6.1.5.5.7.48.1.6", false, generalTime(s.Cutoff)))
	}
	sum := sha256.Sum256(named.DER)
	switch s.CertHash {
	case "match":
		ext = append(ext, extension("1.3.36.8.3.13", false, seq(digestAlg("SHA256"), octets(sum[:]))))
	case "other":
		ext = append(ext, extension("1.3.36.8.3.13", false, seq(digestAlg("SHA256"), octets(flip(sum[:])))))
	case "garbage":
		ext = append(ext, extension("1.3.36.8.3.13", false, octets(sum[:4])))
	}
	if s.Critical != "" {
		ext = append(ext, extension(s.Critical, true, null()))
	}
	if ext != nil {
		out = append(out, explicit(1, seq(ext...)))
	}
	return seq(out...), nil
}

func (p *PKI) status(s OCSPSpec) []byte {
	r := p.state(s.Cert, s.ThisUpdate)
	switch {
	case s.Status == "unknown":
		return primitive(2, nil)
	case s.Status == "good", s.Status == "" && r == nil:
		return primitive(0, nil)
	case r == nil:
		return explicit(1, generalTime(s.ThisUpdate))
	case r.Reason >= 0:
		return explicit(1, generalTime(r.At), explicit(0, enumerated(r.Reason)))
	}
	return explicit(1, generalTime(r.At))
}
