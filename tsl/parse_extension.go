// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/trust"
)

// maxCriteriaDepth bounds nested criteria lists; real ones nest three deep.
const maxCriteriaDepth = 16

// extensions reads ServiceInformationExtensions (TS 119 612 v2.4.1 5.5.9).
func (p *parser) extensions(e *etree.Element, pd *trust.Period) {
	for _, x := range xmltree.Children(e, nsTSL, "Extension") {
		v, _ := xmltree.Attr(x, "Critical")
		critical := boolean(v)
		for c := range elements(x) {
			switch space := xmltree.Space(c); {
			case space == nsTSL && c.Tag == "AdditionalServiceInformation":
				if u := p.uri(child(c, "URI")); u != "" {
					pd.Additional = append(pd.Additional, u)
				}
			case space == nsTSL && c.Tag == "ExpiredCertsRevocationInfo":
				pd.ExpiredCertsRevocation = p.time(c)
			case space == nsTSLX && c.Tag == "TakenOverBy":
				pd.TakenOver = true
				pd.TakenOverBy = &trust.TakenOver{URI: p.uri(child(c, "URI")), Provider: p.texts(child(c, "TSPName"), "Name"),
					Operator: p.texts(child(c, "SchemeOperatorName"), "Name"), Territory: p.text(child(c, "SchemeTerritory"))}
			case space == nsECC && c.Tag == "Qualifications":
				for _, q := range xmltree.Children(c, nsECC, "QualificationElement") {
					pd.Qualifiers = append(pd.Qualifiers, p.qualification(q, critical))
				}
			default:
				pd.Unknown = append(pd.Unknown, trust.Extension{Name: p.keep("{" + space + "}" + c.Tag), Critical: critical})
			}
		}
	}
}

func (p *parser) unknownExtensions(e *etree.Element) []trust.Extension {
	var out []trust.Extension
	for _, x := range xmltree.Children(e, nsTSL, "Extension") {
		v, _ := xmltree.Attr(x, "Critical")
		for c := range elements(x) {
			out = append(out, trust.Extension{Name: p.keep("{" + xmltree.Space(c) + "}" + c.Tag), Critical: boolean(v)})
		}
	}
	return out
}

// qualification reads a QualificationElement (TS 119 612 v2.4.1 5.5.9.2.1).
func (p *parser) qualification(e *etree.Element, critical bool) trust.Qualification {
	q := trust.Qualification{Critical: critical}
	for _, c := range xmltree.Children(xmltree.Child(e, nsECC, "Qualifiers"), nsECC, "Qualifier") {
		if u, ok := xmltree.Attr(c, "uri"); ok {
			q.URIs = append(q.URIs, p.keep(strings.TrimSpace(u)))
		}
	}
	if cl := xmltree.Child(e, nsECC, "CriteriaList"); cl != nil {
		q.Criteria = p.criteria(cl, 0)
	} else {
		q.Criteria = unsupported("no CriteriaList")
	}
	return q
}

func unsupported(what string) trust.Criteria {
	return trust.Criteria{Assert: trust.AssertAll, Items: []trust.Criterion{{Unsupported: what}}}
}

// criteria reads a CriteriaList (TS 119 612 v2.4.1 5.5.9.2.2), or a mutual-recognition declaration, which has the same form.
func (p *parser) criteria(e *etree.Element, depth int) trust.Criteria {
	if depth >= maxCriteriaDepth {
		return unsupported("criteria nested too deep")
	}
	a, ok := xmltree.Attr(e, "assert")
	cl := trust.Criteria{Assert: trust.Assert(p.keep(strings.TrimSpace(a)))}
	if !ok {
		cl.Assert = trust.AssertAll // the strictest reading of a missing attribute
	}
	for c := range elements(e) {
		if xmltree.Space(c) != nsECC {
			p.unsupportedCriterion(c, &cl)
			continue
		}
		switch c.Tag {
		case "Description":
		case "KeyUsage":
			cl.Items = append(cl.Items, p.keyUsage(c))
		case "PolicySet":
			cl.Items = append(cl.Items, p.policySet(c))
		case "CriteriaList":
			n := p.criteria(c, depth+1)
			cl.Items = append(cl.Items, trust.Criterion{Nested: &n})
		case "otherCriteriaList", "OtherCriteriaList":
			for o := range elements(c) {
				p.otherCriterion(o, &cl)
			}
		default:
			p.unsupportedCriterion(c, &cl)
		}
	}
	return cl
}

