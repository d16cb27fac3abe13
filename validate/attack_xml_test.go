// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/testpki"
)

// taken takes the first element of a qualified name out of a document.
func taken(t *testing.T, doc, name string) (rest, element string) {
	t.Helper()
	from, end := strings.Index(doc, "<"+name), "</"+name+">"
	to := strings.Index(doc, end)
	if from < 0 || to < from {
		t.Fatalf("no %s", name)
	}
	to += len(end)
	return doc[:from] + doc[to:], doc[from:to]
}

// TestAttackX are attacks on XML signatures through the whole validation: X1 and X3 (wrapping, parsers that disagree), X5 (document
// types), X8 (keys without a certificate), X9 (fetching) and X12 (exchanged certificates).
func TestAttackX(t *testing.T) {
	x := newBench(t)
	doc := string(x.make(t, func(r *testpki.Recipe) { r.Format, r.Packaging = "xades", "enveloping" }))
	replaced := func(old, with string) string {
		if !strings.Contains(doc, old) {
			t.Fatalf("%q is not there", old)
		}
		return strings.Replace(doc, old, with, 1)
	}
	inside := func(more string) string { return replaced("</ds:Signature>", more+"</ds:Signature>") }
	certificate := func(id string) string { return base64.StdEncoding.EncodeToString(x.pki.Cert(id).DER) }
	noKey, keyInfo := taken(t, doc, "ds:KeyInfo")
	key := func(content string) string {
		return strings.Replace(noKey, "</ds:SignatureValue>", "</ds:SignatureValue><ds:KeyInfo>"+content+"</ds:KeyInfo>", 1)
	}
	noData, data := taken(t, doc, "ds:Object")
	noProps, props := taken(t, doc, "xades:SignedProperties")
	fake := regexp.MustCompile(`Id="[^"]*"`).ReplaceAllString(props, `Id="fake"`)
	ns := ` xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"`
	second := `<ds:Object><xades:QualifyingProperties` + ns + ` Target="#S">` + strings.Replace(fake, "2024-06-01", "2024-05-01", 1) + `</xades:QualifyingProperties></ds:Object>`
	const nobody = "NO_SIGNING_CERTIFICATE_FOUND"
	for _, c := range []struct{ name, doc, want string }{ // want "!": anything but passed
		{"X1 as it was", doc, attackPassed},
		{"X1 data under an identifier that is there twice", inside(`<ds:Object><evil Id="S-data"/></ds:Object>`), attackFormat},
		{"X1 data under an identifier that is there twice, first", strings.Replace(doc, "<ds:Object", `<ds:Object Id="S-data">evil</ds:Object><ds:Object`, 1), attackFormat},
		{"X1 data replaced and kept elsewhere", strings.Replace(noData, "</ds:SignatureValue>", `</ds:SignatureValue>`, 1) + data, "!"},
		{"X1 data in an object of an object", strings.Replace(noData, "</ds:Signature>", "<ds:Object>"+data+"</ds:Object></ds:Signature>", 1), "!"},
		{"X1 data beside the signature", "<r>" + noData + strings.Replace(data, "<ds:Object", "<ds:Object"+ns, 1) + "</r>", "!"},
		{"X1 signature in another document", "<r><order>1000</order>" + doc[strings.Index(doc, "<ds:Signature"):] + "</r>", attackPassed}, // it signs what it holds, and the scope says so
		{"X1 properties beside the signature", "<r>" + strings.Replace(noProps, "</xades:QualifyingProperties>", fake+"</xades:QualifyingProperties>", 1) +
			strings.Replace(props, "<xades:SignedProperties", "<xades:SignedProperties"+ns, 1) + "</r>", "!"},
		{"X1 properties twice", inside(`<ds:Object>` + strings.Replace(props, "<xades:SignedProperties", "<xades:SignedProperties"+ns, 1) + `</ds:Object>`), attackFormat},
		{"X1 a second set of properties", inside(second), attackPassed}, // the one that is signed counts
		{"X1 a second set of properties, first", strings.Replace(doc, "</ds:KeyInfo>", "</ds:KeyInfo>"+second, 1), "!"},
		{"X1 a second set of properties for the same target, first", strings.Replace(doc, "</ds:KeyInfo>", "</ds:KeyInfo>"+strings.Replace(second, `"fake"`, `"S-props"`, 1), 1), "!"},
		{"X1 no data", noData, "SIGNED_DATA_NOT_FOUND"},
		{"X1 data changed", replaced("The parties agree", "The parties argue"), "HASH_FAILURE"},
		{"X3 a second SignedInfo", replaced("<ds:SignatureValue", "<ds:SignedInfo></ds:SignedInfo><ds:SignatureValue"), "!"},
		{"X3 a second value", replaced("<ds:KeyInfo>", "<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo>"), "!"},
		{"X3 a comment in a digest", replaced("<ds:DigestValue>", "<ds:DigestValue>AAAA<!-- -->"), "!"},
		{"X3 a comment in the data", replaced("The parties", "The <!-- dis -->parties"), attackPassed}, // canonicalization takes comments out of what is signed

		{"X3 an attribute twice", replaced("<ds:SignedInfo>", `<ds:SignedInfo a="1" a="2">`), "error"},
		{"X3 an unbound prefix", replaced("<ds:SignedInfo>", `<ds:SignedInfo x:a="1">`), "error"},
		{"X5 external entity", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>` + strings.Replace(doc[strings.Index(doc, "<ds:Signature"):], "The parties", "&e;The parties", 1), "error"},
		{"X5 external subset", `<!DOCTYPE x SYSTEM "http://localhost/x.dtd">` + doc[strings.Index(doc, "<ds:Signature"):], "error"},
		{"X5 laughs", `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "` + strings.Repeat("&a;", 1000) + `"><!ENTITY c "` + strings.Repeat("&b;", 1000) + `"><!ENTITY d "` + strings.Repeat("&c;", 1000) + `">]>` +
			strings.Replace(doc[strings.Index(doc, "<ds:Signature"):], "The parties", "&d;", 1), "error"},
		{"X8 HMAC", replaced("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"), "!"},
		{"X8 HMAC cut to a bit", strings.Replace(replaced("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"), "</ds:SignatureMethod>", "<ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>", 1), "!"},
		{"X8 no key at all", noKey, nobody},
		{"X8 a name of a key", key("<ds:KeyName>alice</ds:KeyName>"), nobody},
		{"X9 a key to fetch", key(`<ds:RetrievalMethod URI="http://localhost/alice.cer" Type="http://www.w3.org/2000/09/xmldsig#rawX509Certificate"/>`), nobody},
		{"X9 a key in a file", key(`<ds:RetrievalMethod URI="file:///etc/ssl/cert.pem"/>`), nobody},
		{"X12 another certificate", key("<ds:X509Data><ds:X509Certificate>" + certificate("bob") + "</ds:X509Certificate></ds:X509Data>"), nobody},
		{"X12 another certificate with the same key", key("<ds:X509Data><ds:X509Certificate>" + certificate("alice-twin") + "</ds:X509Certificate></ds:X509Data>"), nobody},
		{"X12 the certificate after another with the same key", strings.Replace(doc, keyInfo, strings.Replace(keyInfo, "<ds:X509Certificate>", "<ds:X509Certificate>"+certificate("alice-twin")+"</ds:X509Certificate><ds:X509Certificate>", 1), 1), attackPassed},
	} {
		if c.doc == doc && c.want != attackPassed {
			t.Errorf("%s: nothing was changed", c.name)
		}
		got, r, err := x.verdict([]byte(c.doc))
		if passed := r != nil && r.Err() == nil; c.want == "!" && passed || c.want != "!" && got != c.want {
			t.Errorf("%s: %s (%v), want %s", c.name, got, err, c.want)
		}
		if got == attackPassed && !r.Signatures[0].Signature.Attributes.SigningTime.Equal(attackSigned) {
			t.Errorf("%s: signed at %s", c.name, r.Signatures[0].Signature.Attributes.SigningTime)
		}
	}
}

// TestAttackX13 are X13 of the known attacks: a signer who is revoked since is saved by a time-stamp only where it stands.
func TestAttackX13(t *testing.T) {
	x := newBench(t)
	doc := string(x.make(t, func(r *testpki.Recipe) {
		*r = attackStamped(attackBy("bob", attackAfter), attackSigned.Add(time.Minute))
		r.Format, r.Packaging = "xades", "enveloping"
	}))
	if got, _, err := x.verdict([]byte(doc)); got != attackPassed {
		t.Fatalf("the document itself: %s, %v", got, err)
	}
	without, stamp := taken(t, doc, "xades:SignatureTimeStamp")
	for name, c := range map[string]string{
		"without the time-stamp":           without,
		"as another kind of time-stamp":    strings.ReplaceAll(doc, "xades:SignatureTimeStamp", "xades:RefsOnlyTimeStamp"),
		"outside of the properties":        strings.Replace(without, "</ds:Signature>", "<ds:Object>"+stamp+"</ds:Object></ds:Signature>", 1),
		"in the signed properties":         strings.Replace(without, "</xades:SignedProperties>", stamp+"</xades:SignedProperties>", 1),
		"properties that are not unsigned": strings.ReplaceAll(doc, "xades:UnsignedSignatureProperties", "xades:UnsignedDataObjectProperties"),
	} {
		if c == doc {
			t.Errorf("%s: nothing was changed", name)
		}
		if got, r, err := x.verdict([]byte(c)); r != nil && r.Err() == nil {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}
