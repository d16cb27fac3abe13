// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"context"
	"os"
	"slices"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/validate"
)

// TestFlippedRecords tells that no changed octet makes an evidence record prove more: not earlier, and of what it covers nothing
// that it did not cover before.
func TestFlippedRecords(t *testing.T) {
	for _, d := range cases(t) {
		stride := map[string]int{"cades-evidence-expired": 17, "cades-evidence-tree-renewed": 53, "xades-evidence-renewed": 97, "xades-evidence-asn1": 151}[d.id]
		if stride == 0 {
			continue
		}
		v := d.validator(t, policy.Default())
		raw, err := os.ReadFile(d.file)
		if err != nil {
			t.Fatal(err)
		}
		whole := firstRecord(t, v, raw)
		if whole == nil || !whole.Indication.Passed() {
			t.Fatalf("%s: the record of the whole document is not valid", d.id)
		}
		valid := 0
		for i := 0; i < len(raw); i += stride {
			bad := bytes.Clone(raw)
			bad[i] ^= 0x04
			r := firstRecord(t, v, bad)
			if r == nil || !r.Indication.Passed() {
				continue
			}
			valid++
			if r.Time.Before(whole.Time) {
				t.Errorf("%s: with octet %d changed the record proves since %s, not %s", d.id, i, r.Time, whole.Time)
			}
			for _, id := range r.Record.Covers {
				if id[0] == 'S' && !slices.Contains(whole.Record.Covers, id) {
					t.Errorf("%s: with octet %d changed the record proves %s", d.id, i, id)
				}
			}
		}
		// What stays valid are the certificates that a token brings along, of which copies stand elsewhere, and little more.
		if valid > len(raw)/stride/3 {
			t.Errorf("%s: the record stays valid with %d of %d changes", d.id, valid, len(raw)/stride)
		}
	}
}

// firstRecord validates a document and returns its first evidence record; nil: there is none, or the document cannot be read.
func firstRecord(t *testing.T, v *validate.Validator, raw []byte) *validate.EvidenceRecord {
	t.Helper()
	res, err := v.Validate(context.Background(), ades.Input{Name: "flipped", Data: bytes.NewReader(raw), Size: int64(len(raw))})
	if err != nil || len(res.Signatures) == 0 || len(res.Signatures[0].EvidenceRecords) == 0 {
		return nil
	}
	return res.Signatures[0].EvidenceRecords[0]
}
