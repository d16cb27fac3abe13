// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/trust"
)

// The identifiers of EN 319 412-5 v2.4.1 4, and the certificate policies of TS 101 456.
const (
	oidCompliance = "0.4.0.1862.1.1"
	oidSSCD       = "0.4.0.1862.1.4"
	oidTypes      = "0.4.0.1862.1.6"
	oidESign      = "0.4.0.1862.1.6.1"
	oidESeal      = "0.4.0.1862.1.6.2"
	oidWeb        = "0.4.0.1862.1.6.3"
	oidLaw        = "0.4.0.1862.1.7"
	oidQCPPlus    = "0.4.0.1456.1.1"
	oidQCP        = "0.4.0.1456.1.2"
)

// content is what a certificate says of itself, after translation by an agreement.
type content struct {
	notBefore        time.Time
	compliance, sscd bool
	types            []string
	legislation      []string
	hasLegislation   bool
	qcp, qcpPlus     bool
	// enacted says that an enacted agreement translated the content, complied that its condition for being qualified held.
	enacted, complied bool
	// dateless says that the date of eIDAS does not bear on the certificate, since an agreement recognises it.
	dateless bool
}

// preEIDAS reports whether the certificate was issued under Directive 1999/93/EC.
func (c content) preEIDAS() bool { return c.notBefore.Before(eidas) && !c.dateless }

func contentOf(c *ades.Certificate) content {
	x := c.X509()
	out := content{notBefore: c.NotBefore()}
	if x.QC != nil {
		out.compliance, out.sscd = x.QC.Compliance, x.QC.SSCD
		out.types, out.legislation = slices.Clone(x.QC.Types), slices.Clone(x.QC.Legislation)
		out.hasLegislation = slices.Contains(x.QC.IDs, oidLaw)
	}
	has := func(oid string) bool {
		return slices.ContainsFunc(x.Policies, func(p pkix.Policy) bool { return p.OID == oid })
	}
	out.qcp, out.qcpPlus = has(oidQCP), has(oidQCPPlus)
	return out
}

// translatedContent applies the content tables of the equivalences that the services were translated by, if they hold when
// the certificate was issued. Conditions look at the certificate itself; two equivalences that give different content change
// nothing.
func (c *Context) translatedContent(n *notes, leaf *ades.Certificate, services []*instance) content {
	original := contentOf(leaf)
	result, translated, dateless := original, false, false
	var done []*trust.EquivalencePeriod
	for _, i := range services {
		if i.mra == nil || slices.Contains(done, i.mra.period) {
			continue
		}
		ep := i.mra.period
		done = append(done, ep)
		if !c.inForce(i, leaf.NotBefore()) || !typeFits(original, ep) {
			continue
		}
		dateless = !c.dated
		if len(ep.Contents) == 0 {
			continue
		}
		t := original
		t.enacted = true
		t.types, t.legislation = slices.Clone(original.types), slices.Clone(original.legislation)
		for k := range ep.Contents {
			met := ep.Contents[k].Pointed.Match(leaf)
			n.context(i.mra.equivalence.LegalID, &ep.Contents[k], met)
			if met {
				t.apply(&ep.Contents[k])
			}
		}
		if translated && (result.compliance != t.compliance || result.sscd != t.sscd || !sameSet(result.types, t.types)) {
			n.content = append(n.content, Step{Name: "content", Clause: clauseMRA, Text: "two equivalences read the certificate's statements differently: neither counts"})
			result = original
			break
		}
		result, translated = t, true
	}
	result.dateless = dateless
	return result
}

// context tells whether the condition of one context held.
func (n *notes) context(id string, e *trust.ContentEquivalence, met bool) {
	name := e.Context[strings.LastIndexByte(e.Context, '/')+1:]
	s := Step{Name: "content", Clause: clauseMRA, Passed: met, Text: fmt.Sprintf("%q: the certificate meets the condition for %s", id, name)}
	switch {
	case e.Context == "":
		s.Passed, s.Warning, s.Text = true, true, fmt.Sprintf("%q: the context %q is not known and has no effect", id, e.URI)
	case e.Pointed.Unsupported() != "":
		s.Text = fmt.Sprintf("%q: the condition for %s has a part that is not understood: %s", id, name, e.Pointed.Unsupported())
	case !met:
		s.Text = fmt.Sprintf("%q: the certificate does not meet the condition for %s", id, name)
	}
	if !slices.Contains(n.content, s) {
		n.content = append(n.content, s)
	}
}

