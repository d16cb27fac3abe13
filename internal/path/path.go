// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package path builds certification paths over a graph of certificates that is no tree (cross and link certificates, CA
// certificates issued again), and validates them step by step as RFC 5280 6.1 says. It does no I/O and knows no clock.
//
// A chain is a slice of certificates, the certificate in question first and the trust anchor last.
package path

import (
	"crypto/sha256"
	"slices"

	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/pkix"
)

// Graph holds certificates and the verified relations between them. It is not safe for concurrent use.
type Graph struct {
	certs   []*pkix.Certificate
	seen    map[[sha256.Size]byte]bool     // by digest of the encoding
	named   map[string][]*pkix.Certificate // by subject name
	issuers map[*pkix.Certificate][]*pkix.Certificate
	tried   map[trial]bool
	lim     limits.Limits
	checks  int
}

// trial is one signature check: a certificate and the key tried on it.
type trial struct {
	cert *pkix.Certificate
	key  [sha256.Size]byte // digest of the SubjectPublicKeyInfo
}

// New returns a graph of certs, each taken once.
func New(certs []*pkix.Certificate, lim limits.Limits) *Graph {
	g := &Graph{
		seen:    map[[sha256.Size]byte]bool{},
		named:   map[string][]*pkix.Certificate{},
		issuers: map[*pkix.Certificate][]*pkix.Certificate{},
		tried:   map[trial]bool{},
		lim:     lim,
	}
	g.Add(certs...)
	return g
}

// Add adds certificates that are not there yet. Issuers found before are looked for again.
func (g *Graph) Add(certs ...*pkix.Certificate) {
	for _, c := range certs {
		if c == nil {
			continue
		}
		sum := sha256.Sum256(c.Raw)
		if g.seen[sum] {
			continue
		}
		g.seen[sum] = true
		g.certs = append(g.certs, c)
		key := c.Subject.Key()
		g.named[key] = append(g.named[key], c)
		clear(g.issuers)
	}
}

// Exhausted reports whether the bound on signature checks was reached, so that issuers may have been missed.
func (g *Graph) Exhausted() bool { return g.checks >= g.lim.SignatureChecks }

// Checks is the number of public-key operations made so far.
func (g *Graph) Checks() int { return g.checks }

// Issuers returns the certificates of the graph whose name is c's issuer name and whose key verifies c, the likeliest first:
// the key identifier named by c, then validity at c's issuance, then the order in which they were added.
// A self-signed certificate is among its own issuers. Every certificate of the same CA key (issued again, or by another CA) is
// an alternative; the key is tried once.
func (g *Graph) Issuers(c *pkix.Certificate) []*pkix.Certificate {
	if c == nil {
		return nil
	}
	if out, ok := g.issuers[c]; ok {
		return out
	}
	type candidate struct {
		cert *pkix.Certificate
		rank int
	}
	var candidates []candidate
	for _, i := range g.named[c.Issuer.Key()] {
		if i.PublicKey != nil && i.Subject.Equal(c.Issuer) {
			candidates = append(candidates, candidate{i, rank(c, i)})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return a.rank - b.rank })
	var out []*pkix.Certificate
	complete := true
	for _, x := range candidates {
		ok, known := g.verifies(c, x.cert)
		if ok {
			out = append(out, x.cert)
		}
		complete = complete && known
	}
	if complete {
		g.issuers[c] = out
	}
	return out
}

// verifies reports whether issuer's key verifies c; known is false where the bound on signature checks does not let it be told.
func (g *Graph) verifies(c, issuer *pkix.Certificate) (ok, known bool) {
	t := trial{c, sha256.Sum256(issuer.RawSPKI)}
	if ok, known = g.tried[t]; known {
		return ok, true
	}
	if g.Exhausted() {
		return false, false
	}
	g.checks++
	ok = c.CheckSignature(issuer.PublicKey) == nil
	g.tried[t] = ok
	return ok, true
}

// rank orders candidate issuers; less is better.
func rank(c, issuer *pkix.Certificate) int {
	r := 0
	if len(c.AuthorityKeyID) > 0 && string(c.AuthorityKeyID) != string(issuer.SubjectKeyID) {
		r = 2
		if len(issuer.SubjectKeyID) > 0 {
			r = 4
		}
	}
	if c.NotBefore.Before(issuer.NotBefore) || c.NotBefore.After(issuer.NotAfter) {
		r++
	}
	return r
}

// SelfIssued reports whether c's issuer and subject are the same name (RFC 5280 3.2).
func SelfIssued(c *pkix.Certificate) bool { return c.Subject.Equal(c.Issuer) }
