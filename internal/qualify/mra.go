// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

// tables are the agreements that apply to a service in the view: in the EU's the one of the pointer by which it was reached,
// and that of a pointer to the list of lists above it, if its depth reaches so far; in another party's view that party's own
// tables, which bear on services that are not its own. Recognition is a property of the path, not of the certificate.
func (c *Context) tables(n *notes, s *trust.Service) []*trust.Agreement {
	var out []*trust.Agreement
	switch c.view {
	case EU:
		if a := s.Agreement; a != nil && a.Depth >= 1 {
			out = append(out, a)
		} else if a != nil {
			n.add(Step{Name: "agreement", Clause: clauseMRA, Text: fmt.Sprintf("MRADepth %d does not reach the list that the agreement points to", a.Depth)})
		}
		for _, a := range c.store.Recognitions(s) {
			if a.Territory == string(EU) && a.Target == s.Parent && a.Target != s.List && !isMember(s.Territory) && !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	case Japan:
		for _, a := range c.store.Recognitions(s) {
			if a.Territory == string(Japan) && s.Territory != string(Japan) && !slices.ContainsFunc(out, func(o *trust.Agreement) bool { return sameTable(a, o) }) {
				out = append(out, a)
			}
		}
	}
	for _, a := range out {
		for _, p := range a.Problems {
			n.add(Step{Name: "agreement-read", Clause: clauseMRA, Passed: true, Warning: true, Text: p})
		}
	}
	return out
}

// sameTable reports whether two tables are one, read by two paths.
func sameTable(a, b *trust.Agreement) bool {
	return a.List == b.List && a.Target == b.Target && a.Depth == b.Depth && reflect.DeepEqual(a.Equivalences, b.Equivalences)
}

// translate gives the instances that a period stands for: itself, or one per period of the equivalence that fits it.
func (c *Context) translate(n *notes, s *trust.Service, p *trust.Period, leaf *ades.Certificate) []*instance {
	var out []*instance
	for _, a := range c.tables(n, s) {
		parts := [][]string{nil}
		if len(p.Additional) > 0 {
			parts = parts[:0]
			for _, uri := range p.Additional { // one translation for each piece of additional information
				parts = append(parts, []string{uri})
			}
		}
		for _, additional := range parts {
			out = append(out, c.translateBy(n, a, s, p, additional, leaf)...)
		}
	}
	if len(out) == 0 {
		return []*instance{plain(s, p, leaf)}
	}
	return out
}

// find looks for the equivalence that fits a period. Two that both fit make the table ambiguous: then none counts.
func (c *Context) find(n *notes, a *trust.Agreement, kind, status string, additional []string, issued time.Time) *trust.Equivalence {
	var hit *trust.Equivalence
	typed := false
	for k := range a.Equivalences {
		e := &a.Equivalences[k]
		for j := range e.Periods {
			ep := &e.Periods[j]
			if c.ended(ep, issued) || typeOf(ep, kind, additional) == nil {
				continue
			}
			if typed = true; statusOf(ep, status) == "" {
				continue
			}
			if hit != nil && hit != e {
				n.add(Step{Name: "agreement-unambiguous", Clause: clauseMRA,
					Text: fmt.Sprintf("the equivalences %q and %q are both for %s: neither counts", hit.LegalID, e.LegalID, typeText(kind, additional))})
				return nil
			}
			hit = e
		}
	}
	switch {
	case hit != nil:
	case typed:
		n.add(Step{Name: "agreement-status", Clause: clauseMRA, Text: fmt.Sprintf("the agreement has no equivalent of the status %s of %s", trust.StatusName(status), typeText(kind, additional))})
	default:
		n.add(Step{Name: "agreement-type", Clause: clauseMRA, Text: "the agreement has no equivalent of " + typeText(kind, additional)})
	}
	return hit
}

func typeText(kind string, additional []string) string {
	out := "the service type " + kind
	for _, a := range additional {
		out += " for " + extensionName(a)
	}
	return out
}

// translateBy translates a period by one table (PRO-4.3.4-03B).
func (c *Context) translateBy(n *notes, a *trust.Agreement, s *trust.Service, p *trust.Period, additional []string, leaf *ades.Certificate) []*instance {
	kind := p.Type
	if kind == "" {
		kind = s.Type
	}
	hit := c.find(n, a, kind, p.Status, additional, leaf.NotBefore())
	if hit == nil {
		return nil
	}
	list := c.store.List(a.List)
	var out []*instance
	for j := range hit.Periods {
		ep := &hit.Periods[j]
		to := typeOf(ep, kind, additional)
		status := statusOf(ep, p.Status)
		if c.ended(ep, leaf.NotBefore()) || to == nil || status == "" {
			continue
		}
		i := &instance{service: s, from: p.From, to: p.To, kind: to.Pointing.Type, status: trust.StatusName(status), critical: p.UnknownCritical(), dated: c.dated,
			mra: &mapping{agreement: a, equivalence: hit, period: ep, own: c.view != EU, unofficial: list != nil && !list.Official}}
		if to.Pointing.Additional != "" {
			i.additional = []string{extensionName(to.Pointing.Additional)}
		} else {
			for _, uri := range additional {
				i.additional = append(i.additional, extensionName(uri))
			}
		}
		if ep.HasQualifiers {
			i.qualify(p, leaf, func(uri string) string { return qualifierOf(n, hit, ep, uri) })
		} else if lost := p.QualifiersFor(leaf); len(lost) > 0 {
			n.add(Step{Name: "agreement-qualifiers", Clause: clauseMRA, Passed: true, Warning: true,
				Text: fmt.Sprintf("%q maps no qualifiers: %s has no meaning here", hit.LegalID, strings.Join(lost, ", "))})
		}
		out = append(out, i)
	}
	return out
}

func (c *Context) ended(ep *trust.EquivalencePeriod, t time.Time) bool {
	return !ep.To.IsZero() && (ep.To.Before(t) || !c.closed && ep.To.Equal(t))
}

// inForce reports whether the equivalence by which an instance was translated holds at a time.
func (c *Context) inForce(i *instance, t time.Time) bool {
	return i.mra != nil && i.mra.period.Enacted && c.within(i.mra.period.From, i.mra.period.To, t)
}

// recognised keeps, of the instances whose period contains the time, those that count: where an agreement bears on one of
// the lists, those that an equivalence in force translated, else all. It tells why the others do not count.
func (c *Context) recognised(r *Result, in []*instance) []*instance {
	current := keep(in, func(i *instance) bool { return c.at(i, r.Time) })
	agreement := slices.ContainsFunc(current, func(i *instance) bool { return i.mra != nil || c.view == EU && i.service.Agreement != nil })
	if !agreement {
		r.step("service-at-time", pro("4.3.4-03"), len(current) > 0, "in force: %s", number(len(current), "service period"))
		return current
	}
	enacted := keep(current, func(i *instance) bool { return c.inForce(i, r.Time) })
	for _, i := range current {
		if i.mra != nil && !c.inForce(i, r.Time) {
			r.warn("agreement-in-force", clauseMRA, "%s", notInForce(i.mra, r.Time))
		}
	}
	r.step("agreement", clauseMRA, len(enacted) > 0, "recognised by an equivalence in force: %s", number(len(enacted), "service period"))
	if len(enacted) > 0 {
		r.Recognition = enacted[0].recognition()
	}
	return enacted
}

// notInForce says why an equivalence does not count at a time.
func notInForce(m *mapping, t time.Time) string {
	ep, id := m.period, m.equivalence.LegalID
	switch {
	case t.Before(ep.From):
		return fmt.Sprintf("%q holds from %s only", id, stamp(ep.From))
	case !ep.To.IsZero() && !t.Before(ep.To):
		return fmt.Sprintf("%q held until %s only", id, stamp(ep.To))
	case ep.Repealed:
		return fmt.Sprintf("%q is repealed since %s", id, stamp(ep.From))
	}
	return fmt.Sprintf("%q has the status %q, which is not known", id, ep.Status)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

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

// qualifierOf is the counterpart of a qualifier; one without stays as it is.
func qualifierOf(n *notes, e *trust.Equivalence, ep *trust.EquivalencePeriod, uri string) string {
	for _, q := range ep.Qualifiers {
		if q.Pointed == uri {
			return q.Pointing
		}
	}
	n.add(Step{Name: "agreement-qualifiers", Clause: clauseMRA, Passed: true, Warning: true, Text: fmt.Sprintf("%q has no counterpart of the qualifier %s", e.LegalID, uri)})
	return uri
}
