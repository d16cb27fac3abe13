// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package xmltree reads XML 1.0 strictly and bounded into an etree tree, in the form that canonicalisation needs: line ends
// and attribute values normalised, adjacent text merged, namespaces checked, duplicate attributes and a second root refused.
//
// A document type declaration is refused unless asked for; external entities and parameter entities always are.
package xmltree

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/limits"
)

// Options choose what is accepted.
type Options struct {
	// Limits bound the reading; the zero value stands for the defaults.
	Limits limits.Limits
	// InternalSubset accepts a document type declaration without an external identifier, for attribute defaults and types and
	// for internal text entities.
	InternalSubset bool
}

// Document is one XML document.
type Document struct {
	// Node is the document node; its children are the root element and the comments and processing instructions around it.
	Node *etree.Element
	// Root is the root element.
	Root *etree.Element
	// Encoding is the encoding the document was read in.
	Encoding string
	// IDAttributes are the attributes declared as ID in the internal subset: element name and attribute name, "e a".
	IDAttributes map[string]bool
}

// Error says where and why a document is not well-formed or refused.
type Error struct {
	Offset int // in bytes of the UTF-8 form
	Text   string
}

// Error says where and what.
func (e *Error) Error() string { return fmt.Sprintf("xml: offset %d: %s", e.Offset, e.Text) }

// Parse reads a whole document. The tree's strings share the text's memory.
func Parse(data []byte, opt Options) (*Document, error) {
	lim := opt.Limits
	if lim == (limits.Limits{}) {
		lim = limits.Default()
	}
	if int64(len(data)) > lim.XMLBytes {
		return nil, limits.Exceeded("bytes of an XML document", lim.XMLBytes)
	}
	text, enc, err := decode(data)
	if err != nil {
		return nil, err
	}
	if int64(len(text)) > 3*lim.XMLBytes {
		return nil, limits.Exceeded("bytes of an XML document", lim.XMLBytes)
	}
	doc := etree.NewDocument()
	r := &reader{s: text, lim: lim, subset: opt.InternalSubset, doc: &doc.Element, cur: &doc.Element, latest: map[string]int{"xml": 0}}
	r.bindings = append(r.bindings, binding{prefix: "xml", uri: xmlNS, prev: -1})
	if err := r.document(); err != nil {
		return nil, err
	}
	out := &Document{Node: &doc.Element, Root: r.root, Encoding: enc}
	if r.dtd != nil {
		out.IDAttributes = r.dtd.ids
	}
	return out, nil
}

// The reserved namespaces.
const (
	xmlNS   = "http://www.w3.org/XML/1998/namespace"
	xmlnsNS = "http://www.w3.org/2000/xmlns/"
)

// binding is one namespace declaration in force; prev is the binding of the same prefix that it hides, -1 for none.
type binding struct {
	prefix, uri string
	prev        int
}

// reader is the state of one reading.
type reader struct {
	s      string
	pos    int
	lim    limits.Limits
	subset bool
	dtd    *dtd

	doc, cur, root *etree.Element
	names          []string // full names of the open elements
	marks          []int    // length of bindings before each open element
	bindings       []binding
	latest         map[string]int
	nodes          int
	expanded       int

	pending  string // text not yet put into the tree
	more     strings.Builder
	attrs    []rawAttr
	elements []etree.Element
	texts    []etree.CharData
	children []etree.Token
}

type rawAttr struct{ name, value string }

func (r *reader) fail(format string, args ...any) error {
	return &Error{r.pos, fmt.Sprintf(format, args...)}
}

func (r *reader) count(n int) error {
	r.nodes += n
	if r.nodes > r.lim.XMLNodes {
		return limits.Exceeded("nodes of an XML document", int64(r.lim.XMLNodes))
	}
	return nil
}

// document reads prolog, root element and what follows it.
func (r *reader) document() error {
	if strings.HasPrefix(r.s, "<?xml") && len(r.s) > 5 && isSpace(r.s[5]) {
		if err := r.declaration(); err != nil {
			return err
		}
	}
	for r.pos < len(r.s) {
		if r.s[r.pos] != '<' {
			if err := r.text(); err != nil {
				return err
			}
			continue
		}
		if err := r.markup(); err != nil {
			return err
		}
	}
	if len(r.names) > 0 {
		return r.fail("element %s is not closed", r.names[len(r.names)-1])
	}
	if r.root == nil {
		return r.fail("there is no root element")
	}
	return nil
}

