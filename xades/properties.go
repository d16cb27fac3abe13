// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"strings"
	"time"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// The XAdES namespaces: the base versions, and the extension of version 1.4.1.
const (
	ns111 = "http://uri.etsi.org/01903/v1.1.1#"
	ns122 = "http://uri.etsi.org/01903/v1.2.2#"
	ns132 = "http://uri.etsi.org/01903/v1.3.2#"
	ns141 = "http://uri.etsi.org/01903/v1.4.1#"
	nsERS = "http://uri.etsi.org/19132/v1.1.1#"
)

func isXAdES(ns string) bool { return ns == ns111 || ns == ns122 || ns == ns132 || ns == ns141 }

// properties are the places of the qualifying properties of one signature.
type properties struct {
	ns        string // of the QualifyingProperties
	all       []*etree.Element
	qualifier *etree.Element
	object    *etree.Element // ds:Object that holds it
	signed    *etree.Element // SignedProperties
	ssp       *etree.Element // SignedSignatureProperties
	sdop      *etree.Element // SignedDataObjectProperties
	usp       *etree.Element // UnsignedSignatureProperties
}

// get is the child of e of that name in the signature's XAdES namespace.
func (p *properties) get(e *etree.Element, name string) *etree.Element {
	return xmltree.Child(e, p.ns, name)
}

// list are the children of e of that name in the signature's XAdES namespace.
func (p *properties) list(e *etree.Element, name string) []*etree.Element {
	return xmltree.Children(e, p.ns, name)
}

// findProperties finds the qualifying properties of a signature: only those in its own ds:Object (EN 319 132-1 4.4.2).
func (r *reader) findProperties(s *signature) {
	p := &s.props
	for _, o := range s.x.Objects {
		for _, t := range o.Child {
			e, ok := t.(*etree.Element)
			if !ok {
				continue
			}
			ns := xmltree.Space(e)
			if e.Tag == "QualifyingPropertiesReference" && isXAdES(ns) {
				s.problem("QualifyingPropertiesReference", "is not supported")
			}
			if e.Tag != "QualifyingProperties" || !isXAdES(ns) {
				continue
			}
			p.all = append(p.all, e)
			if p.qualifier == nil {
				p.ns, p.qualifier, p.object = ns, e, o
			}
		}
	}
	if p.qualifier == nil {
		return
	}
	if len(p.all) > 1 {
		s.problem("QualifyingProperties", "occurs %d times", len(p.all))
	}
	if target, _ := xmltree.Attr(p.qualifier, "Target"); target != "#"+s.x.ID {
		s.problem("QualifyingProperties", "Target %.80q is not this signature", target)
	}
	p.signed = p.get(p.qualifier, "SignedProperties")
	p.ssp = p.get(p.signed, "SignedSignatureProperties")
	p.sdop = p.get(p.signed, "SignedDataObjectProperties")
	p.usp = p.get(p.get(p.qualifier, "UnsignedProperties"), "UnsignedSignatureProperties")
	for _, c := range []struct {
		in   *etree.Element
		name string
	}{{p.qualifier, "SignedProperties"}, {p.qualifier, "UnsignedProperties"}, {p.signed, "SignedSignatureProperties"},
		{p.signed, "SignedDataObjectProperties"}, {p.get(p.qualifier, "UnsignedProperties"), "UnsignedSignatureProperties"}} {
		if n := len(p.list(c.in, c.name)); n > 1 {
			s.problem(c.name, "occurs %d times", n)
		}
	}
}

