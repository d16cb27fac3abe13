// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tst

import (
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/tlv"
)

// TestFields reads each field of a TSTInfo (RFC 3161 2.4.2), well-formed and not.
func TestFields(t *testing.T) {
	good := func() [][]byte { return [][]byte{version, policy, imprint(32), serial, when("20240102030405Z")} }
	set := func(i int, b []byte) []byte { f := good(); f[i] = b; return info(f...) }
	with := func(more ...[]byte) []byte { return info(append(good(), more...)...) }
	null := []byte{5, 0}
	ext := func(id string, critical bool, value []byte) []byte {
		parts := [][]byte{tlv.EncodeOID(id)}
		if critical {
			parts = append(parts, []byte{1, 1, 0xff})
		}
		return der.Encode(0x30, append(parts, der.Encode(4, value))...)
	}
	exts := func(list ...[]byte) []byte { return der.Encode(0xa1, list...) }
	statement := func(id string) []byte { return der.Encode(0x30, der.Encode(0x30, tlv.EncodeOID(id))) }
	name := der.Encode(0x30, der.Encode(0x31, der.Encode(0x30, tlv.EncodeOID("2.5.4.3"), []byte("\x0c\x03TSA"))))
	for _, c := range []struct {
		name    string
		in      []byte
		problem string // part of one; empty: none
		holds   func(*Info) bool
	}{
		{"good", info(good()...), "", func(i *Info) bool { return !i.HasAccuracy && i.Nonce == nil && i.TSA == nil && !i.Ordering }},
		{"version of another type", set(0, null), "version", nil},
		{"policy of another type", set(1, null), "policy", func(i *Info) bool { return i.Policy == "" }},
		{"imprint of another type", set(2, null), "not an algorithm and a digest", func(i *Info) bool { return i.ImprintAlgorithm == "" && i.Imprint == nil }},
		{"imprint without an algorithm", set(2, der.Encode(0x30, der.Encode(0x30), der.Encode(4, nil))), "names no algorithm", nil},
		{"imprint with an unknown algorithm", set(2, der.Encode(0x30, der.Encode(0x30, tlv.EncodeOID("1.2.3")), der.Encode(4, nil))), "unknown digest algorithm 1.2.3", func(i *Info) bool { return i.ImprintAlgorithm == "" }},
		{"imprint algorithm of another type", set(2, der.Encode(0x30, der.Encode(0x30, null), der.Encode(4, nil))), "messageImprint", nil},
		{"serial number of another type", set(3, null), "serialNumber", func(i *Info) bool { return i.Serial == nil }},
		{"time in another zone", set(4, when("20240102030405+0100")), "no GeneralizedTime in UTC", func(i *Info) bool { return i.GenTime.Hour() == 2 }},
		{"UTCTime", set(4, der.Encode(23, []byte("240102030405Z"))), "no GeneralizedTime in UTC", func(i *Info) bool { return i.GenTime.Year() == 2024 }},
		{"time with a damaged zone", set(4, when("20240102030405?")), "genTime", func(i *Info) bool { return i.GenTime.Equal(time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)) }},
		{"no accuracy at all", with(der.Encode(0x30)), "", func(i *Info) bool { return i.HasAccuracy && i.Accuracy == 0 }},
		{"negative accuracy", with(der.Encode(0x30, []byte{2, 1, 0xff})), "out of range", nil},
		{"accuracy beyond bounds", with(der.Encode(0x30, []byte{2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0})), "out of range", nil},
		{"accuracy of another type", with(der.Encode(0x30, null)), "accuracy has an element", nil},
		{"ordering, malformed", with([]byte{1, 0}), "ordering", nil},
		{"no ordering", with([]byte{1, 1, 0}), "", func(i *Info) bool { return !i.Ordering }},
		{"nonce beyond 64 bits", with([]byte{2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0}), "", func(i *Info) bool { return i.Nonce.BitLen() == 65 }},
		{"tsa by name", with(der.Encode(0xa0, der.Encode(0xa4, name))), "", func(i *Info) bool {
			return i.TSA != nil && i.TSA.Directory != nil && string(i.TSA.Directory.Raw) == string(name)
		}},
		{"tsa by address", with(der.Encode(0xa0, der.Encode(0x86, []byte("https://tsa.example")))), "", func(i *Info) bool { return i.TSA.Text == "https://tsa.example" }},
		{"tsa of two names", with(der.Encode(0xa0, der.Encode(0x86, nil), der.Encode(0x86, nil))), "tsa is no general name", func(i *Info) bool { return i.TSA == nil }},
		{"tsa with a malformed name", with(der.Encode(0xa0, der.Encode(0xa4, null))), "tsa", func(i *Info) bool { return i.TSA.Directory == nil }},
		{"tsa of another type", with(der.Encode(0xa0, null)), "tsa is no general name", nil},
		{"qualified", with(exts(ext(oidQCStatements, false, statement(oidQTST)))), "", func(i *Info) bool { return i.Qualified }},
		{"qualified, critical", with(exts(ext(oidQCStatements, true, statement(oidQTST)))), "", func(i *Info) bool { return i.Qualified }},
		{"another statement", with(exts(ext(oidQCStatements, false, statement("0.4.0.1862.1.1")))), "", func(i *Info) bool { return !i.Qualified }},
		{"statement of another type", with(exts(ext(oidQCStatements, false, der.Encode(0x30, null)))), "", func(i *Info) bool { return !i.Qualified }},
		{"statements cut off", with(exts(ext(oidQCStatements, false, []byte{0x30, 9}))), "qcStatements", func(i *Info) bool { return !i.Qualified }},
		{"statements of another type", with(exts(ext(oidQCStatements, false, null))), "qcStatements", func(i *Info) bool { return !i.Qualified }},
		{"unknown extension", with(exts(ext("1.2.3", false, null))), "", nil},
		{"unknown critical extension", with(exts(ext("1.2.3", true, null))), "unknown critical extension 1.2.3", nil},
		{"malformed extension", with(exts(der.Encode(0x30, tlv.EncodeOID("1.2.3")))), "is malformed", nil},
		{"extension without a type", with(exts(der.Encode(0x30, null, der.Encode(4, nil)))), "extension", nil},
		{"extension value of another type", with(exts(der.Encode(0x30, tlv.EncodeOID("1.2.3"), der.Encode(0x30)))), "extension 1.2.3", nil},
	} {
		i, err := Parse(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := strings.Join(i.Problems, "; "); c.problem == "" && got != "" || !strings.Contains(got, c.problem) {
			t.Errorf("%s: problems %q, want %q", c.name, got, c.problem)
		}
		if c.holds != nil && !c.holds(i) {
			t.Errorf("%s: %+v", c.name, i)
		}
	}
}
