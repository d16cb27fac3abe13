// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmldsig

import (
	"errors"
	"slices"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/internal/xpath"
)

// chosen is the node-set of an XPath transform: every node one by one.
type chosen map[xpath.Node]struct{}

func (c chosen) has(n xpath.Node) bool { _, ok := c[n]; return ok }

// Node reports whether a token is in the set.
func (c chosen) Node(t etree.Token) bool { return c.has(xpath.Of(t)) }

// Attr reports whether an attribute is in the set.
func (c chosen) Attr(e *etree.Element, i int) bool {
	return c.has(xpath.Node{Token: e, Kind: xpath.AttrNode, Index: i})
}

// Namespace reports whether a namespace node is in the set.
func (c chosen) Namespace(e *etree.Element, prefix string) bool {
	return c.has(xpath.Node{Token: e, Kind: xpath.NamespaceNode, Name: prefix})
}

// xpath keeps the nodes for which the expression is true (XML-DSig 6.6.3).
func (d *Document) xpath(in *data, t *etree.Element) error {
	if err := d.nodes(in); err != nil {
		return err
	}
	e := xmltree.Child(t, NS, "XPath")
	if e == nil {
		return errors.New("XPath transform without an expression")
	}
	x, err := xpath.Compile(xmltree.Value(e), xpath.InScope(e))
	if err != nil {
		return err
	}
	w := &chooser{set: in.set, x: x, c: d.context(in, e), out: chosen{}}
	w.walk(in.set.Apex)
	if w.err != nil {
		return w.err
	}
	in.set.Filter = w.out
	return nil
}

// chooser walks a node-set and keeps the nodes for which an expression is true.
type chooser struct {
	set *c14n.Set
	x   *xpath.Expr
	c   *xpath.Context
	out chosen
	err error
}

func (w *chooser) try(n xpath.Node) {
	if w.err != nil {
		return
	}
	ok, err := w.x.Bool(w.c, n)
	if err == nil && *w.c.Budget < 0 {
		err = xpath.ErrBudget
	}
	if w.err = err; ok && err == nil {
		w.out[n] = struct{}{}
	}
}

func (w *chooser) walk(e *etree.Element) {
	if w.err != nil || slices.Contains(w.set.Exclude, e) {
		return
	}
	f := w.set.Filter
	if f == nil || f.Node(e) {
		w.try(xpath.Of(e))
	}
	if e.Tag != "" {
		for _, n := range xpath.Namespaces(e) {
			if f == nil || f.Namespace(e, n.Name) {
				w.try(n)
			}
		}
		for _, n := range xpath.Attributes(e) {
			if f == nil || f.Attr(e, n.Index) {
				w.try(n)
			}
		}
	}
	for _, t := range e.Child {
		switch t := t.(type) {
		case *etree.Element:
			w.walk(t)
		case *etree.Comment:
			if !w.set.NoComments && (f == nil || f.Node(t)) {
				w.try(xpath.Of(t))
			}
		case *etree.CharData, *etree.ProcInst:
			if f == nil || f.Node(t) {
				w.try(xpath.Of(t))
			}
		}
	}
}

// maxFilters bounds the XPath elements of one filter transform: each has a bit.
const maxFilters = 64

// subtrees is the node-set of an XPath Filter 2.0 transform: unions, intersections and differences of subtrees.
type subtrees struct {
	ops    []string
	picked map[xpath.Node]uint64
	memo   map[*etree.Element]uint64
	before c14n.Filter
}

// inside has a bit for each filter that selected the node or an ancestor.
func (s *subtrees) inside(n xpath.Node) uint64 {
	if n.Kind != xpath.TokenNode {
		return s.picked[n] | s.inside(xpath.Of(n.Token))
	}
	e := n.Element()
	if e != nil {
		if bits, ok := s.memo[e]; ok {
			return bits
		}
	}
	bits := s.picked[n]
	if p := n.Token.Parent(); p != nil {
		bits |= s.inside(xpath.Of(p))
	}
	if e != nil {
		s.memo[e] = bits
	}
	return bits
}

func (s *subtrees) has(n xpath.Node) bool {
	bits, in := s.inside(n), true
	for i, op := range s.ops {
		hit := bits&(1<<i) != 0
		switch op {
		case "intersect":
			in = in && hit
		case "subtract":
			in = in && !hit
		default:
			in = in || hit
		}
	}
	return in
}

// Node reports whether a token is in the set.
func (s *subtrees) Node(t etree.Token) bool {
	return s.has(xpath.Of(t)) && (s.before == nil || s.before.Node(t))
}

// Attr reports whether an attribute is in the set.
func (s *subtrees) Attr(e *etree.Element, i int) bool {
	return s.has(xpath.Node{Token: e, Kind: xpath.AttrNode, Index: i}) && (s.before == nil || s.before.Attr(e, i))
}

// Namespace reports whether a namespace node is in the set.
func (s *subtrees) Namespace(e *etree.Element, prefix string) bool {
	return s.has(xpath.Node{Token: e, Kind: xpath.NamespaceNode, Name: prefix}) && (s.before == nil || s.before.Namespace(e, prefix))
}

// wholeSubtrees are subtrees where no single attribute or namespace node was selected.
type wholeSubtrees struct{ *subtrees }

// KeepsWholeElements marks the filter.
func (wholeSubtrees) KeepsWholeElements() {}

// filter2 is XML-Signature XPath Filter 2.0.
func (d *Document) filter2(in *data, t *etree.Element) error {
	if err := d.nodes(in); err != nil {
		return err
	}
	list := xmltree.Children(t, XPath2, "XPath")
	if len(list) == 0 || len(list) > maxFilters {
		return errors.New("XPath filter without expressions, or with too many")
	}
	s := &subtrees{picked: map[xpath.Node]uint64{}, memo: map[*etree.Element]uint64{}, before: in.set.Filter}
	whole := true
	for i, e := range list {
		op, _ := xmltree.Attr(e, "Filter")
		if op != "intersect" && op != "subtract" && op != "union" {
			return errors.New("XPath filter of unknown kind " + op)
		}
		x, err := xpath.Compile(xmltree.Value(e), xpath.InScope(e))
		if err != nil {
			return err
		}
		nodes, err := x.Select(d.context(in, e), xpath.Of(in.root))
		if err != nil {
			return err
		}
		s.ops = append(s.ops, op)
		for _, n := range nodes {
			s.picked[n] |= 1 << i
			whole = whole && n.Kind == xpath.TokenNode
		}
	}
	in.set.Filter = s
	if _, ok := s.before.(c14n.WholeElements); whole && (s.before == nil || ok) {
		in.set.Filter = wholeSubtrees{s}
	}
	return nil
}
