// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package der

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// Normalize re-encodes one BER value as DER: definite minimal lengths, primitive strings, booleans of 0xFF. The order of
// sets is kept, since a SET and a SET OF cannot be told apart without the schema; see [SortSet]. Implicitly tagged
// constructed strings stay constructed, for the same reason. Input that is DER already is returned as it is.
func Normalize(ber []byte) ([]byte, error) {
	v, err := defaults().Single(ber, 0)
	if err != nil {
		return nil, err
	}
	return v.DER()
}

// DER re-encodes v as [Normalize] does.
func (v Value) DER() ([]byte, error) {
	ok, err := v.isDER()
	if err != nil {
		return nil, err
	}
	if ok {
		return v.Raw, nil
	}
	return v.encode()
}

// stringTag reports whether a universal tag is a string type, which BER may cut into segments.
func stringTag(tag int) bool {
	switch tag {
	case BitString, OctetString, UTF8String, NumericString, PrintableString, TeletexString, 21, IA5String, UTCTime,
		GeneralizedTime, 25, VisibleString, 27, UniversalString, BMPString:
		return true
	}
	return false
}

// isDER reports whether v is encoded as Normalize would write it.
func (v Value) isDER() (bool, error) {
	if !v.Minimal {
		return false, nil
	}
	if !v.Constructed {
		if v.Is(Universal, Boolean) {
			return len(v.Content) != 1 || v.Content[0] == 0 || v.Content[0] == 0xff, nil
		}
		return true, nil
	}
	if v.Class == Universal && stringTag(v.Tag) {
		return false, nil
	}
	ok := true
	err := v.Walk(func(c Value) error {
		if !ok {
			return nil
		}
		var err error
		ok, err = c.isDER()
		return err
	})
	return ok, err
}

// encode writes v in DER. Each level copies its content once, so the work is at most depth times size.
func (v Value) encode() ([]byte, error) {
	if !v.Constructed {
		if v.Is(Universal, Boolean) && len(v.Content) == 1 && v.Content[0] != 0 {
			return []byte{Boolean, 1, 0xff}, nil
		}
		return v.wrap(false, v.Content), nil
	}
	if v.Class == Universal && v.Tag == BitString {
		b, err := v.bits()
		return v.wrap(false, b), err
	}
	if v.Class == Universal && stringTag(v.Tag) {
		b, err := v.Octets()
		return v.wrap(false, b), err
	}
	var parts [][]byte
	err := v.Walk(func(c Value) error {
		e, err := c.DER()
		parts = append(parts, e)
		return err
	})
	if err != nil {
		return nil, err
	}
	return v.wrap(true, parts...), nil
}

// bits joins the segments of a constructed BIT STRING; only the last may have unused bits.
func (v Value) bits() ([]byte, error) {
	parts, err := v.segments(nil, BitString)
	if err != nil {
		return nil, err
	}
	out := []byte{0}
	for i, p := range parts {
		if len(p) == 0 {
			return nil, fmt.Errorf("bit string segment without its first octet, in the value at offset %d", v.Offset)
		}
		if i < len(parts)-1 && p[0] != 0 {
			return nil, fmt.Errorf("unused bits before the last segment of the bit string at offset %d", v.Offset)
		}
		out[0] = p[0]
		out = append(out, p[1:]...)
	}
	return out, nil
}

// wrap writes the identifier of v, in its shortest form, and a definite length before content.
func (v Value) wrap(constructed bool, content ...[]byte) []byte {
	id := byte(v.Class) << 6
	if constructed {
		id |= 0x20
	}
	if v.Tag < 0x1f {
		return Encode(id|byte(v.Tag), content...)
	}
	n := 0
	for _, c := range content {
		n += len(c)
	}
	out := []byte{id | 0x1f}
	started := false
	for shift := 21; shift >= 0; shift -= 7 {
		d := byte(v.Tag>>shift) & 0x7f
		if started = started || d != 0 || shift == 0; !started {
			continue
		}
		if shift > 0 {
			d |= 0x80
		}
		out = append(out, d)
	}
	out = AppendLength(out, int64(n))
	for _, c := range content {
		out = append(out, c...)
	}
	return out
}

// SortSet returns a constructed value's DER encoding with this identifier octet and its elements in the order that DER
// prescribes for a SET OF (X.690 11.6).
func (v Value) SortSet(identifier byte) ([]byte, error) {
	if !v.Constructed {
		return nil, errors.New("a set is constructed")
	}
	var parts [][]byte
	err := v.Walk(func(c Value) error {
		e, err := c.DER()
		parts = append(parts, e)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(parts, bytes.Compare)
	return Encode(identifier, parts...), nil
}
