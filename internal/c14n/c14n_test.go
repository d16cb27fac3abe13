// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package c14n_test

import (
	"bytes"
	"testing"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/xmltree"
)

func parse(t testing.TB, s string) *xmltree.Document {
	t.Helper()
	d, err := xmltree.Parse([]byte(s), xmltree.Options{InternalSubset: true})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDocument(t *testing.T) {
	for _, tc := range []struct{ name, uri, in, want string }{
		{"declaration and doctype go, comments go", c14n.V10, "<?xml version='1.0'?>\n<?p  q ?>\n<!DOCTYPE a [<!ENTITY e 'x'>]>\n<!-- c --><a>&e;<!-- d --></a>\n<!-- f -->\n<?z?>",
			"<?p q ?>\n<a>x</a>\n<?z?>"},
		{"comments stay", c14n.V10WithComments, "<!-- c --><a><!-- d --></a><!-- f -->", "<!-- c -->\n<a><!-- d --></a>\n<!-- f -->"},
		{"empty elements, quotes, order", c14n.V10, `<e   b='1' xmlns:z="urn:z" a="2" z:c='3' xmlns="urn:d" xmlns:y="urn:y" y:c="4"/>`,
			`<e xmlns="urn:d" xmlns:y="urn:y" xmlns:z="urn:z" a="2" b="1" y:c="4" z:c="3"></e>`},
		{"characters", c14n.V10, "<e a='&#9;&#10;&#13;&lt;&gt;&amp;&quot;\t'>&#13;&gt;&lt;&amp;\"<![CDATA[<&]]></e>",
			"<e a=\"&#x9;&#xA;&#xD;&lt;>&amp;&quot; \">&#xD;&gt;&lt;&amp;\"&lt;&amp;</e>"},
		{"line ends", c14n.V10, "<e a='1\r\n2'>x\r\ny\rz</e>", "<e a=\"1 2\">x\ny\nz</e>"},
		{"superfluous declarations", c14n.V10, `<a xmlns="urn:a" xmlns:p="urn:p"><b xmlns="urn:a" xmlns:p="urn:p"><c xmlns=""><d xmlns=""/></c></b></a>`,
			`<a xmlns="urn:a" xmlns:p="urn:p"><b><c xmlns=""><d></d></c></b></a>`},
		{"exclusive renders what is used", c14n.Exclusive, `<a xmlns="urn:a" xmlns:p="urn:p" xmlns:q="urn:q"><p:b q:x="1"><p:c/></p:b></a>`,
			`<a xmlns="urn:a"><p:b xmlns:p="urn:p" xmlns:q="urn:q" q:x="1"><p:c></p:c></p:b></a>`},
		{"exclusive, default undone", c14n.Exclusive, `<a xmlns="urn:a"><p:b xmlns="" xmlns:p="urn:p"><c/></p:b></a>`,
			`<a xmlns="urn:a"><p:b xmlns:p="urn:p"><c xmlns=""></c></p:b></a>`},
		{"default attributes", c14n.V10, "<!DOCTYPE a [<!ATTLIST b n NMTOKENS ' x  y ' i ID #IMPLIED>]><a><b i=' k '/></a>", `<a><b i="k" n="x y"></b></a>`},
	} {
		m, ok := c14n.ByURI(tc.uri)
		if !ok {
			t.Fatal(tc.uri)
		}
		var b bytes.Buffer
		if err := c14n.Write(&b, c14n.Set{Apex: parse(t, tc.in).Node}, m); err != nil || b.String() != tc.want {
			t.Errorf("%s: %v\n got %q\nwant %q", tc.name, err, b.String(), tc.want)
		}
	}
}

func find(e *etree.Element, tag string) *etree.Element {
	if e.Tag == tag {
		return e
	}
	for _, c := range e.ChildElements() {
		if x := find(c, tag); x != nil {
			return x
		}
	}
	return nil
}

func TestSubtree(t *testing.T) {
	const doc = `<a xmlns="urn:a" xmlns:p="urn:p" xmlns:q="urn:q" xml:lang="en" xml:id="i" xml:base="http://x.example/d/"><m xml:base="sub/" xml:space="preserve"><e p:k="1"/></m></a>`
	for _, tc := range []struct {
		name, want string
		m          c14n.Method
	}{
		{"1.0 takes all xml attributes", `<e xmlns="urn:a" xmlns:p="urn:p" xmlns:q="urn:q" xml:base="sub/" xml:id="i" xml:lang="en" xml:space="preserve" p:k="1"></e>`, c14n.Method{}},
		{"1.1 joins the bases and leaves out the id", `<e xmlns="urn:a" xmlns:p="urn:p" xmlns:q="urn:q" xml:base="http://x.example/d/sub/" xml:lang="en" xml:space="preserve" p:k="1"></e>`, c14n.Method{V11: true}},
		{"exclusive takes none", `<e xmlns="urn:a" xmlns:p="urn:p" p:k="1"></e>`, c14n.Method{Exclusive: true}},
		{"exclusive with prefixes", `<e xmlns="urn:a" xmlns:p="urn:p" xmlns:q="urn:q" p:k="1"></e>`, c14n.Method{Exclusive: true, Prefixes: []string{"q", "#default", "none"}}},
	} {
		var b bytes.Buffer
		if err := c14n.Subtree(&b, find(parse(t, doc).Root, "e"), tc.m); err != nil || b.String() != tc.want {
			t.Errorf("%s: %v\n got %s\nwant %s", tc.name, err, b.String(), tc.want)
		}
	}
}

// only keeps the elements of some names, with the text in them.
type only map[string]bool

func (o only) Node(t etree.Token) bool {
	if e, ok := t.(*etree.Element); ok {
		return o[e.Tag]
	}
	return o[t.Parent().Tag]
}
func (o only) Attr(e *etree.Element, _ int) bool         { return o[e.Tag] }
func (o only) Namespace(e *etree.Element, _ string) bool { return o[e.Tag] }
func (o only) KeepsWholeElements()                       {}

func TestHoles(t *testing.T) {
	const doc = `<a xmlns="urn:a" xmlns:p="urn:p">1<b xml:lang="de" xmlns:q="urn:q">2<c>3<p:d>4</p:d></c></b></a>`
	for _, tc := range []struct {
		name, want string
		m          c14n.Method
	}{
		{"inclusive", `<a xmlns="urn:a" xmlns:p="urn:p">1<c xmlns:q="urn:q" xml:lang="de">3<p:d>4</p:d></c></a>`, c14n.Method{}},
		{"exclusive", `<a xmlns="urn:a">1<c>3<p:d xmlns:p="urn:p">4</p:d></c></a>`, c14n.Method{Exclusive: true}},
	} {
		var b bytes.Buffer
		set := c14n.Set{Apex: parse(t, doc).Root, Filter: only{"a": true, "c": true, "d": true}}
		if err := c14n.Write(&b, set, tc.m); err != nil || b.String() != tc.want {
			t.Errorf("%s: %v\n got %s\nwant %s", tc.name, err, b.String(), tc.want)
		}
	}
}

func TestExclude(t *testing.T) {
	d := parse(t, `<a>1<s><x/></s>2</a>`)
	var b bytes.Buffer
	err := c14n.Write(&b, c14n.Set{Apex: d.Node, Exclude: []*etree.Element{find(d.Root, "s")}}, c14n.Method{})
	if err != nil || b.String() != "<a>12</a>" {
		t.Errorf("%v %q", err, b.String())
	}
}

func TestRelativeNamespace(t *testing.T) {
	if err := c14n.Subtree(&bytes.Buffer{}, parse(t, `<a xmlns="rel"/>`).Root, c14n.Method{}); err == nil {
		t.Error("a relative namespace URI is accepted")
	}
}

// FuzzC14N checks that a canonical form is canonical: read and written again, it stays the same.
func FuzzC14N(f *testing.F) {
	for _, s := range []string{`<a xmlns:p="urn:p" p:b="1"><p:c/></a>`, "<a>&#13;<!--x--></a>", `<a xmlns="urn:a"><b xmlns=""/></a>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := xmltree.Parse([]byte(s), xmltree.Options{})
		if err != nil {
			return
		}
		for _, uri := range []string{c14n.V10WithComments, c14n.V11, c14n.Exclusive} {
			m, _ := c14n.ByURI(uri)
			var one, two bytes.Buffer
			if c14n.Write(&one, c14n.Set{Apex: d.Node}, m) != nil {
				continue
			}
			again, err := xmltree.Parse(one.Bytes(), xmltree.Options{})
			if err != nil {
				t.Fatalf("%s: canonical form does not parse: %v: %q", uri, err, one.String())
			}
			if err := c14n.Write(&two, c14n.Set{Apex: again.Node}, m); err != nil || one.String() != two.String() {
				t.Fatalf("%s: %v\n%q\n%q", uri, err, one.String(), two.String())
			}
		}
	})
}
