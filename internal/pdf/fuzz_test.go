// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"testing"

	"github.com/mitome-project/mitome/internal/limits"
)

// FuzzObject reads one object with the tokenizer.
func FuzzObject(f *testing.F) {
	for _, s := range []string{"<</A[1 2.5 -3 4 0 R(x\\)y)<41>/N#20ame true null]>>", "(((", "<<//A/B>>", "[[[[", "1 0 R", "%c\n1"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var n int64
		p := &parser{lexer: newLexer(bytes.NewReader(b), int64(len(b))), lim: limits.Default(), nodes: &n}
		_, _ = p.object(0)
		if p.pos > int64(len(b)) {
			t.Errorf("position %d beyond %d bytes", p.pos, len(b))
		}
	})
}

// FuzzOpen opens a file and compares its first and last revision.
func FuzzOpen(f *testing.F) {
	f.Add(simple().Bytes())
	f.Add(simple().revision("1 0 R", "5 0 obj\n<</FT/Sig/T(s)/V<</Contents<00>/ByteRange[0 1 2 3]>>>>").Bytes())
	f.Add([]byte("%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1/First 4/Length 9>>stream\n2 0 <<>>endstream endobj trailer<</Root 2 0 R>>"))
	lim := limits.Default()
	lim.PDFStreamBytes = 1 << 20
	lim.PDFObjects = 10_000
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Open(bytes.NewReader(b), int64(len(b)), lim)
		if err != nil {
			return
		}
		v := file.Final()
		v.Signatures()
		_, _ = (&Differ{Steps: 10_000}).Compare(file.At(0), v)
		for _, r := range file.Revisions() {
			for i, n := range r.Numbers {
				if s, ok := v.Resolve(Ref{n, 0}).(*Stream); ok && i < 100 {
					_, _ = file.Decode(v, s)
				}
			}
		}
	})
}
