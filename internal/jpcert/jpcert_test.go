// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package jpcert

import (
	"slices"
	"testing"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/tlv"
)

func utf8String(s string) []byte { return tlv.Encode(0x0c, []byte(s)) }

// otherName is the content of an otherName.
func otherName(oid, value string) pkix.GeneralName {
	return pkix.GeneralName{Raw: append(tlv.EncodeOID(oid), tlv.Encode(tlv.ContextConstructed(0), utf8String(value))...)}
}

func TestPrivate(t *testing.T) {
	explicit := func(n int, s string) []byte { return tlv.Encode(tlv.ContextConstructed(n), utf8String(s)) }
	implicit := func(n int, s string) []byte { return tlv.Encode(tlv.Context(n), []byte(s)) }
	for _, tt := range []struct {
		name string
		c    pkix.Certificate
		want []Field
	}{
		{"nothing", pkix.Certificate{}, nil},
		{"card", pkix.Certificate{SubjectAltName: []pkix.GeneralName{otherName(cardHolder+"1", "見本花子"), otherName(cardHolder+"4", "319840214"), otherName("1.2.3", "x"), otherName(cardHolder+"9", "x")}},
			[]Field{{cardScheme, "name", "見本花子"}, {cardScheme, "date of birth", "319840214"}}},
		{"an e-mail address", pkix.Certificate{SubjectAltName: []pkix.GeneralName{{Tag: 1, Text: "a@example.org"}}}, nil},
		{"malformed otherName", pkix.Certificate{SubjectAltName: []pkix.GeneralName{{Raw: []byte{6, 200, 1}}, {Raw: nil}, {Raw: tlv.EncodeOID(cardHolder + "1")}}}, nil},
		{"registry", pkix.Certificate{Extensions: []pkix.Extension{{OID: registrarName, Value: utf8String("東京法務局登記官")},
			{OID: corporation, Value: tlv.Encode(tlv.Sequence, slices.Concat(explicit(0, "見本株式会社"), explicit(1, "0100-01-000001"), implicit(3, "見本太郎"), implicit(5, "?"), explicit(6, "東京法務局")))}}},
			[]Field{{registryScheme, "registrar", "東京法務局登記官"}, {registryScheme, "name", "見本株式会社"}, {registryScheme, "registered number", "0100-01-000001"},
				{registryScheme, "representative", "見本太郎"}, {registryScheme, "registry office", "東京法務局"}}},
		{"registry, malformed", pkix.Certificate{Extensions: []pkix.Extension{{OID: corporation, Value: []byte{0x30, 5, 1}}, {OID: registrarName}, {OID: corporation, Value: utf8String("x")}}}, nil},
		{"no text", pkix.Certificate{Extensions: []pkix.Extension{{OID: corporation, Value: tlv.Encode(tlv.Sequence, implicit(0, "\xff\xfe"))}}}, []Field{{registryScheme, "name", "fffe"}}},
	} {
		if got := Private(&tt.c); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestClosedRevocation(t *testing.T) {
	for oid, closed := range map[string]bool{"1.2.392.200149.8.5.1.1.20": true, "1.2.392.200149.8.5.1.3.30": true, "1.2.392.200149.8": false, "1.2.392.2001490.8.5.1": false, "": false} {
		if got := ClosedRevocation(&pkix.Certificate{Policies: []pkix.Policy{{OID: oid}}}); (got != "") != closed {
			t.Errorf("%s: %q", oid, got)
		}
	}
}

func FuzzPrivate(f *testing.F) {
	f.Add(otherName(cardHolder+"1", "見本花子").Raw, utf8String("x"))
	f.Add([]byte{6, 1, 1, 0xa0, 0x80}, []byte{0x30, 0x80, 0xa0})
	f.Fuzz(func(t *testing.T, name, extension []byte) {
		c := pkix.Certificate{SubjectAltName: []pkix.GeneralName{{Raw: name}}, Extensions: []pkix.Extension{{OID: corporation, Value: extension}, {OID: registrarName, Value: extension}}}
		if n := len(Private(&c)); n > 2+len(registryFields) {
			t.Errorf("%d fields", n)
		}
	})
}
