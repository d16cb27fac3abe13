// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
)

// askOrder asks that valid time-stamps follow each other in time as they must by their kinds and by what they cover
// (5.5.4 step 4 e)).
func (e *evaluation) askOrder(s *steps, t *token) bool {
	var valid []*ades.Timestamp
	for _, ts := range t.sig.Timestamps {
		if e.stamps[ts.ID].basic.Passed() && ts.ImprintIntact() {
			valid = append(valid, ts)
		}
	}
	if len(valid) == 0 {
		return true
	}
	bad := ades.ID("")
	for i, a := range valid {
		for _, b := range valid[i+1:] {
			if !inOrder(a, b) {
				bad = b.ID
			}
		}
	}
	return s.step(stepOrder, e.level(pathCoherence), bad == "", ades.TimestampOrderFailure.Indication(), bad, "")
}

// rank orders the kinds of time-stamps as they are made.
func rank(t *ades.Timestamp) int {
	switch t.Kind {
	case ades.TSContent:
		return 0
	case ades.TSSignature, ades.TSVRI:
		return 1
	case ades.TSRefs:
		return 2
	}
	return 3
}

func inOrder(a, b *ades.Timestamp) bool {
	if a.GenTime.Equal(b.GenTime) {
		return true
	}
	if b.GenTime.Before(a.GenTime) {
		a, b = b, a
	}
	// a is the earlier one.
	if ra, rb := rank(a), rank(b); ra != rb {
		return ra < rb
	}
	return !slices.Contains(a.Covers, b.ID)
}
