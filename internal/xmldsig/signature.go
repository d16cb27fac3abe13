// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package xmldsig reads XML signatures (XML Signature Syntax and Processing 1.1): it resolves references, runs transforms and
// digests the result. It never fetches anything and never runs XSLT. What was digested is told by the node itself, so that a
// reader need not look it up again.
package xmldsig

import (
	"io"
	"slices"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// The namespaces.
const (
	NS   = "http://www.w3.org/2000/09/xmldsig#"
	NS11 = "http://www.w3.org/2009/xmldsig11#"
)

// nsWSU is the namespace of wsu:Id (WS-Security).
const nsWSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"

// maxOctets bounds the octets canonicalised or digested for one document, all references and time-stamps together.
const maxOctets = 2 << 30

// xpathSteps bounds the XPath steps for one document.
const xpathSteps = 20_000_000

// Document is a document whose signatures are read, with its detached contents.
type Document struct {
	*xmltree.Document
	Contents []ades.Content
	Limits   limits.Limits

	ids    map[string][]*etree.Element
	octets int64
	steps  int
	sums   map[contentKey][2][]byte
}

// New prepares a document.
func New(tree *xmltree.Document, contents []ades.Content, lim limits.Limits) *Document {
	d := &Document{Document: tree, Contents: contents, Limits: lim, ids: map[string][]*etree.Element{}, octets: maxOctets, steps: xpathSteps, sums: map[contentKey][2][]byte{}}
	d.index(tree.Root)
	return d
}

// index notes the Id attributes: Id, ID and id without a namespace, xml:id, and what the internal subset declares.
func (d *Document) index(e *etree.Element) {
	for i := range e.Attr {
		a := &e.Attr[i]
		known := a.Space == "" && (a.Key == "Id" || a.Key == "ID" || a.Key == "id") || a.Space == "xml" && a.Key == "id" ||
			a.Key == "Id" && a.Space != "" && a.Space != "xmlns" && xmltree.Lookup(e, a.Space) == nsWSU ||
			d.IDAttributes[e.FullTag()+" "+a.FullKey()]
		if list := d.ids[a.Value]; known && a.Value != "" && !slices.Contains(list, e) {
			d.ids[a.Value] = append(list, e)
		}
	}
	for _, t := range e.Child {
		if c, ok := t.(*etree.Element); ok {
			d.index(c)
		}
	}
}

// ByID returns all elements with an Id attribute of that value, in document order.
func (d *Document) ByID(id string) []*etree.Element { return d.ids[id] }

// Signature is one ds:Signature.
type Signature struct {
	Element        *etree.Element
	ID             string
	SignedInfo     *etree.Element
	SignatureValue *etree.Element
	KeyInfo        *etree.Element
	Objects        []*etree.Element
	Value          []byte // of one that is malformed: what could be decoded
	ValueError     string // why the value is malformed and cannot verify; empty: it is not
	C14N           c14n.Method
	C14NError      string // why the canonicalisation method is not usable; empty: usable
	MethodURI      string
	Method         *etree.Element // ds:SignatureMethod
	References     []*Reference
	Problems       []ades.Problem
}

// Elements returns every ds:Signature of the document, in document order.
func (d *Document) Elements() []*etree.Element {
	var out []*etree.Element
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		if e.Tag == "Signature" && xmltree.Is(e, NS, "Signature") {
			out = append(out, e)
		}
		for _, t := range e.Child {
			if c, ok := t.(*etree.Element); ok {
				walk(c)
			}
		}
	}
	walk(d.Root)
	return out
}

func (s *Signature) problem(where, text string) {
	s.Problems = append(s.Problems, ades.Problem{Where: where, Text: text, Structural: true})
}

// only is the single child of that name; a second one is a problem, and none is returned then.
func (s *Signature) only(parent *etree.Element, name string, required bool) *etree.Element {
	list := xmltree.Children(parent, NS, name)
	switch {
	case len(list) > 1:
		s.problem(name, "occurs more than once in "+parent.Tag)
		return nil
	case len(list) == 1:
		return list[0]
	case required:
		s.problem(name, "is missing in "+parent.Tag)
	}
	return nil
}

