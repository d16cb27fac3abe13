// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"encoding/asn1"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// tlv is one DER value: tag, length and the parts as content.
func tlv(tag byte, parts ...[]byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.Tag(tag), func(b *cryptobyte.Builder) {
		for _, p := range parts {
			b.AddBytes(p)
		}
	})
	return b.BytesOrPanic() // fails only on lengths beyond 32 bits
}

func seq(parts ...[]byte) []byte { return tlv(0x30, parts...) }

// set is a SET OF in DER order.
func set(parts ...[]byte) []byte {
	s := slices.Clone(parts)
	slices.SortFunc(s, bytes.Compare)
	return tlv(0x31, s...)
}

// explicit is [n] EXPLICIT, or [n] IMPLICIT of a constructed type when given its content.
func explicit(n byte, parts ...[]byte) []byte { return tlv(0xa0|n, parts...) }

// primitive is [n] IMPLICIT of a primitive type with this content.
func primitive(n byte, content []byte) []byte { return tlv(0x80|n, content) }

func octets(b []byte) []byte { return tlv(4, b) }
func bitString(b []byte) []byte {
	return tlv(3, []byte{0}, b)
}
func null() []byte              { return []byte{5, 0} }
func utf8(s string) []byte      { return tlv(12, []byte(s)) }
func printable(s string) []byte { return tlv(19, []byte(s)) }
func ia5(s string) []byte       { return tlv(22, []byte(s)) }

func boolean(v bool) []byte {
	if v {
		return []byte{1, 1, 0xff}
	}
	return []byte{1, 1, 0}
}

func number(n int64) []byte { return integer(big.NewInt(n)) }

func integer(n *big.Int) []byte {
	b, err := asn1.Marshal(n)
	if err != nil {
		return tlv(2, []byte{0})
	}
	return b
}

func enumerated(n int) []byte { return tlv(10, []byte{byte(n)}) }

// oid is an OBJECT IDENTIFIER from its dotted form; a malformed one gives an empty value, which no reader accepts.
func oid(dotted string) []byte {
	var o asn1.ObjectIdentifier
	for _, s := range strings.Split(dotted, ".") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return tlv(6)
		}
		o = append(o, n)
	}
	b, err := asn1.Marshal(o)
	if err != nil {
		return tlv(6)
	}
	return b
}

// namedBits is a BIT STRING with the given bits set and trailing zeros removed.
func namedBits(bits ...int) []byte {
	var v []byte
	last := -1
	for _, b := range bits {
		for len(v) <= b/8 {
			v = append(v, 0)
		}
		v[b/8] |= 0x80 >> (b % 8)
		last = max(last, b)
	}
	if last < 0 {
		return tlv(3, []byte{0})
	}
	return tlv(3, []byte{byte(7 - last%8)}, v)
}

func generalTime(t time.Time) []byte { return tlv(24, []byte(t.UTC().Format("20060102150405Z"))) }

// x509Time is UTCTime until 2049 and GeneralizedTime after (RFC 5280 4.1.2.5).
func x509Time(t time.Time) []byte {
	if y := t.UTC().Year(); y >= 1950 && y < 2050 {
		return tlv(23, []byte(t.UTC().Format("060102150405Z")))
	}
	return generalTime(t)
}

// content is the content of one DER value, without tag and length.
func content(der []byte) []byte {
	var raw asn1.RawValue
	if _, err := asn1.Unmarshal(der, &raw); err != nil {
		return nil
	}
	return raw.Bytes
}

// first is the first DER value of b, all of it where it is none.
func first(b []byte) []byte {
	var raw asn1.RawValue
	if _, err := asn1.Unmarshal(b, &raw); err != nil {
		return b
	}
	return raw.FullBytes
}
