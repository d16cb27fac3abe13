// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"errors"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/internal/limits"
)

// File is an open PDF file. It is not safe for concurrent use.
type File struct {
	r      io.ReaderAt
	size   int64
	lim    limits.Limits
	lex    *lexer
	nodes  int64 // values read
	shift  int64 // of all offsets: where the header starts
	header int64 // offset of "%PDF-", -1 if there is none

	entries   int // cross-reference entries read
	revisions []*Revision
	history   map[int][]version
	parsed    map[place]Object
	packs     map[int64]*pack // by the offset of the object stream
	unpacked  int64           // bytes decoded
	crypt     *crypt
	broken    map[place]error

	endstreams  []int64 // offsets of "endstream"; nil until needed
	lengthDepth int     // indirect /Length within indirect /Length
	unpacking   bool

	// Rebuilt says that the cross-reference was broken and the objects were found by a scan.
	Rebuilt bool
	// Problems are faults of the file itself.
	Problems []Problem
}

// Problem is a fault of the file at an offset.
type Problem struct {
	Offset int64
	Text   string
}

// Revision is one state of the file: the original, or an incremental update.
type Revision struct {
	// XRef is the offset of its cross-reference section, and End that behind its "%%EOF" without the end of line.
	XRef, End int64
	Trailer   *Dict
	// Hybrid says that it has both a table and a stream (ISO 32000-1:2008 7.5.8.4): readers may see different files.
	Hybrid bool
	// Numbers are the objects that it defines or frees, in the order of its cross-reference.
	Numbers []int
}

// version is an object's place from a revision on.
type version struct {
	rev int
	entry
}

// place identifies an object's bytes.
type place struct {
	pos   int64
	index int // within an object stream; -1
	num   int
}

// ErrEncrypted says that the file is encrypted and the empty password does not open it.
var ErrEncrypted = errors.New("the PDF is encrypted and cannot be opened without a password")

// ErrNotPDF says that the input has no PDF structure at all.
var ErrNotPDF = errors.New("not a PDF file")

// maxProblems bounds the problems kept of one file.
const maxProblems = 200

func (f *File) problem(at int64, text string) {
	if len(f.Problems) < maxProblems {
		f.Problems = append(f.Problems, Problem{at, text})
	}
}

// Open reads the structure of a file: header, cross-reference, revisions, encryption.
func Open(r io.ReaderAt, size int64, lim limits.Limits) (*File, error) {
	if size > lim.PDFBytes {
		return nil, limits.Exceeded("bytes of a PDF", lim.PDFBytes)
	}
	f := &File{r: r, size: size, lim: lim, lex: newLexer(r, size), parsed: map[place]Object{}, broken: map[place]error{}, packs: map[int64]*pack{}}
	f.findHeader()
	if f.header < 0 {
		return nil, ErrNotPDF
	}
	if err := f.readStructure(); err != nil {
		return nil, err
	}
	if err := f.openCrypt(); err != nil {
		return nil, err
	}
	return f, nil
}

// findHeader looks for "%PDF-" in the first 1,024 bytes.
func (f *File) findHeader() {
	f.header = -1
	var b [1024]byte
	n, _ := f.r.ReadAt(b[:min(f.size, 1024)], 0)
	for i := 0; i+5 <= n; i++ {
		if string(b[i:i+5]) == "%PDF-" {
			f.header = int64(i)
			return
		}
	}
}

// Header is the offset of the "%PDF-" header.
func (f *File) Header() int64 { return f.header }

// Size is the size of the file in bytes.
func (f *File) Size() int64 { return f.size }

// readStructure reads the cross-reference, or rebuilds it by a scan.
func (f *File) readStructure() error {
	sections, err := f.sections()
	var le *limits.Error
	if errors.As(err, &le) {
		return err
	}
	if err == nil {
		f.setSections(sections)
		if err := f.openCrypt(); err != nil {
			return err
		}
		if f.hasCatalog() {
			return nil
		}
		err = errors.New("the trailer leads to no catalog")
	}
	f.problem(-1, "cross-reference: "+err.Error())
	return f.rebuild()
}

