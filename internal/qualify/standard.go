// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"github.com/mitome-project/mitome/ades"
)

// standard is the determination of TS 119 615 v1.4.1 4.4.4 and 4.5.4 at one time. Where the list contradicts itself there
// is no answer: the level stays "not applicable", with the step that says why.
func (c *Context) standard(r *Result, in []*instance, cert content, leaf *ades.Certificate) {
	services := keep(c.inForce(r, in), func(i *instance) bool { return i.kind == typeCAQC && (!i.foreign || i.translated()) })
	if len(services) == 0 {
		r.step("service-type", clauseServices, false, "no service of type CA/QC at the time")
		r.Level = Level{Known: true, Usage: cert.usage()}
		return
	}
	for _, i := range services {
		if i.critical {
			r.step("critical-extension", "TS 119 612 v2.4.1 5.5.9", false, "the list has a critical extension that is not understood")
			return
		}
	}
	first := services[0]
	r.Service, r.Status, r.Recognition = first.service, first.status, first.recognition()
	if !first.translated() && !nameMatches(first.service, leaf) { // 4.4.4-06
		r.step("provider-name", clauseQualified, false, "the issuer's organisation is none of the provider's names")
		return
	}
	if cert.notBefore.Before(eidas) || r.Time.Before(eidas) {
		c.directive(r, services, cert)
		return
	}
	l := Level{Known: true, Usage: cert.usage()}
	positive := 0
	for _, u := range []Usage{ESig, ESeal, Web} {
		answer, why := dimension(services, u, cert)
		r.step("qualified-for-"+u.String(), clauseQualified, answer == yes, "%s", why)
		switch answer {
		case undetermined:
			return
		case yes:
			positive++
			l.Usage, l.Qualified = u, true
		}
	}
	if positive > 1 {
		r.step("one-type", clauseQualified, false, "qualified for more than one type")
		return
	}
	if l.Qualified {
		device, ok := device(keep(services, func(i *instance) bool { return i.asi(asiNames[l.Usage]) }), cert)
		r.step("device", clauseDevice, device, "in a qualified device: %t, list consistent: %t", device, ok)
		l.Device = device
	}
	r.Level = l
}

type answer uint8

const (
	no answer = iota
	yes
	undetermined
)

var asiNames = map[Usage]string{ESig: "ForeSignatures", ESeal: "ForeSeals", Web: "ForWebSiteAuthentication"}
var usageNames = map[Usage]string{ESig: "QCForESig", ESeal: "QCForESeal", Web: "QCForWSA"}

// dimension is the determination for one type (4.4.4-08 to 31, tables 1 to 3).
func dimension(services []*instance, u Usage, cert content) (answer, string) {
	group := keep(services, func(i *instance) bool { return i.asi(asiNames[u]) })
	if len(group) == 0 {
		return no, "no service for this type"
	}
	var q instance
	for _, i := range group {
		switch {
		case i.status != group[0].status:
			return undetermined, "entries with different statuses"
		case i.status == "withdrawn":
			return no, "withdrawn"
		case i.status != "granted":
			return undetermined, "status " + i.status + " is neither granted nor withdrawn"
		}
		q.qualifiers = append(q.qualifiers, i.qualifiers...)
	}
	if q.has("NotQualified") && q.has("QCStatement") || u == ESig && q.has("QCForLegalPerson") {
		return undetermined, "the qualifiers contradict each other"
	}
	for other, name := range usageNames {
		if other != u && q.has(name) {
			return undetermined, "the qualifiers are for another type"
		}
	}
	own := q.has(usageNames[u])
	switch {
	case q.has("NotQualified"):
		return no, "NotQualified"
	case own && (q.has("QCStatement") || cert.qualified()):
		return yes, "qualifier " + usageNames[u]
	case own:
		return no, "not stated to be qualified"
	case cert.qualified():
		return byCertificate(u, cert, u == ESig)
	case q.has("QCStatement") && len(cert.types) == 0:
		return undetermined, "QCStatement, and nothing says of which type"
	case q.has("QCStatement"):
		return byCertificate(u, cert, false)
	}
	return no, "not stated to be qualified"
}

// byCertificate lets the certificate's QcType decide; untyped says what its absence means.
func byCertificate(u Usage, cert content, untyped bool) (answer, string) {
	want := map[Usage]string{ESig: oidESign, ESeal: oidESeal, Web: oidWeb}[u]
	found := false
	for _, t := range cert.types {
		found = found || t == want
	}
	switch {
	case len(cert.types) == 0 && untyped:
		return yes, "the certificate states no type, which means eSig"
	case len(cert.types) == 0:
		return no, "the certificate states no type"
	case found && len(cert.types) == 1:
		return yes, "the certificate states this type"
	case found:
		return undetermined, "the certificate states several types"
	}
	return no, "the certificate states another type"
}

// directive is the determination under Directive 1999/93/EC (4.4.4-33, table 5).
func (c *Context) directive(r *Result, services []*instance, cert content) {
	var q instance
	live := false
	for _, i := range services {
		if i.status != services[0].status {
			r.step("status", clauseQualified, false, "entries with different statuses")
			return
		}
		live = live || r.Time.Before(eidas) || i.asi("ForeSignatures")
		q.qualifiers = append(q.qualifiers, i.qualifiers...)
	}
	l := Level{Known: true, Usage: ESig}
	active := map[string]bool{"granted": true, "accredited": true, "undersupervision": true, "supervisionincessation": true}[services[0].status]
	switch {
	case !live || !active:
		r.step("status", clauseQualified, false, "status %s", services[0].status)
		l.Usage = cert.usage()
		r.Level = l
		return
	case q.any("QCForESeal", "QCForWSA") || q.has("NotQualified") && q.has("QCStatement"):
		r.step("list-consistent", clauseQualified, false, "the qualifiers contradict each other")
		return
	}
	l.Qualified = !q.has("NotQualified") && (q.has("QCStatement") || cert.qualified())
	r.step("qualified", clauseQualified, l.Qualified, "under Directive 1999/93/EC")
	if l.Qualified {
		var ok bool
		if r.Time.Before(eidas) {
			l.Device, ok = deviceDirective(q, cert)
		} else {
			l.Device, ok = device(services, cert)
		}
		r.step("device", clauseDevice, l.Device, "in a secure device: %t, list consistent: %t", l.Device, ok)
	}
	r.Level = l
}

func deviceDirective(q instance, cert content) (yes, consistent bool) {
	if count(q.has("QCWithSSCD"), q.has("QCNoSSCD"), q.has("QCSSCDStatusAsInCert")) > 1 {
		return false, false
	}
	switch {
	case q.has("QCWithSSCD"):
		return true, true
	case q.has("QCNoSSCD"):
		return false, true
	}
	return cert.device(), true
}

// device is 4.5.4 after eIDAS (table 7). What is contradictory is not taken as a device.
func device(services []*instance, cert content) (yes, consistent bool) {
	var q instance
	for _, i := range services {
		q.qualifiers = append(q.qualifiers, i.qualifiers...)
	}
	with, without, behalf := q.has("QCWithQSCD"), q.has("QCNoQSCD"), q.has("QCQSCDManagedOnBehalf")
	if q.has("QCWithSSCD") && !with || q.has("QCNoSSCD") && !without || with && without || behalf && without ||
		q.has("QCQSCDStatusAsInCert") && (with || without || behalf) {
		return false, false
	}
	switch {
	case with || behalf:
		return true, true
	case without:
		return false, true
	}
	return cert.sscd, true
}
