// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// TestBareStamp asks that a time-stamp which names no signing certificate vanishes under policy dss, as in the reference, and
// that the default policy shows it, invalid.
func TestBareStamp(t *testing.T) {
	named := &ades.Timestamp{ID: "T-1", Kind: ades.TSSignature, CertRefs: []ades.CertRef{{}}}
	bare := &ades.Timestamp{ID: "T-2", Kind: ades.TSSignature}
	doc := &ades.Document{Format: ades.XAdES, Signatures: []*ades.Signature{{ID: "S-1", Format: ades.XAdES, Timestamps: []*ades.Timestamp{named, bare}}}}
	for _, c := range []struct {
		pol  *policy.Policy
		want int
	}{{policy.DSS(), 1}, {policy.Default(), 2}} {
		v, err := New(Options{Trust: &trust.Store{}, Policy: c.pol, Time: someTime})
		if err != nil {
			t.Fatal(err)
		}
		ev, err := v.gather(doc, someTime, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		sg := v.Evaluate(ev).Signatures[0]
		if len(sg.Timestamps) != c.want {
			t.Errorf("%s: %d time-stamps, want %d", c.pol.Name(), len(sg.Timestamps), c.want)
		}
		for _, ts := range sg.Timestamps {
			if ts.Timestamp == bare && !failed(ts, "sav.ess-reference") {
				t.Errorf("%s: the bare time-stamp is not blamed for it", c.pol.Name())
			}
		}
	}
}

var someTime = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func failed(ts *Timestamp, check string) bool {
	for _, b := range ts.Blocks {
		for _, f := range b.Findings {
			if f.Check == check && f.Outcome == NotMet {
				return true
			}
		}
	}
	return false
}
