// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
)

// answer is what one check of PRO-4.4.4 comes to.
type answer uint8

const (
	no answer = iota
	yes
	undetermined
)

var asiNames = map[Usage]string{ESig: "ForeSignatures", ESeal: "ForeSeals", Web: "ForWebSiteAuthentication"}
var usageNames = map[Usage]string{ESig: "QCForESig", ESeal: "QCForESeal", Web: "QCForWSA"}

// answerNames are the result strings of PRO-4.4.4, by type: no, yes, undetermined.
var answerNames = map[Usage][3]string{
	ESig:  {"Not_Qualified_For_eSig", "QC_For_eSig", "INDET_QC_For_eSig"},
	ESeal: {"Not_Qualified_For_eSeal", "QC_For_eSeal", "INDET_QC_For_eSeal"},
	Web:   {"Not_QWAC", "QWAC", "INDET_QWAC"},
}

// usages are the types in the order of CHECK_1 to CHECK_3.
var usages = [...]Usage{ESig, ESeal, Web}

// standard is PRO-4.4.4-01 to 33 and PRO-4.5.4 at one time. Where the list contradicts itself there is no answer: the level
// stays "not applicable", with the step that says why.
func (c *Context) standard(r *Result, in []*instance, cert content, leaf *ades.Certificate) {
	m := c.match(r, in, leaf.X509().Issuer, typeCAQC)
	switch {
	case m.failed: // 04
		r.failed = true
		return
	case len(m.entries) == 0: // 05
		r.step("confirmation", pro("4.4.4-05"), false, "Not_Qualified: No_confirmation_found_in_EUMSTL_%s", m.country)
		r.Level = Level{Known: true, Usage: cert.usage()}
		return
	}
	first := m.entries[0]
	r.Service, r.Status, r.Recognition = first.service, first.status, first.recognition()
	if !slices.ContainsFunc(m.entries, func(i *instance) bool { return issuerNamed(i.service, leaf) }) {
		r.fail("provider-name", pro("4.4.4-06"), "ERROR_TSP_NAME_INCONSISTENCY_BETWEEN_CERT_AND_TL: the issuer's organisation is none of the provider's names")
		return
	}
	if !first.translated() && (cert.preEIDAS() || r.Time.Before(eidas)) { // 07
		c.directive(r, m.entries, cert)
		return
	}
	l := Level{Known: true, Usage: cert.usage()}
	var open, positive []Usage
	for k, u := range usages { // 08 to 31
		a, why := dimension(m.entries, u, cert)
		r.answers[k] = a
		switch a {
		case yes:
			positive = append(positive, u)
			l.Usage, l.Qualified = u, true
		case undetermined:
			open = append(open, u)
		}
		clause := pro([...]string{"4.4.4-08 to 15", "4.4.4-16 to 23", "4.4.4-24 to 31"}[k])
		r.Steps = append(r.Steps, Step{Name: "qualified-for-" + u.String(), Clause: clause, Passed: true, Warning: a != yes, Text: answerNames[u][a] + ": " + why})
	}
	if len(positive)+len(open) == 0 {
		r.step("qualified", pro("4.4.4-32"), false, "%s", r.answered())
	}
	switch { // 32
	case len(positive) > 1:
		r.fail("one-type", pro("4.4.4-32"), "qualified for more than one type")
		return
	case len(positive) == 0 && len(open) > 0:
		r.fail("one-type", pro("4.4.4-32"), "%s: the list gives no answer", answerNames[open[0]][undetermined])
		return
	case len(open) > 0:
		r.warn("one-type", pro("4.4.4-32"), "PROCESS_PASSED_WITH_WARNING: %s", answerNames[open[0]][undetermined])
	}
	if len(cert.types) > 1 {
		r.warn("certificate-type", pro("4.4.4-08"), "CERT_Inconsistency_in_QcType: the certificate states several types")
	}
	if l.Qualified {
		l.Device = device(r, keep(m.entries, func(i *instance) bool { return i.asi(asiNames[l.Usage]) }), cert, false)
	}
	r.Level = l
}

