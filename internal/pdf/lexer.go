// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"io"
	"strconv"
)

// windowSize is how much of the file is read at a time.
const windowSize = 8 << 10

// lexer reads bytes at any position of a file, through a window.
type lexer struct {
	r    io.ReaderAt
	size int64
	pos  int64
	base int64
	win  []byte
	buf  [windowSize]byte
	err  error // the first read error
	work int64 // bytes of strings and comments read, to bound repeated reading of the same ones
}

func newLexer(r io.ReaderAt, size int64) *lexer { return &lexer{r: r, size: size} }

// peek returns the byte at the position, or -1 at the end.
func (l *lexer) peek() int {
	if i := l.pos - l.base; i >= 0 && i < int64(len(l.win)) {
		return int(l.win[i])
	}
	return l.fill()
}

func (l *lexer) fill() int {
	if l.pos < 0 || l.pos >= l.size || l.err != nil {
		return -1
	}
	n := min(l.size-l.pos, windowSize)
	got, err := l.r.ReadAt(l.buf[:n], l.pos)
	if got == 0 {
		if err != nil && err != io.EOF {
			l.err = err
		}
		return -1
	}
	l.base, l.win = l.pos, l.buf[:got]
	return int(l.win[0])
}

// next returns the byte at the position and moves on.
func (l *lexer) next() int {
	c := l.peek()
	if c >= 0 {
		l.pos++
	}
	return c
}

// class tells white space (1) and delimiters (2) from regular characters (0), ISO 32000-1:2008 7.2.2.
func class(c int) int {
	switch c {
	case 0, '\t', '\n', '\f', '\r', ' ':
		return 1
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return 2
	}
	return 0
}

// space skips white space and comments.
func (l *lexer) space() {
	for {
		c := l.peek()
		switch {
		case c < 0:
			return
		case class(c) == 1:
			l.pos++
		case c == '%':
			from := l.pos
			for c >= 0 && c != '\n' && c != '\r' {
				l.pos++
				c = l.peek()
			}
			l.work += l.pos - from
		default:
			return
		}
	}
}

// maxToken bounds a keyword, number or name: ISO 32000-1:2008 Annex C knows 127 bytes; writers exceed it a little.
const maxToken = 4096

// word reads a run of regular characters.
func (l *lexer) word() string {
	var b [64]byte
	out := b[:0]
	for c := l.peek(); c >= 0 && class(c) == 0 && len(out) < maxToken; c = l.peek() {
		out = append(out, byte(c))
		l.pos++
	}
	return string(out)
}

// keyword skips white space and reads the next word if it is this one.
func (l *lexer) keyword(want string) bool {
	l.space()
	at := l.pos
	for i := range len(want) {
		if l.next() != int(want[i]) {
			l.pos = at
			return false
		}
	}
	return true
}

// unsigned skips white space and reads a decimal number without sign.
func (l *lexer) unsigned() (int64, bool) {
	l.space()
	at := l.pos
	w := l.word()
	n, err := strconv.ParseUint(w, 10, 63)
	if err != nil {
		l.pos = at
		return 0, false
	}
	return int64(n), true
}

// name reads a name; the position is on its slash.
func (l *lexer) name() Name {
	l.pos++
	var b [64]byte
	out := b[:0]
	for c := l.peek(); c >= 0 && class(c) == 0 && len(out) < maxToken; c = l.peek() {
		l.pos++
		if c == '#' {
			hi := hexValue(l.peek())
			if hi >= 0 {
				l.pos++
				if lo := hexValue(l.peek()); lo >= 0 {
					l.pos++
					out = append(out, byte(hi<<4|lo))
					continue
				}
				l.pos--
			}
		}
		out = append(out, byte(c))
	}
	return Name(out)
}

func hexValue(c int) int {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	}
	return -1
}

// hexString reads a hexadecimal string; the position is on its "<".
func (l *lexer) hexString(limit int) (String, bool) {
	s := String{Hex: true, Offset: l.pos}
	l.pos++
	half := -1
	for {
		c := l.next()
		if c < 0 || len(s.Bytes) > limit {
			return s, false
		}
		if c == '>' {
			break
		}
		v := hexValue(c)
		switch {
		case v < 0 && class(c) == 1:
		case v < 0:
			s.Odd = true
		case half < 0:
			half = v
		default:
			s.Bytes = append(s.Bytes, byte(half<<4|v))
			half = -1
		}
	}
	if half >= 0 {
		s.Bytes = append(s.Bytes, byte(half<<4))
	}
	s.End = l.pos
	return s, true
}

// literal reads a literal string; the position is on its "(".
func (l *lexer) literal(limit int) (String, bool) {
	s := String{Offset: l.pos}
	l.pos++
	for depth := 1; ; {
		c := l.next()
		if c < 0 || len(s.Bytes) > limit {
			return s, false
		}
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				s.End = l.pos
				return s, true
			}
		case '\r':
			if l.peek() == '\n' {
				l.pos++
			}
			c = '\n'
		case '\\':
			if c = l.escape(); c < 0 {
				continue
			}
		}
		s.Bytes = append(s.Bytes, byte(c))
	}
}

// escape reads what follows a backslash; -1 stands for nothing.
func (l *lexer) escape() int {
	c := l.next()
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case '\r':
		if l.peek() == '\n' {
			l.pos++
		}
		return -1
	case '\n':
		return -1
	}
	if c < '0' || c > '7' {
		return c
	}
	v := c - '0'
	for range 2 {
		d := l.peek()
		if d < '0' || d > '7' {
			break
		}
		v = v<<3 | (d - '0')
		l.pos++
	}
	return v & 0xff
}
