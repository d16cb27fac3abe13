// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// realLists is the EU's whole set of lists of August 2025, where it is beside the checkout.
func realLists(tb testing.TB) string {
	tb.Helper()
	folder, err := filepath.Abs("../../../shared/corpus/lists/eu-2025-08")
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := os.Stat(folder); err != nil {
		tb.Skip("skipped: the collection of lists that others made is not beside the checkout")
	}
	return folder
}

// TestTrustListOfRealLists asks for every list with sequence, dates, signer and the certificate announced.
func TestTrustListOfRealLists(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"trust", "list", "--trust", realLists(t), "--at", "2025-08-10T00:00:00Z"}, &stdout, &stderr); code != exitPassed {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	out := stdout.String()
	for pattern, want := range map[string]int{
		`(?m)^  EU lotl  sequence 370 `:        1,
		`(?m)^  EU pivot sequence `:            4,
		`(?m)^  [A-Z]{2}       sequence `:      30,
		`(?m)^  DE       MISSING  https://tl.`: 1,
		`signature TOTAL-PASSED, by .*, at 20`: 35,
		`signer C-[0-9a-f]{12} is certificate \d+ of the \d+ that the list of lists announces`: 30,
		`that the newest pivot announces`:                         1,
		`that the bootstrap record or the pivot before announces`: 4,
		`(?m)^  BE .* \(EXPIRED\)`:                                1,
		`EXPIRED`:                                                 1,
	} {
		if got := len(regexp.MustCompile(pattern).FindAllString(out, -1)); got != want {
			t.Errorf("%s: %d lines, want %d", pattern, got, want)
		}
	}
	if !strings.Contains(out, "1 lists of lists, 4 pivots, 31 lists of services; 1 of these are missing or not used; 3566 anchors") {
		t.Errorf("the summary is not as expected:\n%s", out[max(0, len(out)-2000):])
	}
}

// BenchmarkTrustList measures a cold start on the whole set.
func BenchmarkTrustList(b *testing.B) {
	folder := realLists(b)
	for b.Loop() {
		if code := run([]string{"trust", "list", "--trust", folder, "--at", "2025-08-10T00:00:00Z"}, io.Discard, io.Discard); code != exitPassed {
			b.Fatalf("exit code %d", code)
		}
	}
}