func (p *parser) unsupportedCriterion(c *etree.Element, cl *trust.Criteria) {
	p.problem(c, "unknown criterion: the criteria never match")
	cl.Items = append(cl.Items, trust.Criterion{Unsupported: p.keep("{" + xmltree.Space(c) + "}" + c.Tag)})
}

func (p *parser) keyUsage(e *etree.Element) trust.Criterion {
	out := trust.Criterion{KeyUsage: []trust.KeyUsageBit{}}
	for _, b := range xmltree.Children(e, nsECC, "KeyUsageBit") {
		name, _ := xmltree.Attr(b, "name")
		name = strings.TrimSpace(name)
		if trust.KeyUsageNumber(name) < 0 {
			p.problem(b, "unknown key usage %q: the criteria never match", shorten(name))
			return trust.Criterion{Unsupported: "KeyUsageBit " + p.keep(shorten(name))}
		}
		out.KeyUsage = append(out.KeyUsage, trust.KeyUsageBit{Name: p.keep(name), Value: boolean(xmltree.Trimmed(b))})
	}
	return out
}

func (p *parser) policySet(e *etree.Element) trust.Criterion {
	out := trust.Criterion{Policies: []string{}}
	for _, pi := range xmltree.Children(e, nsECC, "PolicyIdentifier") {
		out.Policies = append(out.Policies, p.identifier(pi))
	}
	return out
}

// identifier reads the XAdES ObjectIdentifier below e. What is no OID stays as it is found, and so equals none.
func (p *parser) identifier(e *etree.Element) string {
	id := xmltree.Child(e, nsXAdES, "Identifier")
	if id == nil {
		p.problem(e, "no Identifier")
		return "?"
	}
	return p.oidOr(id)
}

func (p *parser) oidOr(e *etree.Element) string {
	s := xmltree.Trimmed(e)
	if o := p.oid(s); o != "" {
		return o
	}
	p.problem(e, "no object identifier: %q", shorten(s))
	return p.keep("? " + s)
}

// otherCriterion reads one criterion of otherCriteriaList.
func (p *parser) otherCriterion(o *etree.Element, cl *trust.Criteria) {
	switch space := xmltree.Space(o); {
	case space == nsTSLX && o.Tag == "CertSubjectDNAttribute":
		it := trust.Criterion{SubjectAttributes: []string{}}
		for _, a := range xmltree.Children(o, nsTSLX, "AttributeOID") {
			it.SubjectAttributes = append(it.SubjectAttributes, p.identifier(a))
		}
		cl.Items = append(cl.Items, it)
	case space == nsTSLX && o.Tag == "ExtendedKeyUsage":
		it := trust.Criterion{ExtKeyUsages: []string{}}
		for _, a := range xmltree.Children(o, nsTSLX, "KeyPurposeId") {
			it.ExtKeyUsages = append(it.ExtKeyUsages, p.identifier(a))
		}
		cl.Items = append(cl.Items, it)
	case space == nsMRA && o.Tag == "QcStatementSet":
		it := trust.Criterion{Statements: []trust.Statement{}}
		for _, q := range xmltree.Children(o, nsMRA, "QcStatement") {
			s, ok := p.statement(q)
			if !ok {
				it = trust.Criterion{Unsupported: "QcStatementInfo"}
				break
			}
			it.Statements = append(it.Statements, s)
		}
		cl.Items = append(cl.Items, it)
	default:
		p.unsupportedCriterion(o, cl)
	}
}

// statement reads a QcStatement of the mutual-recognition schema v2. One that asks for something else than a type or a legislation is
// not understood.
func (p *parser) statement(q *etree.Element) (s trust.Statement, ok bool) {
	s.ID = p.identifier(xmltree.Child(q, nsMRA, "QcStatementId"))
	for c := range elements(q) {
		switch {
		case xmltree.Is(c, nsMRA, "QcStatementId"):
		case xmltree.Is(c, nsMRA, "QcStatementInfo"):
			for i := range elements(c) {
				switch {
				case xmltree.Is(i, nsMRA, "QcType"):
					s.Type = p.identifier(i)
				case xmltree.Is(i, nsMRA, "QcCClegislation"):
					s.Legislation = p.text(i)
				default:
					p.problem(i, "unknown information about a statement: the criteria never match")
					return s, false
				}
			}
		default:
			p.problem(c, "unknown part of a statement: the criteria never match")
			return s, false
		}
	}
	return s, true
}
