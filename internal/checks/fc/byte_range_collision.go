// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ByteRangeCollision asks that the byte range does not overlap another's.
var ByteRangeCollision = checks.Check[*Facts]{
	ID: "fc.byte-range-collision", Clause: clause, Key: "BBB_FC_DBTOOST",
	Question: "Is the byte range free of collisions with other signatures?",
	Path:     basic("ByteRangeCollision"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return !f.PDF.Collides, "" },
}
