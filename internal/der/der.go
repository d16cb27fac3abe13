// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package der reads BER (X.690) tolerantly and bounded, one level at a time, keeping the raw bytes of every value, and
// re-encodes it as DER where a digest needs that.
//
// Read are: indefinite lengths, constructed strings, non-minimal lengths, unsorted sets. A value of definite length is
// skipped without looking into it, so a large CRL inside a container costs nothing until someone walks it.
package der

import (
	"errors"
	"fmt"
	"math"

	"github.com/mitome-project/mitome/internal/limits"
)

// Class is a tag class.
type Class byte

// The classes of X.690 8.1.2.2.
const (
	Universal Class = iota
	Application
	Context
	Private
)

// Universal tags used here.
const (
	Boolean         = 1
	Integer         = 2
	BitString       = 3
	OctetString     = 4
	Null            = 5
	OID             = 6
	Enumerated      = 10
	UTF8String      = 12
	Sequence        = 16
	Set             = 17
	NumericString   = 18
	PrintableString = 19
	TeletexString   = 20
	IA5String       = 22
	UTCTime         = 23
	GeneralizedTime = 24
	VisibleString   = 26
	UniversalString = 28
	BMPString       = 30
)

// ErrTruncated says that the input ends inside a value.
var ErrTruncated = errors.New("input ends inside a value")

// Header is the identifier and length octets of a value.
type Header struct {
	Class       Class
	Tag         int
	Constructed bool
	Size        int   // of the header itself
	Length      int64 // of the content; -1: indefinite
	Minimal     bool  // identifier and length are in the form that DER prescribes
}

// EndOfContents reports whether the header is the end-of-contents marker of an indefinite length.
func (h Header) EndOfContents() bool {
	return h.Class == Universal && h.Tag == 0 && !h.Constructed && h.Length == 0
}

// MaxHeader is the longest header accepted: 5 identifier octets, 1 + 126 length octets.
const MaxHeader = 132

// ReadHeader reads the header at the start of b. [ErrTruncated] says that b is too short to tell.
func ReadHeader(b []byte) (Header, error) {
	if len(b) < 2 {
		return Header{}, ErrTruncated
	}
	h := Header{Class: Class(b[0] >> 6), Constructed: b[0]&0x20 != 0, Tag: int(b[0] & 0x1f), Size: 1, Minimal: true}
	if h.Tag == 0x1f {
		if err := h.longTag(b); err != nil {
			return h, err
		}
	}
	if h.Size >= len(b) {
		return h, ErrTruncated
	}
	first := b[h.Size]
	h.Size++
	switch {
	case first < 0x80:
		h.Length = int64(first)
		return h, nil
	case first == 0x80:
		if !h.Constructed {
			return h, errors.New("indefinite length of a primitive value")
		}
		h.Length, h.Minimal = -1, false
		return h, nil
	case first == 0xff:
		return h, errors.New("reserved length octet 0xff")
	}
	n := int(first & 0x7f)
	if len(b)-h.Size < n {
		return h, ErrTruncated
	}
	for i, c := range b[h.Size : h.Size+n] {
		if h.Length > math.MaxInt64>>9 {
			return h, errors.New("length does not fit into 63 bits")
		}
		h.Length = h.Length<<8 | int64(c)
		if i == 0 && c == 0 {
			h.Minimal = false
		}
	}
	h.Size += n
	if h.Length < 0x80 {
		h.Minimal = false
	}
	return h, nil
}

// longTag reads a tag number above 30.
func (h *Header) longTag(b []byte) error {
	h.Tag = 0
	for i := 1; ; i++ {
		if i >= len(b) {
			return ErrTruncated
		}
		if i > 4 {
			return errors.New("tag number does not fit into 28 bits")
		}
		h.Tag = h.Tag<<7 | int(b[i]&0x7f)
		if b[i]&0x80 == 0 {
			h.Size = i + 1
			if h.Tag < 0x1f || b[1] == 0x80 {
				h.Minimal = false
			}
			return nil
		}
	}
}

// Reader bounds the reading of one structure: nesting depth, and the number of values read from it altogether.
type Reader struct {
	depth, left int
	lim         limits.Limits
}

// NewReader returns a reader with these bounds.
func NewReader(lim limits.Limits) *Reader {
	return &Reader{depth: lim.DERDepth, left: lim.DERElements, lim: lim}
}

// take counts one value.
func (r *Reader) take() error {
	if r.left <= 0 {
		return limits.Exceeded("ASN.1 values in one structure", int64(r.lim.DERElements))
	}
	r.left--
	return nil
}

