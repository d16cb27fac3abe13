// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmltree

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mitome-project/mitome/internal/limits"
)

// maxEntityDepth and maxExpanded bound the expansion of internal entities.
const (
	maxEntityDepth = 8
	maxExpanded    = 1 << 20
)

// expand replaces character and entity references; in an attribute value, white space becomes spaces, but for the white space
// that a character reference stands for.
func (r *reader) expand(raw string, attribute bool, depth int) (string, error) {
	var b strings.Builder
	b.Grow(len(raw))
	for raw != "" {
		i := strings.IndexByte(raw, '&')
		plain := raw
		if i >= 0 {
			plain = raw[:i]
		}
		if attribute {
			plain = spaces(plain)
		}
		b.WriteString(plain)
		if i < 0 {
			break
		}
		end := strings.IndexByte(raw[i:], ';')
		if end < 0 {
			return "", r.fail("\"&\" without a reference")
		}
		t, err := r.reference(raw[i+1:i+end], attribute, depth)
		if err != nil {
			return "", err
		}
		b.WriteString(t)
		raw = raw[i+end+1:]
	}
	return b.String(), nil
}

// spaces is s with each tab and line feed as a space.
func spaces(s string) string {
	if !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		if c == '\t' || c == '\n' || c == '\r' {
			b[i] = ' '
		}
	}
	return string(b)
}

func (r *reader) reference(name string, attribute bool, depth int) (string, error) {
	switch name {
	case "amp":
		return "&", nil
	case "lt":
		return "<", nil
	case "gt":
		return ">", nil
	case "quot":
		return "\"", nil
	case "apos":
		return "'", nil
	}
	if strings.HasPrefix(name, "#") {
		c, ok := charRef(name[1:])
		if !ok {
			return "", r.fail("character reference &%.20s;", name)
		}
		return string(c), nil
	}
	if r.dtd == nil || !isName(name) {
		return "", r.fail("entity %.40q is not known", name)
	}
	text, ok := r.dtd.entities[name]
	if !ok {
		return "", r.fail("entity %.40q is not known", name)
	}
	if depth >= maxEntityDepth {
		return "", r.fail("entities nested too deep")
	}
	if strings.IndexByte(text, '<') >= 0 {
		return "", r.fail("entity %s holds markup, which is not supported", name)
	}
	if r.expanded += len(text); r.expanded > maxExpanded {
		return "", limits.Exceeded("bytes of expanded XML entities", maxExpanded)
	}
	return r.expand(text, attribute, depth+1)
}

func charRef(s string) (rune, bool) {
	base := 10
	if strings.HasPrefix(s, "x") {
		s, base = s[1:], 16
	}
	if s == "" || s[0] == '+' || s[0] == '-' || strings.IndexByte(s, '_') >= 0 {
		return 0, false
	}
	n, err := strconv.ParseUint(s, base, 32)
	if err != nil || !isChar(rune(n)) || n > utf8.MaxRune {
		return 0, false
	}
	return rune(n), true
}

// isChar is the production Char of XML 1.0.
func isChar(c rune) bool {
	return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000 && c <= 0x10FFFF
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// skipSpace moves over white space and reports whether there was any.
func (r *reader) skipSpace() bool {
	start := r.pos
	for r.pos < len(r.s) && isSpace(r.s[r.pos]) {
		r.pos++
	}
	return r.pos > start
}

// name reads a Name; empty if there is none.
func (r *reader) name() string {
	start := r.pos
	for r.pos < len(r.s) {
		c := r.s[r.pos]
		if c < utf8.RuneSelf {
			if nameClass(c) == 0 || r.pos == start && nameClass(c) == 2 {
				break
			}
			r.pos++
			continue
		}
		u, n := utf8.DecodeRuneInString(r.s[r.pos:])
		if !isNameRune(u, r.pos == start) {
			break
		}
		r.pos += n
	}
	return r.s[start:r.pos]
}

// nameClass is 1 for an ASCII character that may start a name, 2 for one that may only continue it, 0 for others.
func nameClass(c byte) int {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c == ':':
		return 1
	case c >= '0' && c <= '9', c == '-', c == '.':
		return 2
	}
	return 0
}

func isNameRune(u rune, first bool) bool {
	if !first && (u == 0xB7 || u >= 0x300 && u <= 0x36F || u == 0x203F || u == 0x2040) {
		return true
	}
	switch {
	case u >= 0xC0 && u <= 0x2FF:
		return u != 0xD7 && u != 0xF7
	case u >= 0x370 && u <= 0x1FFF:
		return u != 0x37E
	case u == 0x200C, u == 0x200D, u >= 0x2070 && u <= 0x218F, u >= 0x2C00 && u <= 0x2FEF, u >= 0x3001 && u <= 0xD7FF,
		u >= 0xF900 && u <= 0xFDCF, u >= 0xFDF0 && u <= 0xFFFD, u >= 0x10000 && u <= 0xEFFFF:
		return true
	}
	return false
}

// isName reports whether s is a Name of XML 1.0.
func isName(s string) bool {
	r := reader{s: s}
	return s != "" && r.name() == s
}
