// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package checks

import (
	"testing"

	"github.com/mitome-project/mitome/policy"
)

func TestAccepts(t *testing.T) {
	list := func(v ...string) policy.Constraint { return policy.Constraint{Values: v} }
	for _, c := range []struct {
		name   string
		k      policy.Constraint
		values []string
		want   bool
	}{
		{"listed", list("a", "b"), []string{"b"}, true},
		{"one of several", list("b"), []string{"a", "b"}, true},
		{"not listed", list("a"), []string{"b"}, false},
		{"any", list("*"), []string{"b"}, true},
		{"any, and nothing there", list("*"), nil, false},
		{"nothing there", list("a"), nil, false},
		{"empty text is nothing", list("*"), []string{""}, false},
		{"nothing there, nothing asked", list(), nil, true},
		{"something there, nothing asked", list(), []string{"a"}, false},
	} {
		if got := Accepts(c.k, c.values...); got != c.want {
			t.Errorf("%s: %v, expected %v", c.name, got, c.want)
		}
	}
}
