// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tlv

import (
	"errors"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// maxOID bounds the content octets of an object identifier: real ones have fewer than 30.
const maxOID = 256

// attributeTypes and extensionIDs are the identifiers of X.500 that every certificate is full of, made once.
var (
	attributeTypes = arcsBelow("2.5.4.")
	extensionIDs   = arcsBelow("2.5.29.")
)

func arcsBelow(prefix string) (out [128]string) {
	for i := range out {
		out[i] = prefix + strconv.Itoa(i)
	}
	return out
}

// OID is the dotted form of an OBJECT IDENTIFIER (whatever its tag, for implicit tags); empty where it is malformed.
func (v Value) OID() string {
	b := v.Content
	if v.Constructed() || len(b) == 0 || len(b) > maxOID || b[len(b)-1]&0x80 != 0 {
		return ""
	}
	if len(b) == 3 && b[0] == 0x55 && b[2] < 0x80 {
		switch b[1] {
		case 4:
			return attributeTypes[b[2]]
		case 29:
			return extensionIDs[b[2]]
		}
	}
	out := make([]byte, 0, 40)
	for first := true; len(b) > 0; first = false {
		if b[0] == 0x80 {
			return ""
		}
		n := 0
		for b[n]&0x80 != 0 {
			n++
		}
		arc := b[:n+1]
		b = b[n+1:]
		if first {
			out = appendFirstArcs(out, arc)
			continue
		}
		out = appendArc(append(out, '.'), arc, 0)
	}
	return string(out)
}

// appendFirstArcs splits the first subidentifier, X.690 8.19.4.
func appendFirstArcs(out, arc []byte) []byte {
	switch {
	case len(arc) == 1 && arc[0] < 40:
		return appendArc(append(out, '0', '.'), arc, 0)
	case len(arc) == 1 && arc[0] < 80:
		return appendArc(append(out, '1', '.'), arc, 40)
	}
	return appendArc(append(out, '2', '.'), arc, 80)
}

// appendArc appends a base-128 number less sub.
func appendArc(out, arc []byte, sub uint64) []byte {
	if len(arc) <= 9 {
		var n uint64
		for _, c := range arc {
			n = n<<7 | uint64(c&0x7f)
		}
		return strconv.AppendUint(out, n-sub, 10)
	}
	n := new(big.Int)
	for _, c := range arc {
		n.Or(n.Lsh(n, 7), big.NewInt(int64(c&0x7f)))
	}
	return n.Sub(n, new(big.Int).SetUint64(sub)).Append(out, 10)
}

// EncodeOID is the DER of a dotted object identifier, identifier and length octets included; nil where it is malformed.
func EncodeOID(oid string) []byte {
	var arcs []uint64
	for part := range strings.SplitSeq(oid, ".") {
		n, err := strconv.ParseUint(part, 10, 63)
		if err != nil || len(arcs) > 30 {
			return nil
		}
		arcs = append(arcs, n)
	}
	if len(arcs) < 2 || arcs[0] > 2 || arcs[0] < 2 && arcs[1] > 39 || arcs[1] > 1<<62 {
		return nil
	}
	arcs[1] += 40 * arcs[0]
	content := []byte{}
	for _, n := range arcs[1:] {
		size := 1
		for m := n >> 7; m > 0; m >>= 7 {
			size++
		}
		for i := size - 1; i >= 0; i-- {
			c := byte(n>>(7*i)) & 0x7f
			if i > 0 {
				c |= 0x80
			}
			content = append(content, c)
		}
	}
	return Encode(ObjectID, content)
}

// Encode is the DER of a value with a single identifier octet.
func Encode(id byte, content []byte) []byte {
	n := len(content)
	out := make([]byte, 0, n+6)
	out = append(out, id)
	if n < 0x80 {
		return append(append(out, byte(n)), content...)
	}
	size := 1
	for m := n >> 8; m > 0; m >>= 8 {
		size++
	}
	out = append(out, 0x80|byte(size))
	for i := size - 1; i >= 0; i-- {
		out = append(out, byte(n>>(8*i)))
	}
	return append(out, content...)
}

// Integer is the number of an INTEGER or ENUMERATED; nil where it has no content octets.
func (v Value) Integer() *big.Int {
	if v.Constructed() || len(v.Content) == 0 {
		return nil
	}
	n := new(big.Int).SetBytes(v.Content)
	if v.Content[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(v.Content))))
	}
	return n
}

