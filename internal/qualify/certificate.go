// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"fmt"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

// Result is what a certificate is worth at one time.
type Result struct {
	Level Level
	// Listed says that a trusted list was reached at all.
	Listed bool
	Time   time.Time
	// Service is the one that decided; nil: none did.
	Service     *trust.Service
	Status      string // its status then, as the last part of the URI
	Recognition Recognition
	// Native is the level in the view's own vocabulary, where that is not the EU's; see [Japan].
	Native string
	Steps  []Step
}

func (r *Result) step(name, clause string, ok bool, format string, args ...any) {
	r.Steps = append(r.Steps, Step{name, clause, ok, fmt.Sprintf(format, args...)})
}

// Certificate determines the qualification of the first certificate of a chain at a time.
func (c *Context) Certificate(chain []*ades.Certificate, t time.Time) Result {
	r := Result{Time: t}
	all := c.instances(chain)
	r.Listed = len(all) > 0
	if !r.Listed {
		r.step("listed", clauseServices, false, "no trusted list has a certificate of the chain")
		return r
	}
	services, steps := c.usable(all)
	r.Steps = append(r.Steps, steps...)
	if len(services) == 0 {
		r.step("lists-acceptable", clauseLists, false, "no list that has the service is acceptable")
		return r
	}
	content := translatedContent(chain[0], services)
	switch {
	case c.view == Japan:
		c.japanese(&r, services, chain[0])
	case c.variant == Standard:
		c.standard(&r, services, content, chain[0])
	default:
		c.reference(&r, services, content, chain[0])
	}
	if r.Recognition.Facilitation { // eases advanced signatures, makes nothing qualified
		r.Level.Qualified, r.Level.Device = false, false
		r.step("agreement", clauseMRA, false, "the agreement is for advanced signatures only")
	}
	return r
}

// inForce keeps the instances whose period contains t and, where an agreement bears on one of the lists, those that an
// equivalence in force at t translated.
func (c *Context) inForce(r *Result, in []*instance) []*instance {
	current := keep(in, func(i *instance) bool { return i.at(r.Time, c.variant) })
	agreement := false
	for _, i := range current {
		agreement = agreement || i.mra != nil || c.view == EU && i.service.Agreement != nil
	}
	if !agreement {
		r.step("service-at-time", clauseServices, len(current) > 0, "%d service periods contain %s", len(current), r.Time.UTC().Format(time.RFC3339))
		return current
	}
	enacted := keep(current, func(i *instance) bool {
		if i.mra == nil || !i.mra.period.Enacted {
			return false
		}
		return i.mra.period.Contains(r.Time) || c.variant == Reference && r.Time.Equal(i.mra.period.To)
	})
	r.step("agreement", clauseMRA, len(enacted) > 0, "%d service periods are recognised by an equivalence in force", len(enacted))
	return enacted
}

// reference is the determination as the reference implementation makes it.
func (c *Context) reference(r *Result, in []*instance, cert content, leaf *ades.Certificate) {
	services := c.inForce(r, in)
	caqc := keep(services, func(i *instance) bool {
		return i.kind == typeCAQC && !i.foreign && !i.critical || i.kind == typeCAQC && i.translated()
	})
	r.step("service-type", clauseServices, len(caqc) > 0, "%d of type CA/QC", len(caqc))
	if len(caqc) > 0 {
		services = caqc
	}
	services = keep(services, func(i *instance) bool { return i.covers(cert) })
	r.step("certificate-type", clauseServices, len(services) > 0, "%d are for certificates for %s", len(services), cert.usage())
	for _, i := range services {
		if b := i.broken(rulesType, rulesQC, rulesDevice, rulesStatus, rulesKnown); b != "" {
			r.step("list-consistent", clauseServices, false, "%s", b)
		}
	}
	if len(services) > 1 && !c.agree(services, cert) {
		r.step("services-agree", clauseServices, false, "services of the same certificate contradict each other")
		return
	}
	services = keep(services, func(i *instance) bool { return i.broken(rulesStatus) == "" })
	granted := keep(services, func(i *instance) bool { return i.granted(c.variant) })
	r.step("status", clauseQualified, len(granted) > 0, "%d with a status that grants", len(granted))
	if len(granted) > 0 {
		services = granted
	}
	var selected *instance
	if len(services) > 0 {
		selected = services[0]
		if !contains(caqc, selected) || !contains(granted, selected) {
			services, selected = nil, nil
		}
	}
	if selected != nil {
		r.Service, r.Status, r.Recognition = selected.service, selected.status, selected.recognition()
		same := nameMatches(selected.service, leaf)
		r.step("provider-name", clauseQualified, same, "the issuer's organisation is one of the provider's names: %t", same)
	}
	r.Level = c.level(services, cert)
	r.step("qualified", clauseQualified, r.Level.Qualified, "%s", r.Level)
}

