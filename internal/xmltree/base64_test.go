// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmltree

import "testing"

// TestDecodeBase64: white space of every kind is skipped wherever it stands, and nothing else.
func TestDecodeBase64(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "bWl0b21l": "mitome", "bWl0\nb21l": "mitome", "\r\nb\rW\nl0b21l\r\n": "mitome", " bWl0 b21l\t": "mitome", "\t\n b Wl0b\n21\tl \r\n": "mitome",
		"bQ==": "m", "bQ =\n=": "m", "bQ\n==": "m",
	} {
		if got, err := DecodeBase64(in); err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"bQ", "bQ=", "bQ= ", "b Q", "bWl0-b21l", "bWl0 b21l!", "bQ==bQ==", "bQ== bQ==", "b\u00a0Q==", "bWl0\x00b21l"} {
		if got, err := DecodeBase64(in); err == nil {
			t.Errorf("%q: no error, %q", in, got)
		}
	}
}
