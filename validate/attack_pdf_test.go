// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// bench makes signed files, PDF unless changed, and validates what became of them, under the default policy.
type bench struct {
	pki *testpki.PKI
	v   *validate.Validator
}

func newBench(t *testing.T) *bench {
	t.Helper()
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	root, err := ades.ParseCertificate(p.Cert("root").DER)
	if err != nil {
		t.Fatal(err)
	}
	var b trust.Builder
	b.AddCertificate(root)
	v, err := validate.New(validate.Options{Trust: b.Build(time.Time{}), View: validate.EU, Time: attackNow})
	if err != nil {
		t.Fatal(err)
	}
	return &bench{p, v}
}

func (x *bench) make(t *testing.T, change func(*testpki.Recipe)) []byte {
	t.Helper()
	r := attackBy("alice", attackBefore)
	r.Format = "pades"
	if change != nil {
		change(&r)
	}
	m, err := x.pki.Make(r)
	if err != nil {
		t.Fatal(err)
	}
	return m.Document
}

// verdict is "error", "none", or the verdicts of the signatures, each "TOTAL-PASSED" or a sub-indication.
func (x *bench) verdict(doc []byte) (string, *validate.Result, error) {
	r, err := x.v.Validate(context.Background(), ades.Input{Name: "test", Data: bytes.NewReader(doc), Size: int64(len(doc))})
	if err != nil {
		return "error", nil, err
	}
	var out []string
	for _, s := range r.Signatures {
		if s.Indication.Passed() {
			out = append(out, s.Indication.Total())
		} else {
			out = append(out, s.Indication.Sub().String())
		}
	}
	if out == nil {
		return "none", r, nil
	}
	slices.Sort(out)
	return strings.Join(out, " "), r, nil
}

// inPlace replaces a part of a file by a text that is padded to the same length, so that no offset changes.
func inPlace(t *testing.T, doc []byte, old, with string) []byte {
	t.Helper()
	if len(with) > len(old) || !bytes.Contains(doc, []byte(old)) {
		t.Fatalf("%.40q cannot be replaced by %.40q", old, with)
	}
	return bytes.Replace(doc, []byte(old), []byte(with+strings.Repeat(" ", len(old)-len(with))), 1)
}

