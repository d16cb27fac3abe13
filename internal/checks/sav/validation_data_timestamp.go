// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ValidationDataTimestamp asks for a time-stamp on the signature and the references to its validation data.
var ValidationDataTimestamp = checks.Check[*Facts]{
	ID: "sav.validation-data-timestamp", Clause: clause, Key: "BBB_SAV_IUQPVDTSP",
	Question: "Is a validation data time-stamp present?",
	Path:     unsigned("ValidationDataTimeStamp"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.count(func(t *ades.Timestamp) bool { return t.Subtype == "VALIDATION_DATA_TIMESTAMP" }) > 0, ""
	},
}
