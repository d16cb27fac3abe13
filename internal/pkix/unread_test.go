// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/tlv"
)

func encode(id byte, content ...[]byte) []byte { return tlv.Encode(id, bytes.Join(content, nil)) }

// TestUnreadNames: what is not read of a name is seen in it, and tells names apart.
func TestUnreadNames(t *testing.T) {
	attribute := func(value string) []byte {
		return encode(tlv.Sequence, tlv.EncodeOID("2.5.4.11"), encode(tlv.UTF8String, []byte(value)))
	}
	rdn := func(attributes ...[]byte) []byte { return encode(tlv.Set, attributes...) }
	name := func(rdns ...[]byte) []byte { return encode(tlv.Sequence, rdns...) }
	long := func(last string) []byte {
		return name(append(slices.Repeat([][]byte{rdn(attribute("x"))}, 3*maxItems), rdn(attribute(last)))...)
	}
	wide := func(last string) []byte {
		return name(rdn(append(slices.Repeat([][]byte{attribute("x")}, 3*maxItems), attribute(last))...))
	}
	for what, make := range map[string]func(string) []byte{
		"many relative names":            long,
		"many attributes in one":         wide,
		"something that is no set":       func(s string) []byte { return name(rdn(attribute("x")), encode(tlv.UTF8String, []byte(s))) },
		"something that is no attribute": func(s string) []byte { return name(rdn(attribute("x"), encode(tlv.UTF8String, []byte(s)))) },
		"an attribute without a value": func(s string) []byte {
			return name(rdn(encode(tlv.Sequence, encode(tlv.UTF8String, []byte(s)))))
		},
		"a name that is longer than it says": func(s string) []byte { return name(rdn(attribute("x")), []byte{0x31, 0x20}, []byte(s)) },
	} {
		a, errA := ParseName(make("a"))
		b, errB := ParseName(make("b"))
		if errA != nil || errB != nil {
			t.Fatalf("%s: %v, %v", what, errA, errB)
		}
		if a.Equal(b) || a.Key() == b.Key() {
			t.Errorf("%s: two names are equal by what was read", what)
		}
		if again, _ := ParseName(make("a")); !again.Equal(a) || again.Key() != a.Key() {
			t.Errorf("%s: the same name is another", what)
		}
		if !strings.Contains(a.String(), UnreadOID+"=") || len(a.Attributes) > maxItems+2 {
			t.Errorf("%s: %d attributes, no mark in %.100q", what, len(a.Attributes), a.String())
		}
	}
}

// TestUnreadExtensions: an extension that was not read is a critical one that nobody knows.
func TestUnreadExtensions(t *testing.T) {
	extension := func(oid string, value []byte) []byte {
		return encode(tlv.Sequence, tlv.EncodeOID(oid), encode(tlv.OctetString, value))
	}
	read := func(extensions ...[]byte) *Certificate {
		c := &Certificate{Version: 3}
		v, _, err := tlv.Read(encode(tlv.ContextConstructed(3), encode(tlv.Sequence, extensions...)))
		if err != nil {
			t.Fatal(err)
		}
		c.parseExtensions(v)
		return c
	}
	var many [][]byte
	for i := range maxExtensions + 1 {
		many = append(many, extension(fmt.Sprintf("1.2.3.%d", i), nil))
	}
	alt := func(value []byte) []byte { return extension("2.5.29.17", value) }
	mail := encode(tlv.Context(1), []byte("a@example.org"))
	constraints := func(n int) []byte {
		return extension("2.5.29.30", encode(tlv.Sequence, encode(tlv.ContextConstructed(1), bytes.Repeat(encode(tlv.Sequence, mail), n))))
	}
	for what, c := range map[string]struct {
		cert             *Certificate
		critical, unread bool // a critical extension that nobody knows; alternative names or constraints that could not be read
	}{
		"none":                       {read(), false, false},
		"many":                       {read(many...), true, false},
		"no sequence":                {read(extension("1.2.3", nil), []byte{5, 0}, extension("1.2.4", nil)), true, false},
		"constraints":                {read(constraints(1)), false, false},
		"too many constraints":       {read(constraints(maxItems + 1)), false, true},
		"malformed constraints":      {read(extension("2.5.29.30", encode(tlv.Sequence, encode(tlv.ContextConstructed(1), []byte{5, 0})))), false, true},
		"no constraints":             {read(extension("2.5.29.30", []byte{5, 0})), false, true},
		"no value":                   {read(encode(tlv.Sequence, tlv.EncodeOID("1.2.3"))), true, false},
		"alternative names":          {read(alt(encode(tlv.Sequence, mail))), false, false},
		"too many alternative names": {read(alt(encode(tlv.Sequence, bytes.Repeat(mail, maxItems+1)))), false, true},
		"no alternative name":        {read(alt(encode(tlv.Sequence, mail, []byte{0x9f}))), false, true},
		"octets after them":          {read(alt(append(encode(tlv.Sequence, mail), 0))), false, true},
		"nothing at all":             {read(alt(nil)), false, true},
	} {
		unknown := slices.ContainsFunc(c.cert.Extensions, func(e Extension) bool { return e.OID == UnreadOID && e.Critical })
		if unknown != c.critical || (c.cert.AltNamesUnread || c.cert.NameConstraints != nil && c.cert.NameConstraints.Unread) != c.unread {
			t.Errorf("%s: critical %v, alternative names unread %v, %q", what, unknown, c.cert.AltNamesUnread, c.cert.Problems)
		}
	}
}
