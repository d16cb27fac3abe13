// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ArchiveTimestamp asks for an archive time-stamp.
var ArchiveTimestamp = checks.Check[*Facts]{
	ID: "sav.archive-timestamp", Clause: clause, Key: "BBB_SAV_IUQPATSP",
	Question: "Is an archive time-stamp present?",
	Path:     unsigned("ArchiveTimeStamp"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.count(func(t *ades.Timestamp) bool { return t.Kind == ades.TSArchive }) > 0, ""
	},
}
