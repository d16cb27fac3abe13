// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"io"
)

// ViewOf returns the view of the first end bytes of the file: of the revision that ends there, with whole true, or else of those bytes
// opened as a file of their own.
func (f *File) ViewOf(end int64) (v View, whole bool, err error) {
	if !f.Rebuilt {
		for i, r := range f.revisions {
			if r.End >= 0 && end >= r.End && end <= r.End+2 && f.onlyEOL(r.End, end) {
				return f.At(i), true, nil
			}
		}
	}
	g, err := Open(io.NewSectionReader(f.r, 0, end), end, f.lim)
	if err != nil {
		return View{}, false, err
	}
	return g.Final(), false, nil
}

// OnlyWhite reports whether nothing but white space (ISO 32000-1:2008 7.2.2) stands in the file at and behind an offset.
func (f *File) OnlyWhite(from int64) (bool, error) {
	for at := from; at < f.size; at += scanSize {
		b, err := f.Section(at, min(scanSize, f.size-at))
		if err != nil {
			return false, err
		}
		if len(bytes.Trim(b, "\x00\t\n\f\r ")) > 0 {
			return false, nil
		}
	}
	return true, nil
}

func (f *File) onlyEOL(from, to int64) bool {
	b, err := f.Section(from, to-from)
	if err != nil {
		return false
	}
	for _, c := range b {
		if c != '\r' && c != '\n' {
			return false
		}
	}
	return true
}