// sections finds the last startxref and reads the chain from there.
func (f *File) sections() ([]*section, error) {
	at, err := f.startXRef()
	if err != nil {
		return nil, err
	}
	s, err := f.readChain(at)
	if err != nil && f.header > 0 && len(s) == 0 {
		f.shift = f.header
		if s, err = f.readChain(at); err != nil {
			f.shift = 0
		}
	}
	return s, err
}

// tailSize is where startxref is looked for, from the end.
const tailSize = 4096

// startXRef reads the last "startxref" number.
func (f *File) startXRef() (int64, error) {
	n := min(f.size, tailSize)
	b := make([]byte, n)
	if _, err := f.r.ReadAt(b, f.size-n); err != nil && err != io.EOF {
		return 0, err
	}
	for i := len(b) - 9; i >= 0; i-- {
		if string(b[i:i+9]) == "startxref" {
			p := f.parser(f.size - n + int64(i) + 9)
			if v, ok := p.unsigned(); ok {
				return v, nil
			}
			return 0, p.syntax("startxref without a number")
		}
	}
	return 0, errors.New("no startxref at the end of the file")
}

// setSections turns the sections (newest first) into revisions (oldest first).
// In a linearised file two sections make one revision: the newer one stands before the older one in the file.
func (f *File) setSections(sections []*section) {
	f.revisions, f.history = nil, map[int][]version{}
	ends := f.findEnds(sections)
	for i := len(sections) - 1; i >= 0; i-- {
		s := sections[i]
		if n := len(f.revisions); n > 0 && s.offset < f.revisions[n-1].XRef {
			r := f.revisions[n-1]
			r.Trailer, r.Hybrid = s.trailer, r.Hybrid || s.hybrid
			if r.End < 0 {
				r.End = ends[s.offset]
			}
			f.addEntries(n-1, s)
			continue
		}
		r := &Revision{XRef: s.offset, End: -1, Trailer: s.trailer, Hybrid: s.hybrid}
		if e, ok := ends[s.offset]; ok {
			r.End = e
		}
		f.revisions = append(f.revisions, r)
		f.addEntries(len(f.revisions)-1, s)
	}
}

func (f *File) addEntries(rev int, s *section) {
	r := f.revisions[rev]
	for _, e := range s.entries {
		h := f.history[e.num]
		if n := len(h); n > 0 && h[n-1].rev == rev {
			if h[n-1].kind == free || s.offset < r.XRef {
				h[n-1].entry = e.entry
			}
			continue
		}
		f.history[e.num] = append(h, version{rev, e.entry})
		r.Numbers = append(r.Numbers, e.num)
	}
}

// hasCatalog reports whether the newest trailer leads to a catalog with pages.
func (f *File) hasCatalog() bool {
	if len(f.revisions) == 0 {
		return false
	}
	v := f.Final()
	root := v.Dict(v.Trailer().Raw("Root"))
	return root != nil && v.Dict(root.Raw("Pages")) != nil
}

// Revisions are the states of the file, oldest first.
func (f *File) Revisions() []*Revision { return f.revisions }

func (f *File) parser(at int64) *parser {
	f.lex.pos = at
	return &parser{lexer: f.lex, lim: f.lim, nodes: &f.nodes}
}

// Section reads n bytes at an offset.
func (f *File) Section(at, n int64) ([]byte, error) {
	if at < 0 || n < 0 || at > f.size || n > f.size-at {
		return nil, fmt.Errorf("offset %d: %d bytes are beyond the end of the file", at, n)
	}
	b := make([]byte, n)
	if got, err := f.r.ReadAt(b, at); int64(got) < n {
		return nil, fmt.Errorf("offset %d: %w", at, err)
	}
	return b, nil
}
