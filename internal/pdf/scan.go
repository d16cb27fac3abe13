// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/mitome-project/mitome/internal/limits"
)

const scanSize = 64 << 10

// scan calls fn with the offset of each occurrence of word at or behind from, in one pass, until fn says stop.
func (f *File) scan(word string, from int64, fn func(at int64) (goOn bool)) error {
	w := []byte(word)
	buf := make([]byte, max(min(scanSize, f.size), 0)+int64(len(w)))
	keep := 0
	for at := max(from, 0); at < f.size; {
		n, err := f.r.ReadAt(buf[keep:keep+int(min(scanSize, f.size-at))], at)
		if n == 0 {
			if err == io.EOF {
				return nil
			}
			return err
		}
		chunk := buf[:keep+n]
		start := at - int64(keep)
		for i := 0; ; {
			j := bytes.Index(chunk[i:], w)
			if j < 0 {
				break
			}
			if !fn(start + int64(i+j)) {
				return nil
			}
			i += j + 1
		}
		at += int64(n)
		keep = min(len(w)-1, len(chunk))
		copy(buf, chunk[len(chunk)-keep:])
	}
	return nil
}

// endstream is the offset of the first "endstream" at or behind an offset; -1 if there is none. The file is scanned once.
func (f *File) endstream(from int64) int64 {
	if f.endstreams == nil {
		f.endstreams = []int64{}
		err := f.scan("endstream", 0, func(at int64) bool {
			f.endstreams = append(f.endstreams, at)
			return len(f.endstreams) < f.lim.PDFObjects
		})
		if err != nil {
			f.problem(-1, err.Error())
		}
	}
	if i, _ := slices.BinarySearch(f.endstreams, from); i < len(f.endstreams) {
		return f.endstreams[i]
	}
	return -1
}

// findEnds finds where each section's revision ends: behind the "%%EOF" of the first "startxref" that names the section and stands behind it.
func (f *File) findEnds(sections []*section) map[int64]int64 {
	behind := make(map[int64]int64, len(sections))
	for _, s := range sections {
		behind[s.offset] = s.end
	}
	ends := map[int64]int64{}
	p := &parser{lexer: newLexer(f.r, f.size), lim: f.lim, nodes: &f.nodes}
	err := f.scan("startxref", 0, func(at int64) bool {
		p.pos = at + 9
		n, ok := p.unsigned()
		if !ok {
			return true
		}
		p.white()
		if !p.literalEOF() {
			return true
		}
		end := p.pos
		// The number may name white space before the section.
		n += f.shift
		for range 32 {
			if b, known := behind[n]; known {
				if _, done := ends[n]; !done && at >= b {
					ends[n] = end
				}
				break
			}
			q := f.parser(n)
			if c := q.peek(); c < 0 || class(c) != 1 {
				break
			}
			n++
		}
		return true
	})
	if err != nil {
		f.problem(-1, err.Error())
	}
	return ends
}

// white skips white space, but not comments.
func (p *parser) white() {
	for c := p.peek(); c >= 0 && class(c) == 1; c = p.peek() {
		p.pos++
	}
}

// literalEOF reads "%%EOF".
func (p *parser) literalEOF() bool {
	for i := range 5 {
		if p.next() != int("%%EOF"[i]) {
			return false
		}
	}
	return true
}

// rebuild finds the objects of a file whose cross-reference is broken, by looking for "obj". All is one revision then.
func (f *File) rebuild() error {
	f.Rebuilt = true
	f.shift = 0
	s := &section{prev: -1, end: f.size}
	var le error
	err := f.scan("obj", 0, func(at int64) bool {
		num, gen, start, ok := f.headerBefore(at)
		if !ok {
			return true
		}
		if le = f.countEntry(); le != nil {
			return false
		}
		s.entries = append(s.entries, numbered{num, entry{direct, start, gen}})
		return true
	})
	if err = firstError(le, err); err != nil {
		return err
	}
	if len(s.entries) == 0 {
		return fmt.Errorf("%w: no object found", ErrNotPDF)
	}
	slices.Reverse(s.entries) // the last definition of a number counts
	seen := make(map[int]bool, len(s.entries))
	s.entries = slices.DeleteFunc(s.entries, func(e numbered) bool {
		dup := seen[e.num]
		seen[e.num] = true
		return dup
	})
	f.setSections([]*section{s})
	f.revisions[0].End = f.size
	return f.rebuildTrailer(s)
}

