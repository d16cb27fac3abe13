// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// coder writes or reads fields, by one code for both, so that they cannot part. Texts stand once each, in a table in front.
type coder struct {
	writing bool
	w       *writer
	r       string   // what is left to read
	texts   []string // the table
	bad     bool     // what was read is malformed: everything after it is empty
	depth   int
	free    pools
}

type writer struct {
	coder
	out     []byte
	numbers map[string]uint64
}

// finish appends the table and the fields.
func (w *writer) finish(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(w.texts)))
	for _, t := range w.texts {
		b = binary.AppendUvarint(b, uint64(len(t)))
	}
	for _, t := range w.texts {
		b = append(b, t...)
	}
	return append(b, w.out...)
}

// newReader reads the table. Its texts share the memory of one string.
func newReader(s string) (*coder, error) {
	rest, ok := strings.CutPrefix(s, snapshotForm)
	if !ok {
		return nil, errors.New("trust snapshot: of another form")
	}
	c := &coder{r: rest}
	count := c.uvarint()
	if count > uint64(len(c.r)) {
		return nil, errors.New("trust snapshot: malformed")
	}
	lengths := make([]uint64, count)
	for i := range lengths {
		lengths[i] = c.uvarint()
	}
	rest = c.r
	c.texts = make([]string, count)
	for i, n := range lengths {
		if c.bad || n > uint64(len(rest)) {
			return nil, errors.New("trust snapshot: malformed")
		}
		c.texts[i], rest = rest[:n], rest[n:]
	}
	c.r = rest
	return c, nil
}

func (c *coder) uvarint() uint64 {
	var v uint64
	for i := 0; i < len(c.r) && i < binary.MaxVarintLen64; i++ {
		v |= uint64(c.r[i]&0x7f) << (7 * i)
		if c.r[i] < 0x80 {
			c.r = c.r[i+1:]
			return v
		}
	}
	c.bad, c.r = true, ""
	return 0
}

func (c *coder) number(v *uint64) {
	if c.writing {
		c.w.out = binary.AppendUvarint(c.w.out, *v)
		return
	}
	*v = c.uvarint()
}

func (c *coder) integer(v *int64) {
	u := uint64(*v)<<1 ^ uint64(*v>>63)
	c.number(&u)
	*v = int64(u>>1) ^ -int64(u&1)
}

func (c *coder) int(v *int) {
	i := int64(*v)
	c.integer(&i)
	*v = int(i)
}

func (c *coder) flag(v *bool) {
	var n uint64
	if *v {
		n = 1
	}
	c.number(&n)
	*v = n == 1
}

// time keeps seconds, nanoseconds and, as every time here is in UTC, no zone.
func (c *coder) time(t *time.Time) {
	set := !t.IsZero()
	c.flag(&set)
	if !set {
		return
	}
	seconds, nano := t.Unix(), uint64(t.Nanosecond())
	c.integer(&seconds)
	c.number(&nano)
	if !c.writing {
		*t = time.Unix(seconds, int64(nano%1e9)).UTC()
	}
}

func (c *coder) text(s *string) {
	if c.writing {
		n, ok := c.w.numbers[*s]
		if !ok {
			n = uint64(len(c.w.texts))
			c.w.numbers[*s] = n
			c.w.texts = append(c.w.texts, *s)
		}
		c.number(&n)
		return
	}
	if n := c.uvarint(); n < uint64(len(c.texts)) {
		*s = c.texts[n]
	} else {
		c.bad, c.r = true, ""
	}
}

func (c *coder) bytes(b *[]byte) {
	s := string(*b)
	c.text(&s)
	if !c.writing {
		*b = []byte(s)
	}
}

func (c *coder) id(v *ades.ID) { c.text((*string)(v)) }

func (c *coder) strings(s *[]string) { sequence(c, s, (*coder).text) }

func (c *coder) localised(s *[]Text) {
	sequence(c, s, func(c *coder, t *Text) { c.text(&t.Lang); c.text(&t.Value) })
}

// sequence keeps nil and empty apart: a criterion is told by the field that is set.
func sequence[T any](c *coder, s *[]T, each func(*coder, *T)) {
	var n uint64
	if *s != nil {
		n = uint64(len(*s)) + 1
	}
	c.number(&n)
	if !c.writing {
		if n == 0 || c.bad {
			return
		}
		if n-1 > uint64(len(c.r)) { // each element takes a byte at least
			c.bad, c.r = true, ""
			return
		}
		*s = many[T](c, int(n-1))
	}
	for i := range *s {
		if each(c, &(*s)[i]); c.bad {
			return
		}
	}
}

func optional[T any](c *coder, p **T, f func(*coder, *T)) {
	set := *p != nil
	c.flag(&set)
	if !set || c.bad {
		return
	}
	if *p == nil {
		*p = new(T)
	}
	f(c, *p)
}

// pools cut short sequences of the most frequent types out of larger blocks.
type pools struct {
	texts    []Text
	strings  []string
	periods  []Period
	services []Service
}

const block = 512

func one[T any](c *coder) *T { return &many[T](c, 1)[0] }

func many[T any](c *coder, n int) []T {
	var pool *[]T
	switch p := any(&pool).(type) {
	case **[]Text:
		*p = &c.free.texts
	case **[]string:
		*p = &c.free.strings
	case **[]Period:
		*p = &c.free.periods
	case **[]Service:
		*p = &c.free.services
	}
	if pool == nil || n > block/4 {
		return make([]T, n)
	}
	if len(*pool) < n {
		*pool = make([]T, block)
	}
	out := (*pool)[:n:n]
	*pool = (*pool)[n:]
	return out
}
