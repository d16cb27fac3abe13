// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package der

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/limits"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestNormalize(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"DER stays", "3003020105", "3003020105"},
		{"indefinite sequence", "30800201050000", "3003020105"},
		{"nested indefinite", "3080308002010500000000", "30053003020105"},
		{"constructed octet string", "2480040201020401030000", "0403010203"},
		{"nested segments", "240b 2406 0401 01 0401 02 0401 03", "0403010203"},
		{"long length", "30820003020105", "3003020105"},
		{"true", "30030101 01", "30030101ff"},
		{"constructed bit string", "2309 0302 00f0 0303 04a0f0", "0304 04 f0a0f0"},
		{"set order kept", "3180 020102 020101 0000", "3106 020102 020101"},
		{"long tag", "bf8101 80 0201050000", "bf8101 03 020105"},
	} {
		got, err := Normalize(unhex(t, c.in))
		if want := unhex(t, c.want); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: got %x, %v; want %x", c.name, got, err, want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, in string }{
		{"empty", ""},
		{"half a header", "30"},
		{"length beyond the end", "3005020105"},
		{"no end-of-contents", "3080020105"},
		{"primitive indefinite", "04800000"},
		{"length of 9 octets", "0489ffffffffffffffffff"},
		{"reserved length", "04ff00"},
		{"trailing", "0500 00"},
		{"end-of-contents in a definite length", "30020000"},
		{"wrong segment", "240302010a"},
		{"endless tag", "1fffffffffff01"},
	} {
		if got, err := Normalize(unhex(t, c.in)); err == nil {
			t.Errorf("%s: accepted as %x", c.name, got)
		}
	}
}

func TestBounds(t *testing.T) {
	var limit *limits.Error
	deep := bytes.Repeat([]byte{0x30, 0x80}, 100000)
	if _, err := Normalize(deep); !errors.As(err, &limit) {
		t.Errorf("deep indefinite nesting: %v", err)
	}
	lim := limits.Default()
	lim.DERElements = 10
	v, err := NewReader(lim).Single(Encode(0x30, bytes.Repeat([]byte{5, 0}, 11)), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Children(); !errors.As(err, &limit) {
		t.Errorf("11 values of 10: %v", err)
	}
}

func TestSortSet(t *testing.T) {
	v, err := defaults().Single(unhex(t, "a080 0201 02 0201 01 0401 00 0000"), 0)
	if err != nil {
		t.Fatal(err)
	}
	got, err := v.SortSet(0x31)
	if want := unhex(t, "3109 020101 020102 040100"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %x, %v; want %x", got, err, want)
	}
}

func TestValues(t *testing.T) {
	read := func(s string) Value {
		v, err := defaults().Single(unhex(t, s), 0)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if s, err := read("06092a864886f70d010702").OID(); s != "1.2.840.113549.1.7.2" || err != nil {
		t.Errorf("OID %s, %v", s, err)
	}
	if s, err := read("0603883703").OID(); s != "2.999.3" || err != nil {
		t.Errorf("OID %s, %v", s, err)
	}
	if n, err := read("0201ff").Int(); err != nil || n.Int64() != -1 {
		t.Errorf("integer %v, %v", n, err)
	}
	if s := read("1e0400410042").Text(); s != "AB" {
		t.Errorf("BMPString %q", s)
	}
	for _, s := range []string{"0600", "060180", "0200"} {
		if _, err := read(s).OID(); err == nil {
			t.Errorf("OID %s accepted", s)
		}
	}
}

func TestParseTime(t *testing.T) {
	for _, c := range []struct {
		in          string
		generalized bool
		want        string
	}{
		{"500101000000Z", false, "1950-01-01T00:00:00Z"},
		{"491231235959Z", false, "2049-12-31T23:59:59Z"},
		{"4912312359Z", false, "2049-12-31T23:59:00Z"},
		{"200229120000+0100", false, "2020-02-29T11:00:00Z"},
		{"20200101000000.25Z", true, "2020-01-01T00:00:00.25Z"},
		{"20200101000000Z", true, "2020-01-01T00:00:00Z"},
		{"20200101000000", true, "2020-01-01T00:00:00Z"},
		{"99991231235959Z", true, "9999-12-31T23:59:59Z"},
		{"20201301000000Z", true, ""},
		{"2020", true, ""},
		{"20200101000000+9999", true, ""},
		{"20200101000000.Z", true, ""},
	} {
		got, err := ParseTime(c.in, c.generalized)
		if s := got.Format(time.RFC3339Nano); (err == nil) != (c.want != "") || err == nil && s != c.want {
			t.Errorf("%s: got %s, %v; want %s", c.in, s, err, c.want)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"30800201050000", "2480040201020401030000", "a0803080010101ffff0000", "bf8101800201050000"} {
		f.Add(unhex(f, s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		once, err := Normalize(b)
		if err != nil {
			return
		}
		twice, err := Normalize(once)
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("normalising twice differs: %x, %x, %v", once, twice, err)
		}
	})
}
