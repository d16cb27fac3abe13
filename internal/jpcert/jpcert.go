// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package jpcert knows what certificates of two Japanese schemes hold beside X.509: those of the individual number card (JPKI)
// and of the commercial registry (Ministry of Justice). It reads personal data; whether anybody sees it is the caller's to
// decide, and reports do not show it.
package jpcert

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/tlv"
)

// Field is one piece of private data.
type Field struct {
	Scheme string // "individual number card", "commercial registry"
	Name   string // "date of birth", "registered number", …
	Value  string
}

const (
	cardScheme     = "individual number card (JPKI)"
	registryScheme = "commercial registry"
	cardArc        = "1.2.392.200149.8.5."
	cardHolder     = "1.2.392.200149.8.5.5."
	registryArc    = "1.2.392.100300.1.1."
	registrarName  = registryArc + "2"
	corporation    = registryArc + "3"
)

// cardFields are the arcs below cardHolder, registryFields the tags of the corporation's data.
var (
	cardFields     = map[string]string{"1": "name", "2": "characters substituted in the name", "3": "sex", "4": "date of birth", "5": "address", "6": "characters substituted in the address"}
	registryFields = map[int]string{0: "name", 1: "registered number", 2: "address", 3: "representative", 4: "title", 6: "registry office"}
)

// ClosedRevocation names the scheme of a certificate whose revocation data is given to certified verifiers alone, so that
// nobody else can look it up; empty: it is of none.
func ClosedRevocation(c *pkix.Certificate) string {
	for _, p := range c.Policies {
		if strings.HasPrefix(p.OID, cardArc) {
			return cardScheme
		}
	}
	return ""
}

// Private reads the private data of a certificate: the holder's, in the otherNames of a card's subjectAltName, and the
// corporation's, in the registry's extensions. What is malformed is left out.
func Private(c *pkix.Certificate) []Field {
	var out []Field
	for _, g := range c.SubjectAltName {
		if g.Tag != 0 {
			continue
		}
		parts := tlv.Walk(g.Raw)
		id, ok := parts.Take(tlv.ObjectID)
		value, more := parts.Take(tlv.ContextConstructed(0))
		last, of := strings.CutPrefix(id.OID(), cardHolder)
		if name := cardFields[last]; ok && more && of && name != "" {
			inner := value.Children()
			if v, ok := inner.Next(); ok {
				out = append(out, Field{cardScheme, name, text(v)})
			}
		}
	}
	for i := range c.Extensions {
		switch x := &c.Extensions[i]; x.OID {
		case registrarName:
			if v, _, err := tlv.Read(x.Value); err == nil {
				out = append(out, Field{registryScheme, "registrar", text(v)})
			}
		case corporation:
			out = append(out, corporationOf(x.Value)...)
		}
	}
	return out
}

func corporationOf(der []byte) []Field {
	v, _, err := tlv.Read(der)
	if err != nil || v.ID != tlv.Sequence {
		return nil
	}
	var out []Field
	for cur := v.Children(); cur.More() && len(out) < len(registryFields); {
		f, ok := cur.Next()
		if !ok {
			break
		}
		if name := registryFields[int(f.ID&0x1f)]; name != "" && f.ID&0xc0 == 0x80 {
			out = append(out, Field{registryScheme, name, text(f)})
		}
	}
	return out
}

// text is the text of a string, of one inside explicit tags, or of an implicitly tagged one; hexadecimal where it is none.
func text(v tlv.Value) string {
	for depth := 0; v.Constructed() && depth < 4; depth++ {
		cur := v.Children()
		inner, ok := cur.Next()
		if !ok {
			break
		}
		v = inner
	}
	if s, ok := v.Text(); ok {
		return s
	}
	if utf8.Valid(v.Content) {
		return string(v.Content)
	}
	return hex.EncodeToString(v.Content)
}
