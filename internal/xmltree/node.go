// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmltree

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/beevik/etree"
)

// Lookup is the namespace that a prefix ("" for the default) is bound to at e; empty if to none.
func Lookup(e *etree.Element, prefix string) string {
	if prefix == "xml" {
		return xmlNS
	}
	for ; e != nil; e = e.Parent() {
		for i := range e.Attr {
			a := &e.Attr[i]
			if prefix == "" && a.Space == "" && a.Key == "xmlns" || prefix != "" && a.Space == "xmlns" && a.Key == prefix {
				return a.Value
			}
		}
	}
	return ""
}

// Space is the namespace of e.
func Space(e *etree.Element) string { return Lookup(e, e.Space) }

// Is reports whether e has that namespace and local name.
func Is(e *etree.Element, ns, local string) bool {
	return e != nil && e.Tag == local && Space(e) == ns
}

// Child is the first child element with that namespace and local name, or nil.
func Child(e *etree.Element, ns, local string) *etree.Element {
	if e == nil {
		return nil
	}
	for _, t := range e.Child {
		if c, ok := t.(*etree.Element); ok && Is(c, ns, local) {
			return c
		}
	}
	return nil
}

// Children are the child elements with that namespace and local name.
func Children(e *etree.Element, ns, local string) []*etree.Element {
	if e == nil {
		return nil
	}
	var out []*etree.Element
	for _, t := range e.Child {
		if c, ok := t.(*etree.Element); ok && Is(c, ns, local) {
			out = append(out, c)
		}
	}
	return out
}

// Attr is the value of the attribute of that name without a namespace.
func Attr(e *etree.Element, name string) (string, bool) {
	if e == nil {
		return "", false
	}
	for i := range e.Attr {
		if a := &e.Attr[i]; a.Space == "" && a.Key == name {
			return a.Value, true
		}
	}
	return "", false
}

// Value is the XPath string value of e: the text of all descendants. Comments do not split it.
func Value(e *etree.Element) string {
	if e == nil {
		return ""
	}
	if len(e.Child) == 1 {
		if c, ok := e.Child[0].(*etree.CharData); ok {
			return c.Data
		}
	}
	var b strings.Builder
	appendValue(&b, e)
	return b.String()
}

func appendValue(b *strings.Builder, e *etree.Element) {
	for _, t := range e.Child {
		switch t := t.(type) {
		case *etree.CharData:
			b.WriteString(t.Data)
		case *etree.Element:
			appendValue(b, t)
		}
	}
}

// Trimmed is [Value] without white space around it.
func Trimmed(e *etree.Element) string { return strings.Trim(Value(e), " \t\r\n") }

// Base64 decodes the text of e. White space is skipped wherever it stands, all else is strict.
func Base64(e *etree.Element) ([]byte, error) { return DecodeBase64(Value(e)) }

// DecodeBase64 decodes s, skipping white space; missing padding is an error. With an error come the octets before the fault.
func DecodeBase64(s string) ([]byte, error) {
	if strings.IndexByte(s, ' ') < 0 && strings.IndexByte(s, '\t') < 0 {
		return base64.StdEncoding.DecodeString(s) // skips line ends
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if !isSpace(s[i]) {
			b = append(b, s[i])
		}
	}
	out := make([]byte, base64.StdEncoding.DecodedLen(len(b)))
	n, err := base64.StdEncoding.Decode(out, b)
	return out[:n], err
}

// Path says where e stands, as an XPath location without prefixes' meaning: "/a:b/c[2]".
func Path(e *etree.Element) string {
	var parts []string
	for ; e != nil && e.Parent() != nil; e = e.Parent() {
		n, same := 0, 0
		for _, t := range e.Parent().Child {
			if c, ok := t.(*etree.Element); ok && c.Tag == e.Tag && c.Space == e.Space {
				same++
				if c == e {
					n = same
				}
			}
		}
		name := e.FullTag()
		if same > 1 {
			name = fmt.Sprintf("%s[%d]", name, n)
		}
		parts = append(parts, name)
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString("/" + parts[i])
	}
	return b.String()
}

// Inside reports whether e is inner or an ancestor of it.
func Inside(inner, e *etree.Element) bool {
	for ; inner != nil; inner = inner.Parent() {
		if inner == e {
			return true
		}
	}
	return false
}
