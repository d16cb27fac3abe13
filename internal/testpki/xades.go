// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/beevik/etree"
)

// xmlReference is one ds:Reference: its attributes, the URIs of its transforms and the octets that they give.
type xmlReference struct {
	id, uri, kind string
	transforms    []string
	data          []byte
	truncated     bool // half of the digest only
}

func (x xmlReference) text(hash string) string {
	var b strings.Builder
	b.WriteString("<ds:Reference")
	for _, a := range [][2]string{{"Id", x.id}, {"Type", x.kind}} {
		if a[1] != "" {
			fmt.Fprintf(&b, ` %s="%s"`, a[0], a[1])
		}
	}
	fmt.Fprintf(&b, ` URI="%s">`, x.uri)
	if len(x.transforms) > 0 {
		b.WriteString("<ds:Transforms>")
		for _, t := range x.transforms {
			fmt.Fprintf(&b, `<ds:Transform Algorithm="%s"></ds:Transform>`, t)
		}
		b.WriteString("</ds:Transforms>")
	}
	sum := digest(hash, x.data)
	if x.truncated {
		sum = sum[:len(sum)/2]
	}
	fmt.Fprintf(&b, `<ds:DigestMethod Algorithm="%s"></ds:DigestMethod><ds:DigestValue>%s</ds:DigestValue></ds:Reference>`, xmlDigestURI(hash), b64(sum))
	return b.String()
}

// xades is a XAdES signature under construction.
type xades struct {
	pki      *PKI
	r        *Recipe
	doc      *etree.Document
	sig      *etree.Element
	unsigned *etree.Element
	refs     [][]byte // the octets of each reference, in order
	v1       bool     // SigningCertificate instead of SigningCertificateV2
}

// makeXAdES makes a XAdES signature (EN 319 132-1).
func (p *PKI) makeXAdES(r Recipe) (*Made, error) {
	doc, err := parseXML(string(r.Content))
	if r.Packaging == "detached" || r.Packaging == "enveloping" {
		doc, err = etree.NewDocument(), nil
	}
	if err != nil {
		return nil, err
	}
	x := &xades{pki: p, r: &r, doc: doc}
	if err := x.build(); err != nil {
		return nil, err
	}
	m := &Made{Ext: ".xml"}
	if r.has("tampered") && r.Packaging != "detached" {
		if err := x.tamper(); err != nil {
			return nil, err
		}
	}
	if m.Document, err = writeXML(x.doc); err != nil {
		return nil, err
	}
	if r.Packaging == "detached" && !r.has("missing-content") {
		m.Contents = map[string][]byte{"content.txt": r.Content}
		if r.has("tampered") {
			m.Contents["content.txt"] = tamper(r.Content)
		}
	}
	if r.has("truncated") {
		m.Document = m.Document[:len(m.Document)*2/3]
	}
	return m, nil
}

// tamper changes the first text of the signed data.
func (x *xades) tamper() error {
	from := x.doc.Root()
	if x.r.Packaging == "enveloping" {
		from = x.sig.FindElement("./ds:Object[@Id='S-data']")
	}
	for e := from; e != nil && e != x.sig; {
		if t := e.Text(); strings.TrimSpace(t) != "" {
			e.SetText(t + "0")
			return nil
		}
		kids := e.ChildElements()
		if len(kids) == 0 {
			break
		}
		e = kids[0]
	}
	return fmt.Errorf("no text to tamper with")
}

// build makes the signature and adds it to the document.
func (x *xades) build() error {
	skeleton := `<ds:Signature xmlns:ds="` + nsDS + `" Id="S"></ds:Signature>`
	holder, err := parseXML(skeleton)
	if err != nil {
		return err
	}
	x.sig = holder.Root()
	if x.doc.Root() == nil {
		x.doc.SetRoot(x.sig)
	} else {
		x.doc.Root().AddChild(x.sig)
	}
	object, err := x.dataReference()
	if err != nil {
		return err
	}
	props, err := x.add(x.sig, x.propertiesText(object))
	if err != nil {
		return err
	}
	signed := props.FindElement(".//xades:SignedProperties")
	object = append(object, xmlReference{uri: "#S-props", kind: typeProps, transforms: []string{excC14N}, data: canonical(signed, nil)})
	if err := x.sign(object); err != nil {
		return err
	}
	if x.r.has("duplicate-id") {
		if _, err := x.add(x.doc.Root(), `<copy Id="S-props">another</copy>`); err != nil {
			return err
		}
	}
	return x.extend(props.FindElement(".//xades:QualifyingProperties"))
}

