// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/internal/limits"
)

// entry says where an object is.
type entry struct {
	kind entryKind
	pos  int64 // file offset, or the number of the object stream
	gen  int   // generation, or the index within the object stream
}

type entryKind byte

const (
	free entryKind = iota
	direct
	packed
)

// section is one cross-reference table or stream with its trailer (ISO 32000-1:2008 7.5.4, 7.5.8).
type section struct {
	offset, end int64 // of the table or stream object
	trailer     *Dict
	entries     []numbered
	hybrid      bool
	prev        int64 // -1: none
}

type numbered struct {
	num int
	entry
}

// readChain reads the cross-reference sections from the newest to the oldest.
func (f *File) readChain(at int64) ([]*section, error) {
	var out []*section
	seen := map[int64]bool{}
	for at >= 0 {
		if seen[at] {
			f.problem(at, "the chain of cross-reference sections is a circle")
			break
		}
		if len(out) >= 2*f.lim.PDFRevisions {
			return nil, limits.Exceeded("cross-reference sections of a PDF", int64(2*f.lim.PDFRevisions))
		}
		seen[at] = true
		s, err := f.readSection(at)
		if err != nil {
			return out, err
		}
		out = append(out, s)
		at = s.prev
	}
	return out, nil
}

// readSection reads the table or stream at an offset.
func (f *File) readSection(at int64) (*section, error) {
	p := f.parser(at + f.shift)
	p.space()
	start := p.pos
	if p.keyword("xref") {
		return f.readTable(p, start)
	}
	p.pos = start
	return f.readXRefStream(p, start)
}

// readTable reads a classic table; the position is behind "xref".
func (f *File) readTable(p *parser, start int64) (*section, error) {
	s := &section{offset: start, prev: -1}
	for {
		if p.keyword("trailer") {
			break
		}
		first, ok1 := p.unsigned()
		count, ok2 := p.unsigned()
		if !ok1 || !ok2 || first > maxObjectNumber {
			return nil, p.syntax("malformed cross-reference table")
		}
		if err := f.tableEntries(p, s, first, count); err != nil {
			return nil, err
		}
	}
	o, err := p.object(0)
	if err != nil {
		return nil, fmt.Errorf("trailer: %w", err)
	}
	d, ok := o.(*Dict)
	if !ok {
		return nil, p.syntax("trailer is no dictionary")
	}
	s.trailer, s.end = d, p.pos
	f.setPrev(s)
	if x, ok := d.Raw("XRefStm").(Integer); ok {
		s.hybrid = true
		q := f.parser(int64(x) + f.shift)
		q.space()
		h, err := f.readXRefStream(q, q.pos)
		if err != nil {
			f.problem(int64(x), "hybrid cross-reference stream: "+err.Error())
		} else {
			f.mergeHybrid(s, h)
		}
	}
	return s, nil
}

// tableEntries reads one subsection.
func (f *File) tableEntries(p *parser, s *section, first, count int64) error {
	for i := range count {
		at := p.pos
		pos, ok1 := p.unsigned()
		gen, ok2 := p.unsigned()
		if !ok1 || !ok2 {
			p.pos = at
			f.problem(at, "cross-reference subsection is shorter than it says")
			return nil
		}
		p.space()
		kind := p.next()
		if c := p.peek(); c >= 0 && class(c) == 0 { // the next field touches: "n0000000123"
			kind = -1
		}
		if err := f.countEntry(); err != nil {
			return err
		}
		e := entry{kind: direct, pos: pos, gen: int(min(gen, 0xffff))}
		switch kind {
		case 'n':
			if pos == 0 {
				e.kind = free
			}
		case 'f':
			e.kind = free
		default:
			return p.syntax("cross-reference entry is neither n nor f")
		}
		if first+i > maxObjectNumber {
			return p.syntax("object number too large")
		}
		s.entries = append(s.entries, numbered{int(first + i), e})
	}
	return nil
}

