// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package der

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/mitome-project/mitome/internal/limits"
)

// Octets returns the content of a string value: of a constructed one, the segments joined (X.690 8.7.3).
// The tag of v is not looked at, so that implicitly tagged strings are read too.
func (v Value) Octets() ([]byte, error) {
	if !v.Constructed {
		return v.Content, nil
	}
	parts, err := v.segments(nil, OctetString)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, p := range parts {
		total += len(p)
	}
	out := make([]byte, 0, total)
	for _, p := range parts {
		out = append(out, p...)
	}
	return out, nil
}

// segments collects the primitive segments of a constructed string, in order.
func (v Value) segments(parts [][]byte, tag int) ([][]byte, error) {
	err := v.Walk(func(c Value) error {
		if c.Class != Universal || c.Tag != tag && !(v.Class == Universal && c.Tag == v.Tag) {
			return fmt.Errorf("segment of a constructed string at offset %d has tag %d", c.Offset, c.Tag)
		}
		if !c.Constructed {
			parts = append(parts, c.Content)
			return nil
		}
		var err error
		parts, err = c.segments(parts, tag)
		return err
	})
	return parts, err
}

// OID returns an object identifier in dotted form.
func (v Value) OID() (string, error) {
	if !v.Is(Universal, OID) || v.Constructed {
		return "", fmt.Errorf("value at offset %d is no object identifier (tag %d)", v.Offset, v.Tag)
	}
	return OIDString(v.Content)
}

// OIDString is the dotted form of the content octets of an OBJECT IDENTIFIER.
func OIDString(b []byte) (string, error) {
	if len(b) == 0 || b[len(b)-1]&0x80 != 0 {
		return "", errors.New("object identifier is empty or ends inside an arc")
	}
	if len(b) > 256 {
		return "", errors.New("object identifier is longer than 256 octets")
	}
	var s strings.Builder
	first, n := true, uint64(0)
	for _, c := range b {
		if n > 1<<56 {
			return "", errors.New("object identifier has an arc above 63 bits")
		}
		n = n<<7 | uint64(c&0x7f)
		if c&0x80 != 0 {
			continue
		}
		if first {
			top := min(n/40, 2)
			s.WriteString(strconv.FormatUint(top, 10))
			n -= top * 40
			first = false
		}
		s.WriteByte('.')
		s.WriteString(strconv.FormatUint(n, 10))
		n = 0
	}
	return s.String(), nil
}

// Int returns an INTEGER or ENUMERATED.
func (v Value) Int() (*big.Int, error) {
	if v.Class != Universal || v.Tag != Integer && v.Tag != Enumerated || v.Constructed || len(v.Content) == 0 {
		return nil, fmt.Errorf("value at offset %d is no integer (tag %d)", v.Offset, v.Tag)
	}
	return BigInt(v.Content), nil
}

// BigInt reads the two's complement content octets of an INTEGER.
func BigInt(b []byte) *big.Int {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(b))*8))
	}
	return n
}

// SmallInt returns an INTEGER that fits into an int32.
func (v Value) SmallInt() (int, error) {
	n, err := v.Int()
	if err != nil {
		return 0, err
	}
	if !n.IsInt64() || n.Int64() != int64(int32(n.Int64())) {
		return 0, fmt.Errorf("integer at offset %d is out of range", v.Offset)
	}
	return int(n.Int64()), nil
}

// Bool returns a BOOLEAN; every octet but 0 is true (X.690 8.2.2).
func (v Value) Bool() (bool, error) {
	if v.Constructed || len(v.Content) != 1 {
		return false, fmt.Errorf("value at offset %d is no boolean", v.Offset)
	}
	return v.Content[0] != 0, nil
}

