// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"fmt"
	"strconv"
	"strings"
)

// expr is one node of a compiled expression.
type expr struct {
	op    string // operator, "number", "literal", "call", "path", "filter"
	text  string // literal, function name
	num   float64
	args  []*expr
	steps []step
	abs   bool    // path from the root
	preds []*expr // of a filter
}

// step is one location step.
type step struct {
	axis  string
	test  string // "name", "node", "text", "comment", "processing-instruction"
	any   bool   // any local name
	anyNS bool
	ns    string
	local string
	preds []*expr
}

// Expr is a compiled expression.
type Expr struct{ root *expr }

// maxNesting bounds the nesting of an expression.
const maxNesting = 64

type parser struct {
	tokens []token
	pos    int
	depth  int
	ns     func(prefix string) string
}

// Compile parses an expression; ns resolves the prefixes in it.
func Compile(s string, ns func(prefix string) string) (*Expr, error) {
	tokens, err := scan(s)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens, ns: ns}
	root, err := p.binary(0)
	if err != nil {
		return nil, err
	}
	if p.peek().kind != tEnd {
		return nil, fmt.Errorf("xpath: unexpected %.20q", p.peek().text)
	}
	return &Expr{root}, nil
}

func (p *parser) peek() token { return p.tokens[p.pos] }

// take moves over an operator if it comes next.
func (p *parser) take(op string) bool {
	if t := p.peek(); t.kind == tOperator && t.text == op {
		p.pos++
		return true
	}
	return false
}

func (p *parser) want(op string) error {
	if !p.take(op) {
		return fmt.Errorf("xpath: %q expected, found %.20q", op, p.peek().text)
	}
	return nil
}

// precedence lists the binary operators, loosest first.
var precedence = [...][]string{{"or"}, {"and"}, {"=", "!="}, {"<", ">", "<=", ">="}, {"+", "-"}, {"*", "div", "mod"}}

func (p *parser) binary(level int) (*expr, error) {
	if p.depth++; p.depth > maxNesting*len(precedence) {
		return nil, fmt.Errorf("xpath: nested too deep")
	}
	defer func() { p.depth-- }()
	if level == len(precedence) {
		return p.unary()
	}
	left, err := p.binary(level + 1)
	if err != nil {
		return nil, err
	}
next:
	for _, op := range precedence[level] {
		if p.take(op) {
			right, err := p.binary(level + 1)
			if err != nil {
				return nil, err
			}
			left = &expr{op: op, args: []*expr{left, right}}
			goto next
		}
	}
	return left, nil
}

func (p *parser) unary() (*expr, error) {
	negative, any := false, false
	for p.take("-") {
		negative, any = !negative, true
	}
	e, err := p.union()
	if err != nil || !any {
		return e, err
	}
	if negative {
		return &expr{op: "negate", args: []*expr{e}}, nil
	}
	return &expr{op: "negate", args: []*expr{{op: "negate", args: []*expr{e}}}}, nil
}

func (p *parser) union() (*expr, error) {
	left, err := p.path()
	if err != nil {
		return nil, err
	}
	for p.take("|") {
		right, err := p.path()
		if err != nil {
			return nil, err
		}
		left = &expr{op: "|", args: []*expr{left, right}}
	}
	return left, nil
}

// path parses a location path or a filter expression with a path behind it.
func (p *parser) path() (*expr, error) {
	t := p.peek()
	switch {
	case t.kind == tOperator && t.text == "/":
		p.pos++
		e := &expr{op: "path", abs: true}
		if !p.startsStep() {
			return e, nil
		}
		return e, p.relative(e)
	case t.kind == tOperator && t.text == "//":
		p.pos++
		e := &expr{op: "path", abs: true, steps: []step{descend()}}
		return e, p.relative(e)
	case p.startsPrimary():
		return p.filter()
	}
	e := &expr{op: "path"}
	return e, p.relative(e)
}

func descend() step { return step{axis: "descendant-or-self", test: "node"} }

func (p *parser) startsStep() bool {
	t := p.peek()
	return t.kind == tName || t.kind == tOperator && (t.text == "." || t.text == ".." || t.text == "@")
}

func (p *parser) startsPrimary() bool {
	t := p.peek()
	switch t.kind {
	case tNumber, tLiteral:
		return true
	case tOperator:
		return t.text == "(" || t.text == "$"
	case tName:
		if next := p.tokens[p.pos+1]; next.kind == tOperator && next.text == "(" {
			return !nodeType(t.text)
		}
	}
	return false
}

func nodeType(s string) bool {
	return s == "node" || s == "text" || s == "comment" || s == "processing-instruction"
}

func (p *parser) filter() (*expr, error) {
	e, err := p.primary()
	if err != nil {
		return nil, err
	}
	preds, err := p.predicates()
	if err != nil {
		return nil, err
	}
	if len(preds) > 0 {
		e = &expr{op: "filter", args: []*expr{e}, preds: preds}
	}
	path := &expr{op: "path", args: []*expr{e}}
	switch {
	case p.take("//"):
		path.steps = append(path.steps, descend())
	case p.take("/"):
	default:
		return e, nil
	}
	return path, p.relative(path)
}