func firstError(errs ...error) error {
	for _, e := range errs {
		if e != nil {
			return e
		}
	}
	return nil
}

// headerBefore reads "n g " before the "obj" at an offset.
func (f *File) headerBefore(at int64) (num, gen int, start int64, ok bool) {
	from := max(at-24, 0)
	b, err := f.Section(from, at-from)
	if err != nil {
		return 0, 0, 0, false
	}
	i := len(b)
	field := func() (int, bool) {
		for i > 0 && class(int(b[i-1])) == 1 {
			i--
		}
		end := i
		for i > 0 && b[i-1] >= '0' && b[i-1] <= '9' {
			i--
		}
		n := 0
		for _, c := range b[i:end] {
			n = n*10 + int(c-'0')
			if n > maxObjectNumber {
				return 0, false
			}
		}
		return n, end > i
	}
	gen, ok1 := field()
	if !ok1 || i == 0 || class(int(b[i-1])) != 1 {
		return 0, 0, 0, false
	}
	num, ok2 := field()
	return num, gen, from + int64(i), ok2
}

// rebuildTrailer makes a trailer: of the trailers found the last with a /Root, or of a catalog found among the objects.
// Objects within object streams are added.
func (f *File) rebuildTrailer(s *section) error {
	r := f.revisions[0]
	r.Trailer = newDict()
	err := f.scan("trailer", 0, func(at int64) bool {
		p := &parser{lexer: newLexer(f.r, f.size), lim: f.lim, nodes: &f.nodes}
		p.pos = at + 7
		if o, err := p.object(0); err == nil {
			if d, ok := o.(*Dict); ok && d.Has("Root") {
				r.Trailer = d
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	v := f.Final()
	var packs []int
	for _, e := range slices.Backward(s.entries) {
		o, err := v.Get(Ref{e.num, e.gen})
		if err != nil {
			if isLimit(err) {
				return err
			}
			continue
		}
		st, isStream := o.(*Stream)
		d, _ := o.(*Dict)
		switch {
		case isStream && st.Dict.Raw("Type") == Name("XRef") && st.Dict.Has("Root") && !r.Trailer.Has("Root"):
			r.Trailer = st.Dict
		case isStream && st.Dict.Raw("Type") == Name("ObjStm"):
			packs = append(packs, e.num)
		case d != nil && d.Raw("Type") == Name("Catalog") && !r.Trailer.Has("Root"):
			r.Trailer.set("Root", Ref{e.num, e.gen})
		}
	}
	if err := f.openCrypt(); err != nil {
		return err
	}
	for _, num := range packs {
		if err := f.addPacked(v, num); err != nil {
			return err
		}
	}
	if v.Catalog() == nil {
		return fmt.Errorf("%w: no catalog found", ErrNotPDF)
	}
	return nil
}

// addPacked adds the objects of an object stream found by the scan.
func (f *File) addPacked(v View, stream int) error {
	pk, err := v.readPack(stream)
	if err != nil {
		if isLimit(err) {
			return err
		}
		return nil // its objects stay unknown; Get has noted the problem
	}
	for i, num := range pk.numbers {
		if len(f.history[num]) > 0 {
			continue
		}
		if err := f.countEntry(); err != nil {
			return err
		}
		f.history[num] = []version{{0, entry{packed, int64(stream), i}}}
		f.revisions[0].Numbers = append(f.revisions[0].Numbers, num)
	}
	return nil
}

// ScanFor returns the offsets of a word in the raw file, at most limit of them.
func (f *File) ScanFor(word string, limit int) ([]int64, error) {
	var out []int64
	err := f.scan(word, 0, func(at int64) bool {
		out = append(out, at)
		return len(out) < limit
	})
	return out, err
}

func isLimit(err error) bool {
	var le *limits.Error
	return errors.As(err, &le)
}
