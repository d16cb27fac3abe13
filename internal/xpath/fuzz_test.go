// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"testing"
)

// FuzzEval evaluates arbitrary expressions: within the budget they end soon.
func FuzzEval(f *testing.F) {
	for _, s := range []string{"count(//b)", "b[@n]/c = 2", "string((//c)[last()])", "count((//c)[2]/preceding::c)", "translate('bar','abc','AB')", "not(ancestor-or-self::p:d) and here()",
		"substring('12345', 2, 3)", "-1 < 1 or 7 mod 3 | //@*", "((((1))))", "namespace::*[name() != \"p\"]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := eval(t, s, 20_000)
		if (v == nil) == (err == nil) {
			t.Errorf("%v, %v", v, err)
		}
	})
}
