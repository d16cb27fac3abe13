// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// xmlWriter writes an XML document, indented, until the first error. Whatever it is given, the output is well-formed: text is
// made clean first, so that no character that XML forbids is left.
type xmlWriter struct {
	w     *bufio.Writer
	depth int
}

func newXMLWriter(w io.Writer) *xmlWriter { return &xmlWriter{w: bufio.NewWriter(w)} }

// attribute is one XML attribute.
type attribute struct{ name, value string }

func (x *xmlWriter) indent() {
	x.w.WriteByte('\n')
	for range x.depth {
		x.w.WriteByte(' ')
	}
}

func (x *xmlWriter) start(name string, attrs []attribute) {
	x.indent()
	x.w.WriteString("<" + name)
	for _, a := range attrs {
		x.w.WriteString(" " + a.name + `="` + escaped(a.value) + `"`)
	}
}

// open starts an element that holds elements; the function returned ends it.
func (x *xmlWriter) open(name string, attrs ...attribute) (end func()) {
	x.start(name, attrs)
	x.w.WriteByte('>')
	x.depth++
	return func() {
		x.depth--
		x.indent()
		x.w.WriteString("</" + name + ">")
	}
}

// text writes an element that holds text.
func (x *xmlWriter) text(name, text string, attrs ...attribute) {
	x.start(name, attrs)
	x.w.WriteString(">" + escaped(text) + "</" + name + ">")
}

// optional writes an element that holds text, if there is any.
func (x *xmlWriter) optional(name, text string) {
	if text != "" {
		x.text(name, text)
	}
}

// empty writes an element without content.
func (x *xmlWriter) empty(name string, attrs ...attribute) {
	x.start(name, attrs)
	x.w.WriteString("/>")
}

// base64 writes an element that holds octets.
func (x *xmlWriter) base64(name string, b []byte) {
	x.text(name, base64.StdEncoding.EncodeToString(b))
}

// digest writes an element of XAdES' DigestAlgAndValueType.
func (x *xmlWriter) digest(name string, h sigalg.Hash, value []byte) {
	end := x.open(name)
	x.digestParts(h, value)
	end()
}

func (x *xmlWriter) digestParts(h sigalg.Hash, value []byte) {
	x.empty("ds:DigestMethod", attribute{"Algorithm", hashURI(h)})
	x.base64("ds:DigestValue", value)
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(Clean(s))) // a strings.Builder does not fail
	return b.String()
}

// hashURI names a digest algorithm by URI.
func hashURI(h sigalg.Hash) string {
	switch {
	case h.URI() != "":
		return h.URI()
	case h.OID() != "":
		return "urn:oid:" + h.OID()
	}
	return "urn:etsi:019102:algorithm:unidentified"
}

// xmlTime is an xs:dateTime; empty for the zero time and for years that XML Schema 1.0 cannot write.
func xmlTime(t time.Time) string {
	t = t.UTC()
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return ""
	}
	return t.Format(time.RFC3339)
}

// anyURI makes an xs:anyURI of an identifier that a document gives: URIs stay, OIDs become URNs, and the rest is percent-encoded.
func anyURI(s string) string {
	if isOID(s) {
		return "urn:oid:" + s
	}
	u, err := url.Parse(s)
	clean := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(uriCharacters, r) }) < 0
	if err == nil && clean && strings.Count(s, "#") < 2 && len(u.Port()) < 6 {
		return s
	}
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 0x80 || !strings.ContainsRune(unreserved, rune(c)) {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// The characters of RFC 3986 2.3, and those of 2.2 that may stand anywhere.
const (
	unreserved    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	uriCharacters = unreserved + "%:/?#@!$&'()*+,;="
)

func isOID(s string) bool {
	return strings.Contains(s, ".") && strings.Trim(s, "0123456789.") == "" && s[0] != '.' && s[len(s)-1] != '.'
}

// ncName makes an xs:ID of an id. Ids are made by the module and fit already; a strange one is spelt out.
func ncName(id ades.ID) string {
	var b strings.Builder
	for i, c := range []byte(id) {
		letter := c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if letter || i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '.') {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "_%02x", c)
		}
	}
	return b.String()
}
