// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package tlv walks BER values (ITU-T X.690) in a byte slice, without copying and without recursion into what is not asked
// for. Where DER asks for one encoding and BER allows several, all are read; the caller may ask which one was found.
package tlv

import "errors"

// Identifier octets of the universal types that this module meets.
const (
	Boolean         byte = 0x01
	Integer         byte = 0x02
	BitString       byte = 0x03
	OctetString     byte = 0x04
	Null            byte = 0x05
	ObjectID        byte = 0x06
	Enumerated      byte = 0x0a
	UTF8String      byte = 0x0c
	NumericString   byte = 0x12
	PrintableString byte = 0x13
	TeletexString   byte = 0x14
	IA5String       byte = 0x16
	UTCTime         byte = 0x17
	GeneralizedTime byte = 0x18
	VisibleString   byte = 0x1a
	UniversalString byte = 0x1c
	BMPString       byte = 0x1e
	Sequence        byte = 0x30
	Set             byte = 0x31
)

// Context returns the identifier octet of the primitive context tag n (below 31).
func Context(n int) byte { return 0x80 | byte(n) }

// ContextConstructed returns the identifier octet of the constructed context tag n (below 31).
func ContextConstructed(n int) byte { return 0xa0 | byte(n) }

// maxDepth bounds the nesting of indefinite lengths and of constructed strings; limits.DERDepth has the reason.
const maxDepth = 64

// The faults of an encoding.
var (
	errTruncated = errors.New("asn.1 value ends beyond its container")
	errLength    = errors.New("asn.1 length is malformed")
	errTag       = errors.New("asn.1 tag is malformed")
	errDepth     = errors.New("asn.1 values nest too deep")
)

// Value is one BER value.
type Value struct {
	ID      byte   // the (first) identifier octet: class, constructed bit, tag number
	Raw     []byte // the whole encoding
	Content []byte // its content octets; without the end-of-contents of an indefinite length
	BER     bool   // the length is not in DER form
}

// Constructed reports whether the content is itself a series of values.
func (v Value) Constructed() bool { return v.ID&0x20 != 0 }

// Read returns the first value of b and what follows it.
func Read(b []byte) (v Value, rest []byte, err error) {
	v, n, err := read(b, 0)
	if err != nil {
		return Value{}, b, err
	}
	return v, b[n:], nil
}

// header reads the identifier and length octets: the identifier octet, the header's size, and the content's size (-1: indefinite).
func header(b []byte) (id byte, size, length int, ber bool, err error) {
	if len(b) < 2 {
		return 0, 0, 0, false, errTruncated
	}
	id, size = b[0], 1
	if id&0x1f == 0x1f { // a high tag number: skipped, since no type of ours has one
		for {
			if size >= len(b) || size > 5 {
				return 0, 0, 0, false, errTag
			}
			size++
			if b[size-1]&0x80 == 0 {
				break
			}
		}
		if size >= len(b) {
			return 0, 0, 0, false, errTruncated
		}
	}
	first := b[size]
	size++
	switch {
	case first < 0x80:
		return id, size, int(first), false, nil
	case first == 0x80:
		if id&0x20 == 0 {
			return 0, 0, 0, false, errLength
		}
		return id, size, -1, true, nil
	}
	n := int(first & 0x7f)
	if n > len(b)-size {
		return 0, 0, 0, false, errTruncated
	}
	for i, c := range b[size : size+n] {
		if i == 0 && c == 0 {
			ber = true
		}
		if length > 1<<38 {
			return 0, 0, 0, false, errLength
		}
		length = length<<8 | int(c)
	}
	return id, size + n, length, ber || length < 0x80, nil
}

// read returns the first value of b and its whole size.
func read(b []byte, depth int) (Value, int, error) {
	id, size, length, ber, err := header(b)
	if err != nil {
		return Value{}, 0, err
	}
	if length >= 0 {
		if length > len(b)-size {
			return Value{}, 0, errTruncated
		}
		end := size + length
		return Value{id, b[:end:end], b[size:end:end], ber}, end, nil
	}
	content, err := untilEnd(b[size:], depth)
	if err != nil {
		return Value{}, 0, err
	}
	end := size + content + 2
	return Value{id, b[:end:end], b[size : size+content : size+content], true}, end, nil
}

// untilEnd returns the size of the values before the end-of-contents octets.
func untilEnd(b []byte, depth int) (int, error) {
	if depth >= maxDepth {
		return 0, errDepth
	}
	for n := 0; ; {
		if len(b)-n < 2 {
			return 0, errTruncated
		}
		if b[n] == 0 && b[n+1] == 0 {
			return n, nil
		}
		_, size, err := read(b[n:], depth+1)
		if err != nil {
			return 0, err
		}
		n += size
	}
}

// Cursor walks a series of values.
type Cursor struct {
	rest []byte
	err  error
}

// Walk returns a cursor over the values in b.
func Walk(b []byte) Cursor { return Cursor{rest: b} }

// Children returns a cursor over the values inside v; over nothing if v is primitive.
func (v Value) Children() Cursor {
	if !v.Constructed() {
		return Cursor{}
	}
	return Walk(v.Content)
}

// Next returns the next value; ok is false at the end or at the first malformed value.
func (c *Cursor) Next() (v Value, ok bool) {
	if c.err != nil || len(c.rest) == 0 {
		return Value{}, false
	}
	v, c.rest, c.err = Read(c.rest)
	return v, c.err == nil
}

// Take returns the next value if it has that identifier octet, and stays where it is otherwise.
func (c *Cursor) Take(id byte) (v Value, ok bool) {
	if !c.Peek(id) {
		return Value{}, false
	}
	return c.Next()
}

// Peek reports whether the next value has that identifier octet.
func (c *Cursor) Peek(id byte) bool { return c.err == nil && len(c.rest) > 0 && c.rest[0] == id }

// More reports whether octets remain and no malformed value was met.
func (c *Cursor) More() bool { return c.err == nil && len(c.rest) > 0 }

// Rest is what was not walked.
func (c *Cursor) Rest() []byte { return c.rest }

// Err says why the walk stopped before the end; nil if it did not.
func (c *Cursor) Err() error { return c.err }
