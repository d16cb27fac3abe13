// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package path

import (
	"slices"

	"github.com/mitome-project/mitome/internal/pkix"
)

// searchFactor bounds the partial chains kept in a search, as a multiple of the chains asked for: a web of cross certificates
// has exponentially many.
const searchFactor = 32

// partial is a chain in the making: a list that shares its lower part with others.
type partial struct {
	cert  *pkix.Certificate
	below *partial
	len   int
}

// Chains returns the candidate chains of c, each ending in a certificate that isAnchor accepts, or, where that is never
// reached, in one that has no further issuer. Chains with an anchor come first, shorter before longer, and between equals in the order of
// [Graph.Issuers]; the order depends on the graph's content and order alone.
//
// The search is breadth first and stops at limits.ChainDepth certificates, limits.Chains chains and a bounded number of
// partial ones. No chain holds a key with the same name twice. An anchor ends its chain: what is above it is not looked at,
// unless beyond says so for that anchor (a sunset date that has passed), where the search goes on as well.
func (g *Graph) Chains(c *pkix.Certificate, isAnchor func(*pkix.Certificate) bool, beyond ...func(*pkix.Certificate) bool) [][]*pkix.Certificate {
	if c == nil || g.lim.ChainDepth < 1 || g.lim.Chains < 1 {
		return nil
	}
	goesOn := func(a *pkix.Certificate) bool {
		return slices.ContainsFunc(beyond, func(f func(*pkix.Certificate) bool) bool { return f(a) })
	}
	var anchored, open [][]*pkix.Certificate
	queue := []*partial{{cert: c, len: 1}}
	for visited := 0; visited < len(queue); visited++ {
		p := queue[visited]
		queue[visited] = nil
		if isAnchor(p.cert) {
			anchored = append(anchored, p.chain())
			if len(anchored) >= g.lim.Chains {
				break
			}
			if !goesOn(p.cert) {
				continue
			}
		}
		grown := false
		if p.len < g.lim.ChainDepth {
			for _, i := range g.Issuers(p.cert) {
				if p.holds(i) || len(queue) >= searchFactor*g.lim.Chains {
					continue
				}
				grown = true
				queue = append(queue, &partial{i, p, p.len + 1})
			}
		}
		if !grown && len(open) < g.lim.Chains && !isAnchor(p.cert) {
			open = append(open, p.chain())
		}
	}
	return append(anchored, open[:min(len(open), g.lim.Chains-len(anchored))]...)
}

// holds reports whether a certificate with i's name and key is in the chain already.
func (p *partial) holds(i *pkix.Certificate) bool {
	for q := p; q != nil; q = q.below {
		if q.cert == i || string(q.cert.RawSPKI) == string(i.RawSPKI) && q.cert.Subject.Equal(i.Subject) {
			return true
		}
	}
	return false
}

// chain is the chain as a slice, the lowest certificate first.
func (p *partial) chain() []*pkix.Certificate {
	out := make([]*pkix.Certificate, 0, p.len)
	for q := p; q != nil; q = q.below {
		out = append(out, q.cert)
	}
	slices.Reverse(out)
	return out
}
