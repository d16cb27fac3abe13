// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// RefsTimestamp asks for a time-stamp on the references to the validation data alone.
var RefsTimestamp = checks.Check[*Facts]{
	ID: "sav.refs-timestamp", Clause: clause, Key: "BBB_SAV_IUQPVDROTSP",
	Question: "Is a time-stamp on the references to validation data present?",
	Path:     unsigned("ValidationDataRefsOnlyTimeStamp"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.count(func(t *ades.Timestamp) bool { return t.Subtype == "VALIDATION_DATA_REFSONLY_TIMESTAMP" }) > 0, ""
	},
}
