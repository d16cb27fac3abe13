// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// pdf is a PDF file that grows by incremental updates (ISO 32000-1 7.5.6), with classic cross-reference tables.
type pdf struct {
	buf    bytes.Buffer
	next   int // next free object number
	xref   int // offset of the newest cross-reference table; 0: none
	id     string
	fields []int  // signature field objects
	dss    string // entry of the catalog; empty: none
	perms  string // entry of the catalog; empty: none
	update map[int]string
}

// The object numbers of the first revision.
const (
	objCatalog = iota + 1
	objPages
	objPage
	objText
	objFont
)

// newPDF is a document of one page with lines of text.
func newPDF(lines string) *pdf {
	d := &pdf{next: objFont + 1, update: map[int]string{}, id: strings.ToUpper(hex.EncodeToString(digest("SHA256", []byte(lines))[:16]))}
	d.buf.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	d.update[objCatalog] = d.catalog()
	d.update[objPages] = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
	d.update[objPage] = d.page()
	d.update[objText] = stream("", pageText(lines))
	d.update[objFont] = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
	d.flush()
	return d
}

func pageText(lines string) []byte {
	var b bytes.Buffer
	b.WriteString("BT /F1 12 Tf 72 770 Td 16 TL\n")
	esc := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)
	for _, l := range strings.Split(strings.TrimRight(lines, "\n"), "\n") {
		fmt.Fprintf(&b, "(%s) Tj T*\n", esc.Replace(l))
	}
	b.WriteString("ET\n")
	return b.Bytes()
}

func stream(dict string, data []byte) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

func (d *pdf) catalog() string {
	s := "<</Type/Catalog/Pages 2 0 R"
	if len(d.fields) > 0 {
		s += "/AcroForm<</SigFlags 3/Fields[" + d.refs(d.fields) + "]>>"
	}
	return s + d.dss + d.perms + ">>"
}

func (d *pdf) page() string {
	s := "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
	if len(d.fields) > 0 {
		s += "/Annots[" + d.refs(d.fields) + "]"
	}
	return s + ">>"
}

func (d *pdf) refs(nums []int) string {
	var out []string
	for _, n := range nums {
		out = append(out, fmt.Sprintf("%d 0 R", n))
	}
	return strings.Join(out, " ")
}

// object reserves the next object number for content.
func (d *pdf) object(content string) int {
	n := d.next
	d.next++
	d.update[n] = content
	return n
}

// flush writes the pending objects as one revision.
func (d *pdf) flush() {
	var nums []int
	for n := range d.update {
		nums = append(nums, n)
	}
	slices.Sort(nums)
	offsets := map[int]int{}
	for _, n := range nums {
		offsets[n] = d.buf.Len()
		fmt.Fprintf(&d.buf, "%d 0 obj\n%s\nendobj\n", n, d.update[n])
	}
	at := d.buf.Len()
	d.buf.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for i := 0; i < len(nums); {
		j := i
		for j < len(nums) && nums[j] == nums[i]+j-i {
			j++
		}
		fmt.Fprintf(&d.buf, "%d %d\n", nums[i], j-i)
		for ; i < j; i++ {
			fmt.Fprintf(&d.buf, "%010d 00000 n \n", offsets[nums[i]])
		}
	}
	prev := ""
	if d.xref > 0 {
		prev = fmt.Sprintf("/Prev %d", d.xref)
	}
	fmt.Fprintf(&d.buf, "trailer\n<</Size %d/Root 1 0 R/ID[<%s><%s>]%s>>\nstartxref\n%d\n%%%%EOF\n", d.next, d.id, d.id, prev, at)
	d.xref, d.update = at, map[int]string{}
}

// The place-holders for a signature dictionary's byte range and contents.
const byteRangeHole = "[0 0000000000 0000000000 0000000000]"

// signature adds a signature field in a new revision. dict holds the dictionary's entries but ByteRange and Contents; room
// is the size of the contents in octets; value makes them from the bytes covered.
func (d *pdf) signature(name, dict string, room int, value func(covered []byte) ([]byte, error)) error {
	sig := d.object("<<" + dict + "/ByteRange" + byteRangeHole + "/Contents<" + strings.Repeat("0", 2*room) + ">>>")
	field := d.object("")
	d.update[field] = fmt.Sprintf("<</Type/Annot/Subtype/Widget/FT/Sig/T(%s)/V %d 0 R/F 132/Rect[0 0 0 0]/P 3 0 R>>", name, sig)
	d.fields = append(d.fields, field)
	if d.perms == "/Perms hole" {
		d.perms = fmt.Sprintf("/Perms<</DocMDP %d 0 R>>", sig)
	}
	d.update[objCatalog], d.update[objPage] = d.catalog(), d.page()
	from := d.buf.Len()
	d.flush()
	b := d.buf.Bytes()
	hole := from + bytes.Index(b[from:], []byte(byteRangeHole))
	gap := hole + len(byteRangeHole) + len("/Contents")
	end := gap + 2*room + 2
	copy(b[hole:], fmt.Sprintf("[0 %010d %010d %010d]", gap, end, len(b)-end))
	contents, err := value(append(bytes.Clone(b[:gap]), b[end:]...))
	if err != nil {
		return err
	}
	if len(contents) > room {
		return fmt.Errorf("signature %s: %d octets do not fit into %d", name, len(contents), room)
	}
	hex.Encode(b[gap+1:], contents)
	return nil
}

func pdfDate(t time.Time) string { return "(D:" + t.UTC().Format("20060102150405") + "Z)" }

// security adds a document security store in a new revision (ISO 32000-2 12.8.4.3).
func (d *pdf) security(v *validationData, vri []byte) {
	list := func(ders [][]byte) string {
		var nums []int
		for _, der := range ders {
			nums = append(nums, d.object(stream("", der)))
		}
		return "[" + d.refs(nums) + "]"
	}
	certs, crls, ocsps := list(v.certs), list(v.crls), list(v.ocsps)
	dss := "<</Type/DSS/Certs" + certs + "/CRLs" + crls + "/OCSPs" + ocsps
	if vri != nil {
		key := strings.ToUpper(hex.EncodeToString(digest("SHA1", vri)))
		dss += fmt.Sprintf("/VRI<</%s<</Cert%s/CRL%s/OCSP%s>>>>", key, certs, crls, ocsps)
	}
	d.dss = fmt.Sprintf("/DSS %d 0 R", d.object(dss+">>"))
	d.update[objCatalog] = d.catalog()
	d.flush()
}
