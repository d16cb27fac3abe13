// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cms

import (
	"errors"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/internal/der"
)

// ErrContent says that the encapsulated content is malformed: an OCTET STRING whose segments are not.
var ErrContent = errors.New("malformed content")

// Content is the encapsulated content. It stays where it is and is streamed.
type Content struct {
	src   *source
	value element // the eContent value itself, not its [0] wrapper
	depth int
	// Octets says that the content is an OCTET STRING; otherwise it is a value of another type, as in PKCS #7 1.5, and its
	// content octets, without identifier and length, are what is digested (RFC 5652 5.2.1).
	Octets bool
}

// WriteTo writes the content octets, the segments of a constructed string joined.
func (c *Content) WriteTo(w io.Writer) (int64, error) {
	if !c.Octets {
		return copyRange(w, c.src.r, c.value.body, c.value.stop, buffer(c.value))
	}
	return newSource(c.src.r, c.src.size, c.src.lim).writeString(w, c.value, c.depth)
}

// buffer is what the octets of e are read through.
func buffer(e element) []byte { return make([]byte, min(windowSize, e.end-e.off)) }

// writeString writes the content octets of an OCTET STRING, segment by segment, through the window, so that each is read once.
func (s *source) writeString(w io.Writer, e element, depth int) (total int64, err error) {
	if !e.Constructed {
		for off := e.body; off < e.stop; {
			b, err := s.next(off, e.stop)
			if err != nil {
				return total, err
			}
			n, err := w.Write(b)
			if total += int64(n); err != nil {
				return total, err
			}
			off += int64(n)
		}
		return total, nil
	}
	for off := e.body; off < e.stop; {
		c, err := s.at(off, e.stop, depth+1)
		if err != nil {
			return total, err
		}
		if c.Class != der.Universal || c.Tag != der.OctetString {
			return total, fmt.Errorf("%w: segment at offset %d is no octet string (tag %d)", ErrContent, off, c.Tag)
		}
		n, err := s.writeString(w, c, depth+1)
		total += n
		if err != nil {
			return total, err
		}
		off = c.end
	}
	return total, nil
}

// copyRange writes the octets from off to end through the buffer buf.
func copyRange(w io.Writer, r io.ReaderAt, off, end int64, buf []byte) (int64, error) {
	var total int64
	for off < end {
		b := buf[:min(int64(len(buf)), end-off)]
		if err := readFull(r, b, off); err != nil {
			return total, err
		}
		n, err := w.Write(b)
		total += int64(n)
		if err != nil {
			return total, err
		}
		off += int64(len(b))
	}
	return total, nil
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// WriteEncap writes the encapContentInfo, header included, as it stands in the container.
func (sd *SignedData) WriteEncap(w io.Writer) error {
	_, err := copyRange(w, sd.src.r, sd.encap.off, sd.encap.end, buffer(sd.encap))
	return err
}

// WriteEncapDER writes the encapContentInfo re-encoded as DER: a primitive octet string, definite lengths.
func (sd *SignedData) WriteEncapDER(w io.Writer) error {
	if sd.Content == nil {
		_, err := w.Write(der.Encode(0x30, sd.RawContentType))
		return err
	}
	if !sd.Content.Octets {
		return sd.WriteEncap(w)
	}
	var size counter
	if _, err := sd.Content.WriteTo(&size); err != nil {
		return err
	}
	inner := der.AppendLength([]byte{der.OctetString}, int64(size))
	wrapped := der.AppendLength([]byte{0xa0}, int64(size)+int64(len(inner)))
	head := der.AppendLength([]byte{0x30}, int64(size)+int64(len(inner)+len(wrapped)+len(sd.RawContentType)))
	for _, b := range [][]byte{head, sd.RawContentType, wrapped, inner} {
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	_, err := sd.Content.WriteTo(w)
	return err
}
