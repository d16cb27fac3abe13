// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"slices"
	"time"
)

// CRLSpec describes one CRL.
type CRLSpec struct {
	Issuer     string
	ThisUpdate time.Time
	NextUpdate time.Time // zero: absent
	Number     int64
	Signer     string // sign with this certificate's key instead; the issuer name stays
	Hash       string
	Delta      int64 // base CRL number of a delta CRL; 0: complete
	OnlyUser   bool  // issuing distribution point: only user certificates
	OnlyCA     bool
	OnlyAttr   bool      // only attribute certificates
	Reasons    []int     // only some reasons: bits of ReasonFlags (RFC 5280 4.2.1.13); the list holds what was revoked for them
	Point      string    // issuing distribution point: URI
	Indirect   bool      // issuing distribution point: indirect CRL
	Expired    time.Time // expiredCertsOnCRL; zero: absent
	Forged     bool      // the signature does not verify
	Omit       []string  // IDs of revoked certificates that the list leaves out
	// Covers are further CAs, by ID, whose certificates an indirect CRL lists, each after a certificateIssuer.
	Covers []string
	// EntryIssuer is a CA that certificateIssuer names instead of each of Covers.
	EntryIssuer string
	// Removed are certificates, by ID, that a delta CRL takes off the list.
	Removed []string
}

// CRL makes a CRL that lists what was revoked at its issue (RFC 5280 5).
func (p *PKI) CRL(s CRLSpec) ([]byte, error) {
	issuer, err := p.need(s.Issuer)
	if err != nil {
		return nil, err
	}
	by := issuer
	if s.Signer != "" {
		if by, err = p.need(s.Signer); err != nil {
			return nil, err
		}
	}
	entries, err := p.entries(&s, issuer)
	if err != nil {
		return nil, err
	}
	alg := signatureAlg(by.signer, s.Hash, false)
	body := [][]byte{number(1), alg, issuer.name, x509Time(s.ThisUpdate)}
	if !s.NextUpdate.IsZero() {
		body = append(body, x509Time(s.NextUpdate))
	}
	if entries != nil {
		body = append(body, seq(entries...))
	}
	body = append(body, explicit(0, seq(s.extensions(issuer)...)))
	tbs := seq(body...)
	sig, err := sign(by.signer, s.Hash, false, tbs)
	if err != nil {
		return nil, err
	}
	if s.Forged {
		sig = flip(sig)
	}
	return seq(tbs, alg, bitString(sig)), nil
}

func (s *CRLSpec) extensions(issuer *Cert) [][]byte {
	ext := [][]byte{extension("2.5.29.35", false, seq(primitive(0, issuer.keyID()))), extension("2.5.29.20", false, number(max(s.Number, 1)))}
	if s.Delta > 0 {
		ext = append(ext, extension("2.5.29.27", true, number(s.Delta)))
	}
	if idp := s.issuingPoint(); idp != nil {
		ext = append(ext, extension("2.5.29.28", true, seq(idp...)))
	}
	if !s.Expired.IsZero() {
		ext = append(ext, extension("2.5.29.60", false, generalTime(s.Expired)))
	}
	return ext
}

// issuingPoint are the fields of the issuing distribution point (RFC 5280 5.2.5); nil: there is none.
func (s *CRLSpec) issuingPoint() [][]byte {
	var idp [][]byte
	if s.Point != "" {
		idp = append(idp, explicit(0, explicit(0, primitive(6, []byte(s.Point)))))
	}
	flag := func(n byte, on bool) {
		if on {
			idp = append(idp, primitive(n, []byte{0xff}))
		}
	}
	flag(1, s.OnlyUser)
	flag(2, s.OnlyCA)
	if s.Reasons != nil {
		idp = append(idp, primitive(3, content(namedBits(s.Reasons...))))
	}
	flag(4, s.Indirect)
	flag(5, s.OnlyAttr)
	return idp
}

// entries are the revoked certificates: those of the CRL's issuer, and then those of each further CA that it covers.
func (p *PKI) entries(s *CRLSpec, issuer *Cert) ([][]byte, error) {
	var out [][]byte
	for _, id := range append([]string{s.Issuer}, s.Covers...) {
		ca, err := p.need(id)
		if err != nil {
			return nil, err
		}
		var ext [][]byte
		if ca != issuer { // on the first entry only: it holds for those that follow (RFC 5280 5.3.3)
			named := ca
			if s.EntryIssuer != "" {
				if named, err = p.need(s.EntryIssuer); err != nil {
					return nil, err
				}
			}
			ext = append(ext, extension("2.5.29.29", true, seq(explicit(4, named.name))))
		}
		for _, cs := range p.Certs {
			c := p.byID[cs.ID]
			if c.issuer != ca {
				continue
			}
			if e := p.entry(s, c, ext); e != nil {
				out, ext = append(out, e), nil
			}
		}
	}
	return out, nil
}

// entry is the entry of one certificate (RFC 5280 5.1.2.6) with further extensions; nil: it is not on the list.
func (p *PKI) entry(s *CRLSpec, c *Cert, ext [][]byte) []byte {
	reason, at := -1, s.ThisUpdate
	r := p.state(c.ID, s.ThisUpdate)
	switch {
	case contains(s.Removed, c.ID):
		reason = 8
	case r == nil || contains(s.Omit, c.ID) || s.Reasons != nil && !slices.Contains(s.Reasons, reasonFlag(r.Reason)):
		return nil
	default:
		reason, at = r.Reason, r.At
	}
	parts := [][]byte{integer(c.serial), x509Time(at)}
	if reason >= 0 {
		ext = append([][]byte{extension("2.5.29.21", false, enumerated(reason))}, ext...)
	}
	if ext != nil {
		parts = append(parts, seq(ext...))
	}
	return seq(parts...)
}

// reasonFlag is the bit of ReasonFlags (RFC 5280 4.2.1.13) for a CRLReason (5.3.1).
func reasonFlag(reason int) int {
	switch reason {
	case 9, 10: // privilegeWithdrawn, aACompromise
		return reason - 2
	}
	return reason
}
