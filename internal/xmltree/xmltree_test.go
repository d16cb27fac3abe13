// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmltree

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/mitome-project/mitome/internal/limits"
)

func TestRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"empty": "", "no root": "<!-- x -->", "two roots": "<a/><b/>", "text after the root": "<a/>x", "text before": "x<a/>",
		"not closed": "<a>", "crossed": "<a><b></a></b>", "longer end tag": "<a></ab>", "unbound prefix": "<p:a/>", "unbound attribute prefix": "<a p:b='1'/>",
		"attribute twice": "<a b='1' b='2'/>", "attribute twice by namespace": "<a xmlns:p='u:x' xmlns:q='u:x' p:b='1' q:b='2'/>",
		"no blank": "<a b='1'c='2'/>", "no quotes": "<a b=1/>", "less-than in a value": "<a b='<'/>", "bare ampersand": "<a>&</a>",
		"unknown entity": "<a>&nbsp;</a>", "doctype": "<!DOCTYPE a><a/>", "external entity": "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
		"empty prefix": "<:a/>", "empty local": "<a:/>", "prefix to nothing": "<a xmlns:p=''/>", "xmlns prefix": "<a xmlns:xmlns='u:x'/>",
		"xml to other": "<a xmlns:xml='u:x'/>", "control character": "<a>\x01</a>", "bad reference": "<a>&#0;</a>", "surrogate": "<a>&#xD800;</a>",
		"bad UTF-8": "<a>\xff</a>", "double hyphen": "<a><!-- a -- b --></a>", "cdata end in text": "<a>]]></a>", "late declaration": " <?xml version='1.0'?><a/>",
		"unknown encoding": "<?xml version='1.0' encoding='x-none'?><a/>", "declaration order": "<?xml encoding='UTF-8' version='1.0'?><a/>",
	} {
		if _, err := Parse([]byte(in), Options{}); err == nil {
			t.Errorf("%s: %q is accepted", name, in)
		}
	}
}

func TestSubsetRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"external subset": "<!DOCTYPE a SYSTEM 'x.dtd'><a/>", "external entity": "<!DOCTYPE a [<!ENTITY e SYSTEM 'x'>]><a>&e;</a>",
		"parameter entity": "<!DOCTYPE a [<!ENTITY % p 'x'>]><a/>", "recursion": "<!DOCTYPE a [<!ENTITY e '&e;'>]><a>&e;</a>",
		"bomb":                "<!DOCTYPE a [<!ENTITY a '" + strings.Repeat("x", 1000) + "'><!ENTITY b '" + strings.Repeat("&a;", 100) + "'><!ENTITY c '" + strings.Repeat("&b;", 100) + "'>]><a>&c;</a>",
		"markup in an entity": "<!DOCTYPE a [<!ENTITY e '<b/>'>]><a>&e;</a>",
	} {
		if _, err := Parse([]byte(in), Options{InternalSubset: true}); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestReads(t *testing.T) {
	in := "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<p:a xmlns:p='urn:p' b='1\r\n2&#10;'>x<![CDATA[<]]>&#x79;<!--c-->z</p:a>"
	d, err := Parse([]byte(in), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := Attr(d.Root, "b"); v != "1 2\n" {
		t.Errorf("attribute %q", v)
	}
	if !Is(d.Root, "urn:p", "a") || len(d.Root.Child) != 3 || Value(d.Root) != "x<yz" {
		t.Errorf("%q with %d children", Value(d.Root), len(d.Root.Child))
	}
}

func TestEncodings(t *testing.T) {
	const doc = "<?xml version='1.0' encoding='UTF-16'?><a>é印𠮷</a>"
	be := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(doc)) {
		be = append(be, byte(u>>8), byte(u))
	}
	le := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(doc)) {
		le = append(le, byte(u), byte(u>>8))
	}
	for name, in := range map[string][]byte{"UTF-16BE": be, "UTF-16LE": le, "ISO-8859-1": []byte("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"),
		"Shift_JIS": []byte("<?xml version='1.0' encoding='Shift_JIS'?><a>\x88\xf3</a>")} {
		d, err := Parse(in, Options{})
		want := map[string]string{"ISO-8859-1": "é", "Shift_JIS": "印"}[name]
		if want == "" {
			want = "é印𠮷"
		}
		if err != nil || Value(d.Root) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimits(t *testing.T) {
	lim := limits.Default()
	lim.XMLDepth, lim.XMLNodes, lim.XMLAttributes = 10, 1000, 5
	for name, in := range map[string]string{
		"depth": strings.Repeat("<a>", 11), "nodes": "<a>" + strings.Repeat("<b/>", 1000) + "</a>", "attributes": "<a a='' b='' c='' d='' e='' f=''/>",
	} {
		var l *limits.Error
		if _, err := Parse([]byte(in), Options{Limits: lim}); !errors.As(err, &l) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"<a b='1'>x</a>", "<!DOCTYPE a [<!ATTLIST a b ID #IMPLIED><!ENTITY e 'x'>]><a>&e;</a>", "<?xml version='1.0'?><p:a xmlns:p='u:x'/>", "\xfe\xff\x00<\x00a\x00/\x00>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, subset := range []bool{false, true} {
			d, err := Parse(b, Options{InternalSubset: subset})
			if err == nil && (d.Root == nil || d.Root.Parent() != d.Node) {
				t.Fatal("a document without a root")
			}
		}
	})
}

// TestBadChar puts each byte at each place of a text that is looked at by eight bytes at once.
func TestBadChar(t *testing.T) {
	for n := range 20 {
		for at := range n {
			for c := range 256 {
				b := []byte(strings.Repeat("~", n))
				b[at] = byte(c)
				want := -1
				if c < 0x20 && c != '\n' && c != '\t' && c != '\r' || c >= 0x80 {
					want = at
				}
				if got := badChar(string(b)); got != want {
					t.Fatalf("byte %#x at %d of %d: %d, want %d", c, at, n, got, want)
				}
			}
		}
	}
	for s, want := range map[string]int{"abcdefgé": -1, "認め認め認め認め": -1, "abcdefgh\uFFFE": 8, "abcdefghi\uFFFF": 9, "abcd\xc3(fghij": 4} {
		if got := badChar(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}
