// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"fmt"
	"strconv"

	"github.com/mitome-project/mitome/internal/limits"
)

// parser reads objects with a lexer.
type parser struct {
	*lexer
	lim    limits.Limits
	nodes  *int64 // shared count of values read; bounds memory
	inside bool   // within an object stream: no offsets
}

// nodesPerObject scales the bound on indirect objects to one on all values, direct ones included.
const nodesPerObject = 8

// syntax is the error of a malformed object.
func (p *parser) syntax(what string) error {
	if p.err != nil {
		return fmt.Errorf("offset %d: %w", p.pos, p.err)
	}
	return fmt.Errorf("offset %d: %s", p.pos, what)
}

// object reads one object that is not a stream.
func (p *parser) object(depth int) (Object, error) {
	if depth > p.lim.PDFDepth {
		return nil, limits.Exceeded("nesting of PDF objects", int64(p.lim.PDFDepth))
	}
	if *p.nodes++; *p.nodes > int64(p.lim.PDFObjects)*nodesPerObject {
		return nil, limits.Exceeded("values in a PDF", int64(p.lim.PDFObjects)*nodesPerObject)
	}
	p.space()
	if p.work > 16*p.size+64<<20 {
		return nil, limits.Exceeded("bytes of strings in a PDF", 16*p.size+64<<20)
	}
	switch c := p.peek(); {
	case c < 0:
		return nil, p.syntax("unexpected end")
	case c == '/':
		return p.name(), nil
	case c == '(':
		s, ok := p.literal(int(p.lim.PDFStreamBytes))
		return p.string(s, ok)
	case c == '<':
		p.pos++
		if p.peek() == '<' {
			p.pos++
			return p.dict(depth)
		}
		p.pos--
		s, ok := p.hexString(int(p.lim.PDFStreamBytes))
		return p.string(s, ok)
	case c == '[':
		p.pos++
		return p.array(depth)
	case class(c) == 2:
		return nil, p.syntax(fmt.Sprintf("unexpected %q", rune(c)))
	}
	return p.scalar()
}

func (p *parser) string(s String, ok bool) (Object, error) {
	p.work += p.pos - s.Offset
	if !ok {
		return nil, p.syntax("string does not end")
	}
	if p.inside {
		s.Offset, s.End = -1, -1
	}
	return s, nil
}

// scalar reads a number, reference or keyword.
func (p *parser) scalar() (Object, error) {
	at := p.pos
	w := p.word()
	switch w {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	if n, err := strconv.ParseInt(w, 10, 64); err == nil {
		if n >= 0 && n <= maxObjectNumber && w[0] != '+' {
			if r, ok := p.reference(int(n)); ok {
				return r, nil
			}
		}
		return Integer(n), nil
	}
	if f, ok := real(w); ok {
		return Real(f), nil
	}
	p.pos = at
	return nil, p.syntax(fmt.Sprintf("unexpected keyword %.20q", w))
}

// maxObjectNumber bounds object numbers; ISO 32000-1:2008 Annex C knows 8388607, files in the wild go beyond.
const maxObjectNumber = 1 << 30

// reference reads the rest of "n g R".
func (p *parser) reference(num int) (Ref, bool) {
	at := p.pos
	if gen, ok := p.unsigned(); ok && gen <= 0xffff {
		p.space()
		if p.peek() == 'R' {
			p.pos++
			if c := p.peek(); c < 0 || class(c) != 0 {
				return Ref{num, int(gen)}, true
			}
		}
	}
	p.pos = at
	return Ref{}, false
}

// real reads a real number as writers write them: "-.5", "4.", "--3", "1.2-3".
func real(w string) (float64, bool) {
	i, neg := 0, false
	for i < len(w) && (w[i] == '+' || w[i] == '-') {
		neg = neg || w[i] == '-'
		i++
	}
	v, scale, digits, dot := 0.0, 1.0, 0, false
	for ; i < len(w); i++ {
		switch c := w[i]; {
		case c >= '0' && c <= '9':
			digits++
			if dot {
				scale /= 10
				v += float64(c-'0') * scale
			} else {
				v = v*10 + float64(c-'0')
			}
		case c == '.' && !dot:
			dot = true
		case c == '-' && digits > 0:
			i = len(w)
		default:
			return 0, false
		}
	}
	if neg {
		v = -v
	}
	return v, digits > 0 || dot
}

func (p *parser) array(depth int) (Object, error) {
	out := Array{}
	for {
		p.space()
		if p.peek() == ']' {
			p.pos++
			return out, nil
		}
		o, err := p.object(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
}

// dict reads a dictionary; the position is behind its "<<".
func (p *parser) dict(depth int) (Object, error) {
	d := newDict()
	start := p.pos - 2
	for {
		p.space()
		switch c := p.peek(); c {
		case '>':
			p.pos++
			if p.next() != '>' {
				return nil, p.syntax("dictionary does not end with >>")
			}
			if !p.inside {
				d.Offset, d.End = start, p.pos
			}
			return d, nil
		case '/':
			key := p.name()
			p.space()
			if p.peek() == '>' { // a key without value, as some writers leave it
				d.set(key, nil)
				continue
			}
			v, err := p.object(depth + 1)
			if err != nil {
				return nil, err
			}
			d.set(key, v)
		default:
			return nil, p.syntax("dictionary key is not a name")
		}
	}
}

// header reads "n g obj".
func (p *parser) header() (num, gen int, ok bool) {
	n, ok1 := p.unsigned()
	g, ok2 := p.unsigned()
	if !ok1 || !ok2 || n > maxObjectNumber || g > 0xffff || !p.keyword("obj") {
		return 0, 0, false
	}
	return int(n), int(g), true
}
