// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/beevik/etree"
)

// extend adds the unsigned properties of levels T, LT and LTA.
func (x *xades) extend(qualifying *etree.Element) error {
	if x.r.Stamp == nil && x.r.Revocation == nil && len(x.r.Archive) == 0 && len(x.r.Evidence) == 0 && (x.r.Policy == nil || !x.r.Policy.Store) {
		return nil
	}
	up, err := x.add(qualifying, `<xades:UnsignedProperties><xades:UnsignedSignatureProperties></xades:UnsignedSignatureProperties></xades:UnsignedProperties>`)
	if err != nil {
		return err
	}
	x.unsigned = up.ChildElements()[0]
	if p := x.r.Policy; p != nil && p.Store {
		if _, err := x.add(x.unsigned, `<xades141:SignaturePolicyStore><xades141:SPDocSpecification><xades:Identifier Qualifier="OIDAsURN">urn:oid:`+p.ID+
			`</xades:Identifier></xades141:SPDocSpecification><xades141:SignaturePolicyDocument>`+b64(p.Document)+`</xades141:SignaturePolicyDocument></xades141:SignaturePolicyStore>`); err != nil {
			return err
		}
	}
	for i, s := range []*Stamp{x.r.Stamp, x.r.SecondStamp} {
		if s == nil {
			continue
		}
		token, err := x.pki.Token(*s, canonical(x.sig.FindElement("./ds:SignatureValue"), nil), nil)
		if err != nil {
			return err
		}
		if _, err := x.add(x.unsigned, stampXML("xades:SignatureTimeStamp", fmt.Sprintf("S-ts-%d", i+1), token)); err != nil {
			return err
		}
	}
	if err := x.validationData(); err != nil {
		return err
	}
	for i, s := range x.r.Archive {
		token, err := x.pki.Token(s, x.archiveInput(), nil)
		if err != nil {
			return err
		}
		if _, err := x.add(x.unsigned, stampXML("xades141:ArchiveTimeStamp", fmt.Sprintf("S-archive-%d", i+1), token)); err != nil {
			return err
		}
	}
	return x.evidence()
}

// validationData adds CertificateValues and RevocationValues.
func (x *xades) validationData() error {
	v, err := x.pki.collect(x.r)
	if err != nil {
		return err
	}
	var b strings.Builder
	if len(v.certs) > 0 && !x.r.has("no-certificate") {
		b.WriteString("<xades:CertificateValues>")
		for _, c := range v.certs {
			b.WriteString("<xades:EncapsulatedX509Certificate>" + b64(c) + "</xades:EncapsulatedX509Certificate>")
		}
		b.WriteString("</xades:CertificateValues>")
		if _, err := x.add(x.unsigned, b.String()); err != nil {
			return err
		}
	}
	if len(v.crls)+len(v.ocsps) == 0 {
		return nil
	}
	b.Reset()
	b.WriteString("<xades:RevocationValues>")
	for _, k := range []struct {
		list, item string
		values     [][]byte
	}{{"CRLValues", "EncapsulatedCRLValue", v.crls}, {"OCSPValues", "EncapsulatedOCSPValue", v.ocsps}} {
		if len(k.values) == 0 {
			continue
		}
		b.WriteString("<xades:" + k.list + ">")
		for _, d := range k.values {
			b.WriteString("<xades:" + k.item + ">" + b64(d) + "</xades:" + k.item + ">")
		}
		b.WriteString("</xades:" + k.list + ">")
	}
	b.WriteString("</xades:RevocationValues>")
	_, err = x.add(x.unsigned, b.String())
	return err
}

// archiveInput is what an ArchiveTimeStamp of XAdES 1.4.1 covers, at this point of the unsigned properties
// (EN 319 132-1 5.5.2.2): the references, SignedInfo, SignatureValue, KeyInfo, the properties before it, the other objects.
func (x *xades) archiveInput() []byte {
	var b bytes.Buffer
	for _, r := range x.refs {
		b.Write(r)
	}
	for _, name := range []string{"SignedInfo", "SignatureValue", "KeyInfo"} {
		b.Write(canonical(x.sig.FindElement("./ds:"+name), nil))
	}
	for _, e := range x.unsigned.ChildElements() {
		b.Write(canonical(e, nil))
	}
	for _, o := range x.sig.FindElements("./ds:Object") {
		if o.FindElement("./xades:QualifyingProperties") == nil {
			b.Write(canonical(o, nil))
		}
	}
	return b.Bytes()
}
