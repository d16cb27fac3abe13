// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/internal/limits"
)

// View is the file as one revision saw it.
type View struct {
	f   *File
	rev int
}

// Final is the view of the newest revision.
func (f *File) Final() View { return View{f, len(f.revisions) - 1} }

// At is the view of a revision, by its index.
func (f *File) At(rev int) View { return View{f, min(max(rev, 0), len(f.revisions)-1)} }

// File is the file that is viewed.
func (v View) File() *File { return v.f }

// Revision is the index of the revision.
func (v View) Revision() int { return v.rev }

// Trailer is the trailer in force.
func (v View) Trailer() *Dict {
	if v.f == nil || v.rev < 0 || v.rev >= len(v.f.revisions) {
		return nil
	}
	return v.f.revisions[v.rev].Trailer
}

// Catalog is the document catalog; nil if there is none.
func (v View) Catalog() *Dict { return v.Dict(v.Trailer().Raw("Root")) }

// entry finds an object's place.
func (v View) entry(num int) (entry, bool) {
	if v.f == nil {
		return entry{}, false
	}
	h := v.f.history[num]
	for i := len(h) - 1; i >= 0; i-- {
		if h[i].rev <= v.rev {
			return h[i].entry, h[i].kind != free
		}
	}
	return entry{}, false
}

// Same reports whether an object number stands at the same place in two views of one file.
func (v View) Same(num int, w View) bool {
	a, ok1 := v.entry(num)
	b, ok2 := w.entry(num)
	return v.f == w.f && ok1 == ok2 && a == b
}

// Introduced is the index of the revision that defined the object as this view sees it; -1 if it is unknown.
func (v View) Introduced(num int) int {
	h := v.f.history[num]
	for i := len(h) - 1; i >= 0; i-- {
		if h[i].rev <= v.rev {
			return h[i].rev
		}
	}
	return -1
}

// maxIndirection bounds a reference that leads to a reference.
const maxIndirection = 16

// Resolve follows references. What cannot be read is null, as ISO 32000-1:2008 7.3.10 says of undefined objects; the file's problems tell.
func (v View) Resolve(o Object) Object {
	for range maxIndirection {
		r, ok := o.(Ref)
		if !ok {
			return o
		}
		got, err := v.Get(r)
		if err != nil {
			return nil
		}
		o = got
	}
	return nil
}

// Dict resolves o to a dictionary (of a stream: its dictionary); nil if it is none.
func (v View) Dict(o Object) *Dict {
	switch d := v.Resolve(o).(type) {
	case *Dict:
		return d
	case *Stream:
		return d.Dict
	}
	return nil
}

// Array resolves o to an array; nil if it is none.
func (v View) Array(o Object) Array {
	a, _ := v.Resolve(o).(Array)
	return a
}

// Name resolves o to a name; empty if it is none.
func (v View) Name(o Object) Name {
	n, _ := v.Resolve(o).(Name)
	return n
}

// Int resolves o to an integer.
func (v View) Int(o Object) (int64, bool) {
	switch n := v.Resolve(o).(type) {
	case Integer:
		return int64(n), true
	case Real:
		if n == Real(int64(n)) {
			return int64(n), true
		}
	}
	return 0, false
}

// Text resolves o to a string and decodes it as a text string (ISO 32000-1:2008 7.9.2.2).
func (v View) Text(o Object) string {
	s, ok := v.Resolve(o).(String)
	if !ok {
		return ""
	}
	return DecodeText(s.Bytes)
}

// Get reads the object that a reference names. An object that is free or unknown is null, without error.
func (v View) Get(r Ref) (Object, error) {
	e, ok := v.entry(r.Num)
	if !ok {
		return nil, nil
	}
	pl := place{e.pos, -1, r.Num}
	if e.kind == packed {
		c, ok := v.entry(int(min(e.pos, maxObjectNumber+1)))
		if !ok || c.kind != direct {
			return nil, fmt.Errorf("object %d: object stream %d is missing", r.Num, e.pos)
		}
		pl = place{c.pos, e.gen, r.Num}
	}
	if o, ok := v.f.parsed[pl]; ok {
		return o, nil
	}
	if err := v.f.broken[pl]; err != nil {
		return nil, err
	}
	var o Object
	var err error
	if e.kind == packed {
		o, err = v.unpack(int(e.pos), pl)
	} else {
		o, err = v.f.load(e.pos+v.f.shift, r.Num, e.gen, v)
	}
	if err != nil {
		err = fmt.Errorf("object %d: %w", r.Num, err)
		v.f.broken[pl] = err
		v.f.problem(e.pos, err.Error())
		return nil, err
	}
	v.f.parsed[pl] = o
	return o, nil
}

// load reads the indirect object at an offset, which must have this number.
func (f *File) load(at int64, num, gen int, v View) (Object, error) {
	p := f.parser(at)
	n, g, ok := p.header()
	if !ok {
		return nil, p.syntax("no object is where the cross-reference says")
	}
	if n != num {
		return nil, fmt.Errorf("offset %d: object %d is where the cross-reference says", at, n)
	}
	if g != gen {
		f.problem(at, fmt.Sprintf("object %d has generation %d, the cross-reference says %d", num, g, gen))
	}
	return f.bodyIn(p, n, g, f.crypt != nil, v)
}

