// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/mitome-project/mitome/internal/limits"
)

// builder writes small PDF files, revision by revision.
type builder struct {
	bytes.Buffer
	prev int
}

// revision appends objects with a cross-reference table and trailer.
func (b *builder) revision(root string, objects ...string) *builder {
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
	b.WriteString(table + "trailer\n<</Size 100/Root " + root)
	if b.prev > 0 {
		fmt.Fprintf(b, "/Prev %d", b.prev)
	}
	fmt.Fprintf(b, ">>\nstartxref\n%d\n%%%%EOF\n", at)
	b.prev = at
	return b
}

func (b *builder) open(t testing.TB) *File {
	t.Helper()
	f, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()), limits.Default())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// simple is a one-page document.
func simple() *builder {
	return new(builder).revision("1 0 R",
		"1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>",
		"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]/Contents 4 0 R/Annots[5 0 R]>>",
		"4 0 obj\n<</Length 5>>\nstream\nBT ET\nendstream",
		"5 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[1 1 2 2]/P 3 0 R>>")
}
