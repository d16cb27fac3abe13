// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
)

// TestTrustListOfRealLists asks for every list with sequence, dates, signer and the certificate announced.
func TestTrustListOfRealLists(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"trust", "list", "--trust", beside.Path(t, "corpus", "lists", "eu-2025-08"), "--at", "2025-08-10T00:00:00Z"}, &stdout, &stderr); code != exitPassed {
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
	if !strings.Contains(out, "1 lists of lists, 4 pivots, 31 lists of services; 1 of these missing or not used; 3566 anchors") {
		t.Errorf("the summary is not as expected:\n%s", out[max(0, len(out)-2000):])
	}
}

// BenchmarkTrustList measures a cold start on the whole set.
func BenchmarkTrustList(b *testing.B) {
	folder := beside.Path(b, "corpus", "lists", "eu-2025-08")
	for b.Loop() {
		if code := run([]string{"trust", "list", "--trust", folder, "--at", "2025-08-10T00:00:00Z"}, io.Discard, io.Discard); code != exitPassed {
			b.Fatalf("exit code %d", code)
		}
	}
}
