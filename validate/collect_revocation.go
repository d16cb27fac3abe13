// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/internal/ocsp"
	"github.com/mitome-project/mitome/internal/pkix"
)

// statuses establishes what the revocation data says of a certificate.
func (c *collector) statuses(x *ades.Certificate) {
	if x.X509().SelfSigned() {
		return
	}
	var found []*rac.Status
	var crls []*scopedCRL
	for _, r := range slices.Clone(c.ev.Pool.Revocations) {
		if r.CRL() == nil {
			if st := c.ocspStatus(x, r); st != nil {
				found = append(found, st)
			}
			continue
		}
		if s := c.crlStatus(x, r); s != nil {
			crls = append(crls, s)
			found = append(found, s.status)
		}
	}
	found = append(found, amended(x, crls)...)
	if st := joined(crls); st != nil {
		found = append(found, st)
	}
	for _, st := range found {
		c.ev.Statuses[x.ID()] = append(c.ev.Statuses[x.ID()], st)
		if s := c.ev.Pool.Certificate(st.Signer); s != nil {
			c.queue = append(c.queue, s)
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
		st.ReferenceRefuses = c.bareInXML(r)
		if st.KeepsFrom.IsZero() { // RFC 6960 4.4.4 puts it in the single response; some responders put it in the response
			st.KeepsFrom = o.ArchiveCutoff
		}
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

// bareInXML says whether an OCSP answer stands in XML alone and without its OCSPResponse, as XAdES would have it (EN 319 132-1
// v1.3.1 5.4.2): the reference implementation does not read it there. What a time-stamp token carries is as CAdES would have it.
func (c *collector) bareInXML(r *ades.Revocation) bool {
	o := r.OCSP()
	return c.ev.Document.Format == ades.XAdES && len(o.Raw) == len(o.Basic) && !slices.ContainsFunc(r.Origins, func(from ades.Origin) bool {
		return !strings.HasPrefix(string(from.In), "S-")
	})
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