// signedProperties reads the signed properties from the element that the reference was resolved to.
func (r *reader) signedProperties(s *signature) {
	p, a := &s.props, &s.out.Attributes
	for _, part := range []*etree.Element{p.ssp, p.sdop} {
		if part == nil {
			continue
		}
		for _, t := range part.Child {
			if e, ok := t.(*etree.Element); ok {
				s.counts[e.Tag]++
				a.All = append(a.All, ades.Attribute{Name: e.Tag, Signed: true})
			}
		}
	}
	if e := p.get(p.ssp, "SigningTime"); e != nil {
		t, err := dateTime(xmltree.Trimmed(e))
		if err != nil {
			s.problem("SigningTime", "%s", err)
		}
		a.SigningTime = t
	}
	r.certRefs(s)
	if e := p.get(p.ssp, "SignaturePolicyIdentifier"); e != nil {
		r.policy(s, e)
	}
	r.place(s)
	r.roles(s)
	for _, f := range p.list(p.sdop, "DataObjectFormat") {
		if m := p.get(f, "MimeType"); m != nil && a.MimeType == "" {
			a.MimeType = xmltree.Trimmed(m)
			a.ContentType = a.MimeType
		}
	}
	for _, c := range p.list(p.sdop, "CommitmentTypeIndication") {
		if id := p.get(p.get(c, "CommitmentTypeId"), "Identifier"); id != nil {
			a.Commitments = append(a.Commitments, xmltree.Trimmed(id))
		}
	}
}

// place reads SignatureProductionPlace, either version.
func (r *reader) place(s *signature) {
	p := &s.props
	e := p.get(p.ssp, "SignatureProductionPlace")
	if e == nil {
		e = p.get(p.ssp, "SignatureProductionPlaceV2")
	}
	if e == nil {
		return
	}
	text := func(name string) string { return xmltree.Trimmed(p.get(e, name)) }
	s.out.Attributes.SignerLocation = &ades.SignerLocation{Country: text("CountryName"), Locality: text("City"),
		State: text("StateOrProvince"), PostalCode: text("PostalCode"), Street: text("StreetAddress")}
}

// roles reads SignerRole, either version.
func (r *reader) roles(s *signature) {
	p, a := &s.props, &s.out.Attributes
	for _, name := range []string{"SignerRole", "SignerRoleV2"} {
		for _, e := range p.list(p.ssp, name) {
			for _, c := range p.list(p.get(e, "ClaimedRoles"), "ClaimedRole") {
				a.ClaimedRoles = append(a.ClaimedRoles, xmltree.Trimmed(c))
			}
			for _, c := range p.list(p.get(e, "CertifiedRoles"), "CertifiedRole") {
				if der, err := xmltree.Base64(c); err == nil {
					a.CertifiedRoles = append(a.CertifiedRoles, ades.NewID("C", der))
				}
			}
			for _, c := range p.list(p.get(e, "CertifiedRolesV2"), "CertifiedRole") {
				if x := p.get(c, "X509AttributeCertificate"); x != nil {
					if der, err := xmltree.Base64(x); err == nil {
						a.CertifiedRoles = append(a.CertifiedRoles, ades.NewID("C", der))
					}
				}
			}
			a.SignedAssertions += len(p.list(p.get(e, "SignedAssertions"), "SignedAssertion"))
		}
	}
}

// dateTime reads an xsd:dateTime; one without a time zone is taken as UTC.
func dateTime(s string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t.UTC(), nil
	}
	if strings.HasSuffix(s, "Z") || len(s) > 19 && strings.ContainsAny(s[19:], "+-") {
		t, err := time.Parse(time.RFC3339Nano, s)
		return t, err
	}
	t, err := time.Parse("2006-01-02T15:04:05.999999999", s)
	return t.UTC(), err
}