// add parses text as a child of parent, in parent's namespaces, and returns the new element.
func (x *xades) add(parent *etree.Element, text string) (*etree.Element, error) {
	wrapped := `<w xmlns:ds="` + nsDS + `" xmlns:xades="` + nsXAdES + `" xmlns:xades141="` + nsXAdES141 + `">` + text + `</w>`
	doc, err := parseXML(wrapped)
	if err != nil {
		return nil, err
	}
	e := doc.Root().ChildElements()[0]
	parent.AddChild(e)
	return e, nil
}

// dataReference is the reference to the signed data; an enveloping signature gets its Object now.
func (x *xades) dataReference() ([]xmlReference, error) {
	ref := xmlReference{id: "S-ref"}
	switch x.r.Packaging {
	case "detached":
		ref.uri, ref.data = "content.txt", x.r.Content
	case "enveloping":
		e, err := x.add(x.sig, `<ds:Object Id="S-data">`+html.EscapeString(string(x.r.Content))+`</ds:Object>`)
		if err != nil {
			return nil, err
		}
		ref.uri, ref.kind, ref.transforms = "#S-data", nsDS+"Object", []string{excC14N}
		ref.data = canonical(e, nil)
	default:
		ref.transforms = []string{enveloped, excC14N}
		ref.data = canonical(x.doc.Root(), x.sig)
	}
	if x.r.has("wrong-digest") {
		ref.data = append(bytes.Clone(ref.data), 'x')
	}
	ref.truncated = x.r.has("truncated-digest")
	return []xmlReference{ref}, nil
}

// sign writes SignedInfo, SignatureValue and KeyInfo before the objects.
func (x *xades) sign(refs []xmlReference) error {
	signer := x.pki.byID[x.r.Signer]
	var b strings.Builder
	fmt.Fprintf(&b, `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="%s"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="%s"></ds:SignatureMethod>`,
		excC14N, xmlSignatureURI(signer.signer, x.r.Hash, x.r.PSS))
	for _, ref := range refs {
		b.WriteString(ref.text(x.r.Hash))
		x.refs = append(x.refs, ref.data)
	}
	b.WriteString("</ds:SignedInfo>")
	info, err := x.add(x.sig, b.String())
	if err != nil {
		return err
	}
	value, err := sign(signer.signer, x.r.Hash, x.r.PSS, canonical(info, nil))
	if err != nil {
		return err
	}
	if value, err = xmlSignature(signer.signer, value); err != nil {
		return err
	}
	if x.r.has("broken-signature") {
		value = breakSignature(value)
	}
	sv, err := x.add(x.sig, `<ds:SignatureValue Id="S-value">`+b64(value)+`</ds:SignatureValue>`)
	if err != nil {
		return err
	}
	ki, err := x.add(x.sig, `<ds:KeyInfo>`+x.keyInfo()+`</ds:KeyInfo>`)
	if err != nil {
		return err
	}
	for i, e := range []*etree.Element{info, sv, ki} {
		x.sig.InsertChildAt(i, e)
	}
	return nil
}

func (x *xades) keyInfo() string {
	if x.r.has("no-certificate") {
		return "<ds:KeyName>unknown</ds:KeyName>"
	}
	var b strings.Builder
	b.WriteString("<ds:X509Data>")
	for i, c := range x.pki.Chain(x.r.Signer) {
		if i == 0 || !c.SelfSigned() {
			b.WriteString("<ds:X509Certificate>" + b64(c.DER) + "</ds:X509Certificate>")
		}
	}
	for _, id := range x.r.Embed {
		if c := x.pki.byID[id]; c != nil {
			b.WriteString("<ds:X509Certificate>" + b64(c.DER) + "</ds:X509Certificate>")
		}
	}
	return b.String() + "</ds:X509Data>"
}