func (f *File) countEntry() error {
	if f.entries++; f.entries > f.lim.PDFObjects {
		return limits.Exceeded("objects in a PDF", int64(f.lim.PDFObjects))
	}
	return nil
}

func (f *File) setPrev(s *section) {
	switch v := s.trailer.Raw("Prev").(type) {
	case Integer:
		s.prev = int64(v)
	case Real:
		s.prev = int64(v)
	case Ref: // written by mistake; the object's value is meant
		s.prev = int64(v.Num)
	}
	if s.prev <= 0 {
		s.prev = -1
	}
}

// mergeHybrid adds the entries of a hybrid file's stream where the table has the object free or not at all.
func (f *File) mergeHybrid(s, h *section) {
	used := make(map[int]bool, len(s.entries))
	for _, e := range s.entries {
		if e.kind != free {
			used[e.num] = true
		}
	}
	for _, e := range h.entries {
		if !used[e.num] {
			s.entries = append(s.entries, e)
		}
	}
	s.end = max(s.end, h.end)
}

// readXRefStream reads a cross-reference stream object.
func (f *File) readXRefStream(p *parser, start int64) (*section, error) {
	num, gen, ok := p.header()
	if !ok {
		return nil, p.syntax("no cross-reference section")
	}
	o, err := f.body(p, num, gen, false)
	if err != nil {
		return nil, err
	}
	st, ok := o.(*Stream)
	if !ok || st.Dict.Raw("Type") != Name("XRef") {
		return nil, p.syntax("no cross-reference stream")
	}
	st.plain = true
	data, err := f.Decode(View{f: f}, st)
	if err != nil {
		return nil, err
	}
	s := &section{offset: start, end: st.Offset + st.Length, trailer: st.Dict, prev: -1}
	f.setPrev(s)
	return s, f.streamEntries(s, data)
}

var errWidths = errors.New("malformed /W of a cross-reference stream")

// streamEntries reads the rows of a cross-reference stream.
func (f *File) streamEntries(s *section, data []byte) error {
	var w [3]int
	a, _ := s.trailer.Raw("W").(Array)
	if len(a) < 3 {
		return errWidths
	}
	for i := range w {
		n, ok := a[i].(Integer)
		if !ok || n < 0 || n > 8 {
			return errWidths
		}
		w[i] = int(n)
	}
	row := w[0] + w[1] + w[2]
	if row == 0 {
		return errWidths
	}
	index, _ := s.trailer.Raw("Index").(Array)
	if len(index) == 0 {
		size, _ := s.trailer.Raw("Size").(Integer)
		index = Array{Integer(0), size}
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, ok1 := index[i].(Integer)
		count, ok2 := index[i+1].(Integer)
		if !ok1 || !ok2 || first < 0 || count < 0 {
			return errors.New("malformed /Index of a cross-reference stream")
		}
		for n := first; n < first+count && len(data) >= row && n <= maxObjectNumber; n++ {
			if err := f.countEntry(); err != nil {
				return err
			}
			if e, ok := streamEntry(data[:row], w); ok {
				s.entries = append(s.entries, numbered{int(n), e})
			}
			data = data[row:]
		}
	}
	return nil
}

func streamEntry(row []byte, w [3]int) (entry, bool) {
	var v [3]uint64
	for i, n := range w {
		for _, b := range row[:n] {
			v[i] = v[i]<<8 | uint64(b)
		}
		row = row[n:]
	}
	if w[0] == 0 {
		v[0] = 1
	}
	if v[1] > 1<<62 || v[2] > 1<<30 {
		return entry{}, false
	}
	switch v[0] {
	case 0:
		return entry{kind: free}, true
	case 1:
		return entry{kind: direct, pos: int64(v[1]), gen: int(v[2])}, true
	case 2:
		return entry{kind: packed, pos: int64(v[1]), gen: int(v[2])}, true
	}
	return entry{}, false
}
