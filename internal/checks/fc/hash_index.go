// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// HashIndex asks whether the ats-hash-index of an archive time-stamp fits the signature.
var HashIndex = checks.Check[*Facts]{
	ID: "fc.hash-index", Clause: clause + "; EN 319 122-1 v1.3.1 5.5.2", Key: "BBB_FC_IAHIV",
	Question: "Does every entry of the archive time-stamp's hash index stand for a part of the signature?",
	Path:     checks.At[*Facts](policy.In(policy.Timestamp, "AtsHashIndex")),
	Sub:      ades.FormatFailure,
	Applies: func(f *Facts) bool {
		return f.Timestamp != nil && f.Timestamp.Kind == ades.TSArchive && f.Timestamp.ArchiveType == "CAdES_V3"
	},
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Timestamp.IndexProblem == "", f.Timestamp.IndexProblem
	},
}
