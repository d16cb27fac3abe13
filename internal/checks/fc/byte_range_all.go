// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ByteRangeAll asks that every byte range of the document is valid.
var ByteRangeAll = checks.Check[*Facts]{
	ID: "fc.byte-range-all", Clause: clause, Key: "BBB_FC_DASTHVBR",
	Question: "Do all signatures of the document have valid byte ranges?",
	Path:     basic("ByteRangeAllDocument"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.AllRangesValid, "" },
}