// body reads an indirect object behind its header, without looking up an indirect /Length.
func (f *File) body(p *parser, num, gen int, decrypt bool) (Object, error) {
	return f.bodyIn(p, num, gen, decrypt, View{})
}

func (f *File) bodyIn(p *parser, num, gen int, decrypt bool, v View) (Object, error) {
	o, err := p.object(0)
	if err != nil {
		return nil, err
	}
	if decrypt {
		o = f.crypt.strings(o, num, gen, 0)
	}
	d, ok := o.(*Dict)
	if !ok || !p.keyword("stream") {
		return o, nil
	}
	if p.peek() == '\r' {
		p.pos++
	}
	if p.peek() == '\n' {
		p.pos++
	}
	s := &Stream{Dict: d, Offset: p.pos, num: num, gen: gen}
	s.Length = f.streamLength(p, s, v)
	if s.Length < 0 {
		return nil, fmt.Errorf("offset %d: stream does not end", s.Offset)
	}
	return s, nil
}

// streamLength is the /Length of a stream if "endstream" follows it, and else the distance to the next "endstream".
func (f *File) streamLength(p *parser, s *Stream, v View) int64 {
	n, ok := s.Dict.Raw("Length").(Integer)
	if r, isRef := s.Dict.Raw("Length").(Ref); isRef && v.f != nil {
		if f.lengthDepth < 4 {
			f.lengthDepth++
			var i int64
			i, ok = v.Int(r)
			n = Integer(i)
			f.lengthDepth--
		}
	}
	if ok && n >= 0 && int64(n) <= f.size-s.Offset {
		p.pos = s.Offset + int64(n)
		if p.keyword("endstream") || p.keyword("endobj") {
			return int64(n)
		}
	}
	f.problem(s.Offset, fmt.Sprintf("stream of object %d: /Length is wrong", s.num))
	at := f.endstream(s.Offset)
	if at < 0 {
		return -1
	}
	if b, err := f.Section(max(at-2, s.Offset), at-max(at-2, s.Offset)); err == nil && len(b) > 0 && b[len(b)-1] == '\n' {
		at--
		if len(b) > 1 && b[0] == '\r' {
			at--
		}
	}
	return at - s.Offset
}

// pack is a decoded object stream.
type pack struct {
	*lexer
	first   int64
	numbers []int
	offsets []int64
	index   map[int]int // number → position in numbers
}

// unpack reads an object from an object stream (ISO 32000-1:2008 7.5.7).
func (v View) unpack(stream int, pl place) (Object, error) {
	f := v.f
	pk := f.packs[pl.pos]
	if pk == nil {
		if f.unpacking {
			return nil, errors.New("object stream within an object stream")
		}
		f.unpacking = true
		var err error
		pk, err = v.readPack(stream)
		f.unpacking = false
		if err != nil {
			var le *limits.Error
			if !errors.As(err, &le) {
				err = fmt.Errorf("object stream %d: %w", stream, err)
			}
			return nil, err
		}
		f.packs[pl.pos] = pk
	}
	i := pl.index
	if i >= len(pk.numbers) || pk.numbers[i] != pl.num {
		var ok bool
		if i, ok = pk.index[pl.num]; !ok {
			return nil, fmt.Errorf("not in object stream %d", stream)
		}
	}
	if pk.offsets[i] >= pk.size-pk.first {
		return nil, fmt.Errorf("object stream %d is shorter than it says", stream)
	}
	p := &parser{lexer: pk.lexer, lim: f.lim, nodes: &f.nodes, inside: true}
	p.pos = pk.first + pk.offsets[i]
	return p.object(0)
}

func (v View) readPack(stream int) (*pack, error) {
	o, err := v.Get(Ref{stream, 0})
	if err != nil {
		return nil, err
	}
	s, ok := o.(*Stream)
	if !ok {
		return nil, errors.New("is no stream")
	}
	data, err := v.f.Decode(v, s)
	if err != nil {
		return nil, err
	}
	n, _ := v.Int(s.Dict.Raw("N"))
	first, _ := v.Int(s.Dict.Raw("First"))
	if n < 0 || n > int64(len(data)) || first < 0 {
		return nil, errors.New("malformed /N or /First")
	}
	pk := &pack{lexer: newLexer(bytes.NewReader(data), int64(len(data))), first: first, index: map[int]int{}}
	p := &parser{lexer: pk.lexer, lim: v.f.lim, nodes: &v.f.nodes, inside: true}
	for range n {
		num, ok1 := p.unsigned()
		off, ok2 := p.unsigned()
		if !ok1 || !ok2 || num > maxObjectNumber {
			break
		}
		if _, ok := pk.index[int(num)]; !ok {
			pk.index[int(num)] = len(pk.numbers)
		}
		pk.numbers, pk.offsets = append(pk.numbers, int(num)), append(pk.offsets, off)
	}
	return pk, nil
}
