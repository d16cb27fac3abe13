// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package xpath is XPath 1.0 over an etree tree, for the transforms of XML signatures: with here() and id(), with attribute and
// namespace nodes, and with a budget of steps that no expression can pass.
package xpath

import (
	"errors"
	"math/bits"
	"slices"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/xmltree"
)

// ErrBudget says that an expression took more steps than allowed.
var ErrBudget = errors.New("xpath: step budget passed")

// Kind is the kind of a node.
type Kind uint8

// The kinds of nodes.
const (
	TokenNode Kind = iota // document, element, text, comment, processing instruction
	AttrNode
	NamespaceNode
)

// Node is one node. Attributes and namespaces are told apart from their element by Kind.
type Node struct {
	Token etree.Token
	Kind  Kind
	Index int    // of the attribute
	Name  string // prefix of the namespace node
}

// Context is what an expression is evaluated in.
type Context struct {
	Root *etree.Element // the document node
	// Here is what here() returns; nil: here() fails.
	Here *etree.Element
	// ByID finds the elements for id().
	ByID func(id string) []*etree.Element
	// Budget counts down; at zero the evaluation fails.
	Budget *int

	order map[etree.Token]int
}

// Value is the result of an expression: []Node, string, float64 or bool.
type Value any

// Of is the node of a token.
func Of(t etree.Token) Node { return Node{Token: t} }

// Element is the element that the node is, or belongs to (attributes, namespaces); nil for others.
func (n Node) Element() *etree.Element {
	e, _ := n.Token.(*etree.Element)
	return e
}

func isDocument(e *etree.Element) bool { return e.Parent() == nil && e.Tag == "" }

// parent is the node's parent.
func (n Node) parent() (Node, bool) {
	if n.Kind != TokenNode {
		return Of(n.Token), true
	}
	p := n.Token.Parent()
	if p == nil {
		return Node{}, false
	}
	return Of(p), true
}

// String is the string value of a node.
func (n Node) String() string {
	switch t := n.Token.(type) {
	case *etree.Element:
		switch n.Kind {
		case AttrNode:
			return t.Attr[n.Index].Value
		case NamespaceNode:
			return xmltree.Lookup(t, n.Name)
		}
		return xmltree.Value(t)
	case *etree.CharData:
		return t.Data
	case *etree.Comment:
		return t.Data
	case *etree.ProcInst:
		return t.Inst
	}
	return ""
}

// names are the namespace, local name and qualified name of a node.
func (n Node) names() (ns, local, qualified string) {
	switch t := n.Token.(type) {
	case *etree.Element:
		switch n.Kind {
		case AttrNode:
			a := &t.Attr[n.Index]
			if a.Space != "" {
				ns = xmltree.Lookup(t, a.Space)
			}
			return ns, a.Key, a.FullKey()
		case NamespaceNode:
			return "", n.Name, n.Name
		}
		if t.Tag == "" {
			return "", "", ""
		}
		return xmltree.Space(t), t.Tag, t.FullTag()
	case *etree.ProcInst:
		return "", t.Target, t.Target
	}
	return "", "", ""
}

// Attributes returns the attribute nodes of e.
func Attributes(e *etree.Element) []Node {
	var out []Node
	for i := range e.Attr {
		if a := &e.Attr[i]; a.Space != "xmlns" && (a.Space != "" || a.Key != "xmlns") {
			out = append(out, Node{Token: e, Kind: AttrNode, Index: i})
		}
	}
	return out
}

// Namespaces returns the namespace nodes of e, sorted by prefix.
func Namespaces(e *etree.Element) []Node {
	seen := map[string]bool{"xml": true}
	out := []Node{{Token: e, Kind: NamespaceNode, Name: "xml"}}
	for p := e; p != nil; p = p.Parent() {
		for i := range p.Attr {
			a := &p.Attr[i]
			prefix := a.Key
			switch {
			case a.Space == "xmlns":
			case a.Space == "" && a.Key == "xmlns":
				prefix = ""
			default:
				continue
			}
			if !seen[prefix] {
				seen[prefix] = true
				if a.Value != "" {
					out = append(out, Node{Token: e, Kind: NamespaceNode, Name: prefix})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Node) int {
		if a.Name < b.Name {
			return -1
		}
		if a.Name > b.Name {
			return 1
		}
		return 0
	})
	return out
}

// index numbers all tokens in document order.
func (c *Context) index() {
	if c.order != nil {
		return
	}
	c.order = map[etree.Token]int{}
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		c.order[e] = len(c.order)
		for _, t := range e.Child {
			if x, ok := t.(*etree.Element); ok {
				walk(x)
			} else {
				c.order[t] = len(c.order)
			}
		}
	}
	walk(c.Root)
}

// compare orders nodes by document order.
func (c *Context) compare(a, b Node) int {
	if a.Token != b.Token {
		return c.order[a.Token] - c.order[b.Token]
	}
	rank := [...]int{0, 2, 1}
	if a.Kind != b.Kind {
		return rank[a.Kind] - rank[b.Kind]
	}
	if a.Kind == AttrNode {
		return a.Index - b.Index
	}
	if a.Name < b.Name {
		return -1
	}
	if a.Name > b.Name {
		return 1
	}
	return 0
}

// sorted returns nodes in document order, each once.
func (c *Context) sorted(nodes []Node) []Node {
	if len(nodes) < 2 {
		return nodes
	}
	c.index()
	*c.Budget -= len(nodes)
	if !slices.IsSortedFunc(nodes, c.compare) {
		*c.Budget -= len(nodes) * bits.Len(uint(len(nodes)))
		slices.SortFunc(nodes, c.compare)
	}
	return slices.Compact(nodes)
}
