// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
)

// cut takes the first element of that qualified name out of a document.
func cut(t *testing.T, in, name string) (rest, element string) {
	t.Helper()
	from, end := strings.Index(in, "<"+name+" "), "</"+name+">"
	to := strings.Index(in, end)
	if from < 0 || to < from {
		t.Fatalf("no %s", name)
	}
	to += len(end)
	return in[:from] + in[to:], in[from:to]
}

// TestWrapping moves signed elements about: what was digested has to be what is read, so none of these may look good.
func TestWrapping(t *testing.T) {
	in := made(t, "B", "enveloping", false)
	if !good(read(t, in).Signatures[0]) {
		t.Fatal("the document itself is not good")
	}
	noData, data := cut(t, in, "ds:Object")
	noProps, props := cut(t, in, "xades:SignedProperties")
	inSignature := func(s, more string) string { return strings.Replace(s, "</ds:Signature>", more+"</ds:Signature>", 1) }
	fakeProps := regexp.MustCompile(`Id="[^"]*"`).ReplaceAllString(props, `Id="other"`)
	for name, attack := range map[string]string{
		"data id twice":                    inSignature(in, `<ds:Object><evil Id="S-data"/></ds:Object>`),
		"data id twice, other spelling":    inSignature(in, `<ds:Object><evil ID="S-data"/></ds:Object>`),
		"data in an object of an object":   inSignature(noData, "<ds:Object>"+data+"</ds:Object>"),
		"data outside":                     "<r>" + noData + data + "</r>",
		"properties outside":               "<r>" + strings.Replace(noProps, "</xades:QualifyingProperties>", fakeProps+"</xades:QualifyingProperties>", 1) + strings.Replace(props, "<xades:SignedProperties", `<xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"`, 1) + "</r>",
		"properties id twice":              inSignature(in, `<ds:Object><evil Id="S-props"/></ds:Object>`),
		"properties in another object":     inSignature(strings.Replace(noProps, "</xades:QualifyingProperties>", fakeProps+"</xades:QualifyingProperties>", 1), "<ds:Object>"+props+"</ds:Object>"),
		"second qualifying properties":     inSignature(in, `<ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#S"/></ds:Object>`),
		"second signed info":               strings.Replace(in, "<ds:SignatureValue", "<ds:SignedInfo></ds:SignedInfo><ds:SignatureValue", 1),
		"second value":                     strings.Replace(in, "<ds:KeyInfo>", "<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo>", 1),
		"signature twice":                  "<r>" + in + in + "</r>",
		"comment in a digest":              strings.Replace(in, "<ds:DigestValue>", "<ds:DigestValue><!-- x -->AAAA", 1),
		"comment in the signed properties": strings.Replace(in, "<xades:SigningTime>", "<xades:SigningTime>2001-01-01T00:00:00Z<!---->", 1),
		"other target":                     strings.Replace(in, `Target="#S"`, `Target="#T"`, 1),
	} {
		if attack == in {
			t.Errorf("%s: nothing was changed", name)
		}
		doc, err := Read(context.Background(), &ades.Input{Data: strings.NewReader(attack), Size: int64(len(attack))})
		if err == nil && good(doc.Signatures[0]) {
			t.Errorf("%s: taken as good", name)
		}
	}
}

// TestNoData: a signature that covers nothing but its own properties says so.
func TestNoData(t *testing.T) {
	s := read(t, skeleton(refElement(`Type="http://uri.etsi.org/01903#SignedProperties" URI="#p"`, ""), "")).Signatures[0]
	last := s.References[len(s.References)-1]
	if last.Found || last.Kind != ades.RefReference || len(s.Scopes) != 0 {
		t.Errorf("%d references, the last %s found %v", len(s.References), last.Kind, last.Found)
	}
}

