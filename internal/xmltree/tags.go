// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmltree

import (
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/limits"
)

// startTag reads a start tag or an empty-element tag.
func (r *reader) startTag() error {
	start := r.pos
	r.pos++
	name := r.name()
	if name == "" {
		r.pos = start
		return r.fail("\"<\" without an element name")
	}
	if err := r.flush(); err != nil {
		return err
	}
	empty, err := r.attributes()
	if err != nil {
		return err
	}
	if r.dtd != nil {
		if err := r.dtd.apply(r, name); err != nil {
			return err
		}
	}
	if len(r.names) == 0 {
		if r.root != nil {
			return r.fail("second root element %s", name)
		}
	} else if len(r.names) >= r.lim.XMLDepth {
		return limits.Exceeded("nesting of XML elements", int64(r.lim.XMLDepth))
	}
	e, err := r.element(name)
	if err != nil {
		return err
	}
	if r.root == nil {
		r.root = e
	}
	if empty {
		r.unbind()
		return nil
	}
	e.Child = r.room()
	r.cur = e
	r.names = append(r.names, name)
	return nil
}

// room is where the children of the element go whose start tag was read: one if it holds but text, else some, which append
// makes more if need be.
func (r *reader) room() []etree.Token {
	n := 8
	if i := strings.IndexByte(r.s[r.pos:], '<'); i < 0 || strings.HasPrefix(r.s[r.pos+i:], "</") {
		n = 1
	}
	if len(r.children) < n {
		r.children = make([]etree.Token, 512)
	}
	out := r.children[:0:n]
	r.children = r.children[n:]
	return out
}

// attributes reads the attributes of a start tag and its end; it reports whether the element is empty.
func (r *reader) attributes() (bool, error) {
	r.attrs = r.attrs[:0]
	for {
		spaced := r.skipSpace()
		if r.pos >= len(r.s) {
			return false, r.fail("start tag is not closed")
		}
		switch r.s[r.pos] {
		case '>':
			r.pos++
			return false, nil
		case '/':
			if !strings.HasPrefix(r.s[r.pos:], "/>") {
				return false, r.fail("\"/\" in a start tag")
			}
			r.pos += 2
			return true, nil
		}
		if !spaced {
			return false, r.fail("no blank between attributes")
		}
		name := r.name()
		if name == "" {
			return false, r.fail("not an attribute name")
		}
		value, err := r.attributeValue()
		if err != nil {
			return false, err
		}
		if len(r.attrs) >= r.lim.XMLAttributes {
			return false, limits.Exceeded("attributes of an XML element", int64(r.lim.XMLAttributes))
		}
		r.attrs = append(r.attrs, rawAttr{name, value})
	}
}

// attributeValue reads "= value", with XML 1.0 3.3.3 normalisation for the type CDATA.
func (r *reader) attributeValue() (string, error) {
	r.skipSpace()
	if r.pos >= len(r.s) || r.s[r.pos] != '=' {
		return "", r.fail("attribute without a value")
	}
	r.pos++
	r.skipSpace()
	if r.pos >= len(r.s) || r.s[r.pos] != '"' && r.s[r.pos] != '\'' {
		return "", r.fail("attribute value without quotes")
	}
	quote := r.s[r.pos]
	r.pos++
	end := strings.IndexByte(r.s[r.pos:], quote)
	if end < 0 {
		return "", r.fail("attribute value is not closed")
	}
	raw := r.s[r.pos : r.pos+end]
	if strings.IndexByte(raw, '<') >= 0 {
		return "", r.fail("\"<\" in an attribute value")
	}
	value, err := r.normalise(raw)
	r.pos += end + 1
	return value, err
}

// normalise turns white space into spaces and expands references.
func (r *reader) normalise(raw string) (string, error) {
	if strings.ContainsAny(raw, "\t\n&") {
		return r.expand(raw, true, 0)
	}
	return raw, nil
}