// Int is a small INTEGER or ENUMERATED.
func (v Value) Int() (int, bool) {
	if v.Constructed() || len(v.Content) == 0 || len(v.Content) > 8 {
		return 0, false
	}
	n := int64(int8(v.Content[0]))
	for _, c := range v.Content[1:] {
		n = n<<8 | int64(c)
	}
	return int(n), true
}

// Bool is a BOOLEAN: any octet but zero is true, X.690 8.2.2.
func (v Value) Bool() (value, ok bool) {
	if v.Constructed() || len(v.Content) != 1 {
		return false, false
	}
	return v.Content[0] != 0, true
}

// Octets are the octets of an OCTET STRING or another string: the segments of a constructed encoding are joined.
func (v Value) Octets() ([]byte, error) {
	if !v.Constructed() {
		return v.Content, nil
	}
	return appendSegments(nil, v, 0)
}

func appendSegments(out []byte, v Value, depth int) ([]byte, error) {
	if depth >= maxDepth {
		return nil, errDepth
	}
	c := v.Children()
	for {
		s, ok := c.Next()
		if !ok {
			return out, c.Err()
		}
		if !s.Constructed() {
			out = append(out, s.Content...)
			continue
		}
		var err error
		if out, err = appendSegments(out, s, depth+1); err != nil {
			return nil, err
		}
	}
}

// Bits are the octets of a BIT STRING and the number of unused bits in the last one.
func (v Value) Bits() (octets []byte, unused int, ok bool) {
	if v.Constructed() {
		return v.bitSegments()
	}
	b := v.Content
	if len(b) == 0 || b[0] > 7 || len(b) == 1 && b[0] != 0 {
		return nil, 0, false
	}
	return b[1:], int(b[0]), true
}

// bitSegments joins a BIT STRING in BER segments, which do not nest in practice: only the last may have unused bits.
func (v Value) bitSegments() (octets []byte, unused int, ok bool) {
	c := v.Children()
	for c.More() {
		s, good := c.Take(BitString)
		if !good || unused != 0 {
			return nil, 0, false
		}
		part, u, good := s.Bits()
		if !good {
			return nil, 0, false
		}
		octets, unused = append(octets, part...), u
	}
	return octets, unused, c.Err() == nil
}

// errTime says that a time has no known form.
var errTime = errors.New("time is malformed")

// Time reads a UTCTime or GeneralizedTime, in UTC. Besides the forms of RFC 5280 4.1.2.5 it takes times without seconds, with
// fractions, and with an offset from UTC, as BER has them. A two-digit year is 1950 to 2049.
func (v Value) Time() (time.Time, error) {
	octets, err := v.Octets()
	if err != nil || len(octets) > 40 {
		return time.Time{}, errTime
	}
	s := strings.TrimRight(string(octets), "\x00 ")
	if v.ID&0x1f == UTCTime {
		return parseUTCTime(s)
	}
	for _, layout := range []string{"20060102150405Z0700", "200601021504Z0700", "2006010215Z0700", "20060102150405", "200601021504"} {
		// time.Parse takes a fraction after the seconds though the layout has none.
		if t, err := time.Parse(layout, strings.Replace(s, ",", ".", 1)); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, errTime
}

func parseUTCTime(s string) (time.Time, error) {
	for _, layout := range []string{"060102150405Z0700", "0601021504Z0700", "060102150405"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		t = t.UTC()
		if t.Year() >= 2050 { // RFC 5280 4.1.2.5.1; time.Parse takes 69 and above for the 20th century
			t = t.AddDate(-100, 0, 0)
		}
		return t, nil
	}
	return time.Time{}, errTime
}
