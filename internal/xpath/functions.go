// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/xmltree"
)

func toBool(v Value) bool {
	switch v := v.(type) {
	case bool:
		return v
	case float64:
		return v != 0 && !math.IsNaN(v)
	case string:
		return v != ""
	case []Node:
		return len(v) > 0
	}
	return false
}

func (c *Context) str(v Value) string {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return formatNumber(v)
	case string:
		return v
	case []Node:
		if n := c.sorted(v); len(n) > 0 {
			return c.text(n[0])
		}
	}
	return ""
}

// text is the string value of a node, which the budget pays for.
func (c *Context) text(n Node) string {
	s := n.String()
	*c.Budget -= len(s) / 16
	return s
}

func formatNumber(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 0):
		return map[bool]string{true: "Infinity", false: "-Infinity"}[v > 0]
	case v == 0:
		return "0"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func (c *Context) number(v Value) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case bool:
		if v {
			return 1
		}
		return 0
	}
	return parseNumber(c.str(v))
}

func parseNumber(s string) float64 {
	s = strings.Trim(s, " \t\r\n")
	if strings.Trim(s, "0123456789.-") != "" || strings.LastIndexByte(s, '-') > 0 {
		return math.NaN()
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return n
}

// compareValues is XPath 1.0 3.4.
func (c *Context) compareValues(op string, a, b Value) (Value, error) {
	an, aSet := a.([]Node)
	bn, bSet := b.([]Node)
	_, aBool := a.(bool)
	_, bBool := b.(bool)
	switch {
	case aSet && bSet:
		for _, x := range an {
			for _, y := range bn {
				if err := c.spend(1); err != nil {
					return nil, err
				}
				if c.compareAtoms(op, c.text(x), c.text(y)) {
					return true, nil
				}
			}
		}
		return false, nil
	case aSet && !bBool:
		for _, x := range an {
			if err := c.spend(1); err != nil {
				return nil, err
			}
			if c.compareAtoms(op, c.text(x), b) {
				return true, nil
			}
		}
		return false, nil
	case bSet && !aBool:
		for _, y := range bn {
			if err := c.spend(1); err != nil {
				return nil, err
			}
			if c.compareAtoms(op, a, c.text(y)) {
				return true, nil
			}
		}
		return false, nil
	case aSet:
		a = toBool(a)
	case bSet:
		b = toBool(b)
	}
	return c.compareAtoms(op, a, b), nil
}

func (c *Context) compareAtoms(op string, a, b Value) bool {
	if op == "=" || op == "!=" {
		_, aBool := a.(bool)
		_, bBool := b.(bool)
		_, aNum := a.(float64)
		_, bNum := b.(float64)
		var same bool
		switch {
		case aBool || bBool:
			same = toBool(a) == toBool(b)
		case aNum || bNum:
			same = c.number(a) == c.number(b)
			if op == "!=" {
				return c.number(a) != c.number(b)
			}
		default:
			same = c.str(a) == c.str(b)
		}
		return same == (op == "=")
	}
	x, y := c.number(a), c.number(b)
	switch op {
	case "<":
		return x < y
	case ">":
		return x > y
	case "<=":
		return x <= y
	}
	return x >= y
}

// call evaluates a function of the core library (XPath 1.0 4), or here().
func (f frame) call(e *expr) (Value, error) {
	args := make([]Value, len(e.args))
	for i, a := range e.args {
		v, err := f.eval(a)
		if err != nil {
			return nil, err
		}
		args[i] = v
	}
	switch e.text {
	case "last":
		return float64(f.size), nil
	case "position":
		return float64(f.pos), nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "not":
		return !toBool(args[0]), nil
	case "boolean":
		return toBool(args[0]), nil
	case "here":
		if f.Here == nil {
			return nil, errors.New("xpath: here() has no node here")
		}
		return []Node{Of(f.Here)}, nil
	case "count", "sum":
		return f.aggregate(e.text, args[0])
	case "id":
		return f.id(args[0])
	case "local-name", "namespace-uri", "name":
		return f.nameOf(e.text, args)
	case "lang":
		return f.lang(f.str(args[0])), nil
	case "floor":
		return math.Floor(f.number(args[0])), nil
	case "ceiling":
		return math.Ceil(f.number(args[0])), nil
	case "round":
		return math.Floor(f.number(args[0]) + 0.5), nil
	}
	if len(args) == 0 { // string, string-length, normalize-space, number of the context node
		args = []Value{[]Node{f.node}}
	}
	if e.text == "number" {
		return f.number(args[0]), nil
	}
	return f.strings(e.text, args)
}

func (f frame) aggregate(name string, v Value) (Value, error) {
	n, ok := v.([]Node)
	if !ok {
		return nil, errNotSet
	}
	if name == "count" {
		return float64(len(n)), nil
	}
	sum := 0.0
	for _, x := range n {
		sum += parseNumber(f.text(x))
	}
	return sum, nil
}

func (f frame) id(v Value) (Value, error) {
	var words []string
	if n, ok := v.([]Node); ok {
		for _, x := range n {
			words = append(words, strings.Fields(f.text(x))...)
		}
	} else {
		words = strings.Fields(f.str(v))
	}
	var out []Node
	for _, w := range words {
		if f.ByID == nil {
			break
		}
		for _, e := range f.ByID(w) {
			out = append(out, Of(e))
		}
	}
	return f.sorted(out), nil
}

func (f frame) nameOf(which string, args []Value) (Value, error) {
	n := f.node
	if len(args) > 0 {
		set, ok := args[0].([]Node)
		if !ok {
			return nil, errNotSet
		}
		if set = f.sorted(set); len(set) == 0 {
			return "", nil
		}
		n = set[0]
	}
	ns, local, qualified := n.names()
	switch which {
	case "local-name":
		return local, nil
	case "namespace-uri":
		return ns, nil
	}
	return qualified, nil
}

func (f frame) lang(want string) bool {
	e := f.node.Element()
	if e == nil {
		e = f.node.Token.Parent()
	}
	for ; e != nil; e = e.Parent() {
		if a := e.SelectAttr("xml:lang"); a != nil {
			have := strings.ToLower(a.Value)
			want = strings.ToLower(want)
			return have == want || strings.HasPrefix(have, want+"-")
		}
	}
	return false
}

func (f frame) strings(name string, args []Value) (Value, error) {
	s := f.str(args[0])
	if err := f.spend(len(s) / 16); err != nil {
		return nil, err
	}
	switch name {
	case "string":
		return s, nil
	case "string-length":
		return float64(utf8.RuneCountInString(s)), nil
	case "normalize-space":
		return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }), " "), nil
	case "concat":
		for _, a := range args[1:] {
			s += f.str(a)
		}
		return s, f.spend(len(s) / 16)
	case "substring":
		return f.substring(s, args), nil
	}
	t := f.str(args[1])
	before, after, found := strings.Cut(s, t)
	switch name {
	case "starts-with":
		return strings.HasPrefix(s, t), nil
	case "contains":
		return found, nil
	case "substring-before":
		if !found {
			before = ""
		}
		return before, nil
	case "substring-after":
		return after, nil
	}
	return translate(s, t, f.str(args[2])), nil
}

func (f frame) substring(s string, args []Value) string {
	from := math.Floor(f.number(args[1]) + 0.5)
	to := math.Inf(1)
	if len(args) > 2 {
		to = from + math.Floor(f.number(args[2])+0.5)
	}
	var b strings.Builder
	i := 1.0
	for _, c := range s {
		if i >= from && i < to {
			b.WriteRune(c)
		}
		i++
	}
	return b.String()
}

func translate(s, from, to string) string {
	target := []rune(to)
	table := map[rune]rune{}
	i := 0
	for _, c := range from {
		if _, ok := table[c]; !ok {
			table[c] = -1
			if i < len(target) {
				table[c] = target[i]
			}
		}
		i++
	}
	return strings.Map(func(c rune) rune {
		if r, ok := table[c]; ok {
			return r
		}
		return c
	}, s)
}

// InScope returns a resolver for the prefixes in scope at e.
func InScope(e *etree.Element) func(prefix string) string {
	return func(prefix string) string { return xmltree.Lookup(e, prefix) }
}