// propertiesText is the Object with the qualifying properties.
func (x *xades) propertiesText(refs []xmlReference) string {
	var b strings.Builder
	b.WriteString(`<ds:Object><xades:QualifyingProperties xmlns:xades="` + nsXAdES + `" xmlns:xades141="` + nsXAdES141 + `" Target="#S"><xades:SignedProperties Id="S-props"><xades:SignedSignatureProperties>`)
	if !x.r.Time.IsZero() {
		b.WriteString("<xades:SigningTime>" + x.r.Time.UTC().Format(time.RFC3339) + "</xades:SigningTime>")
	}
	b.WriteString(x.certificateReference())
	if p := x.r.Policy; p != nil {
		b.WriteString(p.xml())
	}
	b.WriteString(`</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>`)
	mime := "text/xml"
	if x.r.Packaging == "detached" || x.r.Packaging == "enveloping" {
		mime = "text/plain"
	}
	fmt.Fprintf(&b, `<xades:DataObjectFormat ObjectReference="#S-ref"><xades:MimeType>%s</xades:MimeType></xades:DataObjectFormat>`, mime)
	if s := x.r.ContentStamp; s != nil {
		if token, err := x.pki.Token(*s, refs[0].data, nil); err == nil {
			b.WriteString(stampXML("xades:AllDataObjectsTimeStamp", "S-content-ts", token))
		}
	}
	b.WriteString(`</xades:SignedDataObjectProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object>`)
	return b.String()
}

func (x *xades) certificateReference() string {
	if x.r.has("no-ess") {
		return ""
	}
	c := x.pki.byID[x.r.Signer]
	if o := x.pki.byID[x.r.OtherCert]; o != nil {
		c = o
	}
	d := fmt.Sprintf(`<xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="%s"></ds:DigestMethod><ds:DigestValue>%s</ds:DigestValue></xades:CertDigest>`, xmlDigestURI(x.r.Hash), b64(digest(x.r.Hash, c.DER)))
	if x.v1 || x.r.has("ess-v1") {
		return `<xades:SigningCertificate>` + d + `<xades:IssuerSerial><ds:X509IssuerName>` + html.EscapeString(rfc4514(c.issuer.Subject)) + `</ds:X509IssuerName><ds:X509SerialNumber>` + c.serial.String() + `</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert></xades:SigningCertificate>`
	}
	return `<xades:SigningCertificateV2>` + d + `<xades:IssuerSerialV2>` + b64(seq(seq(explicit(4, c.issuer.name)), integer(c.serial))) + `</xades:IssuerSerialV2></xades:Cert></xades:SigningCertificateV2>`
}

// rfc4514 turns "C=XA, O=Example" round: RFC 4514 names the most specific RDN first.
func rfc4514(s string) string {
	parts := strings.Split(s, ", ")
	out := make([]string, len(parts))
	for i, p := range parts {
		out[len(parts)-1-i] = p
	}
	return strings.Join(out, ",")
}

// xml is the signature policy identifier.
func (ref *PolicyRef) xml() string {
	d := digest("SHA256", ref.Document)
	if ref.WrongHash {
		d = flip(d)
	}
	return `<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId><xades:SigPolicyId><xades:Identifier Qualifier="OIDAsURN">urn:oid:` + ref.ID +
		`</xades:Identifier></xades:SigPolicyId><xades:SigPolicyHash><ds:DigestMethod Algorithm="` + xmlDigestURI("SHA256") + `"></ds:DigestMethod><ds:DigestValue>` + b64(d) +
		`</ds:DigestValue></xades:SigPolicyHash></xades:SignaturePolicyId></xades:SignaturePolicyIdentifier>`
}

func stampXML(name, id string, token []byte) string {
	return fmt.Sprintf(`<%s Id="%s"><ds:CanonicalizationMethod Algorithm="%s"></ds:CanonicalizationMethod><xades:EncapsulatedTimeStamp>%s</xades:EncapsulatedTimeStamp></%s>`, name, id, excC14N, b64(token), name)
}
