// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/trust"
)

// agreement reads a MutualRecognitionAgreementInformation (mutual-recognition schema v2). What is wrong with it is told with the
// table and with the list.
func (p *parser) agreement(e *etree.Element) *trust.Agreement {
	a := &trust.Agreement{}
	outer := p.problems
	p.problems = &a.Problems
	defer func() {
		p.problems = outer
		*outer = append(*outer, a.Problems...)
	}()
	attr := func(name string) string {
		v, ok := xmltree.Attr(e, name)
		if !ok {
			p.problem(e, "attribute %s is missing", name)
		}
		return p.keep(strings.TrimSpace(v))
	}
	number := func(name string) int {
		n, ok := smallNumber(attr(name))
		if !ok {
			p.problem(e, "attribute %s is no number", name)
		}
		return n
	}
	a.TechnicalType, a.Version, a.Depth = number("technicalType"), number("version"), number("MRADepth")
	if a.TechnicalType != 1 {
		p.problem(e, "technical type %d is not known: read as 1", a.TechnicalType)
	}
	if a.Version != 1 && a.Version != 2 {
		p.problem(e, "version %d is not known: read as 2", a.Version)
	}
	if a.Depth < 1 {
		p.problem(e, "MRADepth %d reaches no list: no effect", a.Depth)
	}
	a.Pointing, a.Pointed = attr("pointingContractingPartyLegislation"), attr("pointedContractingPartyLegislation")
	for _, q := range xmltree.Children(e, nsMRA, "TrustServiceEquivalenceInformation") {
		a.Equivalences = append(a.Equivalences, p.equivalence(q))
	}
	return a
}

func smallNumber(s string) (int, bool) {
	if s == "" || len(s) > 6 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n, true
}

func mraChild(e *etree.Element, local string) *etree.Element { return xmltree.Child(e, nsMRA, local) }

func (p *parser) equivalence(e *etree.Element) trust.Equivalence {
	q := trust.Equivalence{LegalID: p.text(mraChild(e, "TrustServiceLegalIdentifier"))}
	if q.LegalID == "" {
		p.problem(e, "no TrustServiceLegalIdentifier")
	}
	q.Periods = append(q.Periods, p.equivalencePeriod(e))
	for _, h := range xmltree.Children(e, nsMRA, "TrustServiceEquivalenceHistory") {
		for _, i := range xmltree.Children(h, nsMRA, "TrustServiceEquivalenceHistoryInstance") {
			pd := p.equivalencePeriod(i)
			pd.To = q.Periods[len(q.Periods)-1].From
			if !pd.From.Before(pd.To) {
				p.problem(i, "history of an equivalence is not newest first")
			}
			q.Periods = append(q.Periods, pd)
		}
	}
	return q
}

// equivalenceParts are the elements of an equivalence. One that is not among them might narrow it, so that it has no effect.
var equivalenceParts = [...]string{"TrustServiceLegalIdentifier", "TrustServiceTSLTypeEquivalenceList", "TrustServiceEquivalenceStatus",
	"TrustServiceEquivalenceStatusStartingTime", "TrustServiceTSLStatusEquivalenceList", "CertificateContentReferencesEquivalenceList",
	"TrustServiceTSLQualificationExtensionEquivalenceList", "TrustServiceEquivalenceHistory"}

func (p *parser) equivalencePeriod(e *etree.Element) trust.EquivalencePeriod {
	pd := trust.EquivalencePeriod{Status: p.uri(mraChild(e, "TrustServiceEquivalenceStatus")),
		From: p.time(mraChild(e, "TrustServiceEquivalenceStatusStartingTime"))}
	switch lastPart(pd.Status) {
	case "enacted":
		pd.Enacted = true
	case "repealed":
		pd.Repealed = true
	default:
		p.problem(e, "unknown equivalence status %q: no effect", shorten(pd.Status))
	}
	if pd.From.IsZero() {
		p.problem(e, "no readable starting time of an equivalence: no effect")
		pd.Enacted, pd.Repealed = false, false
	}
	for c := range elements(e) {
		if xmltree.Space(c) != nsMRA || !slices.Contains(equivalenceParts[:], c.Tag) {
			p.problem(c, "unknown part of an equivalence: no effect")
			pd.Enacted, pd.Repealed = false, false
		}
	}
	p.typePairs(mraChild(e, "TrustServiceTSLTypeEquivalenceList"), &pd)
	if len(pd.Types) == 0 {
		p.problem(e, "no pair of service types: no effect")
	}
	st := mraChild(e, "TrustServiceTSLStatusEquivalenceList")
	p.statusPairs(mraChild(st, "TrustServiceTSLStatusValidEquivalence"), true, &pd)
	p.statusPairs(mraChild(st, "TrustServiceTSLStatusInvalidEquivalence"), false, &pd)
	for _, c := range xmltree.Children(mraChild(e, "CertificateContentReferencesEquivalenceList"), nsMRA, "CertificateContentReferenceEquivalence") {
		pd.Contents = append(pd.Contents, p.contentPair(c, &pd))
	}
	if ql := mraChild(e, "TrustServiceTSLQualificationExtensionEquivalenceList"); ql != nil {
		pd.HasQualifiers = true
		p.extensionNames(mraChild(ql, "TrustServiceTSLQualificationExtensionName"))
		for _, l := range xmltree.Children(ql, nsMRA, "QualifierEquivalenceList") {
			for _, q := range xmltree.Children(l, nsMRA, "QualifierEquivalence") {
				pd.Qualifiers = append(pd.Qualifiers, trust.QualifierEquivalence{
					Pointed:  p.qualifierURI(mraChild(q, "QualifierPointedParty")),
					Pointing: p.qualifierURI(mraChild(q, "QualifierPointingParty"))})
			}
		}
	}
	return pd
}

