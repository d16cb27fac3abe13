// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tst

import (
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/der"
)

var (
	version = []byte{2, 1, 1}
	policy  = []byte{6, 2, 0x2a, 3}
	serial  = []byte{2, 1, 42}
	sha256  = []byte("\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01")
)

func imprint(n int) []byte { return der.Encode(0x30, sha256, der.Encode(4, make([]byte, n))) }
func when(s string) []byte { return der.Encode(24, []byte(s)) }
func info(parts ...[]byte) []byte {
	return der.Encode(0x30, parts...)
}

func TestParse(t *testing.T) {
	qualified := der.Encode(0xa1, der.Encode(0x30, []byte("\x06\x08\x2b\x06\x01\x05\x05\x07\x01\x03"),
		der.Encode(4, der.Encode(0x30, der.Encode(0x30, []byte("\x06\x07\x04\x00\x81\x97\x5e\x01\x01"))))))
	i, err := Parse(info(version, policy, imprint(32), serial, when("20240102030405.25Z"),
		der.Encode(0x30, []byte{2, 1, 1}, []byte{0x80, 1, 2}, []byte{0x81, 1, 3}), []byte{1, 1, 0xff}, []byte{2, 1, 7}, qualified))
	if err != nil {
		t.Fatal(err)
	}
	if len(i.Problems) > 0 {
		t.Errorf("problems: %v", i.Problems)
	}
	want := time.Date(2024, 1, 2, 3, 4, 5, 250e6, time.UTC)
	if !i.GenTime.Equal(want) || i.ImprintAlgorithm != "SHA256" || len(i.Imprint) != 32 || i.Serial.Int64() != 42 || i.Policy != "1.2.3" {
		t.Errorf("got %+v", i)
	}
	if i.Accuracy != time.Second+2*time.Millisecond+3*time.Microsecond || !i.HasAccuracy || !i.Ordering || i.Nonce.Int64() != 7 || !i.Qualified {
		t.Errorf("optional fields: %+v", i)
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		name, want string
		in         []byte
	}{
		{"version 2", "version is 2", info([]byte{2, 1, 2}, policy, imprint(32), serial, when("20240102030405Z"))},
		{"short imprint", "31 octets", info(version, policy, imprint(31), serial, when("20240102030405Z"))},
		{"local time", "no GeneralizedTime in UTC", info(version, policy, imprint(32), serial, when("20240102030405"))},
		{"bad time", "is no time", info(version, policy, imprint(32), serial, when("2024"))},
		{"accuracy", "out of range", info(version, policy, imprint(32), serial, when("20240102030405Z"), der.Encode(0x30, []byte{0x80, 2, 3, 0xe8}))},
		{"unknown element", "unexpected element", info(version, policy, imprint(32), serial, when("20240102030405Z"), []byte{5, 0})},
	} {
		i, err := Parse(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := strings.Join(i.Problems, "; "); !strings.Contains(got, c.want) {
			t.Errorf("%s: problems %q, want %q", c.name, got, c.want)
		}
	}
	for name, in := range map[string][]byte{"empty": {}, "octets": {4, 0}, "too few": info(version)} {
		if _, err := Parse(in); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(info(version, policy, imprint(32), serial, when("20240102030405Z")))
	f.Fuzz(func(t *testing.T, b []byte) {
		if i, err := Parse(b); err == nil && i == nil {
			t.Error("neither info nor error")
		}
	})
}