func sameSet(a, b []string) bool {
	return !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) }) &&
		!slices.ContainsFunc(b, func(x string) bool { return !slices.Contains(a, x) })
}

// typeFits reports whether the certificate's type is one that the equivalence is for.
func typeFits(c content, ep *trust.EquivalencePeriod) bool {
	for _, t := range ep.Types {
		name := extensionName(t.Pointing.Additional)
		switch {
		case name == "", len(c.types) == 0 && !c.compliance:
			return true
		case len(c.types) == 0:
			if name == "ForeSignatures" {
				return true
			}
		case name == "ForeSignatures" && slices.Contains(c.types, oidESign),
			name == "ForeSeals" && slices.Contains(c.types, oidESeal),
			name == "ForWebSiteAuthentication" && slices.Contains(c.types, oidWeb):
			return true
		}
	}
	return false
}

// apply replaces what one content equivalence declares.
func (c *content) apply(e *trust.ContentEquivalence) {
	add, remove := &declared{}, &declared{}
	collect(&e.Pointing, add, remove, 0)
	switch e.Context {
	case trust.MRAContextCompliance:
		c.complied = true
		c.compliance = slices.Contains(add.ids, oidCompliance) && !slices.Contains(remove.ids, oidCompliance)
		if len(add.legislation) > 0 {
			c.legislation, c.hasLegislation = add.legislation, true
		}
		if slices.Contains(remove.ids, oidLaw) {
			c.legislation = without(c.legislation, remove.legislation)
			c.hasLegislation = len(c.legislation) > 0
		}
	case trust.MRAContextType:
		if len(add.types) > 0 {
			c.types = add.types
		}
		if slices.Contains(remove.ids, oidTypes) {
			c.types = without(c.types, remove.types)
		}
	case trust.MRAContextQSCD:
		c.sscd = slices.Contains(add.ids, oidSSCD) && !slices.Contains(remove.ids, oidSSCD)
	}
}

// without removes what is listed, or everything if nothing is.
func without(from, list []string) []string {
	if len(list) == 0 {
		return nil
	}
	var out []string
	for _, v := range from {
		if !slices.ContainsFunc(list, func(l string) bool { return strings.EqualFold(l, v) }) {
			out = append(out, v)
		}
	}
	return out
}

// declared is the content that a pointing declaration states.
type declared struct{ ids, types, legislation []string }

// collect flattens a declaration: "none" swaps what is added and removed, "at least one" takes the first.
func collect(l *trust.Criteria, add, remove *declared, depth int) {
	if depth > 16 {
		return
	}
	if l.Assert == trust.AssertNone {
		add, remove = remove, add
	}
	for k := range l.Items {
		item := &l.Items[k]
		for _, s := range item.Statements {
			add.ids = append(add.ids, s.ID)
			if s.Type != "" {
				add.types = append(add.types, s.Type)
			}
			if s.Legislation != "" {
				add.legislation = append(add.legislation, s.Legislation)
			}
		}
		if item.Nested != nil {
			collect(item.Nested, add, remove, depth+1)
		}
		if l.Assert == trust.AssertAtLeastOne {
			return
		}
	}
}

// qualified is what the certificate says of being qualified.
func (c content) qualified() bool {
	if c.hasLegislation && len(c.legislation) > 0 || c.hasLegislation && !c.enacted {
		return false
	}
	if c.preEIDAS() {
		return c.compliance || c.qcp || c.qcpPlus
	}
	return c.compliance
}

// usage is the type that the certificate claims.
func (c content) usage() Usage {
	if c.preEIDAS() {
		if c.compliance || c.qcp || c.qcpPlus {
			return ESig
		}
		return UnknownUsage
	}
	switch {
	case len(c.types) == 1:
		return map[string]Usage{oidESign: ESig, oidESeal: ESeal, oidWeb: Web}[c.types[0]]
	case len(c.types) == 0 && c.compliance:
		return ESig
	}
	return UnknownUsage
}

// device is what the certificate says of its key being in a qualified device.
func (c content) device() bool { return c.sscd || c.preEIDAS() && c.qcpPlus }
