// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tlv

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Text decodes a character string of any of the types of X.680 to UTF-8; ok is false where v is not one of them or is malformed.
// Octets outside the repertoire are taken as ISO 8859-1, as most software does for TeletexString, so that nothing is lost.
func (v Value) Text() (text string, ok bool) {
	octets, err := v.Octets()
	if err != nil || v.ID&0xc0 != 0 {
		return "", false
	}
	switch v.ID & 0x1f {
	case BMPString:
		return decodeUTF16(octets)
	case UniversalString:
		return decodeUTF32(octets)
	case UTF8String:
		if utf8.Valid(octets) {
			return string(octets), true
		}
		return Latin1(octets), false
	case PrintableString, IA5String, VisibleString, NumericString, TeletexString, 0x15, 0x19, 0x1b:
		return latin1OrUTF8(octets), true
	}
	return "", false
}

// latin1OrUTF8 decodes the 8-bit types. Many certificates hold UTF-8 in PrintableString, IA5String or TeletexString.
func latin1OrUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return Latin1(b)
}

// Latin1 decodes ISO 8859-1.
func Latin1(b []byte) string {
	out := make([]rune, len(b))
	for i, c := range b {
		out[i] = rune(c)
	}
	return string(out)
}

func decodeUTF16(b []byte) (string, bool) {
	if len(b)%2 != 0 {
		return Latin1(b), false
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units)), true
}

func decodeUTF32(b []byte) (string, bool) {
	if len(b)%4 != 0 {
		return Latin1(b), false
	}
	out := make([]rune, len(b)/4)
	for i := range out {
		n := uint32(b[4*i])<<24 | uint32(b[4*i+1])<<16 | uint32(b[4*i+2])<<8 | uint32(b[4*i+3])
		if n > utf8.MaxRune {
			n = utf8.RuneError
		}
		out[i] = rune(n)
	}
	return string(out), true
}
