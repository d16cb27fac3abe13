// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/pdf"
)

// file writes small PDF files, revision by revision.
type file struct {
	bytes.Buffer
	prev int
}

func (b *file) revision(objects ...string) *file {
	if b.Len() == 0 {
		b.WriteString("%PDF-1.7\n")
	}
	table := "xref\n"
	for _, o := range objects {
		var num int
		_, _ = fmt.Sscanf(o, "%d 0 obj", &num)
		table += fmt.Sprintf("%d 1\n%010d 00000 n \n", num, b.Len())
		b.WriteString(o + "\nendobj\n")
	}
	at := b.Len()
	b.WriteString(table + "trailer\n<</Size 100/Root 1 0 R")
	if b.prev > 0 {
		fmt.Fprintf(b, "/Prev %d", b.prev)
	}
	fmt.Fprintf(b, ">>\nstartxref\n%d\n%%%%EOF\n", at)
	b.prev = at
	return b
}

// rangeMark is replaced by the byte range once the offsets are known.
const rangeMark = "[0 00000000 00000000 00000000]"

// signed is a document with a signature dictionary whose container is no CMS; entries are added to the dictionary.
func signed(entries string) *file {
	b := new(file).revision(
		"1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R]/SigFlags 3>>>>",
		"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]/Contents 4 0 R/Annots[5 0 R 6 0 R]>>",
		"4 0 obj\n<</Length 5>>\nstream\nBT ET\nendstream",
		"5 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[1 1 2 2]/P 3 0 R>>",
		"6 0 obj\n<</Type/Annot/Subtype/Widget/FT/Sig/T(sig)/Rect[0 0 0 0]/V 7 0 R/P 3 0 R>>",
		"7 0 obj\n<</Type/Sig/Filter/X/SubFilter/ETSI.CAdES.detached/ByteRange"+rangeMark+"/Contents<30030201FF00>"+entries+">>")
	s := b.String()
	at := strings.Index(s, "<30030201FF00>")
	br := fmt.Sprintf("[0 %08d %08d %08d]", at, at+14, len(s)-at-14)
	out := &file{prev: b.prev}
	out.WriteString(strings.Replace(s, rangeMark, br, 1))
	return out
}

