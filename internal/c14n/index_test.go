// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package c14n

import (
	"strings"
	"testing"
)

// TestIndexAny compares with the standard library at every place around the pieces.
func TestIndexAny(t *testing.T) {
	const chars = "&<>\r"
	for _, n := range []int{0, 1, 31, 32, 33, 1023, 1024, 1025, 1055, 1056, 2048, 3000} {
		clean := strings.Repeat("x", n)
		if got := indexAny(clean, chars); got != -1 {
			t.Errorf("%d clean characters: %d", n, got)
		}
		for i := range n {
			s := clean[:i] + string(chars[i%4]) + clean[i+1:]
			if i+7 < n {
				s = s[:i+7] + string(chars[(i+1)%4]) + s[i+8:]
			}
			if got, want := indexAny(s, chars), strings.IndexAny(s, chars); got != want {
				t.Fatalf("%d characters, %d: %d, want %d", n, i, got, want)
			}
		}
	}
}
