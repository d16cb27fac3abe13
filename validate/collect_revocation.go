// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/internal/crl"
	"github.com/mitome-project/mitome/internal/ocsp"
	"github.com/mitome-project/mitome/internal/pkix"
)

// statuses establishes what the revocation data says of a certificate.
func (c *collector) statuses(x *ades.Certificate) {
	if x.X509().SelfSigned() {
		return
	}
	for _, r := range c.ev.Pool.Revocations {
		var st *rac.Status
		if r.CRL() != nil {
			st = c.crlStatus(x, r)
		} else {
			st = c.ocspStatus(x, r)
		}
		if st != nil {
			c.ev.Statuses[x.ID()] = append(c.ev.Statuses[x.ID()], st)
			if s := c.ev.Pool.Certificate(st.Signer); s != nil {
				c.queue = append(c.queue, s)
			}
		}
	}
}

// ocspStatus is what an OCSP response says of x; nil: nothing.
func (c *collector) ocspStatus(x *ades.Certificate, r *ades.Revocation) *rac.Status {
	o := r.OCSP()
	for _, is := range c.ev.Issuers[x.ID()] {
		issuer := c.ev.Pool.Certificate(is)
		s, ok := o.For(x.X509(), issuer.X509())
		if !ok {
			continue
		}
		by := c.ocspSigner(r)
		st := &rac.Status{Certificate: x.ID(), Revocation: r.ID(), OCSP: true, Signer: by.Signer, Intact: by.Intact,
			Revoked: s.Status == ocsp.Revoked, Unknown: s.Status == ocsp.Unknown, RevokedAt: s.RevokedAt, Reason: s.Reason,
			ThisUpdate: s.ThisUpdate, NextUpdate: s.NextUpdate, ProducedAt: o.ProducedAt, KeepsFrom: s.ArchiveCutoff,
			HashPresent: len(s.CertHash) > 0, HashMatch: len(s.CertHash) > 0 && s.CertHashMatches(x.X509())}
		if signer := c.ev.Pool.Certificate(by.Signer); signer != nil {
			st.ResponderMatch = o.Designates(signer.X509())
			st.Unauthorised = c.unauthorised(signer, issuer)
		}
		if len(s.UnknownCritical) > 0 && !st.Revoked {
			st.Unauthorised = "unknown critical extension " + s.UnknownCritical[0]
		}
		return st
	}
	return nil
}

// ocspSigner finds the certificate that signed a response: among those that the responder id designates, the ones in the
// response first.
func (c *collector) ocspSigner(r *ades.Revocation) RevocationSigner {
	if by, ok := c.ev.RevocationSigners[r.ID()]; ok {
		return by
	}
	o := r.OCSP()
	var by RevocationSigner
	try := func(x *pkix.Certificate) bool {
		if x == nil || by.Intact || !o.Designates(x) {
			return by.Intact
		}
		if by.Signer == "" {
			by.Signer = c.ids[x]
		}
		if o.CheckSignature(x.PublicKey) == nil {
			by = RevocationSigner{c.ids[x], true}
		}
		return by.Intact
	}
	for _, x := range o.Certificates {
		if k := c.ev.Pool.Certificate(ades.NewID("C", x.Raw)); k != nil && try(k.X509()) {
			break
		}
	}
	if !by.Intact && o.ResponderName != nil {
		for _, a := range c.store.BySubject(*o.ResponderName) {
			c.know(a)
		}
	}
	for _, x := range c.ev.Pool.Certificates {
		if try(x.X509()) {
			break
		}
	}
	c.ev.RevocationSigners[r.ID()] = by
	return by
}

// unauthorised says why signer may not answer for certificates of issuer (RFC 6960 4.2.2.2); empty: it may.
func (c *collector) unauthorised(signer, issuer *ades.Certificate) string {
	s, is := signer.X509(), issuer.X509()
	same := func(a *pkix.Certificate) bool {
		return a.Subject.Equal(is.Subject) && string(a.RawSPKI) == string(is.RawSPKI)
	}
	if same(s) {
		return ""
	}
	for _, sv := range c.store.Services(signer) {
		if strings.Contains(sv.Type, "/Certstatus/OCSP") {
			return ""
		}
	}
	if !slices.Contains(s.ExtKeyUsage, "1.3.6.1.5.5.7.3.9") {
		return "the responder's certificate is not for OCSP signing"
	}
	for _, p := range c.graph.Issuers(s) {
		if same(p) {
			return ""
		}
	}
	return "the responder's certificate is not issued by the certificate's issuer"
}

// crlStatus is what a CRL says of x; nil: it is not signed by x's issuer, or by one that must not sign CRLs.
func (c *collector) crlStatus(x *ades.Certificate, r *ades.Revocation) *rac.Status {
	l := r.CRL()
	if !l.Issuer.Equal(x.X509().Issuer) {
		return nil
	}
	by := c.crlSigner(x, r)
	signer := c.ev.Pool.Certificate(by.Signer)
	if signer == nil || !by.Intact || signer.X509().KeyUsage&pkix.CRLSign == 0 {
		return nil
	}
	st := &rac.Status{Certificate: x.ID(), Revocation: r.ID(), Signer: by.Signer, Intact: true, Reason: -1,
		ThisUpdate: l.ThisUpdate, NextUpdate: l.NextUpdate, ProducedAt: l.ThisUpdate, KeepsFrom: l.ExpiredCertsOnCRL}
	en, revoked, err := l.Lookup(x.X509().Serial, x.X509().Issuer)
	if err != nil {
		st.OutOfScope = err.Error()
		st.Unknown = true
		return st
	}
	if revoked {
		st.Revoked, st.RevokedAt, st.Reason = true, en.RevokedAt, en.Reason
	}
	if ok, why := l.InScope(x.X509()); !ok && !revoked {
		st.OutOfScope = why
	}
	st.ReferenceRefuses = referenceRefuses(l)
	return st
}

// referenceRefuses says whether the reference implementation does not read the CRL: one with a critical extension must have an
// issuing distribution point with a URL and all reasons.
func referenceRefuses(l *crl.List) bool {
	if l.Point == nil {
		return l.BaseNumber != nil || len(l.UnknownCritical) > 0
	}
	return len(l.Point.Point.URLs) == 0 || l.Point.OnlySomeReasons != 0
}

// crlSigner finds the certificate that signed a CRL, x's issuers first.
func (c *collector) crlSigner(x *ades.Certificate, r *ades.Revocation) RevocationSigner {
	l := r.CRL()
	if by, ok := c.ev.RevocationSigners[r.ID()]; ok && (!by.Intact || slices.Contains(c.ev.Issuers[x.ID()], by.Signer)) {
		return by
	}
	var by RevocationSigner
	for _, id := range c.ev.Issuers[x.ID()] {
		if by.Signer == "" {
			by.Signer = id
		}
		if l.CheckSignature(c.ev.Pool.Certificate(id).X509().PublicKey) == nil {
			by = RevocationSigner{id, true}
			break
		}
	}
	if old, ok := c.ev.RevocationSigners[r.ID()]; !ok || !old.Intact {
		c.ev.RevocationSigners[r.ID()] = by
	}
	return by
}
