// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import "testing"

// TestNameEqualAsKeys compares names in every way that Equal takes, and that it always says what the keys say.
func TestNameEqualAsKeys(t *testing.T) {
	at := func(rdn int, oid, value string) NameAttribute { return NameAttribute{OID: oid, Value: value, RDN: rdn} }
	name := func(a ...NameAttribute) Name { return Name{Attributes: a} }
	const c, cn, o = "2.5.4.6", "2.5.4.3", "2.5.4.10"
	for _, tt := range []struct {
		what string
		a, b Name
		want bool
	}{
		{"no attributes", name(), name(), true},
		{"same", name(at(0, c, "DE"), at(1, cn, "A")), name(at(0, c, "DE"), at(1, cn, "A")), true},
		{"letter case and spaces", name(at(0, c, "de"), at(1, cn, " A  b")), name(at(0, c, "DE"), at(1, cn, "a B ")), true},
		{"spaces of every kind", name(at(0, cn, "\t\nA\v\f \rB\u0085\u00a0")), name(at(0, cn, "a b")), true},
		{"letters beyond ASCII", name(at(0, cn, "  Ä  STRASSE ")), name(at(0, cn, "ä straße")), true},
		{"compatibility forms", name(at(0, cn, "ＡＢ ﬁ")), name(at(0, cn, "ab FI")), true},
		{"a space more", name(at(0, cn, "A B")), name(at(0, cn, "AB")), false},
		{"parts that meet", name(at(0, cn, "A"), at(1, cn, "B")), name(at(0, cn, "A;2.5.4.3=1:b")), false},
		{"only spaces", name(at(0, cn, "  ")), name(at(0, cn, "")), true},
		{"other value", name(at(0, c, "DE"), at(1, cn, "A")), name(at(0, c, "DE"), at(1, cn, "B")), false},
		{"other first value", name(at(0, c, "DE"), at(1, cn, "A")), name(at(0, c, "FR"), at(1, cn, "A")), false},
		{"other type", name(at(0, c, "DE"), at(1, cn, "A")), name(at(0, c, "DE"), at(1, o, "A")), false},
		{"one more", name(at(0, c, "DE")), name(at(0, c, "DE"), at(1, cn, "A")), false},
		{"other order", name(at(0, c, "DE"), at(1, cn, "A")), name(at(0, cn, "A"), at(1, c, "DE")), false},
		{"a set in another order", name(at(0, c, "DE"), at(1, cn, "A"), at(1, o, "B")), name(at(0, c, "DE"), at(1, o, "B"), at(1, cn, "A")), true},
		{"a set and a sequence", name(at(0, cn, "A"), at(0, o, "B")), name(at(0, cn, "A"), at(1, o, "B")), false},
	} {
		if got := tt.a.Equal(tt.b); got != tt.want || tt.b.Equal(tt.a) != tt.want || (tt.a.Key() == tt.b.Key()) != tt.want {
			t.Errorf("%s: equal %v, expected %v", tt.what, got, tt.want)
		}
	}
}
