// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmltree

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
)

// lists are the largest trusted lists beside the checkout, if they are there.
func lists(tb testing.TB) [][]byte {
	names, _ := filepath.Glob(filepath.Join(beside.Path(tb, "corpus", "lists", "eu-2025-08"), "*.xml"))
	var out [][]byte
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

func BenchmarkLists(b *testing.B) {
	in := lists(b)
	n := 0
	for _, l := range in {
		n += len(l)
	}
	b.SetBytes(int64(n))
	b.ReportAllocs()
	for b.Loop() {
		for _, l := range in {
			if _, err := Parse(l, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
