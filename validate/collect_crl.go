// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"errors"
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/internal/crl"
	"github.com/mitome-project/mitome/internal/pkix"
)

// scopedCRL is a CRL that was looked up for one certificate.
type scopedCRL struct {
	list   *crl.List
	status *rac.Status
	mask   uint16 // reasons for which it speaks, RFC 5280 6.3.3 (d); for a delta CRL, as if it were complete
	err    error  // why a certificate that is not found is not known to be good
}

// good reports whether the list says that the certificate is not revoked for the reasons of its mask.
func (s *scopedCRL) good() bool {
	return !s.status.Revoked && s.err == nil && s.mask != 0 && s.list.BaseNumber == nil && len(s.list.UnknownCritical) == 0
}

// crlStatus is what a CRL says of x; nil: nothing, since it is by another issuer than those that answer for x, or not signed
// by one that may sign CRLs.
//
// A certificate that is found is revoked whatever else the list holds, if the list is about such certificates at all. One that
// is not found is good only if the list is in scope for every reason and was understood whole (RFC 5280 6.3.3).
func (c *collector) crlStatus(x *ades.Certificate, r *ades.Revocation) *scopedCRL {
	l := r.CRL()
	own := l.Issuer.Equal(x.X509().Issuer)
	if !own && !namedBy(l, x.X509()) {
		return nil
	}
	by := c.crlSigner(x, r)
	signer := c.ev.Pool.Certificate(by.Signer)
	if signer == nil || !by.Intact || signer.X509().KeyUsage&pkix.CRLSign == 0 {
		return nil
	}
	st := &rac.Status{Certificate: x.ID(), Revocation: r.ID(), Signer: by.Signer, Intact: true, Reason: -1,
		ThisUpdate: l.ThisUpdate, NextUpdate: l.NextUpdate, ProducedAt: l.ThisUpdate, KeepsFrom: l.ExpiredCertsOnCRL}
	s := &scopedCRL{list: l, status: st}
	var en crl.Entry
	en, st.Revoked, s.err = l.Lookup(x.X509().Serial, x.X509().Issuer)
	if errors.Is(s.err, crl.ErrOtherIssuer) {
		return nil
	}
	issued := slices.Contains(c.ev.Issuers[x.ID()], by.Signer)
	st.ReferenceRefuses = !own || !issued || referenceRefuses(l)
	if !issued {
		st.Unauthorised = c.foreignCRLSigner(x, signer)
	}
	var why string
	s.mask, why = l.Reasons(x.X509())
	switch {
	case st.Revoked:
		st.RevokedAt, st.Reason = en.RevokedAt, en.Reason
		st.OutOfScope = notRevoking(l, en, s.mask, why)
	case s.err != nil:
		st.OutOfScope = s.err.Error()
		st.Unknown = !errors.Is(s.err, crl.ErrCriticalEntry)
	default:
		if ok, why := l.InScope(x.X509()); !ok {
			st.OutOfScope = why
		}
	}
	return s
}

// notRevoking says why an entry does not make a certificate revoked by itself; empty: it does.
func notRevoking(l *crl.List, en crl.Entry, mask uint16, why string) string {
	switch {
	case mask == 0:
		return why
	case l.BaseNumber != nil:
		return "delta crl: counts with its base only"
	case en.Reason == crl.RemoveFromCRL:
		return "removeFromCRL has no meaning in a complete crl"
	}
	return ""
}

// namedBy reports whether the certificate names the CRL's issuer as cRLIssuer of a distribution point (RFC 5280 4.2.1.13).
func namedBy(l *crl.List, x *pkix.Certificate) bool {
	if l.Point == nil || !l.Point.Indirect {
		return false
	}
	return slices.ContainsFunc(x.CRLPoints, func(dp pkix.DistributionPoint) bool {
		return slices.ContainsFunc(dp.Issuer, func(n pkix.GeneralName) bool { return n.Directory != nil && n.Directory.Equal(l.Issuer) })
	})
}

// referenceRefuses says whether the reference implementation does not read the CRL: one with a critical extension must have an
// issuing distribution point with a URL and all reasons.
func referenceRefuses(l *crl.List) bool {
	if l.Point == nil {
		return l.BaseNumber != nil || len(l.UnknownCritical) > 0
	}
	return len(l.Point.Point.URLs) == 0 || l.Point.OnlySomeReasons != 0
}