// Parse reads one ds:Signature. What is malformed is recorded.
func (d *Document) Parse(e *etree.Element) (*Signature, error) {
	s := &Signature{Element: e}
	s.ID, _ = xmltree.Attr(e, "Id")
	s.SignedInfo = s.only(e, "SignedInfo", true)
	s.SignatureValue = s.only(e, "SignatureValue", true)
	s.KeyInfo = s.only(e, "KeyInfo", false)
	s.Objects = xmltree.Children(e, NS, "Object")
	if s.SignatureValue != nil {
		v, err := xmltree.Base64(s.SignatureValue)
		if err != nil {
			s.problem("SignatureValue", err.Error())
			s.ValueError = "SignatureValue: " + err.Error()
		}
		s.Value = v
	}
	s.C14NError = "there is no SignedInfo"
	if s.SignedInfo == nil {
		return s, nil
	}
	s.C14NError = ""
	var err error
	if s.C14N, err = Method(s.only(s.SignedInfo, "CanonicalizationMethod", true)); err != nil {
		s.C14NError = err.Error()
	}
	if s.Method = s.only(s.SignedInfo, "SignatureMethod", true); s.Method != nil {
		s.MethodURI, _ = xmltree.Attr(s.Method, "Algorithm")
	}
	refs := xmltree.Children(s.SignedInfo, NS, "Reference")
	if len(refs) == 0 {
		s.problem("Reference", "is missing in SignedInfo")
	}
	if len(refs) > d.Limits.References {
		return nil, limits.Exceeded("references of one signature", int64(d.Limits.References))
	}
	for _, r := range refs {
		s.References = append(s.References, d.reference(r, s))
	}
	return s, nil
}

// Method reads a CanonicalizationMethod or a canonicalising Transform; nil stands for Canonical XML 1.0.
func Method(e *etree.Element) (c14n.Method, error) {
	if e == nil {
		m, _ := c14n.ByURI(c14n.V10)
		return m, nil
	}
	uri, _ := xmltree.Attr(e, "Algorithm")
	m, ok := c14n.ByURI(uri)
	if !ok {
		return m, &Unsupported{"canonicalisation", uri}
	}
	if inc := xmltree.Child(e, c14n.Exclusive, "InclusiveNamespaces"); inc != nil && m.Exclusive {
		list, _ := xmltree.Attr(inc, "PrefixList")
		m.Prefixes = fields(list)
	}
	return m, nil
}

// Unsupported says that an algorithm is not known, or refused.
type Unsupported struct{ What, URI string }

// Error names the algorithm.
func (u *Unsupported) Error() string { return u.What + " " + u.URI + " is not supported" }

// Canonical writes the canonical form of an element in its document, against the document's budget of octets.
func (d *Document) Canonical(w io.Writer, e *etree.Element, m c14n.Method) error {
	return c14n.Subtree(&counted{w, d}, e, m)
}

// CanonicalWithout is Canonical without some elements below e.
func (d *Document) CanonicalWithout(w io.Writer, e *etree.Element, without []*etree.Element, m c14n.Method) error {
	return c14n.Write(&counted{w, d}, c14n.Set{Apex: e, Exclude: without}, m)
}

// Bytes is the canonical form of the SignedInfo, which the signature value covers.
func (d *Document) Bytes(s *Signature) ([]byte, error) {
	if s.C14NError != "" {
		return nil, &Unsupported{"canonicalisation", s.C14NError}
	}
	var b buffer
	err := d.Canonical(&b, s.SignedInfo, s.C14N)
	return b, err
}

type buffer []byte

func (b *buffer) Write(p []byte) (int, error) { *b = append(*b, p...); return len(p), nil }

// counted charges what is written to the document's budget of octets.
type counted struct {
	w io.Writer
	d *Document
}

func (c *counted) Write(p []byte) (int, error) {
	if c.d.octets -= int64(len(p)); c.d.octets < 0 {
		return 0, limits.Exceeded("octets to digest in one XML document", maxOctets)
	}
	return c.w.Write(p)
}
