// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cms

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"github.com/mitome-project/mitome/internal/der"
)

// Without says which unsigned attributes to leave out of a container.
type Without struct {
	// Drop is asked for each unsigned attribute of each SignerInfo, by the positions in Signers and in Unsigned.
	Drop func(signer, attribute int) bool
	// Sorted puts the SignerInfos into the order of DER: they may have been in another one before the attributes were added.
	Sorted bool
}

// WriteWithout writes the whole container, ContentInfo, without some unsigned attributes: all other octets as they stand, and
// lengths in the form of DER where they are definite. An unsignedAttrs field of which nothing is left is left out too.
func (sd *SignedData) WriteWithout(w io.Writer, x Without) error {
	if sd.signerSets != 1 {
		return errors.New("the container has no set of signer infos, or several")
	}
	set, err := x.signers(sd.signerSet)
	if err != nil {
		return err
	}
	info, wrap, seq := sd.outer[0], sd.outer[1], sd.outer[2]
	// What stands around the set, from the innermost element outwards: how many octets follow it there.
	inner := sd.signers.off - seq.body + int64(len(set)) + seq.stop - sd.signers.end
	seqHead, seqTail := seq.around(inner)
	wrapped := int64(len(seqHead)) + inner + int64(len(seqTail)) + wrap.stop - seq.end
	wrapHead, wrapTail := wrap.around(wrapped)
	whole := wrap.off - info.body + int64(len(wrapHead)) + wrapped + int64(len(wrapTail)) + info.stop - wrap.end
	infoHead, infoTail := info.around(whole)
	out := &copier{w: w, src: sd.src, buf: make([]byte, windowSize)}
	out.bytes(infoHead)
	out.octets(info.body, wrap.off)
	out.bytes(wrapHead)
	out.bytes(seqHead)
	out.octets(seq.body, sd.signers.off)
	out.bytes(set)
	out.octets(sd.signers.end, seq.stop)
	out.bytes(seqTail)
	out.octets(seq.end, wrap.stop)
	out.bytes(wrapTail)
	out.octets(wrap.end, info.stop)
	out.bytes(infoTail)
	return out.err
}

// around is the header, and the end-of-contents if there is one, of an element whose content has n octets now.
func (e element) around(n int64) (head, tail []byte) {
	id := byte(e.Class)<<6 | 0x20 | byte(e.Tag)
	if e.Length < 0 {
		return []byte{id, 0x80}, []byte{0, 0}
	}
	return der.AppendLength([]byte{id}, n), nil
}

// copier writes parts of a container until the first error.
type copier struct {
	w   io.Writer
	src *source
	buf []byte
	err error
}

func (c *copier) bytes(b []byte) {
	if c.err == nil {
		_, c.err = c.w.Write(b)
	}
}

func (c *copier) octets(from, to int64) {
	if c.err == nil {
		_, c.err = copyRange(c.w, c.src.r, from, to, c.buf)
	}
}

// rebuilt is v with other content.
func rebuilt(v der.Value, parts [][]byte) []byte {
	id := v.Raw[0]
	if v.Length < 0 {
		return slices.Concat([]byte{id, 0x80}, slices.Concat(parts...), []byte{0, 0})
	}
	return der.Encode(id, parts...)
}

// signers is the set of SignerInfos without the attributes.
func (x Without) signers(set der.Value) ([]byte, error) {
	items, err := set.Children()
	if err != nil {
		return nil, err
	}
	var parts [][]byte
	n := 0
	for _, it := range items {
		if !it.IsSequence() {
			parts = append(parts, it.Raw)
			continue
		}
		b, err := x.signer(it, n)
		if err != nil {
			return nil, err
		}
		parts = append(parts, b)
		n++
	}
	if x.Sorted {
		slices.SortStableFunc(parts, bytes.Compare)
	}
	return rebuilt(set, parts), nil
}

// signer is one SignerInfo without the attributes.
func (x Without) signer(v der.Value, n int) ([]byte, error) {
	fields, err := v.Children()
	if err != nil {
		return nil, err
	}
	var parts [][]byte
	changed := false
	for _, f := range fields {
		if !f.Is(der.Context, 1) {
			parts = append(parts, f.Raw)
			continue
		}
		kept, dropped, err := x.attributes(f, n)
		if err != nil {
			return nil, err
		}
		changed = changed || dropped
		switch {
		case !dropped:
			parts = append(parts, f.Raw)
		case len(kept) > 0:
			parts = append(parts, rebuilt(f, kept))
		}
	}
	if !changed {
		return v.Raw, nil
	}
	return rebuilt(v, parts), nil
}

func (x Without) attributes(set der.Value, signer int) (kept [][]byte, dropped bool, err error) {
	items, err := set.Children()
	n := 0
	for _, it := range items {
		if _, err := ReadAttribute(it); err == nil { // as the reader counts them
			n++
			if x.Drop(signer, n-1) {
				dropped = true
				continue
			}
		}
		kept = append(kept, it.Raw)
	}
	return kept, dropped, err
}
