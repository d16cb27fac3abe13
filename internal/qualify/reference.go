// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"slices"
	"strconv"

	"github.com/mitome-project/mitome/ades"
)

// reference is the determination as the reference implementation makes it.
func (c *Context) reference(r *Result, in []*instance, cert content, leaf *ades.Certificate) {
	services := c.recognised(r, in)
	caqc := keep(services, func(i *instance) bool { return i.kind == typeCAQC && i.counts() })
	r.step("service-type", clauseServices, len(caqc) > 0, "of type CA/QC: %s", number(len(caqc), "service"))
	if len(caqc) > 0 {
		services = caqc
	}
	services = keep(services, func(i *instance) bool { return i.covers(cert) })
	if len(services) > 0 {
		r.Recognition = services[0].recognition()
	}
	r.step("certificate-type", clauseServices, len(services) > 0, "for certificates for %[2]s: %[1]s", number(len(services), "service"), cert.usage())
	for _, i := range keep(services, (*instance).counts) {
		if b := i.broken(rulesType, rulesQC, rulesDevice, rulesStatus, rulesKnown); b != "" {
			r.warn("list-consistent", clauseServices, "%s", b)
		}
	}
	if len(services) > 1 && !c.agree(services, cert) {
		r.step("services-agree", clauseServices, false, "services of the same certificate contradict each other")
		return
	}
	services = keep(services, func(i *instance) bool { return i.broken(rulesStatus) == "" })
	granted := keep(services, func(i *instance) bool { return i.counts() && i.granted() })
	r.step("status", clauseQualified, len(granted) > 0, "with a status that grants: %s", number(len(granted), "service"))
	if len(granted) > 0 {
		services = granted
	}
	var selected *instance
	if len(services) > 0 {
		selected = services[0]
		if !slices.Contains(caqc, selected) || !slices.Contains(granted, selected) {
			services, selected = nil, nil
		}
	}
	if selected != nil {
		r.Service, r.Status, r.Recognition = selected.service, selected.status, selected.recognition()
		if !issuerNamed(selected.service, leaf) {
			r.warn("provider-name", clauseQualified, "the issuer's organisation is none of the provider's names")
		}
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
	l.Qualified = qualifiedBy(pick(rulesQC), cert)
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
	l := Level{Known: true, Qualified: qualifiedBy(i, cert)}
	l.Usage = usageBy(i, cert, l.Qualified)
	l.Device = l.Qualified && deviceBy(i, cert)
	return l
}

func qualifiedBy(i *instance, cert content) bool {
	switch {
	case i == nil || !i.granted() || i.has("NotQualified"):
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
	if cert.preEIDAS() {
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

// number counts things in words.
func number(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

func keep(in []*instance, ok func(*instance) bool) []*instance {
	var out []*instance
	for _, i := range in {
		if ok(i) {
			out = append(out, i)
		}
	}
	return out
}
