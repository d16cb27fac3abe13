// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package c14n

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// namespaces writes the namespace declarations of an element in the set, and returns what it changed in c.rendered.
func (c *writer) namespaces(e *etree.Element, parentOut bool) []change {
	c.scratch = c.scratch[:0]
	var log []change
	if c.m.Exclusive {
		log = c.exclusiveNodes(e, log)
	} else {
		log = c.inclusiveNodes(e, parentOut, log)
	}
	slices.SortFunc(c.scratch, func(a, b nsNode) int { return cmp.Compare(a.prefix, b.prefix) })
	for _, n := range c.scratch {
		if relativeURI(n.uri) {
			if c.err == nil {
				c.err = fmt.Errorf("c14n: relative namespace URI %q", n.uri)
			}
			return log
		}
		if n.prefix == "" {
			c.value("", "xmlns", n.uri)
		} else {
			c.value("xmlns", n.prefix, n.uri)
		}
	}
	return log
}

// relativeURI reports whether a namespace URI has no scheme; the specification makes such documents fail.
func relativeURI(uri string) bool {
	if uri == "" {
		return false
	}
	for i := range len(uri) {
		ch := uri[i] | 0x20
		switch {
		case uri[i] == ':':
			return i == 0
		case ch >= 'a' && ch <= 'z':
		case i > 0 && (uri[i] >= '0' && uri[i] <= '9' || uri[i] == '+' || uri[i] == '-' || uri[i] == '.'):
		default:
			return true
		}
	}
	return true
}

func (c *writer) has(e *etree.Element, prefix string) bool {
	return c.set.Filter == nil || c.set.Filter.Namespace(e, prefix)
}

// consider notes one prefix for output if its namespace node is in the set and not what the output ancestor has.
func (c *writer) consider(e *etree.Element, prefix string, log []change) []change {
	uri := c.latest[prefix]
	if prefix == "xml" {
		return log
	}
	if uri != "" && !c.has(e, prefix) {
		uri = ""
	}
	old := c.rendered[prefix]
	if old == uri {
		return log
	}
	if uri != "" || prefix == "" {
		c.scratch = append(c.scratch, nsNode{prefix, uri})
	}
	return put(c.rendered, log, prefix, uri)
}

// inclusiveNodes is Canonical XML 2.3, Namespace Axis.
func (c *writer) inclusiveNodes(e *etree.Element, parentOut bool, log []change) []change {
	if parentOut && c.whole {
		for i := range e.Attr {
			if p, ok := declares(&e.Attr[i]); ok {
				log = c.consider(e, p, log)
			}
		}
		return log
	}
	for _, p := range c.prefixes() {
		log = c.consider(e, p, log)
	}
	return log
}

