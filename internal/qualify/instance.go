// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

const (
	typePrefix      = "http://uri.etsi.org/TrstSvc/Svctype/"
	typeCAQC        = typePrefix + "CA/QC"
	typeQTST        = typePrefix + "TSA/QTST"
	extensionPrefix = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
)

// extensionName is the last part of a URI of additional information or of a qualifier.
func extensionName(uri string) string {
	if rest, ok := strings.CutPrefix(uri, extensionPrefix); ok {
		return rest
	}
	if rest, ok := strings.CutPrefix(uri, "http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/SvcInfoExt/"); ok {
		return rest
	}
	return uri
}

// instance is one service in one status period, as it counts for one certificate: translated where an agreement says so.
type instance struct {
	service    *trust.Service
	from, to   time.Time
	kind       string // service type
	status     string // last part of the status URI
	additional []string
	qualifiers []string
	critical   bool // has a critical extension that is not understood
	foreign    bool // of a list outside the EU, and not translated
	dated      bool // the date at which eIDAS began to apply bears on it
	unknown    bool // a qualifier is not known
	mandatory  bool // an unknown qualifier stands in a critical extension
	mra        *mapping
}

// mapping is the equivalence that an instance was translated by.
type mapping struct {
	agreement   *trust.Agreement
	equivalence *trust.Equivalence
	period      *trust.EquivalencePeriod
	own         bool // the table is the viewing party's own, in its own list
	unofficial  bool // the table stands in a test or unofficial list
}

func (i *instance) has(name string) bool { return slices.Contains(i.qualifiers, name) }
func (i *instance) asi(name string) bool { return slices.Contains(i.additional, name) }
func (i *instance) preEIDAS() bool       { return i.dated && i.from.Before(eidas) }
func (i *instance) translated() bool     { return i.mra != nil }

// counts reports whether a service type of the EU has its meaning here: in a list of a member, or by an agreement.
func (i *instance) counts() bool { return (!i.foreign || i.translated()) && !i.critical }

func (i *instance) recognition() Recognition {
	if i == nil || i.mra == nil {
		return Recognition{}
	}
	m := i.mra
	r := Recognition{Agreement: m.equivalence.LegalID, As: i.kind, Status: i.status, Since: m.period.From, Basis: Equivalence, Unofficial: !i.service.Official || m.unofficial}
	switch {
	case m.agreement.ListType == trust.MRATypeAdES:
		r.Basis = Facilitation
	case m.own:
		r.Basis = OwnTable
	}
	return r
}

// within reports whether t lies in a period: half-open, or under the rule closed-periods with its end.
func (c *Context) within(from, to, t time.Time) bool {
	return !t.Before(from) && (to.IsZero() || t.Before(to) || c.closed && t.Equal(to))
}

func (c *Context) at(i *instance, t time.Time) bool { return c.within(i.from, i.to, t) }

// granted reports whether the status makes what the service issues qualified.
func (i *instance) granted() bool {
	if i.preEIDAS() {
		return i.status == "undersupervision" || i.status == "supervisionincessation" || i.status == "accredited"
	}
	return i.status == "granted"
}

// members are the territories of the EU's list of lists, the former member's included: only their services, or translated
// ones, have a meaning in EU law.
const members = " AT BE BG CY CZ DE DK EE EL GR ES FI FR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK UK GB "

// isMember reports whether a list of this territory is one of the EU's; "EU" is that of the list of lists itself.
func isMember(territory string) bool {
	return territory != "" && strings.Contains(members+"EU ", " "+strings.ToUpper(territory)+" ")
}

// foreign reports whether a territory is another party's than the view's.
func (c *Context) foreign(territory string) bool {
	switch c.view {
	case EU:
		return territory != "" && !isMember(territory)
	case Japan:
		return territory != "" && territory != string(Japan)
	}
	return false
}

// known are the qualifiers of TS 119 612 v2.4.1 5.5.9.2.3.
const known = " QCStatement NotQualified QCWithSSCD QCWithQSCD QCNoSSCD QCNoQSCD QCSSCDStatusAsInCert QCQSCDStatusAsInCert QCQSCDManagedOnBehalf QCForLegalPerson QCForESig QCForESeal QCForWSA "

// listed is what the lists say of a certificate.
type listed struct {
	found    bool        // some list has a certificate of the chain
	services []*instance // of the lists that the policy accepts
	content  content     // what the certificate says of itself, translated
	steps    []Step
}

// gather collects what the lists say of the first certificate of a chain: every service that a certificate of its chain is
// an identity of, one instance per period that had not ended before the certificate was issued (PRO-4.3.4-03).
func (c *Context) gather(chain []*ades.Certificate) listed {
	var out listed
	if len(chain) == 0 {
		return out
	}
	leaf := chain[0]
	var services []*trust.Service
	for _, cert := range chain {
		for _, s := range c.store.Services(cert) {
			if !slices.Contains(services, s) {
				services = append(services, s)
			}
		}
	}
	var all []*instance
	notes := &notes{}
	for _, s := range services {
		for k := range s.Periods {
			p := &s.Periods[k]
			if !p.To.IsZero() && p.To.Before(leaf.NotBefore()) {
				continue
			}
			all = append(all, c.translate(notes, s, p, leaf)...)
		}
	}
	out.found = len(all) > 0
	out.services, out.steps = c.usable(all)
	out.steps = append(out.steps, notes.steps...)
	out.content = c.translatedContent(notes, leaf, out.services)
	out.steps = append(out.steps, notes.content...)
	return out
}

// notes are the steps of a translation, each once.
type notes struct{ steps, content []Step }

func (n *notes) add(s Step) {
	if !slices.Contains(n.steps, s) {
		n.steps = append(n.steps, s)
	}
}

// plain is a period as the list has it.
func plain(s *trust.Service, p *trust.Period, leaf *ades.Certificate) *instance {
	i := &instance{service: s, from: p.From, to: p.To, kind: p.Type, status: trust.StatusName(p.Status), critical: p.UnknownCritical(),
		foreign: !isMember(s.Territory), dated: true}
	if i.kind == "" {
		i.kind = s.Type
	}
	for _, a := range p.Additional {
		i.additional = append(i.additional, extensionName(a))
	}
	i.qualify(p, leaf, func(uri string) string { return uri })
	return i
}

// qualify adds the qualifiers that a period has for a certificate, each by its counterpart.
func (i *instance) qualify(p *trust.Period, leaf *ades.Certificate, counterpart func(string) string) {
	for k := range p.Qualifiers {
		q := &p.Qualifiers[k]
		if !q.Criteria.Match(leaf) {
			continue
		}
		for _, uri := range q.URIs {
			name := extensionName(counterpart(uri))
			if !strings.Contains(known, " "+name+" ") {
				i.unknown, i.mandatory = true, i.mandatory || q.Critical
			}
			if !slices.Contains(i.qualifiers, name) {
				i.qualifiers = append(i.qualifiers, name)
			}
		}
	}
}