// crlSigner finds the certificate that signed a CRL: x's issuers first, then others that bear the CRL issuer's name (keys for
// CRLs apart, and issuers of indirect CRLs: RFC 5280 6.3.3 (f) and (g)).
func (c *collector) crlSigner(x *ades.Certificate, r *ades.Revocation) RevocationSigner {
	l := r.CRL()
	if by, ok := c.ev.RevocationSigners[r.ID()]; ok && (!by.Intact || slices.Contains(c.ev.Issuers[x.ID()], by.Signer)) {
		return by
	}
	var by RevocationSigner
	try := func(x *ades.Certificate) bool {
		if by.Signer == "" {
			by.Signer = x.ID()
		}
		if l.CheckSignature(x.X509().PublicKey) == nil {
			by = RevocationSigner{x.ID(), true}
		}
		return by.Intact
	}
	for _, id := range c.ev.Issuers[x.ID()] {
		if k := c.ev.Pool.Certificate(id); k.X509().Subject.Equal(l.Issuer) && try(k) {
			break
		}
	}
	if !by.Intact {
		for _, a := range c.store.BySubject(l.Issuer) {
			c.know(a)
		}
		tried := 0
		for _, k := range c.ev.Pool.Certificates {
			if tried >= crlSigners {
				break
			}
			if k.X509().Subject.Equal(l.Issuer) && k.X509().PublicKey != nil {
				if tried++; try(k) {
					break
				}
			}
		}
	}
	if old, ok := c.ev.RevocationSigners[r.ID()]; !ok || !old.Intact {
		c.ev.RevocationSigners[r.ID()] = by
	}
	return by
}

// crlSigners bounds the certificates of one name whose keys are tried on a CRL.
const crlSigners = 16

// foreignCRLSigner says why a certificate that did not issue x may not sign CRLs for it; empty: it may. Both paths must end
// in the same trust anchor (RFC 5280 6.3.3 (f)).
func (c *collector) foreignCRLSigner(x, signer *ades.Certificate) string {
	wanted := c.anchorsAbove(x)
	for _, a := range c.anchorsAbove(signer) {
		if slices.Contains(wanted, a) {
			return ""
		}
	}
	return "the crl's signer and the certificate have no trust anchor in common"
}

// anchorsAbove lists the trust anchors that paths from x lead to, x itself among them.
func (c *collector) anchorsAbove(x *ades.Certificate) []ades.ID {
	var out []ades.ID
	seen := map[ades.ID]bool{x.ID(): true}
	for queue := []*ades.Certificate{x}; len(queue) > 0 && len(seen) <= chainCount; queue = queue[1:] {
		k := queue[0]
		if c.store.IsAnchor(k) {
			out = append(out, k.ID())
		}
		for _, a := range c.store.BySubject(k.X509().Issuer) {
			c.know(a)
		}
		for _, p := range c.graph.Issuers(k.X509()) {
			if id := c.ids[p]; !seen[id] {
				seen[id] = true
				queue = append(queue, c.ev.Pool.Certificate(id))
			}
		}
	}
	return out
}

// amended are the statuses by delta CRLs together with the latest complete CRL that each applies to (RFC 5280 6.3.3 (c), (i)).
func amended(x *ades.Certificate, crls []*scopedCRL) []*rac.Status {
	var out []*rac.Status
	for _, d := range crls {
		if d.list.BaseNumber == nil {
			continue
		}
		var base *scopedCRL
		for _, b := range crls {
			if ok, _ := d.list.AppliesTo(b.list); ok && b.status.Signer == d.status.Signer && b.mask == crl.AllReasons &&
				(base == nil || b.list.Number.Cmp(base.list.Number) > 0) {
				base = b
			}
		}
		if base == nil {
			continue
		}
		en, revoked, err := crl.LookupDelta(base.list, d.list, x.X509().Serial, x.X509().Issuer)
		if !revoked && (err != nil || len(base.list.UnknownCritical) > 0) {
			continue
		}
		st := *d.status
		st.OutOfScope, st.Unknown, st.ReferenceRefuses = "", false, true
		st.Revoked, st.RevokedAt, st.Reason = revoked, en.RevokedAt, en.Reason
		if !revoked {
			st.RevokedAt, st.Reason = time.Time{}, -1
		}
		st.KeepsFrom = base.status.KeepsFrom
		st.With = []ades.ID{base.status.Revocation}
		out = append(out, &st)
	}
	return out
}

// joined is the status that several CRLs by one signer give together, each for some of the reasons for revocation: good, if
// their masks make all reasons (RFC 5280 6.3.3, final step); nil: they do not. The latest lists are taken, and the result is as
// old as the oldest.
func joined(crls []*scopedCRL) *rac.Status {
	parts := slices.DeleteFunc(slices.Clone(crls), func(s *scopedCRL) bool { return !s.good() || s.mask == crl.AllReasons })
	slices.SortStableFunc(parts, func(a, b *scopedCRL) int { return b.list.ThisUpdate.Compare(a.list.ThisUpdate) })
	var st *rac.Status
	var mask uint16
	for _, p := range parts {
		if st != nil && p.status.Signer != st.Signer || mask|p.mask == mask {
			continue
		}
		mask |= p.mask
		next := *p.status
		next.OutOfScope, next.ReferenceRefuses = "", true
		if st != nil {
			next.With = append(st.With, st.Revocation)
			if next.NextUpdate.IsZero() || !st.NextUpdate.IsZero() && st.NextUpdate.Before(next.NextUpdate) {
				next.NextUpdate = st.NextUpdate
			}
			if st.KeepsFrom.IsZero() || !next.KeepsFrom.IsZero() && st.KeepsFrom.After(next.KeepsFrom) {
				next.KeepsFrom = st.KeepsFrom
			}
		}
		if st = &next; mask == crl.AllReasons {
			return st
		}
	}
	return nil
}
