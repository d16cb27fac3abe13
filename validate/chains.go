// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
)

// chain returns the chain of the first issuers, up to a self-signed certificate or one whose issuer is unknown.
func (e *evaluation) chain(c *ades.Certificate) []*ades.Certificate {
	var out []*ades.Certificate
	for c != nil && len(out) < chainDepth && !slices.Contains(out, c) {
		out = append(out, c)
		is := e.ev.Issuers[c.ID()]
		if c.X509().SelfSigned() || len(is) == 0 {
			break
		}
		c = e.ev.certificate(is[0])
	}
	return out
}

// chains returns the candidate chains of c in the order to try them: those that reach an anchor, the shortest first; if none
// does, the one of the first issuers.
func (e *evaluation) chains(c *ades.Certificate) [][]*ades.Certificate {
	if e.rules.OneChain {
		return [][]*ades.Certificate{e.chain(c)}
	}
	var found [][]*ades.Certificate
	var walk func(path []*ades.Certificate)
	walk = func(path []*ades.Certificate) {
		last := path[len(path)-1]
		if e.isAnchor(last) {
			found = append(found, slices.Clone(path))
		}
		if len(path) >= chainDepth || len(found) >= chainCount || last.X509().SelfSigned() {
			return
		}
		for _, id := range e.ev.Issuers[last.ID()] {
			if n := e.ev.certificate(id); n != nil && !slices.Contains(path, n) {
				walk(append(path, n))
			}
		}
	}
	walk([]*ades.Certificate{c})
	if len(found) == 0 {
		return [][]*ades.Certificate{e.chain(c)}
	}
	slices.SortStableFunc(found, func(a, b []*ades.Certificate) int { return len(a) - len(b) })
	return found
}

// The bounds on chains are those of internal/limits: evaluation walks only what collection linked.
const (
	chainDepth = 12
	chainCount = 100
)

// isAnchor reports whether the certificate is a trust anchor, at whatever time.
func (e *evaluation) isAnchor(c *ades.Certificate) bool {
	is, asked := e.anchors[c]
	if !asked {
		is = e.store.IsAnchor(c)
		e.anchors[c] = is
	}
	return is
}

// reachesAnchor reports whether a certificate of the chain is a trust anchor, at whatever time.
func (e *evaluation) reachesAnchor(chain []*ades.Certificate) bool {
	return slices.ContainsFunc(chain, e.isAnchor)
}

// anchorAt reports whether c is a trust anchor at t: before the end of its last period of trust, where the policy minds it.
func (e *evaluation) anchorAt(ctx policy.Context, role policy.Role, c *ades.Certificate, t time.Time) bool {
	if !e.isAnchor(c) {
		return false
	}
	_, to, dated := e.store.Window(c)
	if !dated || to.IsZero() || t.Before(to) {
		return true
	}
	return e.constraints.Get(pathSunsetDate(ctx, role)).Level != policy.LevelFail
}

// toAnchor cuts the chain after its first anchor that is one at t, or after the first anchor at all; a chain without one stays whole.
func (e *evaluation) toAnchor(ctx policy.Context, chain []*ades.Certificate, t time.Time) []*ades.Certificate {
	for i, c := range chain {
		if e.anchorAt(ctx, roleAt(i), c, t) {
			return chain[:i+1]
		}
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if e.isAnchor(chain[i]) {
			return chain[:i+1]
		}
	}
	return chain
}

func roleAt(i int) policy.Role {
	if i == 0 {
		return policy.SigningCertificate
	}
	return policy.CACertificate
}

// links tells of the token's chain.
func (e *evaluation) links(t *token) []ChainLink {
	out := make([]ChainLink, len(t.chain))
	for i, c := range t.chain {
		out[i] = ChainLink{Certificate: c, Anchor: e.isAnchor(c), Services: e.store.Services(c), Revocation: e.revocationUse(t.ctx, i, c)}
	}
	return out
}