// TestAttackP1 are P1 and P3 of the known attacks: signature dictionaries without what they need, and byte ranges that do not
// cover what they should (universal signature forgery, signature wrapping; Mladenov et al., CCS 2019).
func TestAttackP1(t *testing.T) {
	x := newBench(t)
	doc := x.make(t, nil)
	if got, _, err := x.verdict(doc); got != attackPassed {
		t.Fatalf("the document itself: %s, %v", got, err)
	}
	br := string(regexp.MustCompile(`/ByteRange\[[^\]]*\]`).Find(doc))
	var n [4]int
	if _, err := fmt.Sscanf(br, "/ByteRange[%d %d %d %d]", &n[0], &n[1], &n[2], &n[3]); err != nil {
		t.Fatal(err)
	}
	contents := string(doc[n[1]:n[2]]) // with its delimiters
	const sub, filter = "/SubFilter/ETSI.CAdES.detached", "/Filter/Adobe.PPKLite"
	entry := func(s string) string { return "/ByteRange" + s }
	numbers := func(f string, a ...any) string { return entry("[" + fmt.Sprintf(f, a...) + "]") }
	for _, m := range []struct{ name, old, with string }{
		{"no byte range", br, ""},
		{"byte range null", br, entry(" null")},
		{"byte range empty", br, entry("[]")},
		{"byte range misspelt", "/ByteRange", "/ByteRagne"},
		{"byte range a string", br, entry("(0 1 2 3)")},
		{"byte range a name", br, entry("/All")},
		{"byte range a dictionary", br, entry("<</A 0>>")},
		{"byte range of names", br, entry("[/a/b/c/d]")},
		{"byte range of nulls", br, entry("[null null null null]")},
		{"byte range of strings", br, entry("[(0)(1)(2)(3)]")},
		{"byte range of reals", br, numbers("0.5 %d %d %d", n[1], n[2], n[3])},
		{"byte range a reference to nothing", br, entry(" 99 0 R")},
		{"byte range of one number", br, numbers("0")},
		{"byte range of two numbers", br, numbers("0 %d", len(doc))},
		{"byte range of three numbers", br, numbers("0 %d %d", n[1], n[2])},
		{"byte range of five numbers", br, numbers("0 %d %d %d 0", n[1], n[2], n[3])},
		{"byte range of six numbers", br, numbers("0 %d %d %d 9 9", n[1], n[2], n[3])},
		{"byte range of zeros", br, numbers("0 0 0 0")},
		{"byte range negative", br, numbers("0 -1 0 -1")},
		{"byte range negative in the middle", br, numbers("0 %d -%d %d", n[1], n[2], n[3])},
		{"byte range not from 0", br, numbers("1 %d %d %d", n[1]-1, n[2], n[3])},
		{"byte range beyond the end", br, numbers("0 %d %d %d", n[1], n[2], len(doc))},
		{"byte range far beyond the end", br, numbers("0 %d %d 99999999999", n[1], n[2])},
		{"byte range past 64 bits", br, numbers("0 9223372036854775807 %d 1", n[2])},
		{"byte range with overlap", br, numbers("0 %d %d %d", n[1]+9, n[1], n[3])},
		{"byte range without a gap", br, numbers("0 %d %d %d", n[2], n[2], n[3])},
		{"byte range with a gap before the contents", br, numbers("0 %d %d %d", n[1]-9, n[2], n[3])},
		{"byte range with a gap after the contents", br, numbers("0 %d %d %d", n[1], n[2]+9, n[3]-9)},
		{"byte range that cuts the contents", br, numbers("0 %d %d %d", n[1]+2, n[2], n[3])},
		{"byte range of the start alone", br, numbers("0 %d %d 0", n[1], n[2])},
		{"byte range in another order", br, numbers("%d %d 0 %d", n[2], n[3], n[1])},
		{"no contents", "/Contents" + contents, ""},
		{"contents null", contents, " null"},
		{"contents empty", contents, "<>"},
		{"contents of zeros", contents, "<" + strings.Repeat("0", len(contents)-2) + ">"},
		{"contents misspelt", "/Contents<", "/Contnets<"},
		{"contents a number", contents, " 1"},
		{"contents a name", contents, "/Contents"},
		{"contents an array", contents, "[<00>]"},
		{"contents a reference", contents, " 4 0 R"},
		{"contents no CMS", contents, "<3003020100>"},
		{"contents cut off", contents, contents[:len(contents)/2] + ">"},
		{"contents not hexadecimal", contents, strings.Replace(contents, "<30", "<z0", 1)},
		{"no sub-filter", sub, ""},
		{"sub-filter null", sub, "/SubFilter null"},
		{"sub-filter a string", sub, "/SubFilter(ETSI.CAdES)"},
		{"sub-filter unknown", sub, "/SubFilter/XXXX.CAdES.detached"},
		{"sub-filter of a time-stamp", sub, "/SubFilter/ETSI.RFC3161"},
		{"no filter", filter, ""},
	} {
		got, r, err := x.verdict(inPlace(t, doc, m.old, m.with))
		switch {
		case err != nil || r.Err() == nil:
			t.Errorf("%s: %s, %v", m.name, got, err)
		case len(r.Signatures) == 1 && r.Signatures[0].Indication.Total() != "TOTAL-FAILED":
			t.Errorf("%s: %s is no failure", m.name, got)
		case len(r.Signatures) == 0 && (len(r.Document.Problems) == 0 || len(r.Timestamps) > 0):
			t.Errorf("%s: no signature is seen, and nothing is told of it", m.name)
		}
	}
}