// level applies the three strategies, each to the instances that are consistent in its respect.
func (c *Context) level(services []*instance, cert content) Level {
	pick := func(rules []rule) *instance {
		for _, i := range services {
			if i.broken(rules) == "" {
				return i
			}
		}
		return nil
	}
	l := Level{Known: true}
	l.Qualified = qualifiedBy(pick(rulesQC), cert, c.variant)
	l.Usage = usageBy(pick(rulesType), cert, l.Qualified)
	l.Device = l.Qualified && deviceBy(pick(rulesDevice), cert)
	return l
}

// agree reports whether every instance alone gives the same level.
func (c *Context) agree(services []*instance, cert content) bool {
	for _, i := range services[1:] {
		if c.single(i, cert) != c.single(services[0], cert) {
			return false
		}
	}
	return true
}

// single is the level that one instance gives.
func (c *Context) single(i *instance, cert content) Level {
	l := Level{Known: true, Qualified: qualifiedBy(i, cert, c.variant)}
	l.Usage = usageBy(i, cert, l.Qualified)
	l.Device = l.Qualified && deviceBy(i, cert)
	return l
}

func qualifiedBy(i *instance, cert content, v Variant) bool {
	switch {
	case i == nil || !i.granted(v) || i.has("NotQualified"):
		return false
	case i.has("QCStatement"):
		return true
	}
	return cert.qualified()
}

func usageBy(i *instance, cert content, qualified bool) Usage {
	if !qualified {
		return cert.usage()
	}
	switch {
	case i == nil:
		return UnknownUsage
	case i.preEIDAS():
		return ESig
	case i.usages() > 1:
		return UnknownUsage
	case i.has("QCForESig"):
		return ESig
	case i.has("QCForESeal"):
		return ESeal
	case i.has("QCForWSA"):
		return Web
	}
	return cert.usage()
}

func deviceBy(i *instance, cert content) bool {
	if i == nil {
		return false
	}
	if i.preEIDAS() {
		switch {
		case i.has("QCWithSSCD"):
			return true
		case i.has("QCSSCDStatusAsInCert"):
			return cert.device()
		case i.has("QCNoSSCD"):
			return false
		}
		return cert.device()
	}
	switch {
	case i.any("QCWithQSCD", "QCQSCDManagedOnBehalf"):
		return true
	case i.has("QCQSCDStatusAsInCert"):
		return cert.device()
	case i.has("QCNoQSCD"):
		return false
	}
	return cert.device()
}

// covers reports whether the instance is for certificates of this type; before eIDAS there were no types.
func (i *instance) covers(cert content) bool {
	if cert.notBefore.Before(eidas) {
		return true
	}
	sig, seal, web := i.has("QCForESig"), i.has("QCForESeal"), i.has("QCForWSA")
	sig = sig || !seal && !web && cert.compliance
	one := count(sig, seal, web) == 1
	asiSig := i.asi("ForeSignatures") && !i.has("QCForLegalPerson")
	asiSeal, asiWeb := i.asi("ForeSeals"), i.asi("ForWebSiteAuthentication")
	overSig, overSeal, overWeb := asiSig && sig && one, asiSeal && seal && one, asiWeb && web && one
	switch cert.usage() {
	case ESig:
		return asiSig || overSeal || overWeb
	case ESeal:
		return asiSeal || overSig || overWeb
	case Web:
		return asiWeb || overSeal || overSig
	}
	return true
}

// nameMatches compares the issuer's organisation with the provider's names, letter case and white space apart.
func nameMatches(s *trust.Service, leaf *ades.Certificate) bool {
	issuer := leaf.X509().Issuer
	names := issuer.Values("2.5.4.10")
	if len(names) == 0 {
		names = issuer.Values("2.5.4.3")
	}
	for _, texts := range [][]trust.Text{s.Provider, s.TradeNames} {
		for _, t := range texts {
			for _, n := range names {
				if fold(n) == fold(t.Value) {
					return true
				}
			}
		}
	}
	return false
}

func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func keep(in []*instance, ok func(*instance) bool) []*instance {
	var out []*instance
	for _, i := range in {
		if ok(i) {
			out = append(out, i)
		}
	}
	return out
}

func contains(in []*instance, i *instance) bool {
	for _, x := range in {
		if x == i {
			return true
		}
	}
	return false
}
