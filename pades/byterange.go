// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/internal/pdf"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// span is a run of bytes of the file.
type span struct{ off, n int64 }

// readRange reads the /ByteRange array. usable says that it is four numbers within the file, so that bytes can be digested.
func readRange(v pdf.View, d *pdf.Dict, size int64) (nums []int64, usable bool, problem string) {
	o := v.Resolve(d.Raw("ByteRange"))
	a, ok := o.(pdf.Array)
	if !ok {
		return nil, false, "there is no /ByteRange array"
	}
	if len(a) > 64 {
		return nil, false, fmt.Sprintf("/ByteRange has %d elements", len(a))
	}
	for _, e := range a {
		n, ok := v.Int(e)
		if !ok {
			return nums, false, "/ByteRange holds other things than numbers"
		}
		nums = append(nums, n)
	}
	if len(nums) != 4 {
		return nums, false, fmt.Sprintf("/ByteRange has %d numbers, not 4", len(nums))
	}
	for i := 0; i < 4; i += 2 {
		if nums[i] < 0 || nums[i+1] < 0 || nums[i] > size || nums[i+1] > size-nums[i] {
			return nums, false, fmt.Sprintf("/ByteRange %v is not within the file of %d bytes", nums, size)
		}
	}
	return nums, true, ""
}

// checkRange says what is wrong with a usable byte range: it must start at 0, increase, and leave out exactly the string /Contents
// (ISO 32000-2:2020 12.8.1).
func checkRange(f *pdf.File, nums []int64, contents []byte) string {
	a, b, c, d := nums[0], nums[1], nums[2], nums[3]
	switch {
	case a != 0:
		return fmt.Sprintf("the byte range starts at %d, not at 0", a)
	case b == 0 || d == 0:
		return "a part of the byte range is empty"
	case c <= b:
		return "the parts of the byte range overlap or leave out nothing"
	case c-b > int64(2*len(contents))+gapSlack:
		return fmt.Sprintf("the byte range leaves out %d bytes, more than /Contents takes", c-b)
	}
	gap, err := f.Section(b, c-b)
	if err != nil {
		return err.Error()
	}
	if len(gap) < 2 || gap[0] != '<' || gap[len(gap)-1] != '>' {
		return "the bytes left out of the byte range are not a hexadecimal string"
	}
	got, ok := decodeHex(gap[1 : len(gap)-1])
	if !ok {
		return "the bytes left out of the byte range hold other things than hexadecimal digits"
	}
	if !bytes.Equal(got, contents) {
		return "the bytes left out of the byte range are not /Contents"
	}
	return ""
}

// gapSlack is the white space that the hexadecimal string may hold.
const gapSlack = 4096

// decodeHex decodes hexadecimal digits and white space; of an odd number of digits the last is padded.
func decodeHex(b []byte) ([]byte, bool) {
	out := make([]byte, 0, len(b)/2)
	half := -1
	for _, c := range b {
		var v int
		switch {
		case c >= '0' && c <= '9':
			v = int(c - '0')
		case c >= 'a' && c <= 'f':
			v = int(c-'a') + 10
		case c >= 'A' && c <= 'F':
			v = int(c-'A') + 10
		case c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ':
			continue
		default:
			return nil, false
		}
		if half < 0 {
			half = v
			continue
		}
		out = append(out, byte(half<<4|v))
		half = -1
	}
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	return out, true
}

// ranges reads the two parts of a byte range as one.
type ranges struct {
	r     io.ReaderAt
	parts [2]span
}

func newRanges(r io.ReaderAt, nums []int64) *ranges {
	return &ranges{r, [2]span{{nums[0], nums[1]}, {nums[2], nums[3]}}}
}

func (g *ranges) size() int64 { return g.parts[0].n + g.parts[1].n }

// ReadAt reads from the concatenation.
func (g *ranges) ReadAt(b []byte, at int64) (int, error) {
	if at < 0 {
		return 0, errors.New("negative offset")
	}
	done := 0
	for _, p := range g.parts {
		if at >= p.n {
			at -= p.n
			continue
		}
		n := min(int64(len(b)-done), p.n-at)
		got, err := g.r.ReadAt(b[done:done+int(n)], p.off+at)
		done += got
		if int64(got) < n {
			return done, err
		}
		if done == len(b) {
			return done, nil
		}
		at = 0
	}
	return done, io.EOF
}

// digest hashes the byte range, in constant memory.
func (g *ranges) digest(ctx context.Context, h sigalg.Hash) ([]byte, error) {
	if h.Size() == 0 {
		return nil, fmt.Errorf("digest algorithm %q is not known", h)
	}
	w := h.New()
	buf := make([]byte, max(min(64<<10, g.size()), 0))
	for at := int64(0); at < g.size(); {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := g.ReadAt(buf, at)
		w.Write(buf[:n])
		at += int64(n)
		if n == 0 {
			return nil, err
		}
	}
	return w.Sum(nil), nil
}