// Value is one BER value. Its slices share the memory of the input.
type Value struct {
	Header
	Raw     []byte // with header, and end-of-contents if indefinite
	Content []byte // without either
	Offset  int64  // of Raw in the document
	r       *Reader
	depth   int
}

// Read reads the value at the start of b, which stands at offset in the document, and returns what follows it.
func (r *Reader) Read(b []byte, offset int64) (Value, []byte, error) {
	return r.read(b, offset, 1)
}

// Single reads b as one value with nothing after it.
func (r *Reader) Single(b []byte, offset int64) (Value, error) {
	v, rest, err := r.read(b, offset, 1)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%d octets after the value at offset %d", len(rest), offset)
	}
	return v, err
}

func (r *Reader) read(b []byte, offset int64, depth int) (Value, []byte, error) {
	if depth > r.depth {
		return Value{}, nil, limits.Exceeded("nesting of ASN.1 values", int64(r.depth))
	}
	if err := r.take(); err != nil {
		return Value{}, nil, err
	}
	h, err := ReadHeader(b)
	if err != nil {
		return Value{}, nil, fmt.Errorf("ASN.1 value at offset %d: %w", offset, err)
	}
	v := Value{Header: h, Offset: offset, r: r, depth: depth}
	if h.Length < 0 {
		n, err := r.scanEnd(b[h.Size:], offset+int64(h.Size), depth)
		if err != nil {
			return Value{}, nil, err
		}
		v.Content, v.Raw = b[h.Size:h.Size+n], b[:h.Size+n+2]
	} else {
		if h.Length > int64(len(b)-h.Size) {
			return Value{}, nil, fmt.Errorf("ASN.1 value at offset %d: length %d, %d octets left: %w", offset, h.Length, len(b)-h.Size, ErrTruncated)
		}
		n := int(h.Length)
		v.Content, v.Raw = b[h.Size:h.Size+n], b[:h.Size+n]
	}
	return v, b[len(v.Raw):], nil
}

// scanEnd finds the end-of-contents that closes an indefinite length whose content starts at b, and returns the content's length.
func (r *Reader) scanEnd(b []byte, offset int64, depth int) (int, error) {
	open, pos := 1, 0
	for {
		if err := r.take(); err != nil {
			return 0, err
		}
		h, err := ReadHeader(b[pos:])
		if err != nil {
			return 0, fmt.Errorf("ASN.1 value at offset %d: %w", offset+int64(pos), err)
		}
		switch {
		case h.EndOfContents():
			if open--; open == 0 {
				return pos, nil
			}
			pos += h.Size
		case h.Length < 0:
			if open++; depth+open > r.depth {
				return 0, limits.Exceeded("nesting of ASN.1 values", int64(r.depth))
			}
			pos += h.Size
		case h.Length > int64(len(b)-pos-h.Size):
			return 0, fmt.Errorf("ASN.1 value at offset %d: %w", offset+int64(pos), ErrTruncated)
		default:
			pos += h.Size + int(h.Length)
		}
	}
}

// Is reports whether v has this class and tag.
func (v Value) Is(c Class, tag int) bool { return v.Raw != nil && v.Class == c && v.Tag == tag }

// IsSequence reports whether v is a SEQUENCE.
func (v Value) IsSequence() bool { return v.Is(Universal, Sequence) && v.Constructed }

// IsSet reports whether v is a SET.
func (v Value) IsSet() bool { return v.Is(Universal, Set) && v.Constructed }

// Children reads the values inside a constructed value, one level deep.
func (v Value) Children() ([]Value, error) {
	var out []Value
	err := v.Walk(func(c Value) error {
		out = append(out, c)
		return nil
	})
	return out, err
}

// Walk calls f for each value inside a constructed value, one level deep, without collecting them.
func (v Value) Walk(f func(Value) error) error {
	if !v.Constructed {
		return fmt.Errorf("value at offset %d is primitive, a constructed one is wanted", v.Offset)
	}
	rest, off := v.Content, v.Offset+int64(v.Size)
	for len(rest) > 0 {
		c, next, err := v.r.read(rest, off, v.depth+1)
		if err != nil {
			return err
		}
		if c.EndOfContents() {
			return fmt.Errorf("end-of-contents inside the value at offset %d", v.Offset)
		}
		if err := f(c); err != nil {
			return err
		}
		off += int64(len(c.Raw))
		rest = next
	}
	return nil
}
