// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/limits"
)

func TestRevisions(t *testing.T) {
	b := simple()
	first := b.Len()
	b.revision("1 0 R", "5 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(x)/Rect[1 1 2 2]/P 3 0 R>>")
	f := b.open(t)
	if n := len(f.Revisions()); n != 2 {
		t.Fatalf("%d revisions, want 2", n)
	}
	if got := f.Revisions()[0].End; got != int64(first)-1 {
		t.Errorf("first revision ends at %d, want %d", got, first-1)
	}
	if d := f.At(0).Dict(Ref{5, 0}); d.Has("V") {
		t.Error("the first revision sees the value of the second")
	}
	if d := f.Final().Dict(Ref{5, 0}); f.Final().Text(d.Raw("V")) != "x" {
		t.Error("the last revision does not see the value")
	}
	v, whole, err := f.ViewOf(int64(first))
	if err != nil || !whole || v.Revision() != 0 {
		t.Errorf("ViewOf the first revision: %v %v %v", v.Revision(), whole, err)
	}
	v, whole, err = f.ViewOf(int64(first) + 3)
	if err != nil || whole || v.File() == f {
		t.Errorf("ViewOf a cut file: whole %v, %v", whole, err)
	}
}

func TestCompare(t *testing.T) {
	const widget = "5 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[1 1 2 2]/P 3 0 R>>"
	tests := []struct {
		name    string
		objects []string
		want    string
	}{
		{"rewritten unchanged", []string{widget}, ""},
		{"value", []string{"5 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(x)/Rect[1 1 2 2]/P 3 0 R>>"}, "/Root/Pages/Kids[0]/Annots[0]/V created"},
		{"content", []string{"4 0 obj\n<</Length 5>>\nstream\nBT QT\nendstream"}, "/Root/Pages/Kids[0]/Contents changed"},
		{"annotation", []string{"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]/Contents 4 0 R/Annots[5 0 R 6 0 R]>>", "6 0 obj\n<</Type/Annot/Subtype/Text/Rect[0 0 1 1]>>"},
			"/Root/Pages/Kids[0]/Annots[1] created"},
		{"page", []string{"2 0 obj\n<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2>>", "7 0 obj\n<</Type/Page/Parent 2 0 R>>"},
			"/Root/Pages/Kids[1] created,/Root/Pages/Count changed"},
		{"number spelt otherwise", []string{"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 10.0 10]/Contents 4 0 R/Annots[5 0 R]>>"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := simple().revision("1 0 R", tt.objects...).open(t)
			changes, err := (&Differ{Steps: 1000}).Compare(f.At(0), f.Final())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range changes {
				got = append(got, c.Name()+" "+string(c.Action))
			}
			if s := strings.Join(got, ","); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
	}
	f := simple().open(t)
	if _, err := (&Differ{Steps: 3}).Compare(f.At(0), f.Final()); err == nil {
		t.Error("a comparison beyond its budget says that it is complete")
	}
}

func TestReordered(t *testing.T) {
	f := new(builder).revision("1 0 R", "1 0 obj\n<</Pages 2 0 R>>", "2 0 obj\n<</Kids[3 0 R 4 0 R]>>", "3 0 obj\n<</A 1>>", "4 0 obj\n<</A 2>>").
		revision("1 0 R", "2 0 obj\n<</Kids[4 0 R 3 0 R]>>").open(t)
	c, err := (&Differ{Steps: 1000}).Compare(f.At(0), f.Final())
	if err != nil || len(c) != 1 || c[0].Name() != "/Root/Pages/Kids" {
		t.Errorf("swapped pages: %v, %v", c, err)
	}
}

func TestObjects(t *testing.T) {
	tests := []struct{ in, want string }{
		{"(a\\(b\\)(c)\\101\\\n)", "a(b)(c)A"},
		{"<4 1 42 4>", "AB@"},
		{"/A#42#zz", "AB#zz"},
	}
	for _, tt := range tests {
		var n int64
		p := &parser{lexer: newLexer(strings.NewReader(tt.in), int64(len(tt.in))), lim: limits.Default(), nodes: &n}
		o, err := p.object(0)
		if err != nil {
			t.Errorf("%s: %v", tt.in, err)
			continue
		}
		got := ""
		switch x := o.(type) {
		case String:
			got = string(x.Bytes)
		case Name:
			got = string(x)
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestHostile(t *testing.T) {
	deep := "1 0 obj\n<</Pages " + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + ">>"
	f := new(builder).revision("1 0 R", deep)
	if _, err := Open(bytes.NewReader(f.Bytes()), int64(f.Len()), limits.Default()); err == nil {
		t.Error("nesting beyond the limit is read")
	}
	lim := limits.Default()
	lim.PDFObjects = 3
	b := simple()
	var le *limits.Error
	if _, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()), lim); !errors.As(err, &le) {
		t.Errorf("too many objects: %v", err)
	}
	loop := simple()
	loop.prev = loop.Len() + 0
	loop.revision("1 0 R") // its /Prev is its own offset
	g := loop.open(t)
	if len(g.Problems) == 0 {
		t.Error("a circle of cross-references is not noted")
	}
	if _, err := Open(strings.NewReader("hello"), 5, limits.Default()); !errors.Is(err, ErrNotPDF) {
		t.Errorf("no PDF: %v", err)
	}
}

func TestRebuild(t *testing.T) {
	b := simple()
	s := strings.Replace(b.String(), "startxref\n", "startxref\n9", 1)
	f, err := Open(strings.NewReader(s), int64(len(s)), limits.Default())
	if err != nil || !f.Rebuilt {
		t.Fatalf("rebuilt %v, %v", f != nil && f.Rebuilt, err)
	}
	if p, ok := f.Final().Pages(); !ok || len(p) != 1 {
		t.Errorf("%d pages", len(p))
	}
}

func TestFilters(t *testing.T) {
	if b, err := un85([]byte("87cURD]i,\"Ebo80~>")); err != nil || string(b) != "Hello World!" {
		t.Errorf("ASCII85: %q, %v", b, err)
	}
	if b, err := unRun([]byte{2, 'a', 'b', 'c', 254, 'x', 128}, 100); err != nil || string(b) != "abcxxx" {
		t.Errorf("run length: %q, %v", b, err)
	}
	// The example of ISO 32000-1:2008 7.4.4.2.
	if b, err := lzwEarly([]byte{0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01}, 100); err != nil || !bytes.Equal(b, []byte{45, 45, 45, 45, 45, 65, 45, 45, 45, 66}) {
		t.Errorf("LZW: %v, %v", b, err)
	}
	if b, err := unPNG([]byte{2, 1, 2, 2, 1, 1}, 2, 1); err != nil || !bytes.Equal(b, []byte{1, 2, 2, 3}) {
		t.Errorf("PNG predictor: %v, %v", b, err)
	}
}

func TestDates(t *testing.T) {
	tests := []struct{ in, want string }{
		{"D:20200102030405+01'30'", "2020-01-02T01:34:05Z"},
		{"D:20200102030405-01'30", "2020-01-02T04:34:05Z"},
		{"D:20200102030405Z", "2020-01-02T03:04:05Z"},
		{"D:2020", "2020-01-01T00:00:00Z"},
		{"nonsense", ""},
		{"D:20201302", ""},
	}
	for _, tt := range tests {
		got := ""
		if d, ok := ParseDate(tt.in); ok {
			got = d.Format(time.RFC3339)
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{"\xfe\xff\x00A\x30\x42": "Aあ", "\xef\xbb\xbfé": "é", "a\x80\xe9\xa0": "a•é€"} {
		if got := DecodeText([]byte(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
