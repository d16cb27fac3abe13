// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"errors"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/internal/limits"
)

// maxFilters bounds the filters of one stream; more than two is unheard of.
const maxFilters = 8

// RawStream reads a stream's data as it stands in the file (decrypted, but not decoded).
func (f *File) RawStream(s *Stream) ([]byte, error) {
	if s.Length > f.lim.PDFStreamBytes {
		return nil, limits.Exceeded("bytes of a PDF stream", f.lim.PDFStreamBytes)
	}
	b, err := f.Section(s.Offset, s.Length)
	if err != nil || s.plain || f.crypt == nil {
		return b, err
	}
	return f.crypt.stream(b, s)
}

// Decode reads a stream's data and undoes its filters. Image filters are an error.
func (f *File) Decode(v View, s *Stream) ([]byte, error) {
	b, err := f.RawStream(s)
	if err != nil {
		return nil, err
	}
	names, parms := v.filters(s.Dict)
	if len(names) > maxFilters {
		return nil, limits.Exceeded("filters of a PDF stream", maxFilters)
	}
	for i, n := range names {
		if b, err = f.undo(v, n, parms[i], b); err != nil {
			return nil, fmt.Errorf("offset %d: filter %s: %w", s.Offset, n, err)
		}
		f.unpacked += int64(len(b))
		if f.unpacked > 4*f.lim.PDFStreamBytes {
			return nil, limits.Exceeded("decoded bytes of all PDF streams", 4*f.lim.PDFStreamBytes)
		}
	}
	return b, nil
}

func (v View) filters(d *Dict) ([]Name, []*Dict) {
	var names []Name
	var parms []*Dict
	dp := v.Resolve(d.Raw("DecodeParms"))
	if dp == nil {
		dp = v.Resolve(d.Raw("DP"))
	}
	fl := v.Resolve(d.Raw("Filter"))
	if fl == nil {
		fl = v.Resolve(d.Raw("F"))
	}
	switch fl := fl.(type) {
	case Name:
		names = []Name{fl}
		p, _ := dp.(*Dict)
		if a, ok := dp.(Array); ok && len(a) > 0 {
			p = v.Dict(a[0])
		}
		parms = []*Dict{p}
	case Array:
		a, _ := dp.(Array)
		for i, o := range fl {
			names = append(names, v.Name(o))
			var p *Dict
			if i < len(a) {
				p = v.Dict(a[i])
			} else if d, ok := dp.(*Dict); ok && len(fl) == 1 {
				p = d
			}
			parms = append(parms, p)
		}
	}
	return names, parms
}

func (f *File) undo(v View, name Name, parms *Dict, b []byte) ([]byte, error) {
	limit := f.lim.PDFStreamBytes
	switch name {
	case "FlateDecode", "Fl":
		out, err := inflate(b, limit)
		if err != nil {
			return nil, err
		}
		return v.predict(parms, out)
	case "LZWDecode", "LZW":
		out, err := v.unLZW(parms, b, limit)
		if err != nil {
			return nil, err
		}
		return v.predict(parms, out)
	case "ASCIIHexDecode", "AHx":
		return unHex(b), nil
	case "ASCII85Decode", "A85":
		return un85(b)
	case "RunLengthDecode", "RL":
		return unRun(b, limit)
	case "Crypt":
		return b, nil
	}
	return nil, errors.New("not supported")
}

// inflate decodes zlib data. Data that breaks off is taken as far as it goes, as readers do.
func inflate(b []byte, limit int64) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out, err := readBounded(z, limit)
	if err != nil && (isLimit(err) || len(out) == 0) {
		return nil, err
	}
	return out, nil
}

func readBounded(r io.Reader, limit int64) ([]byte, error) {
	out, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(out)) > limit {
		return nil, limits.Exceeded("decoded bytes of a PDF stream", limit)
	}
	return out, err
}

// unLZW decodes LZW with the early change that PDF has by default; without it the codes are those of compress/lzw.
func (v View) unLZW(parms *Dict, b []byte, limit int64) ([]byte, error) {
	if n, ok := v.Int(parms.Raw("EarlyChange")); ok && n == 0 {
		r := lzw.NewReader(bytes.NewReader(b), lzw.MSB, 8)
		out, err := readBounded(r, limit)
		if err != nil && (isLimit(err) || len(out) == 0) {
			return nil, err
		}
		return out, nil
	}
	return lzwEarly(b, limit)
}

// lzwEarly decodes LZW whose code width grows one code early (ISO 32000-1:2008 7.4.4).
func lzwEarly(b []byte, limit int64) ([]byte, error) {
	type row struct {
		prefix int
		last   byte
	}
	var out []byte
	table := make([]row, 258, 4096)
	width, prev := 9, -1
	bits, acc := 0, 0
	var tmp [4096]byte
	expand := func(code int) []byte {
		n := len(tmp)
		for code >= 258 {
			n--
			tmp[n] = table[code].last
			code = table[code].prefix
		}
		n--
		tmp[n] = byte(code)
		return tmp[n:]
	}
	for _, c := range b {
		acc, bits = acc<<8|int(c), bits+8
		if bits < width {
			continue
		}
		code := acc >> (bits - width)
		bits -= width
		acc &= 1<<bits - 1
		switch {
		case code == 256:
			table, width, prev = table[:258], 9, -1
			continue
		case code == 257:
			return out, nil
		case code >= len(table) && (prev < 0 || code > len(table)):
			return nil, errors.New("malformed LZW data")
		}
		if prev >= 0 && len(table) < 4096 {
			src := code
			if code == len(table) {
				src = prev
			}
			first := expand(src)[0]
			table = append(table, row{prefix: prev, last: first})
		}
		out = append(out, expand(code)...)
		if int64(len(out)) > limit {
			return nil, limits.Exceeded("decoded bytes of a PDF stream", limit)
		}
		prev = code
		if n := len(table) + 1; n >= 1<<width && width < 12 {
			width++
		}
	}
	return out, nil
}

func unHex(b []byte) []byte {
	l := newLexer(bytes.NewReader(append(append([]byte{'<'}, b...), '>')), int64(len(b)+2))
	s, _ := l.hexString(len(b) + 2)
	return s.Bytes
}

func un85(b []byte) ([]byte, error) {
	var out []byte
	var v uint64
	n := 0
	for _, c := range b {
		switch {
		case class(int(c)) == 1:
			continue
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
			continue
		case c == '~':
			if n > 1 {
				for i := n; i < 5; i++ {
					v = v*85 + 84
				}
				out = append(out, []byte{byte(v >> 24), byte(v >> 16), byte(v >> 8)}[:n-1]...)
			}
			return out, nil
		case c < '!' || c > 'u':
			return nil, errors.New("malformed ASCII85 data")
		}
		v = v*85 + uint64(c-'!')
		if n++; n == 5 {
			out = append(out, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
			v, n = 0, 0
		}
	}
	return out, nil
}

func unRun(b []byte, limit int64) ([]byte, error) {
	var out []byte
	for i := 0; i < len(b) && b[i] != 128; {
		n := int(b[i])
		i++
		if n < 128 {
			end := min(i+n+1, len(b))
			out = append(out, b[i:end]...)
			i = end
		} else if i < len(b) {
			out = append(out, bytes.Repeat(b[i:i+1], 257-n)...)
			i++
		}
		if int64(len(out)) > limit {
			return nil, limits.Exceeded("decoded bytes of a PDF stream", limit)
		}
	}
	return out, nil
}
