// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package path

import (
	"fmt"
	"slices"

	"github.com/mitome-project/mitome/internal/pkix"
)

const anyPolicy = "2.5.29.32.0"

// policyNode is a node of the valid policy graph. RFC 9618 replaces the tree of RFC 5280 6.1 by a graph with one node per
// policy and depth: the tree grows exponentially with hostile mappings, the graph does not, and both accept the same paths.
type policyNode struct {
	policy   string
	expected []string
	parents  []*policyNode
	alive    bool // has a descendant at the last depth
}

// policyLevel holds the nodes of one depth, in the order they were made.
type policyLevel struct {
	nodes []*policyNode
	index map[string]*policyNode
}

func newLevel() *policyLevel { return &policyLevel{index: map[string]*policyNode{}} }

func (l *policyLevel) add(policy string, parents []*policyNode) *policyNode {
	n := &policyNode{policy: policy, expected: []string{policy}, parents: parents}
	l.nodes = append(l.nodes, n)
	l.index[policy] = n
	return n
}

func (l *policyLevel) remove(policy string) {
	if n := l.index[policy]; n != nil {
		delete(l.index, policy)
		l.nodes = slices.DeleteFunc(l.nodes, func(m *policyNode) bool { return m == n })
	}
}

// policyState are the state variables of RFC 5280 6.1.2 for policies. No levels: the graph is NULL.
type policyState struct {
	levels                    []*policyLevel
	explicit, mapping, anyPol int
}

// PolicyTree runs the policy steps of RFC 5280 6.1 (as updated by RFC 9618) with mappings; no user policies: any-policy.
func PolicyTree(chain []*pkix.Certificate, userPolicies []string) (ok bool, reason string) {
	return Options{UserPolicies: userPolicies}.policyTree(chain)
}

func (o Options) policyTree(chain []*pkix.Certificate) (bool, string) {
	n := len(chain) - 1
	if n < 1 {
		return true, ""
	}
	s := policyState{explicit: n + 1, mapping: n + 1, anyPol: n + 1}
	if o.ExplicitPolicy {
		s.explicit = 0
	}
	if o.InhibitMapping {
		s.mapping = 0
	}
	if o.InhibitAny {
		s.anyPol = 0
	}
	root := newLevel()
	root.add(anyPolicy, nil)
	s.levels = []*policyLevel{root}
	for i := n - 1; i >= 0; i-- {
		c := chain[i]
		s.process(c, i == 0)
		if s.explicit == 0 && s.null() {
			return false, fmt.Sprintf("certificate %d: an explicit policy is required and none is valid", i)
		}
		if i == 0 {
			break
		}
		if why := s.prepare(c); why != "" {
			return false, fmt.Sprintf("certificate %d: %s", i, why)
		}
	}
	if s.explicit > 0 {
		s.explicit--
	}
	if pc := chain[0].PolicyConstraints; pc != nil && pc.RequireExplicit == 0 {
		s.explicit = 0
	}
	if s.explicit == 0 && !s.intersects(o.UserPolicies) {
		return false, "an explicit policy is required and none of those accepted is valid for the path"
	}
	return true, ""
}

func (s *policyState) null() bool { return len(s.levels) == 0 }

func (s *policyState) top() *policyLevel { return s.levels[len(s.levels)-1] }

// push makes l the deepest level; an empty level makes the graph NULL, since every node without children goes with it.
func (s *policyState) push(l *policyLevel) {
	if s.levels = append(s.levels, l); len(l.nodes) == 0 {
		s.levels = nil
	}
}

// process is 6.1.3 (d) and (e).
func (s *policyState) process(c *pkix.Certificate, last bool) {
	if s.null() {
		return
	}
	if len(c.Policies) == 0 {
		s.levels = nil
		return
	}
	above := s.top()
	byExpected := map[string][]*policyNode{}
	var order []string
	for _, n := range above.nodes {
		for _, e := range n.expected {
			if byExpected[e] == nil {
				order = append(order, e)
			}
			byExpected[e] = append(byExpected[e], n)
		}
	}
	level := newLevel()
	hasAny := false
	for _, p := range c.Policies {
		switch {
		case p.OID == anyPolicy:
			hasAny = true
		case level.index[p.OID] != nil:
		case len(byExpected[p.OID]) > 0:
			level.add(p.OID, byExpected[p.OID])
		case above.index[anyPolicy] != nil:
			level.add(p.OID, []*policyNode{above.index[anyPolicy]})
		}
	}
	if hasAny && (s.anyPol > 0 || !last && SelfIssued(c)) {
		for _, e := range order {
			if level.index[e] == nil {
				level.add(e, byExpected[e])
			}
		}
	}
	s.push(level)
}

// prepare is 6.1.4 (a), (b) and (h) to (j); it returns what fails.
func (s *policyState) prepare(c *pkix.Certificate) string {
	if why := s.mapPolicies(c); why != "" {
		return why
	}
	if !SelfIssued(c) {
		s.explicit, s.mapping, s.anyPol = max(s.explicit-1, 0), max(s.mapping-1, 0), max(s.anyPol-1, 0)
	}
	if pc := c.PolicyConstraints; pc != nil {
		if pc.RequireExplicit >= 0 {
			s.explicit = min(s.explicit, pc.RequireExplicit)
		}
		if pc.InhibitMapping >= 0 {
			s.mapping = min(s.mapping, pc.InhibitMapping)
		}
	}
	if c.InhibitAnyPolicy >= 0 {
		s.anyPol = min(s.anyPol, c.InhibitAnyPolicy)
	}
	return ""
}

// mapPolicies is 6.1.4 (a) and (b).
func (s *policyState) mapPolicies(c *pkix.Certificate) string {
	targets := map[string][]string{}
	var order []string
	for _, m := range c.PolicyMappings {
		if m.Issuer == anyPolicy || m.Subject == anyPolicy {
			return "policy mapping from or to any-policy"
		}
		if targets[m.Issuer] == nil {
			order = append(order, m.Issuer)
		}
		targets[m.Issuer] = append(targets[m.Issuer], m.Subject)
	}
	if s.null() {
		return ""
	}
	level := s.top()
	for _, p := range order {
		switch node := level.index[p]; {
		case s.mapping == 0:
			level.remove(p)
		case node != nil:
			node.expected = targets[p]
		case level.index[anyPolicy] != nil:
			level.add(p, level.index[anyPolicy].parents).expected = targets[p]
		}
	}
	if len(level.nodes) == 0 {
		s.levels = nil
	}
	return ""
}

// intersects is 6.1.5 (g): whether some policy of the path is one of user's, or of any where user is empty.
func (s *policyState) intersects(user []string) bool {
	if s.null() {
		return false
	}
	if len(user) == 0 || slices.Contains(user, anyPolicy) {
		return true
	}
	if s.top().index[anyPolicy] != nil {
		return true
	}
	for _, n := range s.top().nodes {
		n.alive = true
	}
	for i := len(s.levels) - 1; i > 0; i-- {
		for _, n := range s.levels[i].nodes {
			if !n.alive {
				continue
			}
			for _, p := range n.parents {
				p.alive = true
				// A policy below any-policy is one of the path's own, in the terms of the first domain.
				if p.policy == anyPolicy && slices.Contains(user, n.policy) {
					return true
				}
			}
		}
	}
	return false
}
