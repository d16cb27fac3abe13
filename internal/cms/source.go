// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cms

import (
	"errors"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
)

// windowSize is how much of the container is held while its headers are walked. Segments of long contents are usually
// 1 to 64 KiB, so one window serves many headers.
const windowSize = 64 << 10

// source reads BER headers and values from a container that need not fit into memory.
type source struct {
	r      io.ReaderAt
	size   int64
	lim    limits.Limits
	left   int   // values that may still be looked at
	loaded int64 // octets taken into memory
	win    []byte
	winOff int64
	ends   map[int64]int64 // of indefinite lengths that were scanned: where the content starts → where it ends
}

// maxEnds bounds the ends that are kept, so that the values around the content are scanned once and not once each. For the
// three outermost, which end last, room is left.
const maxEnds = 64

func newSource(r io.ReaderAt, size int64, lim limits.Limits) *source {
	return &source{r: r, size: size, lim: lim, left: lim.DERElements}
}

// peek returns up to n octets at off, fewer only at the end of the container.
func (s *source) peek(off int64, n int) ([]byte, error) {
	n = int(min(int64(n), max(s.size-off, 0)))
	if off < s.winOff || off+int64(n) > s.winOff+int64(len(s.win)) {
		if s.win == nil {
			s.win = make([]byte, min(windowSize, s.size))
		}
		s.win = s.win[:min(int64(cap(s.win)), s.size-off)]
		s.winOff = off
		if err := readFull(s.r, s.win, off); err != nil {
			s.win = s.win[:0]
			return nil, err
		}
	}
	at := int(off - s.winOff)
	return s.win[at : at+n], nil
}

// next returns octets from off up to end, one at least and as many as the window holds.
func (s *source) next(off, end int64) ([]byte, error) {
	if held := s.winOff + int64(len(s.win)); off >= s.winOff && off < held {
		return s.win[off-s.winOff : min(end, held)-s.winOff], nil
	}
	b, err := s.peek(off, int(min(windowSize, end-off)))
	if err == nil && len(b) == 0 {
		err = io.ErrUnexpectedEOF
	}
	return b, err
}

func readFull(r io.ReaderAt, b []byte, off int64) error {
	n, err := r.ReadAt(b, off)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("reading %d octets at offset %d: %w", len(b), off, err)
}

// element is a value in the container, by position.
type element struct {
	der.Header
	off        int64 // of the header
	body, stop int64 // content
	end        int64 // after the value and its end-of-contents
}

// at reads the value at off, which must end by limit.
func (s *source) at(off, limit int64, depth int) (element, error) {
	e := element{off: off}
	h, err := s.header(off, limit, depth)
	if err != nil {
		return e, err
	}
	e.Header, e.body = h, off+int64(h.Size)
	if h.Length >= 0 {
		e.stop = e.body + h.Length
		e.end = e.stop
		return e, nil
	}
	if known, ok := s.ends[e.body]; ok && known+2 <= limit {
		e.stop, e.end = known, known+2
		return e, nil
	}
	e.stop, err = s.scanEnd(e.body, limit, depth)
	e.end = e.stop + 2
	return e, err
}

// header reads a header and checks that a definite length stays within limit.
func (s *source) header(off, limit int64, depth int) (der.Header, error) {
	if s.left--; s.left < 0 {
		return der.Header{}, limits.Exceeded("ASN.1 values in one structure", int64(s.lim.DERElements))
	}
	if depth > s.lim.DERDepth {
		return der.Header{}, limits.Exceeded("nesting of ASN.1 values", int64(s.lim.DERDepth))
	}
	b, err := s.peek(off, int(min(der.MaxHeader, max(limit-off, 0))))
	if err != nil {
		return der.Header{}, err
	}
	h, err := der.ReadHeader(b)
	if err == nil && h.Length > limit-off-int64(h.Size) {
		err = fmt.Errorf("length %d, %d octets left: %w", h.Length, limit-off-int64(h.Size), der.ErrTruncated)
	}
	if err != nil {
		return h, fmt.Errorf("ASN.1 value at offset %d: %w", off, err)
	}
	return h, nil
}

// scanEnd finds the end-of-contents that closes an indefinite length whose content starts at off.
func (s *source) scanEnd(off, limit int64, depth int) (int64, error) {
	for open := []int64{off}; ; { // where the contents that are open start
		h, err := s.header(off, limit, depth+len(open))
		if err != nil {
			return 0, err
		}
		switch {
		case h.EndOfContents():
			last := len(open) - 1
			s.note(open[last], off, last)
			if open = open[:last]; last == 0 {
				return off, nil
			}
			off += int64(h.Size)
		case h.Length < 0:
			off += int64(h.Size)
			open = append(open, off)
		default:
			off += int64(h.Size) + h.Length
		}
	}
}

// note keeps the end of an indefinite length that has so many others around it.
func (s *source) note(start, end int64, around int) {
	if s.ends == nil {
		s.ends = map[int64]int64{}
	}
	if n := len(s.ends); n < maxEnds || n < 2*maxEnds && around < 3 {
		s.ends[start] = end
	}
}

// load takes the octets of a value into memory.
func (s *source) load(e element) ([]byte, error) {
	n := e.end - e.off
	if s.loaded += n; s.loaded > s.lim.EmbeddedBytes {
		return nil, limits.Exceeded("octets of a CMS container in memory", s.lim.EmbeddedBytes)
	}
	b := make([]byte, n)
	return b, readFull(s.r, b, e.off)
}

// value takes a value into memory and reads its first level.
func (s *source) value(e element, r *der.Reader) (der.Value, error) {
	b, err := s.load(e)
	if err != nil {
		return der.Value{}, err
	}
	return r.Single(b, e.off)
}
