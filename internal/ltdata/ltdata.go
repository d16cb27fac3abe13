// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package ltdata tells whether a document holds the revocation data that its certificates need, which is what the LT levels
// are about (EN 319 122-1 v1.3.1 6.3). It looks at presence, not at validity in time.
package ltdata

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/ocsp"
	"github.com/mitome-project/mitome/internal/pkix"
)

// maxChain bounds the certificates followed from one certificate, and maxIssuers the issuers tried for each.
const (
	maxChain   = 16
	maxIssuers = 16
)

// Complete reports whether the pool holds revocation data for each certificate in the chains of certs, as far as the pool lets
// them be built. Self-signed certificates and trust anchors need none, nor those with ocsp-nocheck, validity-assured or
// noRevAvail. Without any certificate, some revocation data has to be there. anchors may be nil.
func Complete(pool *ades.Pool, certs []*ades.Certificate, anchors ades.Anchors) bool {
	b := &builder{pool: pool, anchors: anchors, done: map[ades.ID]bool{}}
	need := len(certs) == 0
	for _, c := range certs {
		need = need || !c.X509().SelfSigned()
	}
	if need && len(pool.Revocations) == 0 {
		return false
	}
	for _, c := range certs {
		if !b.chain(c) {
			return false
		}
	}
	return true
}

type builder struct {
	anchors ades.Anchors
	pool    *ades.Pool
	done    map[ades.ID]bool // what was found of the chain from a certificate; true while it is followed
}

// chain follows the issuers of c and reports whether each certificate has what it needs.
func (b *builder) chain(c *ades.Certificate) bool {
	var path []ades.ID
	complete := b.follow(c, &path)
	for _, id := range path {
		b.done[id] = complete
	}
	return complete
}

// follow is chain; it adds the certificates looked at to path.
func (b *builder) follow(c *ades.Certificate, path *[]ades.ID) bool {
	for range maxChain {
		if found, seen := b.done[c.ID()]; seen {
			return found
		}
		b.done[c.ID()] = true
		*path = append(*path, c.ID())
		x := c.X509()
		if b.anchor(c) || x.SelfSigned() {
			return true
		}
		issuer := b.issuer(c)
		if !exempt(x) && (issuer == nil || !b.hasRevocation(x, issuer.X509())) {
			return false
		}
		if issuer == nil {
			return true
		}
		c = issuer
	}
	return true
}

// anchor reports whether c is a trust anchor.
func (b *builder) anchor(c *ades.Certificate) bool { return b.anchors != nil && b.anchors.IsAnchor(c) }

// exempt reports whether a certificate says of itself that no revocation data is needed (RFC 6960 4.2.2.2.1,
// EN 319 412-1 v1.5.1 5.2, RFC 9608).
func exempt(x *pkix.Certificate) bool {
	return x.OCSPNoCheck || x.ValidityAssured || x.NoRevAvail
}

// signedBy reports whether issuer's key verifies x.
func signedBy(x, issuer *pkix.Certificate) bool {
	return issuer.PublicKey != nil && x.CheckSignature(issuer.PublicKey) == nil
}

// issuer finds the certificate in the pool, or the anchor, whose key verifies a certificate; one that stands in the same token first.
func (b *builder) issuer(of *ades.Certificate) *ades.Certificate {
	x := of.X509()
	var found *ades.Certificate
	tried := 0
	for _, c := range b.pool.Certificates {
		if !c.X509().Subject.Equal(x.Issuer) {
			continue
		}
		if tried++; tried > maxIssuers {
			break
		}
		if (found == nil || of.Accompanies(c)) && signedBy(x, c.X509()) {
			if found = c; of.Accompanies(c) {
				break
			}
		}
	}
	if found != nil {
		return found
	}
	if b.anchors != nil {
		for _, c := range b.anchors.BySubject(x.Issuer) {
			if signedBy(x, c.X509()) {
				return c
			}
		}
	}
	return nil
}

// hasRevocation reports whether a CRL of the issuer, or an OCSP answer about x whose responder has what it needs in turn, is
// in the pool.
func (b *builder) hasRevocation(x, issuer *pkix.Certificate) bool {
	for _, r := range b.pool.Revocations {
		if o := r.OCSP(); o != nil {
			if _, ok := o.For(x, issuer); ok && b.responder(o) {
				return true
			}
			continue
		}
		l := r.CRL()
		if l.BaseNumber == nil && l.Issuer.Equal(x.Issuer) && mayIssueCRLs(issuer) && l.CheckSignature(issuer.PublicKey) == nil {
			return true
		}
	}
	return false
}

// mayIssueCRLs reports whether the key usage, where there is one, allows it (RFC 5280 4.2.1.3).
func mayIssueCRLs(c *pkix.Certificate) bool {
	return c.PublicKey != nil && (!c.HasKeyUsage || c.KeyUsage&pkix.CRLSign != 0)
}

// responder reports whether the chain of an OCSP answer's signer, as far as the pool holds it, is complete.
func (b *builder) responder(o *ocsp.Response) bool {
	for _, c := range b.pool.Certificates {
		if o.Designates(c.X509()) && o.CheckSignature(c.X509().PublicKey) == nil {
			return b.chain(c)
		}
	}
	return true // the answer is there, although its signer is not known
}