func read(t testing.TB, b []byte) *ades.Document {
	t.Helper()
	doc, err := Read(context.Background(), &ades.Input{Name: "x.pdf", Data: bytes.NewReader(b), Size: int64(len(b))})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func facts(t *testing.T, b []byte) *ades.PDFFacts {
	t.Helper()
	doc := read(t, b)
	if len(doc.Signatures) != 1 || doc.Signatures[0].PDF == nil {
		t.Fatalf("%d signatures", len(doc.Signatures))
	}
	if doc.Signatures[0].Intact {
		t.Error("a container that is no CMS is intact")
	}
	return doc.Signatures[0].PDF
}

// TestChanges classes what a revision after the signature brings.
func TestChanges(t *testing.T) {
	const page = "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]/Contents 4 0 R/Annots[5 0 R 6 0 R%s]>>"
	catalog := "1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R]/SigFlags 3>>%s>>"
	tests := []struct {
		name    string
		objects []string
		want    string
	}{
		{"nothing", nil, ""},
		{"security store", []string{fmt.Sprintf(catalog, "/DSS<<>>")}, "extension"},
		{"script", []string{fmt.Sprintf(catalog, "/Names<</JavaScript<<>>>>")}, "undefined"},
		{"open action", []string{fmt.Sprintf(catalog, "/OpenAction<<>>")}, "undefined"},
		{"optional content", []string{fmt.Sprintf(catalog, "/OCProperties<<>>")}, "undefined"},
		{"form filled", []string{"5 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(x)/Rect[1 1 2 2]/P 3 0 R>>"}, "form-fill"},
		{"action on a field", []string{"5 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/AA<<>>/Rect[1 1 2 2]/P 3 0 R>>"}, "undefined"},
		{"annotation", []string{fmt.Sprintf(page, " 8 0 R"), "8 0 obj\n<</Type/Annot/Subtype/Text/Rect[0 0 1 1]>>"}, "annotation"},
		{"content", []string{"4 0 obj\n<</Length 5>>\nstream\nBT QT\nendstream"}, "undefined"},
		{"signature field removed", []string{"1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/SigFlags 3>>>>"}, "annotation"},
		{"signed field hidden", []string{"6 0 obj\n<</Type/Annot/Subtype/Widget/FT/Sig/T(sig)/F 2/Rect[0 0 0 0]/V 7 0 R/P 3 0 R>>"}, "undefined"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := signed("")
			if tt.objects != nil {
				b.revision(tt.objects...)
			}
			f := facts(t, b.Bytes())
			if !f.DictionaryConsistent || f.PagesSigned != 1 || f.PagesFinal != 1 {
				t.Errorf("consistent %v (%s), pages %d and %d", f.DictionaryConsistent, f.DictionaryProblem, f.PagesSigned, f.PagesFinal)
			}
			if f.CoversWholeFile != (tt.objects == nil) {
				t.Errorf("covers the whole file: %v", f.CoversWholeFile)
			}
			got := ""
			for _, c := range f.Changes {
				if !strings.Contains(got, string(c.Kind)) {
					got += string(c.Kind)
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q: %v", got, tt.want, f.Changes)
			}
		})
	}
}

// TestAnnotationClasses tells what kind of annotation a change is of, whatever the kind of change.
func TestAnnotationClasses(t *testing.T) {
	const page = "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]/Contents 4 0 R/Annots[5 0 R 6 0 R%s]>>"
	added := func(annotation string) []string {
		return []string{fmt.Sprintf(page, " 8 0 R"), "8 0 obj\n" + annotation}
	}
	tests := []struct {
		name    string
		objects []string
		want    string
	}{
		{"page content", []string{"4 0 obj\n<</Length 5>>\nstream\nBT QT\nendstream"}, ""},
		{"field filled in", []string{"5 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(x)/Rect[1 1 2 2]/P 3 0 R>>"}, ades.AnnotationField},
		{"field made a text", []string{"5 0 obj\n<</Type/Annot/Subtype/FreeText/FT/Tx/T(name)/Rect[1 1 2 2]/P 3 0 R>>"}, "FreeText"},
		{"comment", added("<</Type/Annot/Subtype/Text/Rect[0 0 1 1]>>"), ades.AnnotationComment},
		{"comment that does something", added("<</Type/Annot/Subtype/Text/Rect[0 0 1 1]/A<</S/URI>>>>"), "Text"},
		{"text", added("<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]>>"), "FreeText"},
		{"stamp", added("<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]>>"), "Stamp"},
		{"no subtype", added("<</Type/Annot/Rect[0 0 9 9]>>"), "Annot"},
		{"another field", added("<</Type/Annot/Subtype/Widget/FT/Tx/T(more)/Rect[0 0 9 9]>>"), "Widget"},
		{"empty signature field", added("<</Type/Annot/Subtype/Widget/FT/Sig/T(more)/Rect[0 0 9 9]>>"), ades.AnnotationSignature},
		{"empty signature field that shows something", added("<</Type/Annot/Subtype/Widget/FT/Sig/T(more)/Rect[0 0 9 9]/AP<<>>>>"), "Widget"},
	}
	for _, tt := range tests {
		b := signed("")
		b.revision(tt.objects...)
		for _, c := range facts(t, b.Bytes()).Changes {
			if c.Annotation != tt.want {
				t.Errorf("%s: %v is of %q, want %q", tt.name, c, c.Annotation, tt.want)
			}
		}
	}
}

func TestDictionaryReplaced(t *testing.T) {
	b := signed("/Reason(a)")
	s := b.String()
	i := strings.Index(s, "7 0 obj")
	obj := s[i : i+strings.Index(s[i:], "endobj")]
	b.revision(strings.TrimSpace(strings.Replace(obj, "(a)", "(b)", 1)))
	f := facts(t, b.Bytes())
	if f.DictionaryConsistent || !strings.Contains(f.DictionaryProblem, "Reason") {
		t.Errorf("consistent %v: %s", f.DictionaryConsistent, f.DictionaryProblem)
	}
}

func TestRules(t *testing.T) {
	f := facts(t, signed("/Reference[<</TransformMethod/DocMDP/TransformParams<</P 1>>>><</TransformMethod/FieldMDP/TransformParams<</Action/Include/Fields[(name)]>>>>]").Bytes())
	if f.Permission != 1 || !f.Certification || f.FieldMDP == nil || f.FieldMDP.Action != "Include" || len(f.FieldMDP.Fields) != 1 {
		t.Errorf("permission %d, certification %v, rule %v", f.Permission, f.Certification, f.FieldMDP)
	}
	if f := facts(t, signed("/Reference[<</TransformMethod/DocMDP/TransformParams<</P 9>>>>]").Bytes()); f.Permission != 1 {
		t.Errorf("a permission out of range is taken as %d", f.Permission)
	}
}

// TestByteRange gives the attacks on the byte range (USF and SWA, Mladenov et al., CCS 2019).
func TestByteRange(t *testing.T) {
	content := []byte("%PDF-1.7 head<0102>tail")
	f := func(nums ...int64) string {
		b := append(bytes.Clone(content), signed("").Bytes()...)
		file, err := pdf.Open(bytes.NewReader(b), int64(len(b)), limits.Default())
		if err != nil {
			t.Fatal(err)
		}
		return checkRange(file, nums, []byte{1, 2})
	}
	tests := []struct {
		name string
		nums []int64
		want string
	}{
		{"good", []int64{0, 13, 19, 4}, ""},
		{"not from 0", []int64{1, 12, 19, 4}, "starts at 1"},
		{"empty first part", []int64{0, 0, 19, 4}, "empty"},
		{"empty last part", []int64{0, 13, 19, 0}, "empty"},
		{"no gap", []int64{0, 13, 13, 4}, "overlap"},
		{"delimiter not in the gap", []int64{0, 14, 19, 4}, "not a hexadecimal string"},
		{"more in the gap", []int64{0, 12, 19, 4}, "not a hexadecimal string"},
	}
	for _, tt := range tests {
		got := f(tt.nums...)
		if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestBrokenDictionaries: a signature dictionary without what it needs is a failed signature, never none.
func TestBrokenDictionaries(t *testing.T) {
	whole := signed("").String()
	for _, m := range []struct{ old, new string }{
		{"/Contents<30030201FF00>", "/Contents null        "},
		{"/Contents<30030201FF00>", "/Contents<>           "},
		{"/Contents<30030201FF00>", "/Contents<000000000000>"},
		{"/ByteRange", "/ByteRagne"},
		{"/ByteRange[0", "/ByteRange[-"},
		{"/SubFilter/ETSI.CAdES.detached", "/SubFilter/none               "},
	} {
		s := strings.Replace(whole, m.old, m.new, 1)
		if s == whole {
			t.Fatalf("%s is not there", m.old)
		}
		if f := facts(t, []byte(s)); f.ByteRangeValid {
			t.Errorf("%s: the byte range is valid", m.new)
		}
	}
}

func TestRanges(t *testing.T) {
	g := newRanges(strings.NewReader("0123456789"), []int64{0, 3, 6, 4})
	sum, err := g.digest(context.Background(), "SHA256")
	want := sha256.Sum256([]byte("0126789"))
	if err != nil || !bytes.Equal(sum, want[:]) {
		t.Errorf("digest %x, %v", sum, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := g.digest(ctx, "SHA256"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestDetect(t *testing.T) {
	for in, want := range map[string]bool{"%PDF-1.4": true, "junk\n%PDF-2.0": true, "<xml/>": false, strings.Repeat(" ", 1024) + "%PDF-": false} {
		if Detect([]byte(in)) != want {
			t.Errorf("%.20q: want %v", in, want)
		}
	}
}

// FuzzRead reads arbitrary files.
func FuzzRead(f *testing.F) {
	f.Add(signed("").Bytes())
	f.Add(signed("/Reference[<</TransformMethod/DocMDP>>]").revision("1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>/DSS<</Certs[4 0 R]/VRI<</A<</TS 4 0 R>>>>>>>>").Bytes())
	lim := limits.Default()
	lim.PDFStreamBytes, lim.PDFObjects = 1<<20, 10_000
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := Read(context.Background(), &ades.Input{Name: "x", Data: bytes.NewReader(b), Size: int64(len(b)), Limits: lim})
		if (doc == nil) == (err == nil) {
			t.Errorf("document %v with error %v", doc != nil, err)
		}
		if doc != nil {
			for _, s := range doc.Signatures {
				if s.Parent == "" && s.PDF == nil {
					t.Error("a signature without facts")
				}
			}
		}
	})
}