// markup reads what begins with "<".
func (r *reader) markup() error {
	rest := r.s[r.pos:]
	switch {
	case strings.HasPrefix(rest, "</"):
		return r.endTag()
	case strings.HasPrefix(rest, "<!--"):
		return r.comment()
	case strings.HasPrefix(rest, "<![CDATA["):
		return r.cdata()
	case strings.HasPrefix(rest, "<!DOCTYPE"):
		return r.doctype()
	case strings.HasPrefix(rest, "<?"):
		return r.instruction()
	case strings.HasPrefix(rest, "<!"):
		return r.fail("unknown declaration")
	}
	return r.startTag()
}

// text reads character data up to the next markup.
func (r *reader) text() error {
	end := strings.IndexByte(r.s[r.pos:], '<')
	if end < 0 {
		end = len(r.s) - r.pos
	}
	raw := r.s[r.pos : r.pos+end]
	if len(r.names) == 0 {
		if strings.Trim(raw, " \t\n") != "" {
			return r.fail("text outside the root element")
		}
		r.pos += end
		return nil
	}
	if strings.Contains(raw, "]]>") {
		return r.fail("\"]]>\" in text")
	}
	if strings.IndexByte(raw, '&') >= 0 {
		var err error
		if raw, err = r.expand(raw, false, 0); err != nil {
			return err
		}
	}
	r.pos += end
	r.addText(raw)
	return nil
}

// addText keeps text until the next markup that ends a text node.
func (r *reader) addText(t string) {
	switch {
	case t == "":
	case r.pending == "" && r.more.Len() == 0:
		r.pending = t
	default:
		if r.more.Len() == 0 {
			r.more.WriteString(r.pending)
		}
		r.more.WriteString(t)
	}
}

// flush puts pending text into the tree.
func (r *reader) flush() error {
	if r.pending == "" {
		return nil
	}
	t := r.pending
	if r.more.Len() > 0 {
		t = r.more.String()
		r.more.Reset()
	}
	r.pending = ""
	if len(r.texts) == 0 {
		r.texts = make([]etree.CharData, 128)
	}
	c := &r.texts[0]
	r.texts = r.texts[1:]
	c.Data = t
	r.cur.AddChild(c)
	return r.count(1)
}

func (r *reader) cdata() error {
	if len(r.names) == 0 {
		return r.fail("CDATA outside the root element")
	}
	start := r.pos + len("<![CDATA[")
	end := strings.Index(r.s[start:], "]]>")
	if end < 0 {
		return r.fail("CDATA section is not closed")
	}
	r.addText(r.s[start : start+end])
	r.pos = start + end + 3
	return nil
}

func (r *reader) comment() error {
	start := r.pos + 4
	end := strings.Index(r.s[start:], "--")
	if end < 0 || !strings.HasPrefix(r.s[start+end:], "-->") {
		return r.fail("comment is not closed, or holds \"--\"")
	}
	if err := r.flush(); err != nil {
		return err
	}
	r.cur.AddChild(etree.NewComment(r.s[start : start+end]))
	r.pos = start + end + 3
	return r.count(1)
}

func (r *reader) instruction() error {
	start := r.pos + 2
	end := strings.Index(r.s[start:], "?>")
	if end < 0 {
		return r.fail("processing instruction is not closed")
	}
	target, inst := r.s[start:start+end], ""
	if i := strings.IndexAny(target, " \t\n"); i >= 0 {
		target, inst = target[:i], strings.TrimLeft(target[i:], " \t\n")
	}
	if !isName(target) || strings.Contains(target, ":") || strings.EqualFold(target, "xml") {
		return r.fail("processing instruction with target %.40q", target)
	}
	if err := r.flush(); err != nil {
		return err
	}
	r.cur.AddChild(etree.NewProcInst(target, inst))
	r.pos = start + end + 2
	return r.count(1)
}
