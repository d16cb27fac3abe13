// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package pdf is a read-only reader of PDF files (ISO 32000-1:2008, ISO 32000-2:2020) that keeps the revisions of a file apart: every object
// can be looked up as each revision saw it, with the offset it was read from.
//
// It reads through an io.ReaderAt, in bounded memory, and describes broken files rather than repairing them silently: what was
// rebuilt by a scan says so.
package pdf

import "slices"

// Object is one PDF object: nil (null), bool, Integer, Real, Name, String, Array, *Dict, *Stream or Ref.
type Object any

// Integer is an integer object.
type Integer int64

// Real is a real number object.
type Real float64

// Name is a name object, without its slash and with #xx resolved.
type Name string

// String is a string object, decoded (and decrypted where the file is encrypted).
type String struct {
	Bytes []byte
	// Hex says that it was written in hexadecimal; Odd that it contained other characters than hexadecimal digits.
	Hex, Odd bool
	// Offset is the file offset of its opening delimiter and End the one behind its closing one; both -1 within an object stream.
	Offset, End int64
}

// Array is an array object.
type Array []Object

// Ref is an indirect reference.
type Ref struct{ Num, Gen int }

// Dict is a dictionary. Of a duplicated key the last value counts.
type Dict struct {
	keys []Name
	m    map[Name]Object
	// Duplicates are keys that occur more than once.
	Duplicates []Name
	// Offset and End bound the dictionary in the file, -1 within an object stream.
	Offset, End int64
}

// Stream is a stream object; its data is read when asked for.
type Stream struct {
	Dict *Dict
	// Offset and Length say where its data stands in the file.
	Offset, Length int64
	num, gen       int
	plain          bool // never encrypted
}

// Keys returns the keys in the order of the file. The slice is not to be changed.
func (d *Dict) Keys() []Name {
	if d == nil {
		return nil
	}
	return d.keys
}

// Raw returns the value of a key as it stands, references unresolved; nil where it is absent.
func (d *Dict) Raw(key Name) Object {
	if d == nil {
		return nil
	}
	return d.m[key]
}

// Has reports whether the key is there.
func (d *Dict) Has(key Name) bool {
	if d == nil {
		return false
	}
	_, ok := d.m[key]
	return ok
}

// Len is the number of keys.
func (d *Dict) Len() int {
	if d == nil {
		return 0
	}
	return len(d.keys)
}

func newDict() *Dict { return &Dict{m: map[Name]Object{}, Offset: -1, End: -1} }

func (d *Dict) set(key Name, v Object) {
	if _, ok := d.m[key]; ok {
		if !slices.Contains(d.Duplicates, key) && len(d.Duplicates) < 64 {
			d.Duplicates = append(d.Duplicates, key)
		}
	} else {
		d.keys = append(d.keys, key)
	}
	d.m[key] = v
}

// Number returns the value of a number object.
func Number(o Object) (float64, bool) {
	switch n := o.(type) {
	case Integer:
		return float64(n), true
	case Real:
		return float64(n), true
	}
	return 0, false
}