// TestBombs: input made to be expensive ends soon, with an error that says why or with a reference that is not intact.
func TestBombs(t *testing.T) {
	transform := `<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>`
	many := func(one string, n int) string { return strings.Repeat(one, n) }
	xpath := func(expr string) string {
		return strings.Replace(skeleton(refElement(`URI=""`, "http://www.w3.org/TR/1999/REC-xpath-19991116"), many("<a><b/></a>", 20000)),
			`REC-xpath-19991116"/>`, `REC-xpath-19991116"><ds:XPath>`+expr+`</ds:XPath></ds:Transform>`, 1)
	}
	var laughs strings.Builder
	laughs.WriteString(`<!DOCTYPE r [<!ENTITY e0 "ha">`)
	for i := range 20 {
		fmt.Fprintf(&laughs, `<!ENTITY e%d "%s">`, i+1, many(fmt.Sprintf("&e%d;", i), 10))
	}
	laughs.WriteString("]>")
	var names strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&names, ` a%d="x"`, i)
	}
	plain := skeleton(refElement(`URI=""`, ""), "")
	for name, c := range map[string]struct {
		in    string
		limit bool // an error of the limits is wanted; otherwise an error or a bad reference
	}{
		"transforms":       {strings.Replace(skeleton(refElement(`URI=""`, "http://www.w3.org/2001/10/xml-exc-c14n#"), ""), transform, many(transform, 1000), 1), false},
		"references":       {skeleton(many(refElement(`URI="#x"`, ""), 100_000), ""), true},
		"signatures":       {"<x>" + many(plain, 5000) + "</x>", true},
		"depth":            {skeleton(refElement(`URI=""`, ""), many("<a>", 100_000)+many("</a>", 100_000)), true},
		"attributes":       {skeleton(refElement(`URI=""`, ""), "<a"+names.String()+"/>"), true},
		"xpath steps":      {xpath("count(//*[count(//*) > count(//*)]) = count(//*)"), false},
		"xpath depth":      {xpath(many("(", 100_000) + "1" + many(")", 100_000)), false},
		"laughs":           {laughs.String() + strings.Replace(plain, "</r>", "&e20;</r>", 1), false},
		"external entity":  {`<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + strings.Replace(plain, "</r>", "&x;</r>", 1), false},
		"external subset":  {`<!DOCTYPE r SYSTEM "http://localhost/x.dtd">` + plain, false},
		"unbound prefix":   {strings.Replace(plain, "</r>", "<p:a/></r>", 1), false},
		"attribute twice":  {strings.Replace(plain, "</r>", `<a x="1" x="2"/></r>`, 1), false},
		"relative name":    {strings.Replace(plain, "</r>", `<a xmlns="rel"/></r>`, 1), false},
		"two roots":        {plain + plain, false},
		"file reference":   {skeleton(refElement(`URI="file:///etc/passwd"`, ""), ""), false},
		"retrieval method": {strings.Replace(plain, "</ds:SignatureValue>", `</ds:SignatureValue><ds:KeyInfo><ds:RetrievalMethod URI="http://localhost/c"/></ds:KeyInfo>`, 1), false},
	} {
		doc, err := Read(context.Background(), &ades.Input{Data: bytes.NewReader([]byte(c.in)), Size: int64(len(c.in))})
		var l *limits.Error
		switch {
		case c.limit && !errors.As(err, &l):
			t.Errorf("%s: error %v, a limit is wanted", name, err)
		case err == nil && (doc.Signatures[0].References[0].Intact() || doc.Signatures[0].Intact):
			t.Errorf("%s: taken as good", name)
		}
	}
}

// TestPermuted: an archive time-stamp that precedes what it should cover proves nothing.
func TestPermuted(t *testing.T) {
	in := made(t, "LTA", "", false)
	rest, element := cut(t, strings.Replace(in, "<xades:RevocationValues>", "<xades:RevocationValues >", 1), "xades:RevocationValues")
	moved := strings.Replace(rest, "</xades:UnsignedSignatureProperties>", element+"</xades:UnsignedSignatureProperties>", 1)
	for _, ts := range read(t, moved).Signatures[0].Timestamps {
		if ts.Kind == ades.TSArchive && ts.ImprintIntact() {
			t.Error("the imprint is intact although the order changed")
		}
	}
}