// packed is a stream of n spaces, deflated.
func packed(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	block := bytes.Repeat([]byte(" "), 1<<16)
	for range n >> 16 {
		if _, err := w.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// revise appends a revision to a file; raw is put between the objects and the end, table says whether there is a cross-reference table.
func revise(doc []byte, table bool, objects ...string) []byte {
	var b bytes.Buffer
	b.Write(doc)
	prev := regexp.MustCompile(`startxref\n(\d+)`).FindAllSubmatch(doc, -1)
	xref := "xref\n"
	for _, o := range objects {
		var num int
		_, _ = fmt.Sscanf(o, "%d 0 obj", &num)
		xref += fmt.Sprintf("%d 1\n%010d 00000 n \n", num, b.Len())
		b.WriteString(o + "\nendobj\n")
	}
	at := b.Len()
	if table {
		fmt.Fprintf(&b, "%strailer\n<</Size 2000/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n", xref, prev[len(prev)-1][1], at)
	} else {
		b.WriteString("%%EOF\n")
	}
	return b.Bytes()
}

func object(num int, dict string, data []byte) string {
	return fmt.Sprintf("%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream", num, dict, len(data), data)
}

// TestAttackP2 are P2, P4, P7, P8, P10 and P11 of the known attacks: what was added to a signed file, or stands in it twice.
func TestAttackP2(t *testing.T) {
	x := newBench(t)
	doc := x.make(t, nil)
	text := object(4, "", []byte("BT /F1 12 Tf 72 770 Td (The parties disagree.) Tj ET"))
	const page = "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 %s>>>>/Annots[7 0 R%s]%s>>"
	dict := string(regexp.MustCompile(`(?s)6 0 obj\n<</Type/Sig.*?>>`).Find(doc))
	if dict == "" {
		t.Fatal("no signature dictionary")
	}
	catalog := func(fields, more string) string {
		dss := string(regexp.MustCompile(`/DSS \d+ 0 R`).Find(doc))
		return "1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[" + fields + "]>>" + dss + more + ">>"
	}
	const field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Second)/V 6 0 R/F 132/Rect[0 0 0 0]/P 3 0 R>>"
	vri := regexp.MustCompile(`/VRI<</[0-9A-F]{40}`)
	for _, c := range []struct {
		name string
		doc  []byte
		want string // "!" stands for anything but passed, "warned" for no better than passed with a problem told
	}{
		{"as it was", doc, attackPassed},
		{"content replaced", revise(doc, true, text), attackFormat},
		{"content replaced, no cross-reference table", revise(doc, false, text), "!"},
		{"content replaced, nothing but the object", append(bytes.Clone(doc), text+"\nendobj\n"...), "!"},
		{"content replaced, with a copy of the signature", revise(doc, true, text, dict), attackFormat},
		{"page added", revise(doc, true, "2 0 obj\n<</Type/Pages/Kids[3 0 R 90 0 R]/Count 2>>", "90 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"), attackFormat},
		{"page exchanged in the tree", revise(doc, true, "2 0 obj\n<</Type/Pages/Kids[90 0 R]/Count 1>>", fmt.Sprintf(strings.Replace(page, "3 0 obj", "90 0 obj", 1), "5 0 R", "", "/Rotate 180")), attackFormat},
		{"font exchanged", revise(doc, true, "5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"), attackFormat},
		{"font exchanged in the page", revise(doc, true, fmt.Sprintf(page, "90 0 R", "", ""), "90 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"), attackFormat},
		{"free text over the page", revise(doc, true, fmt.Sprintf(page, "5 0 R", " 90 0 R", ""), "90 0 obj\n<</Type/Annot/Subtype/FreeText/Rect[0 0 595 842]/Contents(x)>>"), attackFormat},
		{"stamp", revise(doc, true, fmt.Sprintf(page, "5 0 R", " 90 0 R", ""), "90 0 obj\n<</Type/Annot/Subtype/Stamp/Rect[0 0 595 842]>>"), attackFormat},
		{"redaction", revise(doc, true, fmt.Sprintf(page, "5 0 R", " 90 0 R", ""), "90 0 obj\n<</Type/Annot/Subtype/Redact/Rect[0 0 595 842]>>"), attackFormat},
		{"appearance of a field added", revise(doc, true, catalog("7 0 R 90 0 R", ""), fmt.Sprintf(page, "5 0 R", " 90 0 R", ""), "90 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(x)/Rect[0 0 595 842]/AP<</N 91 0 R>>>>", object(91, "/Type/XObject/Subtype/Form/BBox[0 0 595 842]", []byte("0 0 595 842 re f"))), attackFormat},
		{"hidden optional content", revise(doc, true, catalog("7 0 R", "/OCProperties<</OCGs[90 0 R]/D<</OFF[90 0 R]>>>>"), "90 0 obj\n<</Type/OCG/Name(x)>>"), attackFormat},
		// form filling, which this document's author did not forbid
		{"appearances to be made anew", revise(doc, true, strings.Replace(catalog("7 0 R", ""), "/SigFlags 3", "/SigFlags 3/NeedAppearances true", 1)), attackPassed},
		{"script", revise(doc, true, catalog("7 0 R", "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")), attackFormat},
		{"signature in a second field", revise(doc, true, catalog("7 0 R 90 0 R", ""), "90 0 obj\n"+field), "warned"},
		{"signature outside of the form", revise(doc, true, catalog("", "")), "!"},
		{"form removed", revise(doc, true, "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>"), "!"},
		{"validation data of another signature", vri.ReplaceAll(doc, []byte("/VRI<</"+strings.Repeat("A", 40))), attackPassed},
		{"an object twice in one revision", revise(doc, true, "90 0 obj\n<<>>", "4 0 obj\n<<>>", text), attackFormat},
		{"something before the header", append([]byte("GIF89a junk\n"), doc...), "!"},
		{"something after the end", append(bytes.Clone(doc), "PK\x03\x04 something else"...), "!"},
		{"other content under the same cross-references", bytes.Replace(doc, []byte("(The parties agree.)"), []byte("(The parties argue.)"), 1), "HASH_FAILURE"},
		{"encrypted by an unknown handler", bytes.Replace(doc, []byte("trailer\n<<"), []byte("trailer\n<</Encrypt<</Filter/Unknown/V 9>>"), -1), "!"},
	} {
		got, r, err := x.verdict(c.doc)
		passed := r != nil && r.Err() == nil
		switch c.want {
		case "!":
			if passed {
				t.Errorf("%s: %s", c.name, got)
			}
		case "warned":
			if passed && len(r.Signatures[0].Signature.Problems) == 0 {
				t.Errorf("%s: %s, and nothing is told of it", c.name, got)
			}
		default:
			if got != c.want {
				t.Errorf("%s: %s (%v), want %s", c.name, got, err, c.want)
			}
		}
	}
}

// TestAttackP9 are P9 of the known attacks: files made to be expensive end soon, and never well, if anything expensive is in use at all.
func TestAttackP9(t *testing.T) {
	x := newBench(t)
	doc := x.make(t, nil)
	bomb := packed(t, 1<<30)
	nested := strings.Repeat("/FlateDecode ", 1000)
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	for _, c := range []struct {
		name string
		doc  []byte
		idle bool // nothing leads to what was added
	}{
		{"a page of 1 GiB", revise(doc, true, object(4, "/Filter/FlateDecode", bomb)), false},
		{"a page of 1 GiB, packed twice", revise(doc, true, object(4, "/Filter[/FlateDecode/FlateDecode]", bomb)), false},
		{"a font of 1 GiB", revise(doc, true, "5 0 obj\n<</Type/Font/Subtype/TrueType/ToUnicode 90 0 R>>", object(90, "/Filter/FlateDecode", bomb)), false},
		{"1000 filters", revise(doc, true, object(4, "/Filter["+nested+"]", []byte("x"))), false},
		{"columns without end", revise(doc, true, object(4, "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 99/BitsPerComponent 99>>", packed(t, 1<<20))), false},
		{"an object stream of 10^9 objects", revise(doc, true, object(90, "/Type/ObjStm/N 1000000000/First 10", []byte("1 0 2 0 <<>>"))), true},
		{"an object stream in itself", revise(doc, true, object(90, "/Type/ObjStm/N 1/First 5/Extends 90 0 R", []byte("90 0 <<>>"))), true},
		{"deep arrays", revise(doc, true, "4 0 obj\n"+deep), false},
		{"a page tree in a circle", revise(doc, true, "2 0 obj\n<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 9>>"), false},
		{"a length that is its own", revise(doc, true, "4 0 obj\n<</Length 4 0 R>>\nstream\nx\nendstream"), false},
		{"10^6 cross-references", append(bytes.Clone(doc), fmt.Sprintf("xref\n0 1000000\ntrailer\n<</Size 1000000/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(doc))...), false},
		{"cross-references in a circle", append(bytes.Clone(doc), fmt.Sprintf("xref\n0 0\ntrailer\n<</Size 9/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", len(doc), len(doc))...), false},
	} {
		got, r, err := x.verdict(c.doc)
		if passed := r != nil && r.Err() == nil; passed != c.idle {
			t.Errorf("%s: %s, %v", c.name, got, err)
		}
	}
}
