// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"errors"
	"math"
	"slices"

	"github.com/beevik/etree"
)

// frame is one point of evaluation.
type frame struct {
	*Context
	node      Node
	pos, size int
}

var errNotSet = errors.New("xpath: node-set expected")

// Eval evaluates the expression at a node.
func (x *Expr) Eval(c *Context, at Node) (Value, error) {
	return frame{c, at, 1, 1}.eval(x.root)
}

// Bool evaluates the expression at a node, as a boolean.
func (x *Expr) Bool(c *Context, at Node) (bool, error) {
	v, err := x.Eval(c, at)
	return toBool(v), err
}

// Select evaluates the expression at a node; the result must be a node-set, and comes in document order.
func (x *Expr) Select(c *Context, at Node) ([]Node, error) {
	v, err := x.Eval(c, at)
	if err != nil {
		return nil, err
	}
	nodes, ok := v.([]Node)
	if !ok {
		return nil, errNotSet
	}
	return c.sorted(nodes), nil
}

func (c *Context) spend(n int) error {
	if *c.Budget -= n; *c.Budget < 0 {
		return ErrBudget
	}
	return nil
}

func (f frame) eval(e *expr) (Value, error) {
	if err := f.spend(1); err != nil {
		return nil, err
	}
	switch e.op {
	case "number":
		return e.num, nil
	case "literal":
		return e.text, nil
	case "call":
		return f.call(e)
	case "path":
		return f.path(e)
	case "filter":
		v, err := f.nodes(e.args[0])
		if err != nil {
			return nil, err
		}
		return f.filter(f.sorted(v), e.preds)
	case "|":
		a, err := f.nodes(e.args[0])
		if err != nil {
			return nil, err
		}
		b, err := f.nodes(e.args[1])
		if err != nil {
			return nil, err
		}
		if err := f.spend(len(a) + len(b)); err != nil {
			return nil, err
		}
		return f.sorted(slices.Concat(a, b)), nil
	case "negate":
		v, err := f.eval(e.args[0])
		return -f.number(v), err
	}
	return f.operator(e)
}

// nodes evaluates e, which must give a node-set.
func (f frame) nodes(e *expr) ([]Node, error) {
	v, err := f.eval(e)
	if err != nil {
		return nil, err
	}
	n, ok := v.([]Node)
	if !ok {
		return nil, errNotSet
	}
	return n, nil
}

func (f frame) operator(e *expr) (Value, error) {
	a, err := f.eval(e.args[0])
	if err != nil {
		return nil, err
	}
	if e.op == "or" && toBool(a) {
		return true, nil
	}
	if e.op == "and" && !toBool(a) {
		return false, nil
	}
	b, err := f.eval(e.args[1])
	if err != nil {
		return nil, err
	}
	switch e.op {
	case "or", "and":
		return toBool(b), nil
	case "=", "!=", "<", ">", "<=", ">=":
		return f.compareValues(e.op, a, b)
	}
	x, y := f.number(a), f.number(b)
	switch e.op {
	case "+":
		return x + y, nil
	case "-":
		return x - y, nil
	case "*":
		return x * y, nil
	case "div":
		return x / y, nil
	}
	return math.Mod(x, y), nil
}

// path evaluates a location path.
func (f frame) path(e *expr) (Value, error) {
	set := []Node{f.node}
	switch {
	case e.abs:
		set = []Node{Of(f.Root)}
	case len(e.args) > 0:
		var err error
		if set, err = f.nodes(e.args[0]); err != nil {
			return nil, err
		}
	}
	for i := range e.steps {
		s := &e.steps[i]
		var next []Node
		for _, n := range set {
			found, err := f.axis(n, s)
			if err != nil {
				return nil, err
			}
			if found, err = f.filter(found, s.preds); err != nil {
				return nil, err
			}
			next = append(next, found...)
		}
		if len(set) > 1 || reverse(s.axis) {
			if err := f.spend(len(next)); err != nil {
				return nil, err
			}
			next = f.sorted(next)
		}
		set = next
	}
	return set, nil
}

func reverse(axis string) bool {
	return axis == "ancestor" || axis == "ancestor-or-self" || axis == "preceding" || axis == "preceding-sibling"
}

