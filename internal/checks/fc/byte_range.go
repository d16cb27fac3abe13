// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ByteRange asks for a valid byte range.
var ByteRange = checks.Check[*Facts]{
	ID: "fc.byte-range", Clause: clause + "; ISO 32000-2 12.8.1", Key: "BBB_FC_IBRV",
	Question: "Does the byte range cover everything but the signature value?",
	Path:     basic("ByteRange"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.PDF.ByteRangeValid, f.PDF.ByteRangeProblem
	},
}