// dimension is the determination for one type (PRO-4.4.4-08 to 31, tables 1 to 3).
func dimension(services []*instance, u Usage, cert content) (answer, string) {
	group := keep(services, func(i *instance) bool { return i.asi(asiNames[u]) })
	if len(group) == 0 {
		return no, "no service for this type"
	}
	var q instance
	for _, i := range group {
		switch {
		case i.status != group[0].status:
			return undetermined, "ERROR_" + typeNumber(u) + "_DUPLICATION: entries with different statuses"
		case i.status == "withdrawn":
			return no, "withdrawn"
		case i.status != "granted":
			return undetermined, "ERROR_Service_Status_Noncompliance_with_TS119612: status " + i.status + " is neither granted nor withdrawn"
		}
		q.qualifiers = append(q.qualifiers, i.qualifiers...)
	}
	inconsistent := "WARNING_" + typeNumber(u) + "_TL_Inconsistency_in_applying_qualifiers: the qualifiers "
	if q.has("NotQualified") && q.has("QCStatement") || u == ESig && q.has("QCForLegalPerson") {
		return undetermined, inconsistent + "contradict each other"
	}
	for _, other := range usages {
		if other != u && q.has(usageNames[other]) {
			return undetermined, inconsistent + "are for another type: " + usageNames[other]
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
		return undetermined, "Not_Enough_Info_on_QC_Type: QCStatement, and nothing says of which type"
	case q.has("QCStatement"):
		return byCertificate(u, cert, false)
	}
	return no, "not stated to be qualified"
}

// byCertificate lets the certificate's QcType decide; untyped says what its absence means.
func byCertificate(u Usage, cert content, untyped bool) (answer, string) {
	found := slices.Contains(cert.types, map[Usage]string{ESig: oidESign, ESeal: oidESeal, Web: oidWeb}[u])
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

// directive is the determination under Directive 1999/93/EC (PRO-4.4.4-33, table 5), for signatures alone.
func (c *Context) directive(r *Result, entries []*instance, cert content) {
	clause := pro("4.4.4-33")
	var q instance
	live := false
	for _, i := range entries {
		if i.status != entries[0].status {
			r.fail("status", clause, "SDI_DUPLICATION_STATUS_CONFLICT: entries with different statuses")
			return
		}
		live = live || r.Time.Before(eidas) || i.asi("ForeSignatures")
		q.qualifiers = append(q.qualifiers, i.qualifiers...)
	}
	if len(entries) > 1 {
		r.warn("status", clause, "SDI_DUPLICATION: several entries with the same status")
	}
	l := Level{Known: true, Usage: ESig}
	active := slices.Contains([]string{"granted", "accredited", "undersupervision", "supervisionincessation"}, entries[0].status)
	switch {
	case !live || !active:
		r.step("status", clause, false, "Not_Qualified_For_eSig: status %s, for signatures: %t", entries[0].status, live)
		l.Usage = cert.usage()
		r.Level = l
		return
	case q.any("QCForESeal", "QCForWSA") || q.has("NotQualified") && q.has("QCStatement"):
		r.fail("list-consistent", clause, "INDET_QC_For_eSig: the qualifiers contradict each other")
		return
	}
	l.Qualified = !q.has("NotQualified") && (q.has("QCStatement") || cert.qualified())
	name := answerNames[ESig][no]
	if l.Qualified {
		name, r.answers[0] = answerNames[ESig][yes], yes
	}
	r.step("qualified", clause, l.Qualified, "%s: under Directive 1999/93/EC", name)
	if l.Qualified {
		before := r.Time.Before(eidas)
		l.Device = device(r, keep(entries, func(i *instance) bool { return before || i.asi("ForeSignatures") }), cert, before)
	}
	r.Level = l
}

// confirm is PRO-4.4.4-34 to 36: the answer at a time stands only if it is that of the time of issuance.
func confirm(r, issuance *Result) (ok bool) {
	switch {
	case r.failed:
		return false
	case issuance.failed:
		r.fail("both-times", pro("4.4.4-35"), "there is no answer for the time of issuance, %s", stamp(issuance.Time))
		return false
	case r.answers != issuance.answers:
		r.fail("both-times", pro("4.4.4-36"), "the answers differ: at issuance %s, at %s %s", issuance.answered(), stamp(r.Time), r.answered())
		return false
	}
	if issuance.warned {
		r.warn("both-times", pro("4.4.4-36"), "PROCESS_PASSED_WITH_WARNING at the time of issuance")
	}
	return true
}

// answered is the result set of PRO-4.4.4.
func (r *Result) answered() string {
	var out []string
	for k, u := range usages {
		out = append(out, answerNames[u][r.answers[k]])
	}
	return "{" + strings.Join(out, ", ") + "}"
}