// unsignedProperties reads certificate and revocation values and references. Time-stamps come later.
func (r *reader) unsignedProperties(s *signature) {
	p, a := &s.props, &s.out.Attributes
	if p.usp == nil {
		return
	}
	for _, t := range p.usp.Child {
		e, ok := t.(*etree.Element)
		if !ok {
			continue
		}
		ns := xmltree.Space(e)
		if ns == ns141 {
			s.counts["141:"+e.Tag]++
		} else {
			s.counts[e.Tag]++
		}
		a.All = append(a.All, ades.Attribute{Name: e.Tag})
		switch e.Tag {
		case "CertificateValues", "AttrAuthoritiesCertValues":
			r.values[e] = r.certValues(s, e, origin(e.Tag, s))
		case "RevocationValues", "AttributeRevocationValues":
			r.values[e] = r.revValues(s, e, origin(e.Tag, s))
		case "TimeStampValidationData":
			r.values[e] = r.validationData(s, e, origin("TIMESTAMP_VALIDATION_DATA", s))
		case "AnyValidationData":
			r.values[e] = r.validationData(s, e, origin("ANY_VALIDATION_DATA", s))
		case "CompleteCertificateRefs", "CompleteCertificateRefsV2", "AttributeCertificateRefs", "AttributeCertificateRefsV2":
			for _, c := range descend(e, "Cert") {
				a.CertificateRefs = append(a.CertificateRefs, r.certRef(s, c, e.Tag))
			}
		case "CompleteRevocationRefs", "AttributeRevocationRefs":
			for _, name := range []string{"CRLRef", "OCSPRef"} {
				for _, c := range descend(e, name) {
					for _, d := range descend(c, "DigestAlgAndValue") {
						a.RevocationRefs = append(a.RevocationRefs, digestOf(d))
					}
				}
			}
		case "SignaturePolicyStore":
			r.policyStore(s, e)
		case "SealingEvidenceRecords":
			a.EvidenceRecords++
		}
	}
}

func origin(tag string, s *signature) ades.Origin {
	where := map[string]string{"CertificateValues": "CERTIFICATE_VALUES", "AttrAuthoritiesCertValues": "ATTR_AUTHORITIES_CERT_VALUES",
		"RevocationValues": "REVOCATION_VALUES", "AttributeRevocationValues": "ATTRIBUTE_REVOCATION_VALUES"}[tag]
	if where == "" {
		where = tag
	}
	return ades.Origin{Where: where, In: s.out.ID}
}

// descend are the elements of that local name in a XAdES namespace below e, nested ones excepted.
func descend(e *etree.Element, name string) []*etree.Element {
	var out []*etree.Element
	for _, t := range e.Child {
		c, ok := t.(*etree.Element)
		switch {
		case !ok:
		case c.Tag == name && isXAdES(xmltree.Space(c)):
			out = append(out, c)
		case xmltree.Space(c) != xmldsig.NS:
			out = append(out, descend(c, name)...)
		}
	}
	return out
}

// certValues reads encapsulated certificates into the pool.
func (r *reader) certValues(s *signature, e *etree.Element, from ades.Origin) []ades.ID {
	var out []ades.ID
	for _, c := range descend(e, "EncapsulatedX509Certificate") {
		if x := r.candidate(s, c, from); x != nil {
			out = append(out, x.ID())
		}
	}
	return out
}

// revValues reads encapsulated CRLs and OCSP responses into the pool.
func (r *reader) revValues(s *signature, e *etree.Element, from ades.Origin) []ades.ID {
	var out []ades.ID
	for _, c := range descend(e, "EncapsulatedCRLValue") {
		if x := r.crl(s, c, from); x != nil {
			out = append(out, x.ID())
		}
	}
	for _, c := range descend(e, "EncapsulatedOCSPValue") {
		if x := r.ocsp(s, c, from); x != nil {
			out = append(out, x.ID())
		}
	}
	return out
}

func (r *reader) validationData(s *signature, e *etree.Element, from ades.Origin) []ades.ID {
	return append(r.certValues(s, e, from), r.revValues(s, e, from)...)
}

// descendAll follows a path of local names below e.
func descendAll(e *etree.Element, path ...string) []*etree.Element {
	if e == nil {
		return nil
	}
	list := []*etree.Element{e}
	for _, name := range path {
		var next []*etree.Element
		for _, x := range list {
			next = append(next, descend(x, name)...)
		}
		list = next
	}
	return list
}