// prefixes are all prefixes in scope, sorted, the default first.
func (c *writer) prefixes() []string {
	out := make([]string, 0, len(c.latest)+1)
	out = append(out, "")
	for p := range c.latest {
		if p != "" {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// exclusiveNodes is Exclusive XML Canonicalization 3.
func (c *writer) exclusiveNodes(e *etree.Element, log []change) []change {
	for _, p := range c.m.Prefixes {
		if p == "#default" {
			p = ""
		}
		if _, bound := c.latest[p]; bound || c.rendered[p] != "" {
			log = c.consider(e, p, log)
		}
	}
	if !c.inclusive[e.Space] {
		log = c.used(e, e.Space, log)
	}
	for i := range e.Attr {
		a := &e.Attr[i]
		if a.Space == "" || a.Space == "xmlns" || c.inclusive[a.Space] || c.set.Filter != nil && !c.set.Filter.Attr(e, i) {
			continue
		}
		log = c.used(e, a.Space, log)
	}
	return log
}

// used notes a visibly utilised prefix.
func (c *writer) used(e *etree.Element, prefix string, log []change) []change {
	if prefix != "" && c.latest[prefix] != "" && !c.has(e, prefix) {
		return log
	}
	return c.consider(e, prefix, log)
}

type attrNode struct {
	uri, prefix, local, value string
}

// attributes writes the attributes of an element in the set, and those of namespace xml that it inherits from omitted ancestors.
func (c *writer) attributes(e *etree.Element, parentOut bool) {
	var small [8]attrNode
	list := small[:0]
	for i := range e.Attr {
		a := &e.Attr[i]
		if _, ns := declares(a); ns || c.set.Filter != nil && !c.set.Filter.Attr(e, i) {
			continue
		}
		n := attrNode{"", a.Space, a.Key, a.Value}
		switch a.Space {
		case "":
		case "xml":
			n.uri = xmlNS
		default:
			n.uri = c.latest[a.Space]
		}
		list = append(list, n)
	}
	if !parentOut && !c.m.Exclusive {
		list = c.inherit(e, list)
	}
	if len(list) > 1 {
		slices.SortFunc(list, func(a, b attrNode) int {
			return cmp.Or(cmp.Compare(a.uri, b.uri), cmp.Compare(a.local, b.local))
		})
	}
	for _, n := range list {
		c.value(n.prefix, n.local, n.value)
	}
}

// orphans writes the attributes in the set of an element that is not (Canonical XML 2.3 processes its axes all the same).
func (c *writer) orphans(e *etree.Element) {
	for i := range e.Attr {
		if _, ns := declares(&e.Attr[i]); !ns && c.set.Filter.Attr(e, i) {
			c.value(e.Attr[i].Space, e.Attr[i].Key, e.Attr[i].Value)
		}
	}
}

// inherit adds the attributes of namespace xml from ancestors that are not in the set.
func (c *writer) inherit(e *etree.Element, list []attrNode) []attrNode {
	own := map[string]bool{}
	var bases []string
	for i := range e.Attr {
		if e.Attr[i].Space == "xml" {
			own[e.Attr[i].Key] = true
		}
	}
	joining := true
	for p := e.Parent(); p != nil; p = p.Parent() {
		joining = joining && p != c.nearest
		for i := range p.Attr {
			a := &p.Attr[i]
			switch {
			case a.Space != "xml":
			case c.m.V11 && a.Key == "base" && joining:
				bases = append(bases, a.Value)
			case c.m.V11 && a.Key != "lang" && a.Key != "space", own[a.Key]:
			default:
				own[a.Key] = true
				list = append(list, attrNode{xmlNS, "xml", a.Key, a.Value})
			}
		}
	}
	if len(bases) == 0 {
		return list
	}
	return fixBase(list, bases)
}

// fixBase joins the xml:base of an element with those of its omitted ancestors, nearest first (Canonical XML 1.1, 2.4).
func fixBase(list []attrNode, bases []string) []attrNode {
	at := -1
	for i, n := range list {
		if n.prefix == "xml" && n.local == "base" {
			at = i
		}
	}
	value := ""
	for _, b := range slices.Backward(bases) {
		value = joinURI(value, b)
	}
	if at >= 0 {
		list[at].value = joinURI(value, list[at].value)
		return list
	}
	if value == "" {
		return list
	}
	return append(list, attrNode{xmlNS, "xml", "base", value})
}

// joinURI resolves ref against base as RFC 3986 5.2 does, without requiring a scheme and with ".." segments kept that lead out.
func joinURI(base, ref string) string {
	b, r := splitURI(base), splitURI(ref)
	switch {
	case r.scheme != "" || r.authority != "":
		if r.scheme == "" {
			r.scheme = b.scheme
		}
		r.path = removeDots(r.path)
	case r.path == "":
		r.scheme, r.authority, r.path = b.scheme, b.authority, b.path
		if r.query == "" {
			r.query = b.query
		}
	default:
		if !strings.HasPrefix(r.path, "/") {
			dir := b.path[:strings.LastIndexByte(b.path, '/')+1]
			if strings.HasSuffix(b.path, "..") {
				dir = b.path + "/"
			}
			if dir == "" && b.authority != "" {
				dir = "/"
			}
			r.path = dir + r.path
		}
		r.path = removeDots(r.path)
		r.scheme, r.authority = b.scheme, b.authority
	}
	return r.scheme + r.authority + r.path + r.query
}

// uriParts are the parts of a URI, each with its delimiter.
type uriParts struct{ scheme, authority, path, query string }

func splitURI(s string) uriParts {
	var u uriParts
	if i := strings.IndexByte(s, '#'); i >= 0 {
		s = s[:i]
	}
	if i := strings.IndexByte(s, '?'); i >= 0 {
		s, u.query = s[:i], s[i:]
	}
	if i := strings.IndexByte(s, ':'); i > 0 && !strings.Contains(s[:i], "/") {
		u.scheme, s = s[:i+1], s[i+1:]
	}
	if strings.HasPrefix(s, "//") {
		end := strings.IndexByte(s[2:], '/')
		if end < 0 {
			end = len(s) - 2
		}
		u.authority, s = s[:end+2], s[end+2:]
	}
	u.path = s
	return u
}

// removeDots removes "." and ".." segments and doubled slashes; ".." that lead out of a relative path stay.
func removeDots(path string) string {
	abs := strings.HasPrefix(path, "/")
	var out []string
	segments := strings.Split(path, "/")
	for i, s := range segments {
		last := i == len(segments)-1
		switch {
		case s == "" && !last, s == "." && !last:
		case s == "" || s == ".":
			out = append(out, "")
		case s == "..":
			if n := len(out); n > 0 && out[n-1] != ".." {
				out = out[:n-1]
			} else if !abs {
				out = append(out, "..")
			}
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, s)
		}
	}
	joined := strings.Join(out, "/")
	if abs {
		return "/" + joined
	}
	return joined
}
