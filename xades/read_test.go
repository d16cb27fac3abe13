// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
)

func read(t *testing.T, xml string) *ades.Document {
	t.Helper()
	doc, err := Read(context.Background(), &ades.Input{Name: "x.xml", Data: bytes.NewReader([]byte(xml)), Size: int64(len(xml))})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// skeleton is a signature with one reference; "abc" in SHA-256 is the digest of nothing here.
func skeleton(reference, rest string) string {
	return `<r><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="s"><ds:SignedInfo>` +
		`<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
		`<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>` + reference +
		`</ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>` + rest + `</r>`
}

func refElement(attributes, transform string) string {
	if transform != "" {
		transform = `<ds:Transforms><ds:Transform Algorithm="` + transform + `"/></ds:Transforms>`
	}
	return `<ds:Reference ` + attributes + `>` + transform + `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>` +
		`<ds:DigestValue>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=</ds:DigestValue></ds:Reference>`
}

func TestReferences(t *testing.T) {
	for _, tc := range []struct {
		name, in                  string
		kind                      ades.ReferenceKind
		found, duplicated, intact bool
	}{
		{"nothing", skeleton(refElement(`URI="#x"`, ""), ""), ades.RefReference, false, false, false},
		{"two elements", skeleton(refElement(`URI="#x"`, ""), `<a Id="x"/><b ID="x"/>`), ades.RefReference, true, true, false},
		{"octets of no text", skeleton(refElement(`URI="#x"`, "http://www.w3.org/2000/09/xmldsig#base64"), `<a Id="x"/>`), ades.RefReference, true, false, true},
		{"xpointer", skeleton(refElement(`URI="#xpointer(id('x'))"`, "http://www.w3.org/2000/09/xmldsig#base64"), `<a Id="x"/>`), ades.RefXPointer, true, false, true},
		{"unknown xpointer", skeleton(refElement(`URI="#xpointer(//a)"`, ""), `<a Id="x"/>`), ades.RefXPointer, false, false, false},
		{"xpointer with namespaces", skeleton(refElement(`Type="http://uri.etsi.org/01903#SignedProperties" URI="#xmlns(a=b)%20xpointer(id('x'))"`, ""), `<a Id="x"/>`), ades.RefXPointer, false, false, false},
		{"XSLT", skeleton(refElement(`URI="#x"`, "http://www.w3.org/TR/1999/REC-xslt-19991116"), `<a Id="x"/>`), ades.RefReference, false, false, false},
		{"object of another place", skeleton(refElement(`Type="http://www.w3.org/2000/09/xmldsig#Object" URI="#x"`, "http://www.w3.org/2000/09/xmldsig#base64"), `<a Id="x"/>`), ades.RefObject, false, false, false},
		{"no fetch", skeleton(refElement(`URI="http://localhost/x"`, ""), ""), ades.RefReference, false, false, false},
		{"signed properties of another place", skeleton(refElement(`Type="http://uri.etsi.org/01903#SignedProperties" URI="#p"`, ""), ""), ades.RefSignedProperties, false, false, false},
	} {
		r := read(t, tc.in).Signatures[0].References[0]
		if r.Kind != tc.kind || r.Found != tc.found || r.Duplicated != tc.duplicated || r.Intact() != tc.intact {
			t.Errorf("%s: %s found %v duplicated %v intact %v (%s)", tc.name, r.Kind, r.Found, r.Duplicated, r.Intact(), r.Problem)
		}
		if !r.Intact() && r.Problem == "" && tc.name != "two elements" {
			t.Errorf("%s: no reason given", tc.name)
		}
	}
}

func TestDuplicate(t *testing.T) {
	one := skeleton(refElement(`URI=""`, ""), "")
	doc := read(t, "<x>"+one+one+"</x>")
	if len(doc.Signatures) != 2 || !doc.Signatures[0].Duplicate || !doc.Signatures[1].Duplicate {
		t.Error("two signatures of one Id are not marked")
	}
}

func TestHMACRefused(t *testing.T) {
	in := bytes.Replace([]byte(skeleton(refElement(`URI=""`, ""), "")), []byte("2001/04/xmldsig-more#rsa-sha256"), []byte("2000/09/xmldsig#hmac-sha1"), 1)
	if s := read(t, string(in)).Signatures[0]; s.AlgorithmProblem == "" || s.Intact {
		t.Error("HMAC is taken as a signature")
	}
}

// TestMalformedValue: a signature whose value is no Base64 is still found, by what can be decoded of it, and never verifies.
func TestMalformedValue(t *testing.T) {
	in := made(t, "B", "enveloping", false)
	right := read(t, in).Signatures[0]
	if !right.Intact {
		t.Fatal("the document itself is not good")
	}
	for name, bad := range map[string]string{
		"one character more": "A</ds:SignatureValue>",
		"a foreign one":      "AA*A</ds:SignatureValue>",
	} {
		s := read(t, strings.Replace(in, "</ds:SignatureValue>", bad, 1)).Signatures[0]
		if s.Intact || s.AlgorithmProblem == "" || len(s.Problems) == 0 {
			t.Errorf("%s: intact %v, problem %q", name, s.Intact, s.AlgorithmProblem)
		}
		if !bytes.HasPrefix(right.Value, s.Value) || len(s.Value) == 0 {
			t.Errorf("%s: the value is %x", name, s.Value)
		}
	}
}

func TestDetect(t *testing.T) {
	for in, want := range map[string]bool{"<?xml": true, "\xef\xbb\xbf<a/>": true, " \n<a": true, "%PDF": false, "0\x82": false, "": false, "< a": false} {
		if Detect([]byte(in)) != want {
			t.Errorf("%q: %v", in, !want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(skeleton(refElement(`URI="#x"`, "http://www.w3.org/2000/09/xmldsig#base64"), `<a Id="x"/>`)))
	f.Add([]byte(skeleton(refElement(`URI=""`, "http://www.w3.org/2000/09/xmldsig#enveloped-signature"), "")))
	f.Add([]byte(`<Q xmlns="http://uri.etsi.org/01903/v1.3.2#"/>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := Read(context.Background(), &ades.Input{Data: bytes.NewReader(b), Size: int64(len(b))})
		if err == nil && len(doc.Signatures) == 0 {
			t.Fatal("neither an error nor a signature")
		}
	})
}
