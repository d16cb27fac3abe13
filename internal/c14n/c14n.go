// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package c14n writes XML in canonical form: Canonical XML 1.0 and 1.1 and Exclusive XML Canonicalization 1.0, with and
// without comments, of whole documents, subtrees and arbitrary node-sets.
package c14n

import (
	"io"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// The algorithm URIs.
const (
	V10                   = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	V10WithComments       = V10 + "#WithComments"
	V11                   = "http://www.w3.org/2006/12/xml-c14n11"
	V11WithComments       = V11 + "#WithComments"
	Exclusive             = "http://www.w3.org/2001/10/xml-exc-c14n#"
	ExclusiveWithComments = Exclusive + "WithComments"
)

const xmlNS = "http://www.w3.org/XML/1998/namespace"

// Method is a canonicalisation algorithm with its parameter.
type Method struct {
	URI       string
	Exclusive bool
	V11       bool
	Comments  bool
	// Prefixes is the PrefixList of InclusiveNamespaces (exclusive only); "#default" stands for the default namespace.
	Prefixes []string
}

// ByURI returns the method that a URI names.
func ByURI(uri string) (Method, bool) {
	m := Method{URI: uri}
	switch uri {
	case V10:
	case V10WithComments:
		m.Comments = true
	case V11:
		m.V11 = true
	case V11WithComments:
		m.V11, m.Comments = true, true
	case Exclusive:
		m.Exclusive = true
	case ExclusiveWithComments:
		m.Exclusive, m.Comments = true, true
	default:
		return Method{}, false
	}
	return m, true
}

// Filter decides which nodes of a subtree belong to a node-set.
type Filter interface {
	// Node is asked for elements, text, comments and processing instructions, and for the document node.
	Node(t etree.Token) bool
	// Attr is asked for the i-th attribute of e, which is no namespace declaration.
	Attr(e *etree.Element, i int) bool
	// Namespace is asked for the namespace node of e with that prefix, "" for the default.
	Namespace(e *etree.Element, prefix string) bool
}

// WholeElements marks a [Filter] that keeps each element with all its attributes and namespaces, or not at all.
type WholeElements interface {
	Filter
	KeepsWholeElements()
}

// Set is a node-set: the subtree at Apex without the subtrees in Exclude, and of that what Filter keeps.
type Set struct {
	// Apex is an element, or the document node (its Parent is nil and it has no name).
	Apex *etree.Element
	// NoComments leaves comments out of the set.
	NoComments bool
	Exclude    []*etree.Element
	// Filter is nil where all nodes are in the set.
	Filter Filter
}

// Write writes the canonical form of set.
func Write(w io.Writer, set Set, m Method) error {
	c := &writer{w: w, m: m, set: set, comments: m.Comments && !set.NoComments, latest: map[string]string{}, rendered: map[string]string{}}
	_, c.whole = set.Filter.(WholeElements)
	c.whole = c.whole || set.Filter == nil
	if len(m.Prefixes) > 0 {
		c.inclusive = make(map[string]bool, len(m.Prefixes))
		for _, p := range m.Prefixes {
			if p == "#default" {
				p = ""
			}
			c.inclusive[p] = true
		}
	}
	if set.Apex == nil || excluded(set) {
		return nil
	}
	if isDocument(set.Apex) {
		c.document(set.Apex)
	} else {
		c.scope(set.Apex.Parent())
		c.element(set.Apex, false)
	}
	c.flush()
	return c.err
}

// excluded reports whether the apex stands inside an excluded element, so that nothing is left.
func excluded(set Set) bool {
	for p := set.Apex; p != nil; p = p.Parent() {
		if slices.Contains(set.Exclude, p) {
			return true
		}
	}
	return false
}

// Subtree writes the canonical form of e and its descendants.
func Subtree(w io.Writer, e *etree.Element, m Method) error { return Write(w, Set{Apex: e}, m) }

func isDocument(e *etree.Element) bool { return e.Parent() == nil && e.Tag == "" }

// writer is the state of one canonicalisation.
type writer struct {
	w         io.Writer
	m         Method
	set       Set
	comments  bool
	inclusive map[string]bool
	latest    map[string]string // namespaces in scope: prefix to URI
	rendered  map[string]string // namespace nodes of the nearest output ancestor (inclusive), or what output ancestors rendered (exclusive)
	buf       []byte
	err       error
	scratch   []nsNode
	nearest   *etree.Element // nearest output ancestor
	whole     bool           // elements are in the set with all their attributes and namespaces, or not at all
}

type nsNode struct{ prefix, uri string }

// change is an entry of a name-space table as it was, to restore it.
type change struct {
	prefix, uri string
	had         bool
}

func put(table map[string]string, log []change, prefix, uri string) []change {
	old, had := table[prefix]
	table[prefix] = uri
	return append(log, change{prefix, old, had})
}

func undo(table map[string]string, log []change) {
	for _, ch := range slices.Backward(log) {
		if ch.had {
			table[ch.prefix] = ch.uri
		} else {
			delete(table, ch.prefix)
		}
	}
}

func (c *writer) flush() {
	if c.err == nil && len(c.buf) > 0 {
		_, c.err = c.w.Write(c.buf)
	}
	c.buf = c.buf[:0]
}

func (c *writer) spill() {
	if len(c.buf) > 1<<15 {
		c.flush()
	}
}

// scope fills the table of namespaces in scope above the apex.
func (c *writer) scope(e *etree.Element) {
	var chain []*etree.Element
	for ; e != nil; e = e.Parent() {
		chain = append(chain, e)
	}
	for _, a := range slices.Backward(chain) {
		for i := range a.Attr {
			if p, ok := declares(&a.Attr[i]); ok {
				c.latest[p] = a.Attr[i].Value
			}
		}
	}
}

// declares returns the prefix that a namespace declaration declares.
func declares(a *etree.Attr) (string, bool) {
	if a.Space == "xmlns" {
		return a.Key, true
	}
	return "", a.Space == "" && a.Key == "xmlns"
}

func (c *writer) document(d *etree.Element) {
	before := true
	for _, t := range d.Child {
		e, ok := t.(*etree.Element)
		if ok {
			c.element(e, false)
			before = false
			continue
		}
		n := len(c.buf)
		if !before {
			c.buf = append(c.buf, '\n')
		}
		start := len(c.buf)
		c.leaf(t)
		switch {
		case len(c.buf) == start:
			c.buf = c.buf[:n]
		case before:
			c.buf = append(c.buf, '\n')
		}
	}
}

func (c *writer) keeps(t etree.Token) bool { return c.set.Filter == nil || c.set.Filter.Node(t) }

// leaf writes text, comment or processing instruction.
func (c *writer) leaf(t etree.Token) {
	switch t := t.(type) {
	case *etree.CharData:
		if c.keeps(t) {
			c.text(t.Data)
		}
	case *etree.Comment:
		if c.comments && c.keeps(t) {
			c.buf = append(c.buf, "<!--"...)
			c.buf = append(c.buf, t.Data...)
			c.buf = append(c.buf, "-->"...)
		}
	case *etree.ProcInst:
		if c.keeps(t) {
			c.buf = append(c.buf, "<?"...)
			c.buf = append(c.buf, t.Target...)
			if t.Inst != "" {
				c.buf = append(c.buf, ' ')
				c.buf = append(c.buf, t.Inst...)
			}
			c.buf = append(c.buf, "?>"...)
		}
	}
}

// element writes e, if it is in the set, and what is below it; parentOut says that its parent is in the set.
func (c *writer) element(e *etree.Element, parentOut bool) {
	if c.err != nil || len(c.set.Exclude) > 0 && slices.Contains(c.set.Exclude, e) {
		return
	}
	var scopeLog, renderLog []change
	for i := range e.Attr {
		if p, ok := declares(&e.Attr[i]); ok {
			scopeLog = put(c.latest, scopeLog, p, e.Attr[i].Value)
		}
	}
	out, nearest := c.keeps(e), c.nearest
	if out {
		c.buf = append(c.buf, '<')
		c.name(e.Space, e.Tag)
		renderLog = c.namespaces(e, parentOut)
		c.attributes(e, parentOut)
		c.buf = append(c.buf, '>')
		c.nearest = e
	} else if !c.whole {
		c.orphans(e)
	}
	for _, t := range e.Child {
		if x, ok := t.(*etree.Element); ok {
			c.element(x, out)
		} else {
			c.leaf(t)
		}
		c.spill()
	}
	if out {
		c.buf = append(c.buf, '<', '/')
		c.name(e.Space, e.Tag)
		c.buf = append(c.buf, '>')
	}
	c.nearest = nearest
	undo(c.rendered, renderLog)
	undo(c.latest, scopeLog)
}

func (c *writer) name(prefix, local string) {
	if prefix != "" {
		c.buf = append(c.buf, prefix...)
		c.buf = append(c.buf, ':')
	}
	c.buf = append(c.buf, local...)
}

// indexAny is strings.IndexAny for a few characters that are rare. Long texts are searched for each in turn, piece by piece, so
// that one that is frequent does not have all the rest searched for the others again.
func indexAny(s, chars string) int {
	const piece = 1024
	for from := 0; from < len(s); from += piece {
		in := s[from:min(from+piece, len(s))]
		if len(in) < 32 {
			if i := strings.IndexAny(in, chars); i >= 0 {
				return from + i
			}
			continue
		}
		first := len(in)
		for k := range len(chars) {
			if i := strings.IndexByte(in[:first], chars[k]); i >= 0 {
				first = i
			}
		}
		if first < len(in) {
			return from + first
		}
	}
	return -1
}

// text writes character data.
func (c *writer) text(s string) { c.escaped(s, "&<>\r") }

// value writes ' name="value"'.
func (c *writer) value(prefix, local, s string) {
	c.buf = append(c.buf, ' ')
	c.name(prefix, local)
	c.buf = append(c.buf, '=', '"')
	c.escaped(s, "&<\"\t\n\r")
	c.buf = append(c.buf, '"')
}

// escaped writes a text with references in the place of the characters given.
func (c *writer) escaped(s, chars string) {
	for {
		i := indexAny(s, chars)
		if i < 0 {
			break
		}
		c.buf = append(c.buf, s[:i]...)
		switch s[i] {
		case '&':
			c.buf = append(c.buf, "&amp;"...)
		case '<':
			c.buf = append(c.buf, "&lt;"...)
		case '>':
			c.buf = append(c.buf, "&gt;"...)
		case '"':
			c.buf = append(c.buf, "&quot;"...)
		case '\t':
			c.buf = append(c.buf, "&#x9;"...)
		case '\n':
			c.buf = append(c.buf, "&#xA;"...)
		default:
			c.buf = append(c.buf, "&#xD;"...)
		}
		s = s[i+1:]
		c.spill()
	}
	c.buf = append(c.buf, s...)
}
