// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmldsig

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/xmltree"
)

const (
	exclusive = `<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>`
	inclusive = `<ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>`
	document  = `<r xmlns="urn:x" xmlns:p="urn:p" xmlns:q="urn:q"><a Id="a" p:k="1">text<!-- c --><p:e/></a><b Id="b">dGV<c>zdA==</c></b>` +
		`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="s"><ds:SignedInfo/></ds:Signature></r>`
)

func parseXML(t *testing.T, s string) *xmltree.Document {
	t.Helper()
	tree, err := xmltree.Parse([]byte(s), xmltree.Options{Limits: limits.Default()})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// transforms reads a list of ds:Transform elements.
func transforms(t *testing.T, s string) []*etree.Element {
	t.Helper()
	return xmltree.Children(parseXML(t, `<ds:Transforms xmlns:ds="`+NS+`" xmlns:f="`+XPath2+`" xmlns:p="urn:p" xmlns="urn:x">`+s+`</ds:Transforms>`).Root, NS, "Transform")
}

func with(algorithm, inside string) string {
	return `<ds:Transform Algorithm="` + algorithm + `">` + inside + `</ds:Transform>`
}

func xp(expression string) string { return with(XPath, "<ds:XPath>"+expression+"</ds:XPath>") }

func filter(parts ...string) string { return with(XPath2, strings.Join(parts, "")) }

func part(kind, expression string) string {
	return `<f:XPath Filter="` + kind + `">` + expression + `</f:XPath>`
}

// TestTransforms runs each transform (XML-DSig 6.6, XPath Filter 2.0) on an element, alone and after others.
func TestTransforms(t *testing.T) {
	const (
		a   = `<a xmlns="urn:x" xmlns:p="urn:p" xmlns:q="urn:q" Id="a" p:k="1">text<p:e></p:e></a>`
		b   = `<b xmlns="urn:x" Id="b">dGV<c>zdA==</c></b>`
		all = `<r xmlns="urn:x" xmlns:p="urn:p" xmlns:q="urn:q">` // how the whole document begins
	)
	for _, c := range []struct {
		name, id, transforms string
		want                 string
		problem              string // part of the error; empty: none
	}{
		{"none: Canonical XML 1.0 without comments", "a", "", a, ""},
		{"exclusive", "b", exclusive, b, ""},
		{"exclusive keeps what is used", "a", exclusive, strings.Replace(a, ` xmlns:q="urn:q"`, "", 1), ""},
		{"exclusive with prefixes", "b", with("http://www.w3.org/2001/10/xml-exc-c14n#", `<e:InclusiveNamespaces xmlns:e="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="q"/>`),
			strings.Replace(b, `"urn:x"`, `"urn:x" xmlns:q="urn:q"`, 1), ""},
		{"inclusive after exclusive", "b", exclusive + inclusive, b, ""},
		{"base64 of the text of an element", "b", with(Base64, ""), "test", ""},
		{"base64 of octets", "b", exclusive + with(Base64, ""), "", "base64 transform"},
		{"base64 of a text with comments and elements", "a", with(Base64, ""), "\xb5\xecm", ""},
		{"text after base64 is no XML", "b", with(Base64, "") + exclusive, "", "input of a transform"},
		{"enveloped", "s", with(Enveloped, ""), "", ""},
		{"enveloped in a document", "", with(Enveloped, "") + exclusive, `<r xmlns="urn:x"><a xmlns:p="urn:p" Id="a" p:k="1">text<p:e></p:e></a><b Id="b">dGV<c>zdA==</c></b></r>`, ""},
		{"enveloped after octets removes nothing", "", exclusive + with(Enveloped, "") + xp("self::ds:Signature"), `<ds:Signature></ds:Signature>`, ""},
		{"xpath", "b", xp("self::text()"), "dGVzdA==", ""},
		{"xpath and base64 of a part", "b", xp("self::text()[parent::*[local-name()='c']]") + with(Base64, ""), "", "base64 transform"},
		{"xpath that leaves out an element", "b", xp("not(ancestor-or-self::*[local-name()='c'])"), `<b xmlns="urn:x" xmlns:p="urn:p" xmlns:q="urn:q" Id="b">dGV</b>`, ""},
		{"xpath with an unknown function", "b", xp("not(self::node()[parent::*/@*[generate-id()]])"), "", "generate-id"},
		{"xpath of namespaces", "a", xp("self::p:e"), `<p:e></p:e>`, ""},
		{"xpath twice", "b", xp("self::text()") + xp("contains(., '=')"), "zdA==", ""},
		{"xpath without an expression", "b", with(XPath, ""), "", "without an expression"},
		{"xpath that is none", "b", xp("self::("), "", ""},
		{"filter: intersect", "", filter(part("intersect", "//*[@Id='b']")) + exclusive, b, ""},
		{"filter: subtract", "", filter(part("intersect", "//*[@Id='b']"), part("subtract", "//*[local-name()='c']")) + exclusive, `<b xmlns="urn:x" Id="b">dGV</b>`, ""},
		{"filter: union", "", filter(part("intersect", "//*[@Id='b']"), part("subtract", "//*[local-name()='c']"), part("union", "//*[local-name()='c']")) + exclusive, b, ""},
		{"filter: the order matters", "", filter(part("subtract", "//*[local-name()='c']"), part("intersect", "//*[@Id='b']")) + exclusive, `<b xmlns="urn:x" Id="b">dGV</b>`, ""},
		{"filter: one attribute", "b", filter(part("subtract", "//*[@Id='b']/@Id")), `<b xmlns="urn:x" xmlns:p="urn:p" xmlns:q="urn:q">dGV<c>zdA==</c></b>`, ""},
		{"filter after a filter", "", filter(part("intersect", "//*[@Id='b']")) + filter(part("subtract", "//*[local-name()='c']")) + exclusive, `<b xmlns="urn:x" Id="b">dGV</b>`, ""},
		{"filter after xpath", "b", xp("self::text()") + filter(part("subtract", "//*[local-name()='c']")), "dGV", ""},
		{"filter: nothing", "b", filter(part("subtract", "/")), "", ""},
		{"filter of an unknown kind", "b", filter(part("exclude", "//*")), "", "unknown kind exclude"},
		{"filter without expressions", "b", filter(), "", "without expressions"},
		{"filter that is none", "b", filter(part("intersect", "//(")), "", "-"},
		{"filter of no nodes", "b", filter(part("intersect", "1 + 1")), "", "-"},
		{"XSLT", "b", with(XSLT, ""), "", "is not supported"},
		{"unknown", "b", with("urn:unknown", ""), "", "transform urn:unknown is not supported"},
		{"no algorithm", "b", `<ds:Transform/>`, "", "is not supported"},
		{"too many", "b", strings.Repeat(inclusive, maxTransforms+1), "", "transforms of one reference"},
		{"whole document", "", inclusive, all, ""},
	} {
		tree := parseXML(t, document)
		d := New(tree, nil, limits.Default())
		node := tree.Node
		if c.id != "" {
			node = d.ByID(c.id)[0]
		}
		var out bytes.Buffer
		err := d.TransformNode(&out, node, transforms(t, c.transforms), &Signature{Element: d.ByID("s")[0]}, nil)
		switch {
		case c.name == "xpath that is none", c.problem == "-":
			if err == nil {
				t.Errorf("%s: no error; %s", c.name, out.String())
			}
		case (err != nil) != (c.problem != "") || err != nil && !strings.Contains(err.Error(), c.problem):
			t.Errorf("%s: error %v, want %q", c.name, err, c.problem)
		case err == nil && c.want == all && !strings.HasPrefix(out.String(), all), err == nil && c.want != all && out.String() != c.want:
			t.Errorf("%s:\n%s, want\n%s", c.name, out.String(), c.want)
		}
		var unsupported *Unsupported
		if is := errors.As(err, &unsupported); is != strings.Contains(c.problem, "not supported") {
			t.Errorf("%s: unsupported %v", c.name, is)
		}
	}
}

// TestTransformOctets runs transforms on octets, as on a signature policy's document or a detached content.
func TestTransformOctets(t *testing.T) {
	lim := limits.Default()
	lim.XMLBytes = 100
	for _, c := range []struct {
		name, content, transforms, want, problem string
	}{
		{"none", "any <octets>", "", "any <octets>", ""},
		{"canonical", `<a  b='1' a="2"/>`, exclusive, `<a a="2" b="1"></a>`, ""},
		{"base64", "dGVz\ndA==", with(Base64, ""), "test", ""},
		{"base64 and canonical", "PGEvPg==", with(Base64, "") + exclusive, "<a></a>", ""},
		{"not XML", "text", exclusive, "", "input of a transform"},
		{"here() stands in another document", "<a/>", xp("here()"), "", "-"},
		{"too long", "<a>" + strings.Repeat("x", 200) + "</a>", exclusive, "", "limit"},
	} {
		tree := parseXML(t, document)
		content := ades.Content{Name: "c", Data: strings.NewReader(c.content), Size: int64(len(c.content))}
		d := New(tree, []ades.Content{content}, lim)
		r := &Reference{Found: true, Content: &d.Contents[0], Transforms: transforms(t, c.transforms)}
		var fromContent, fromOctets bytes.Buffer
		err := d.Output(&fromContent, r, nil)
		err2 := d.Transform(&fromOctets, []byte(c.content), r.Transforms)
		for _, e := range []error{err, err2} {
			if (e != nil) != (c.problem != "") || e != nil && c.problem != "-" && !strings.Contains(e.Error(), c.problem) {
				t.Errorf("%s: error %v, want %q", c.name, e, c.problem)
			}
		}
		if c.problem == "" && (fromContent.String() != c.want || fromOctets.String() != c.want) {
			t.Errorf("%s: %s and %s, want %s", c.name, fromContent.String(), fromOctets.String(), c.want)
		}
	}
}

// TestOutput refuses what is not resolved, and canonicalises what is left with the method that the caller names.
func TestOutput(t *testing.T) {
	tree := parseXML(t, document)
	d := New(tree, []ades.Content{{Name: "c"}}, limits.Default())
	b := d.ByID("b")[0]
	exc, ok := c14n.ByURI("http://www.w3.org/2001/10/xml-exc-c14n#")
	if !ok {
		t.Fatal("no exclusive canonicalisation")
	}
	for _, c := range []struct {
		name string
		r    *Reference
		want string // empty: an error
	}{
		{"element", &Reference{Found: true, Node: b}, `<b xmlns="urn:x" Id="b">dGV<c>zdA==</c></b>`},
		{"the reference's own method comes first", &Reference{Found: true, Node: b, Transforms: transforms(t, inclusive)}, `<b xmlns="urn:x" xmlns:p="urn:p" xmlns:q="urn:q" Id="b">dGV<c>zdA==</c></b>`},
		{"comments", &Reference{Found: true, Node: d.ByID("a")[0], comments: true, Transforms: transforms(t, with("http://www.w3.org/2001/10/xml-exc-c14n#WithComments", ""))},
			`<a xmlns="urn:x" xmlns:p="urn:p" Id="a" p:k="1">text<!-- c --><p:e></p:e></a>`},
		{"not found", &Reference{Problem: "not found"}, ""},
		{"twice", &Reference{Found: true, Duplicated: true, Node: b}, ""},
		{"digest only", &Reference{Found: true, Content: &d.Contents[0]}, ""},
		{"digest only, with a transform", &Reference{Found: true, Content: &d.Contents[0], Transforms: transforms(t, exclusive)}, ""},
	} {
		var out bytes.Buffer
		if err := d.Output(&out, c.r, &exc); (err != nil) != (c.want == "") || out.String() != c.want {
			t.Errorf("%s: %v, %s, want %s", c.name, err, out.String(), c.want)
		}
	}
}
