// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"testing"
)

// TestHashIndexRelabelled: an ats-hash-index-v3 passed off as an ats-hash-index-v2, whose digests are of whole attributes,
// matches no unsigned attribute. The name of the index stands in an unsigned attribute of the token, which nothing protects.
func TestHashIndexRelabelled(t *testing.T) {
	m, _ := makeAndRead(t, newPKI(t), recipe("LTA"))
	v3, v2 := []byte("\x06\x07\x04\x00\x81\x95\x32\x01\x05"), []byte("\x06\x07\x04\x00\x81\x95\x32\x01\x04")
	if bytes.Count(m.Document, v3) != 1 {
		t.Fatalf("%d indexes", bytes.Count(m.Document, v3))
	}
	d, err := read(t, bytes.Replace(m.Document, v3, v2, 1))
	if err != nil {
		t.Fatal(err)
	}
	ts := d.Signatures[0].Timestamps[1]
	if ts.IndexProblem == "" {
		t.Error("the index is taken as one of the second form")
	}
}