// element makes the element from its name and r.attrs and hangs it in.
func (r *reader) element(name string) (*etree.Element, error) {
	if err := r.count(1 + len(r.attrs)); err != nil {
		return nil, err
	}
	if len(r.elements) == 0 {
		r.elements = make([]etree.Element, 128)
	}
	e := &r.elements[0]
	r.elements = r.elements[1:]
	prefix, local, err := r.split(name)
	if err != nil {
		return nil, err
	}
	e.Space, e.Tag = prefix, local
	r.marks = append(r.marks, len(r.bindings))
	if len(r.attrs) > 0 {
		e.Attr = make([]etree.Attr, 0, len(r.attrs))
	}
	prefixed := 0
	for _, a := range r.attrs {
		p, l, err := r.split(a.name)
		if err != nil {
			return nil, err
		}
		if p == "xmlns" || p == "" && l == "xmlns" {
			if err := r.bind(p, l, a.value); err != nil {
				return nil, err
			}
		} else if p != "" {
			prefixed++
		}
		before := len(e.Attr)
		e.CreateAttr(a.name, a.value)
		if len(e.Attr) == before {
			return nil, r.fail("attribute %s twice", a.name)
		}
	}
	if prefix == "xmlns" {
		return nil, r.fail("element with the prefix xmlns")
	}
	if _, ok := r.latest[prefix]; !ok && prefix != "" {
		return nil, r.fail("prefix %s of element %s is not bound", prefix, name)
	}
	if prefixed > 0 {
		if err := r.checkPrefixed(e, prefixed); err != nil {
			return nil, err
		}
	}
	r.cur.AddChild(e)
	return e, nil
}

// checkPrefixed refuses unbound prefixes and two attributes of the same expanded name.
func (r *reader) checkPrefixed(e *etree.Element, n int) error {
	type expanded struct{ uri, local string }
	var seen map[expanded]bool
	if n > 1 {
		seen = make(map[expanded]bool, n)
	}
	for i := range e.Attr {
		a := &e.Attr[i]
		if a.Space == "" || a.Space == "xmlns" {
			continue
		}
		b, ok := r.latest[a.Space]
		if !ok {
			return r.fail("prefix %s of attribute %s is not bound", a.Space, a.Key)
		}
		if seen != nil {
			x := expanded{r.bindings[b].uri, a.Key}
			if seen[x] {
				return r.fail("attribute %s twice in namespace %s", x.local, x.uri)
			}
			seen[x] = true
		}
	}
	return nil
}

// bind notes a namespace declaration, by Namespaces in XML 1.0.
func (r *reader) bind(prefix, local, uri string) error {
	p := local
	if prefix == "" {
		p = ""
	}
	switch {
	case p == "xmlns":
		return r.fail("declaration of the prefix xmlns")
	case p == "xml" && uri != xmlNS, p != "xml" && uri == xmlNS, uri == xmlnsNS:
		return r.fail("declaration of a reserved prefix or namespace")
	case p != "" && uri == "":
		return r.fail("prefix %s bound to nothing", p)
	}
	prev := -1
	if i, ok := r.latest[p]; ok {
		prev = i
	}
	r.latest[p] = len(r.bindings)
	r.bindings = append(r.bindings, binding{p, uri, prev})
	return nil
}

// unbind ends the scope of the declarations of the innermost element.
func (r *reader) unbind() {
	mark := r.marks[len(r.marks)-1]
	r.marks = r.marks[:len(r.marks)-1]
	for i := len(r.bindings) - 1; i >= mark; i-- {
		if b := r.bindings[i]; b.prev >= 0 {
			r.latest[b.prefix] = b.prev
		} else {
			delete(r.latest, b.prefix)
		}
	}
	r.bindings = r.bindings[:mark]
}

func (r *reader) endTag() error {
	if len(r.names) == 0 {
		return r.fail("end tag without a start tag")
	}
	name := r.names[len(r.names)-1]
	rest := r.s[r.pos+2:]
	if !strings.HasPrefix(rest, name) {
		return r.fail("end tag does not match <%s>", name)
	}
	start := r.pos
	r.pos += 2 + len(name)
	r.skipSpace()
	if r.pos >= len(r.s) || r.s[r.pos] != '>' {
		r.pos = start
		return r.fail("end tag does not match <%s>", name)
	}
	if err := r.flush(); err != nil {
		return err
	}
	r.pos++
	r.names = r.names[:len(r.names)-1]
	r.cur = r.cur.Parent()
	r.unbind()
	return nil
}

// split takes a qualified name apart.
func (r *reader) split(name string) (prefix, local string, err error) {
	i := strings.IndexByte(name, ':')
	if i < 0 {
		return "", name, nil
	}
	prefix, local = name[:i], name[i+1:]
	if prefix == "" || !isName(local) || strings.IndexByte(local, ':') >= 0 {
		return "", "", r.fail("%q is not a qualified name", name)
	}
	return prefix, local, nil
}
