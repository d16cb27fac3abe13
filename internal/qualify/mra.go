// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

// tables are the agreements that apply to a service in the view: the one of the pointer by which it was reached, and in
// another party's view that party's own tables, which bear on services that are not its own.
func (c *Context) tables(s *trust.Service) []*trust.Agreement {
	if c.view == EU {
		if s.Agreement == nil {
			return nil
		}
		return []*trust.Agreement{s.Agreement}
	}
	var out []*trust.Agreement
	for _, a := range c.store.Recognitions(s) {
		if a.Territory == string(c.view) && s.Territory != string(c.view) {
			out = append(out, a)
		}
	}
	return out
}

// translate gives the instances that a period stands for: itself, or one per period of the equivalence that fits it.
func (c *Context) translate(s *trust.Service, p *trust.Period, leaf *ades.Certificate) []*instance {
	var out []*instance
	for _, a := range c.tables(s) {
		parts := [][]string{nil}
		if len(p.Additional) > 0 {
			parts = parts[:0]
			for _, uri := range p.Additional { // one translation for each piece of additional information
				parts = append(parts, []string{uri})
			}
		}
		for _, additional := range parts {
			out = append(out, translateBy(a, s, p, additional, leaf)...)
		}
	}
	if len(out) == 0 {
		return []*instance{plain(s, p, leaf)}
	}
	return out
}

// translateBy translates a period by one table. Two equivalences that both fit translate nothing: the table is ambiguous.
func translateBy(a *trust.Agreement, s *trust.Service, p *trust.Period, additional []string, leaf *ades.Certificate) []*instance {
	kind := p.Type
	if kind == "" {
		kind = s.Type
	}
	var hit *trust.Equivalence
	for k := range a.Equivalences {
		e := &a.Equivalences[k]
		for j := range e.Periods {
			ep := &e.Periods[j]
			if ended(ep, leaf.NotBefore()) || typeOf(ep, kind, additional) == nil || statusOf(ep, p.Status) == "" {
				continue
			}
			if hit != nil && hit != e {
				return nil
			}
			hit = e
		}
	}
	if hit == nil {
		return nil
	}
	var out []*instance
	for j := range hit.Periods {
		ep := &hit.Periods[j]
		to := typeOf(ep, kind, additional)
		status := statusOf(ep, p.Status)
		if ended(ep, leaf.NotBefore()) || to == nil || status == "" {
			continue
		}
		i := &instance{service: s, from: p.From, to: p.To, kind: to.Pointing.Type, status: trust.StatusName(status),
			critical: p.UnknownCritical(), mra: &mapping{a, hit, ep}}
		if to.Pointing.Additional != "" {
			i.additional = []string{extensionName(to.Pointing.Additional)}
		} else {
			for _, uri := range additional {
				i.additional = append(i.additional, extensionName(uri))
			}
		}
		if ep.HasQualifiers { // without a table of qualifiers they have no meaning here
			for _, q := range p.QualifiersFor(leaf) {
				i.addQualifier(qualifierOf(ep, q))
			}
		}
		out = append(out, i)
	}
	return out
}

func ended(ep *trust.EquivalencePeriod, t time.Time) bool { return !ep.To.IsZero() && ep.To.Before(t) }

// typeOf finds the first type equivalence that fits, in document order.
func typeOf(ep *trust.EquivalencePeriod, kind string, additional []string) *trust.TypeEquivalence {
	for k := range ep.Types {
		t := &ep.Types[k]
		if t.Pointed.Type == kind && (t.Pointed.Additional == "" || slices.Contains(additional, t.Pointed.Additional)) {
			return t
		}
	}
	return nil
}

// statusOf is the pointing party's status for a pointed one; empty: the table has none.
func statusOf(ep *trust.EquivalencePeriod, status string) string {
	for _, s := range ep.Statuses {
		if slices.Contains(s.Pointed, status) && len(s.Pointing) > 0 {
			return s.Pointing[0]
		}
	}
	return ""
}

func qualifierOf(ep *trust.EquivalencePeriod, uri string) string {
	for _, q := range ep.Qualifiers {
		if q.Pointed == uri {
			return q.Pointing
		}
	}
	return uri
}