// filter keeps the nodes for which every predicate holds.
func (f frame) filter(nodes []Node, preds []*expr) ([]Node, error) {
	for _, p := range preds {
		var kept []Node
		for i, n := range nodes {
			v, err := frame{f.Context, n, i + 1, len(nodes)}.eval(p)
			if err != nil {
				return nil, err
			}
			keep := toBool(v)
			if num, ok := v.(float64); ok {
				keep = num == float64(i+1)
			}
			if keep {
				kept = append(kept, n)
			}
		}
		nodes = kept
	}
	return nodes, nil
}

// axis collects the nodes of a step from n, in the order of the axis.
func (f frame) axis(n Node, s *step) ([]Node, error) {
	var out []Node
	steps := 0
	add := func(x Node) {
		steps++
		if s.matches(x) {
			out = append(out, x)
		}
	}
	walk := f.walker(&steps, add)
	e := n.Element()
	switch s.axis {
	case "self":
		add(n)
	case "parent":
		if p, ok := n.parent(); ok {
			add(p)
		}
	case "ancestor", "ancestor-or-self":
		if s.axis == "ancestor-or-self" {
			add(n)
		}
		for p, ok := n.parent(); ok; p, ok = p.parent() {
			add(p)
		}
	case "child":
		if e != nil && n.Kind == TokenNode {
			for _, t := range e.Child {
				addToken(t, add)
			}
		}
	case "descendant", "descendant-or-self":
		if s.axis == "descendant-or-self" {
			add(n)
		}
		if e != nil && n.Kind == TokenNode {
			walk(e)
		}
	case "attribute":
		if e != nil && n.Kind == TokenNode {
			for _, a := range Attributes(e) {
				add(a)
			}
		}
	case "namespace":
		if e != nil && n.Kind == TokenNode && !isDocument(e) {
			for _, x := range Namespaces(e) {
				add(x)
			}
		}
	default:
		f.beside(n, s.axis, add, walk)
	}
	return out, f.spend(steps)
}

func addToken(t etree.Token, add func(Node)) {
	if _, ok := t.(*etree.Directive); !ok {
		add(Of(t))
	}
}

// walker returns a function that adds all descendants of an element, and stops when the budget is passed.
func (f frame) walker(steps *int, add func(Node)) func(e *etree.Element) {
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		for _, t := range e.Child {
			if *steps > *f.Budget {
				return
			}
			addToken(t, add)
			if x, ok := t.(*etree.Element); ok {
				walk(x)
			}
		}
	}
	return walk
}

// beside adds the nodes of the sibling, following and preceding axes.
func (f frame) beside(n Node, axis string, add func(Node), walk func(*etree.Element)) {
	if n.Kind != TokenNode {
		if axis == "following" || axis == "preceding" {
			if e := n.Element(); axis == "following" {
				walk(e)
			}
			f.beside(Of(n.Token), axis, add, walk)
		}
		return
	}
	for t := n.Token; t.Parent() != nil; t = t.Parent() {
		siblings := t.Parent().Child
		if axis == "following" || axis == "following-sibling" {
			for _, x := range siblings[t.Index()+1:] {
				addToken(x, add)
				if e, ok := x.(*etree.Element); ok && axis == "following" {
					walk(e)
				}
			}
		} else {
			for _, x := range slices.Backward(siblings[:t.Index()]) {
				if e, ok := x.(*etree.Element); ok && axis == "preceding" {
					var below []Node
					f.walker(f.Budget, func(d Node) { below = append(below, d) })(e)
					for _, d := range slices.Backward(below) {
						add(d)
					}
				}
				addToken(x, add)
			}
		}
		if axis == "following-sibling" || axis == "preceding-sibling" {
			return
		}
	}
}

// matches is the node test of a step.
func (s *step) matches(n Node) bool {
	switch s.test {
	case "node":
		return true
	case "text":
		_, ok := n.Token.(*etree.CharData)
		return ok
	case "comment":
		_, ok := n.Token.(*etree.Comment)
		return ok
	case "processing-instruction":
		p, ok := n.Token.(*etree.ProcInst)
		return ok && (s.local == "" || s.local == p.Target)
	}
	switch s.axis { // the principal node type
	case "attribute":
		if n.Kind != AttrNode {
			return false
		}
	case "namespace":
		if n.Kind != NamespaceNode {
			return false
		}
	default:
		e := n.Element()
		if e == nil || n.Kind != TokenNode || isDocument(e) {
			return false
		}
		if !s.any && e.Tag != s.local {
			return false
		}
	}
	if s.any && s.anyNS {
		return true
	}
	ns, local, _ := n.names()
	return ns == s.ns && (s.any || local == s.local)
}
