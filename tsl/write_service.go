// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/trust"
)

func (w *writer) period(s *SpecService, p *SpecPeriod, identity func()) {
	w.tag("ServiceTypeIdentifier", "", serviceType(s.Type))
	w.texts("ServiceName", "Name", s.Name)
	identity()
	w.tag("ServiceStatus", "", expand(p.Status, etsiStatus, ""))
	w.tag("StatusStartingTime", "", instantXML(p.From))
	if len(p.Additional)+len(p.Qualifications) == 0 {
		return
	}
	w.start("ServiceInformationExtensions")
	for _, a := range p.Additional {
		w.start(`Extension Critical="true"`)
		w.start("AdditionalServiceInformation")
		w.tag("URI", lang("en"), expand(a, etsiInfo, ""))
		w.end("AdditionalServiceInformation")
		w.end("Extension")
	}
	if len(p.Qualifications) > 0 {
		w.start(`Extension Critical="true"`)
		w.start("ecc:Qualifications")
		for i := range p.Qualifications {
			w.qualification(&p.Qualifications[i])
		}
		w.end("ecc:Qualifications")
		w.end("Extension")
	}
	w.end("ServiceInformationExtensions")
}

func (w *writer) qualification(q *SpecQualification) {
	w.start("ecc:QualificationElement")
	w.start("ecc:Qualifiers")
	for _, u := range q.Qualifiers {
		w.tag("ecc:Qualifier", attribute("uri", qualifier(u)), "")
	}
	w.end("ecc:Qualifiers")
	w.criteria(&q.Criteria, 0)
	w.end("ecc:QualificationElement")
}

func (w *writer) criteria(c *SpecCriteria, depth int) {
	assert := trust.Assert(orElse(c.Assert, string(trust.AssertAll)))
	if depth >= maxCriteriaDepth || assert != trust.AssertAll && assert != trust.AssertAtLeastOne && assert != trust.AssertNone {
		w.fail("criteria: assert %q, or nested too deep", c.Assert)
		return
	}
	w.start("ecc:CriteriaList" + attribute("assert", string(assert)))
	if len(c.KeyUsage) > 0 {
		w.start("ecc:KeyUsage")
		for _, name := range slices.Sorted(maps.Keys(c.KeyUsage)) {
			if trust.KeyUsageNumber(name) < 0 {
				w.fail("criteria: unknown key usage %q", name)
			}
			w.tag("ecc:KeyUsageBit", attribute("name", name), fmt.Sprint(c.KeyUsage[name]))
		}
		w.end("ecc:KeyUsage")
	}
	if len(c.Policies) > 0 {
		w.start("ecc:PolicySet")
		w.identifiers("ecc:PolicyIdentifier", c.Policies)
		w.end("ecc:PolicySet")
	}
	for i := range c.Criteria {
		w.criteria(&c.Criteria[i], depth+1)
	}
	if len(c.SubjectAttributes)+len(c.ExtKeyUsages) > 0 {
		w.start("ecc:otherCriteriaList")
		if len(c.SubjectAttributes) > 0 {
			w.start("tslx:CertSubjectDNAttribute")
			w.identifiers("tslx:AttributeOID", c.SubjectAttributes)
			w.end("tslx:CertSubjectDNAttribute")
		}
		if len(c.ExtKeyUsages) > 0 {
			w.start("tslx:ExtendedKeyUsage")
			w.identifiers("tslx:KeyPurposeId", c.ExtKeyUsages)
			w.end("tslx:ExtendedKeyUsage")
		}
		w.end("ecc:otherCriteriaList")
	}
	w.end("ecc:CriteriaList")
}

func (w *writer) identifiers(name string, oids []string) {
	for _, o := range oids {
		w.start(name)
		w.tag("xades:Identifier", attribute("Qualifier", "OIDAsURN"), "urn:oid:"+o)
		w.end(name)
	}
}

// agreement puts a recognition table, which stands in a file of its own, into the list.
func (w *writer) agreement(name string) {
	text := w.file(name)
	if w.err != nil {
		return
	}
	doc, err := xmltree.Parse(text, xmltree.Options{Limits: limits.Default()})
	if err != nil {
		w.fail("recognition table %s: %w", name, err)
		return
	}
	if !xmltree.Is(doc.Root, nsMRA, "MutualRecognitionAgreementInformation") {
		w.fail("recognition table %s: root element %s", name, doc.Root.FullTag())
		return
	}
	if a := newParser(new([]string)).agreement(doc.Root); len(a.Problems) > 0 {
		w.fail("recognition table %s: %s", name, a.Problems[0])
		return
	}
	// The canonical form has its namespaces with it, whatever stands around.
	method, _ := c14n.ByURI(c14n.Exclusive)
	if err := c14n.Subtree(&w.b, doc.Root, method); err != nil {
		w.fail("recognition table %s: %w", name, err)
	}
}

// signature writes the signature with places to fill: enveloped, exclusive canonicalisation, SigningCertificateV2 (TS 119 612
// v2.4.1 annex B).
func (w *writer) signature(method string, at time.Time, cert *ades.Certificate) {
	sum := sha256.Sum256(cert.Raw())
	const (
		exc    = `<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>`
		sha    = `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>`
		begin  = `<ds:Signature Id="list-signature"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>`
		whole  = `<ds:Reference Id="list-reference" URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>` + exc + `</ds:Transforms>` + sha + `<ds:DigestValue>` + placeList + `</ds:DigestValue></ds:Reference>`
		signed = `<ds:Reference Type="` + typeSignedProperties + `" URI="#list-properties"><ds:Transforms>` + exc + `</ds:Transforms>` + sha + `<ds:DigestValue>` + placeProperties + `</ds:DigestValue></ds:Reference>`
	)
	w.b.WriteString(begin + `<ds:SignatureMethod Algorithm="` + method + `"></ds:SignatureMethod>` + whole + signed + `</ds:SignedInfo>`)
	w.b.WriteString(`<ds:SignatureValue>` + placeValue + `</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>` +
		base64.StdEncoding.EncodeToString(cert.Raw()) + `</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`)
	w.b.WriteString(`<ds:Object><xades:QualifyingProperties Target="#list-signature"><xades:SignedProperties Id="list-properties"><xades:SignedSignatureProperties>`)
	w.tag("xades:SigningTime", "", instantXML(at))
	w.b.WriteString(`<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>` + sha + `<ds:DigestValue>` +
		base64.StdEncoding.EncodeToString(sum[:]) + `</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>`)
	w.b.WriteString(`</xades:SignedSignatureProperties><xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#list-reference"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>`)
	w.b.WriteString(`</xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature>`)
}