// Text returns a character string as UTF-8; octets that are not valid in its type are replaced by U+FFFD.
func (v Value) Text() string {
	b, err := v.Octets()
	if err != nil {
		return ""
	}
	if v.Class == Universal {
		switch v.Tag {
		case BMPString:
			u := make([]uint16, 0, len(b)/2)
			for i := 0; i+1 < len(b); i += 2 {
				u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
			}
			return string(utf16.Decode(u))
		case UniversalString:
			var s strings.Builder
			for i := 0; i+3 < len(b); i += 4 {
				s.WriteRune(rune(uint32(b[i])<<24 | uint32(b[i+1])<<16 | uint32(b[i+2])<<8 | uint32(b[i+3])))
			}
			return s.String()
		case TeletexString:
			if !utf8.Valid(b) { // practice is ISO 8859-1
				r := make([]rune, len(b))
				for i, c := range b {
					r[i] = rune(c)
				}
				return string(r)
			}
		}
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// Time returns a UTCTime or GeneralizedTime in UTC. Seconds may be missing, a zone offset and fractions are read.
func (v Value) Time() (time.Time, error) {
	b, err := v.Octets()
	if err != nil {
		return time.Time{}, err
	}
	if v.Class != Universal || v.Tag != UTCTime && v.Tag != GeneralizedTime {
		return time.Time{}, fmt.Errorf("value at offset %d is no time (tag %d)", v.Offset, v.Tag)
	}
	t, err := ParseTime(string(b), v.Tag == GeneralizedTime)
	if err != nil {
		return time.Time{}, fmt.Errorf("time at offset %d: %w", v.Offset, err)
	}
	return t, nil
}

// ParseTime reads the text of a GeneralizedTime or UTCTime (years 1950 to 2049, RFC 5280 4.1.2.5.1).
func ParseTime(s string, generalized bool) (time.Time, error) {
	bad := func() (time.Time, error) { return time.Time{}, fmt.Errorf("%.40q is no time", s) }
	if len(s) > 64 {
		return bad()
	}
	layout := "060102150405"
	if generalized {
		layout = "20060102150405"
	}
	digits := 0
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	switch digits {
	case len(layout):
	case len(layout) - 2:
		layout = layout[:len(layout)-2]
	default:
		return bad()
	}
	t, err := time.Parse(layout, s[:digits])
	if err != nil {
		return bad()
	}
	if !generalized { // Go splits the centuries at 1969
		if y := t.Year() % 100; y >= 50 {
			t = t.AddDate(1900+y-t.Year(), 0, 0)
		} else {
			t = t.AddDate(2000+y-t.Year(), 0, 0)
		}
	}
	rest := s[digits:]
	if generalized && rest != "" && (rest[0] == '.' || rest[0] == ',') {
		end := 1
		for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
			end++
		}
		if end == 1 || end > 20 {
			return bad()
		}
		frac, err := strconv.ParseFloat("0."+rest[1:end], 64)
		if err != nil {
			return bad()
		}
		t = t.Add(time.Duration(frac*1e9 + 0.5))
		rest = rest[end:]
	}
	off, ok := zone(rest)
	if !ok {
		return bad()
	}
	return t.Add(-off), nil
}

// zone reads "Z", "+hhmm", "-hhmm" or nothing, which is taken as UTC.
func zone(s string) (time.Duration, bool) {
	if s == "" || s == "Z" {
		return 0, true
	}
	if len(s) != 5 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[1:], 10, 16)
	if err != nil || n/100 > 23 || n%100 > 59 {
		return 0, false
	}
	d := time.Duration(n/100)*time.Hour + time.Duration(n%100)*time.Minute
	if s[0] == '-' {
		d = -d
	}
	return d, true
}

// Encode returns a value with this identifier octet and content, in definite form.
func Encode(identifier byte, content ...[]byte) []byte {
	n := 0
	for _, c := range content {
		n += len(c)
	}
	out := make([]byte, 0, n+6)
	out = append(out, identifier)
	out = AppendLength(out, int64(n))
	for _, c := range content {
		out = append(out, c...)
	}
	return out
}

// AppendLength appends the shortest definite length octets.
func AppendLength(b []byte, n int64) []byte {
	if n < 0x80 {
		return append(b, byte(n))
	}
	size := 1
	for m := n >> 8; m > 0; m >>= 8 {
		size++
	}
	b = append(b, 0x80|byte(size))
	for i := size - 1; i >= 0; i-- {
		b = append(b, byte(n>>(8*i)))
	}
	return b
}

// defaults bounds a reading for which no limits were given.
func defaults() *Reader { return NewReader(limits.Default()) }