// extensionNames asks that the qualifiers mapped are those of the Qualifications extension ("Sie:Q"): there is no other.
func (p *parser) extensionNames(e *etree.Element) {
	for _, side := range [...]string{"Pointing", "Pointed"} {
		name := strings.ToLower(p.text(mraChild(e, "TrustServiceTSLQualificationExtensionName"+side+"Party")))
		if name != "sie:q" && !strings.Contains(name, "qualifications") {
			p.problem(e, "qualifiers of the extension %q are read as those of Qualifications", shorten(name))
		}
	}
}

func (p *parser) qualifierURI(e *etree.Element) string {
	v, _ := xmltree.Attr(e, "uri")
	return p.keep(strings.TrimSpace(v))
}

// lastPart is what follows the last slash of a URI: third countries name the same concepts under their own hosts.
func lastPart(uri string) string { return uri[strings.LastIndexByte(uri, '/')+1:] }

// maxTypePairs bounds the cross product of pointed and pointing types.
const maxTypePairs = 256

func (p *parser) typePairs(e *etree.Element, pd *trust.EquivalencePeriod) {
	pointed := p.serviceTypes(mraChild(e, "TrustServiceTSLTypeListPointedParty"))
	pointing := p.serviceTypes(mraChild(e, "TrustServiceTSLTypeListPointingParty"))
	if len(pointing) > 1 {
		p.problem(e, "several pointing types for one equivalence: the first counts")
	}
	for _, a := range pointed {
		for _, b := range pointing {
			if len(pd.Types) >= maxTypePairs {
				p.problem(e, "more than %d pairs of service types", maxTypePairs)
				return
			}
			pd.Types = append(pd.Types, trust.TypeEquivalence{Pointed: a, Pointing: b})
		}
	}
}

func (p *parser) serviceTypes(e *etree.Element) []trust.ServiceType {
	var out []trust.ServiceType
	for _, t := range xmltree.Children(e, nsMRA, "TrustServiceTSLType") {
		out = append(out, trust.ServiceType{Type: p.uri(child(t, "ServiceTypeIdentifier")),
			Additional: p.uri(child(child(t, "AdditionalServiceInformation"), "URI"))})
	}
	return out
}

func (p *parser) statusPairs(e *etree.Element, valid bool, pd *trust.EquivalencePeriod) {
	if e == nil {
		return
	}
	pd.Statuses = append(pd.Statuses, trust.StatusEquivalence{Valid: valid,
		Pointed:  p.uris(mraChild(e, "TrustServiceTSLStatusListPointedParty"), "ServiceStatus"),
		Pointing: p.uris(mraChild(e, "TrustServiceTSLStatusListPointingParty"), "ServiceStatus")})
}

func (p *parser) contentPair(e *etree.Element, pd *trust.EquivalencePeriod) trust.ContentEquivalence {
	c := trust.ContentEquivalence{URI: p.uri(mraChild(e, "CertificateContentReferenceEquivalenceContext")),
		Pointed:  p.declaration(mraChild(e, "CertificateContentDeclarationPointedParty")),
		Pointing: p.declaration(mraChild(e, "CertificateContentDeclarationPointingParty"))}
	switch lastPart(c.URI) {
	case "QcCompliance":
		c.Context = trust.MRAContextCompliance
	case "QcType":
		c.Context = trust.MRAContextType
	case "QcQSCD":
		c.Context = trust.MRAContextQSCD
	default:
		p.problem(e, "unknown context %q: no effect", shorten(c.URI))
	}
	for _, o := range pd.Contents {
		if o.Context == c.Context && c.Context != "" {
			p.problem(e, "context %q occurs twice", shorten(c.URI))
		}
	}
	return c
}

func (p *parser) declaration(e *etree.Element) trust.Criteria {
	if e == nil {
		return unsupported("no declaration")
	}
	return p.criteria(e, 0)
}
