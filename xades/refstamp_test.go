// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
)

// element returns the first element of that qualified name, in the text of a document.
func element(t *testing.T, in, name string) string {
	t.Helper()
	_, e := cut(t, in, name)
	return e
}

// alone writes an element of a made document as exclusive canonicalisation does when it is the apex: with the namespaces that it
// uses. Every other thing in these elements is canonical as it stands.
func alone(e string) string {
	for prefix, ns := range map[string]string{"ds": "http://www.w3.org/2000/09/xmldsig#", "xades": "http://uri.etsi.org/01903/v1.3.2#"} {
		if i := strings.Index(e, "<"+prefix+":"); i >= 0 && !strings.Contains(e[:i+1+strings.IndexAny(e[i:], ">")], "xmlns:"+prefix+"=") {
			n := i + strings.IndexAny(e[i:], " >")
			e = e[:n] + ` xmlns:` + prefix + `="` + ns + `"` + e[n:]
		}
	}
	return e
}

// TestReferenceStamps computes the imprints of time-stamps over references (EN 319 132-1 v1.2.1 A.1.5; TS 101 903 v1.4.2 7.5), against
// imprints that are put together here from the text of the elements.
func TestReferenceStamps(t *testing.T) {
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	const (
		ns     = ` xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"`
		ns4    = ` xmlns:x4="http://uri.etsi.org/01903/v1.4.1#"`
		refs   = `<xades:CompleteCertificateRefs` + ns + `><xades:CertRefs></xades:CertRefs></xades:CompleteCertificateRefs>`
		refs4  = `<x4:CompleteCertificateRefsV2` + ns4 + `><x4:CertRefs></x4:CertRefs></x4:CompleteCertificateRefsV2>`
		revs   = `<xades:CompleteRevocationRefs` + ns + `></xades:CompleteRevocationRefs>`
		attrs  = `<xades:AttributeCertificateRefs` + ns + `></xades:AttributeCertificateRefs>`
		attrs4 = `<x4:AttributeCertificateRefsV2` + ns4 + `></x4:AttributeCertificateRefsV2>`
		values = `<xades:AttrAuthoritiesCertValues` + ns + `></xades:AttrAuthoritiesCertValues>`
	)
	base := made(t, "T", "enveloping", false)
	value, stamp := alone(element(t, base, "ds:SignatureValue")), alone(element(t, base, "xades:SignatureTimeStamp"))
	for _, c := range []struct {
		name, tag, before, after string
		covered                  string // what the token is made over
		intact, signature        bool
	}{
		{"type 1", "xades:SigAndRefsTimeStamp", refs + revs, "", value + stamp + refs + revs, true, true},
		{"type 1 with attribute references", "xades:SigAndRefsTimeStamp", refs + revs + attrs, "", value + stamp + refs + revs + attrs, true, true},
		{"type 1, values are not covered", "xades:SigAndRefsTimeStamp", values + refs + revs, "", value + stamp + refs + revs, true, true},
		{"type 1, in the order of the document", "xades:SigAndRefsTimeStamp", revs + refs, "", value + stamp + revs + refs, true, true},
		{"type 1, in another order", "xades:SigAndRefsTimeStamp", revs + refs, "", value + stamp + refs + revs, false, true},
		{"type 1 without the signature time-stamp", "xades:SigAndRefsTimeStamp", refs + revs, "", value + refs + revs, false, true},
		{"type 1, a reference came later", "xades:SigAndRefsTimeStamp", refs, revs, value + stamp + refs, true, true},
		{"type 1, a reference is gone", "xades:SigAndRefsTimeStamp", refs, "", value + stamp + refs + revs, false, true},
		{"type 1 version 2", "x4:SigAndRefsTimeStampV2", refs4 + revs, "", value + stamp + refs4 + revs, true, true},
		{"type 1 version 2 leaves the first version out", "x4:SigAndRefsTimeStampV2", refs + refs4 + revs + attrs + attrs4, "", value + stamp + refs4 + revs + attrs4, true, true},
		{"type 1 leaves the second version out", "xades:SigAndRefsTimeStamp", refs + refs4 + revs, "", value + stamp + refs + revs, true, true},
		{"type 2", "xades:RefsOnlyTimeStamp", refs + revs, "", refs + revs, true, false},
		{"type 2 over the signature too", "xades:RefsOnlyTimeStamp", refs + revs, "", value + refs + revs, false, false},
		{"type 2, a reference came later", "xades:RefsOnlyTimeStamp", refs, revs, refs, true, false},
		{"type 2, references altered", "xades:RefsOnlyTimeStamp", refs + revs, "", strings.Replace(refs, "CertRefs></", "CertRefs> </", 1) + revs, false, false},
		{"type 2 version 2", "x4:RefsOnlyTimeStampV2", refs + refs4 + revs, "", refs4 + revs, true, false},
	} {
		token, err := p.Token(testpki.Stamp{TSA: "tsa", At: day(3)}, []byte(c.covered), nil)
		if err != nil {
			t.Fatal(err)
		}
		container := "<" + c.tag + ns + ns4 + `><ds:CanonicalizationMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><xades:EncapsulatedTimeStamp>` +
			base64.StdEncoding.EncodeToString(token) + "</xades:EncapsulatedTimeStamp></" + c.tag + ">"
		s := read(t, strings.Replace(base, "</xades:UnsignedSignatureProperties>", c.before+container+c.after+"</xades:UnsignedSignatureProperties>", 1)).Signatures[0]
		i := slices.IndexFunc(s.Timestamps, func(ts *ades.Timestamp) bool { return ts.Kind == ades.TSRefs })
		if i < 0 {
			t.Errorf("%s: no time-stamp of references; %v", c.name, s.Problems)
			continue
		}
		ts := s.Timestamps[i]
		if !ts.Found || ts.ImprintIntact() != c.intact || !ts.Intact || slices.Contains(ts.Covers, s.ID) != c.signature {
			t.Errorf("%s: found %v, imprint %v, value %v, covers the signature %v, %v", c.name, ts.Found, ts.ImprintIntact(), ts.Intact, slices.Contains(ts.Covers, s.ID), ts.Problems)
		}
	}
}