func (p *parser) primary() (*expr, error) {
	t := p.peek()
	p.pos++
	switch {
	case t.kind == tNumber:
		n, err := strconv.ParseFloat(t.text, 64)
		return &expr{op: "number", num: n}, err
	case t.kind == tLiteral:
		return &expr{op: "literal", text: t.text}, nil
	case t.kind == tOperator && t.text == "(":
		e, err := p.binary(0)
		if err != nil {
			return nil, err
		}
		return e, p.want(")")
	case t.kind == tName:
		return p.call(t.text)
	}
	return nil, fmt.Errorf("xpath: variables are not supported")
}

func (p *parser) call(name string) (*expr, error) {
	arity, ok := functions[name]
	if !ok {
		return nil, fmt.Errorf("xpath: function %.40q is not known", name)
	}
	e := &expr{op: "call", text: name}
	p.pos++
	for !p.take(")") {
		if len(e.args) > 0 {
			if err := p.want(","); err != nil {
				return nil, err
			}
		}
		a, err := p.binary(0)
		if err != nil {
			return nil, err
		}
		e.args = append(e.args, a)
	}
	if len(e.args) < arity[0] || len(e.args) > arity[1] {
		return nil, fmt.Errorf("xpath: function %s with %d arguments", name, len(e.args))
	}
	return e, nil
}

func (p *parser) predicates() ([]*expr, error) {
	var out []*expr
	for p.take("[") {
		e, err := p.binary(0)
		if err != nil {
			return nil, err
		}
		if err := p.want("]"); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// relative parses steps into e.
func (p *parser) relative(e *expr) error {
	for {
		s, err := p.step()
		if err != nil {
			return err
		}
		e.steps = append(e.steps, s)
		switch {
		case p.take("//"):
			e.steps = append(e.steps, descend())
		case p.take("/"):
		default:
			return nil
		}
	}
}

func (p *parser) step() (step, error) {
	if p.take(".") {
		return step{axis: "self", test: "node"}, nil
	}
	if p.take("..") {
		return step{axis: "parent", test: "node"}, nil
	}
	s := step{axis: "child"}
	if p.take("@") {
		s.axis = "attribute"
	} else if next := p.tokens[min(p.pos+1, len(p.tokens)-1)]; p.peek().kind == tName && next.kind == tOperator && next.text == "::" {
		s.axis = p.peek().text
		if !axes[s.axis] {
			return s, fmt.Errorf("xpath: axis %.40q is not known", s.axis)
		}
		p.pos += 2
	}
	t := p.peek()
	if t.kind != tName {
		return s, fmt.Errorf("xpath: node test expected, found %.20q", t.text)
	}
	p.pos++
	if nodeType(t.text) && p.take("(") {
		s.test = t.text
		if l := p.peek(); t.text == "processing-instruction" && l.kind == tLiteral {
			s.local = l.text
			p.pos++
		}
		if err := p.want(")"); err != nil {
			return s, err
		}
	} else if err := p.nameTest(&s, t.text); err != nil {
		return s, err
	}
	var err error
	s.preds, err = p.predicates()
	return s, err
}

func (p *parser) nameTest(s *step, text string) error {
	s.test = "name"
	if text == "*" {
		s.any, s.anyNS = true, true
		return nil
	}
	prefix, local, qualified := strings.Cut(text, ":")
	if !qualified {
		s.local = text
		return nil
	}
	if s.ns = p.ns(prefix); s.ns == "" {
		return fmt.Errorf("xpath: prefix %.40q is not bound", prefix)
	}
	s.local, s.any = local, local == "*"
	return nil
}

var axes = map[string]bool{"ancestor": true, "ancestor-or-self": true, "attribute": true, "child": true, "descendant": true,
	"descendant-or-self": true, "following": true, "following-sibling": true, "namespace": true, "parent": true, "preceding": true,
	"preceding-sibling": true, "self": true}

// functions are the least and the most arguments of each function.
var functions = map[string][2]int{"last": {0, 0}, "position": {0, 0}, "count": {1, 1}, "id": {1, 1}, "local-name": {0, 1},
	"namespace-uri": {0, 1}, "name": {0, 1}, "string": {0, 1}, "concat": {2, 64}, "starts-with": {2, 2}, "contains": {2, 2},
	"substring-before": {2, 2}, "substring-after": {2, 2}, "substring": {2, 3}, "string-length": {0, 1}, "normalize-space": {0, 1},
	"translate": {3, 3}, "boolean": {1, 1}, "not": {1, 1}, "true": {0, 0}, "false": {0, 0}, "lang": {1, 1}, "number": {0, 1},
	"sum": {1, 1}, "floor": {1, 1}, "ceiling": {1, 1}, "round": {1, 1}, "here": {0, 0}}
