// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SignatureTimestamp asks for a signature time-stamp.
var SignatureTimestamp = checks.Check[*Facts]{
	ID: "sav.signature-timestamp", Clause: clause, Key: "BBB_SAV_IUQPSTSP",
	Question: "Is a signature time-stamp present?",
	Path:     unsigned("SignatureTimeStamp"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.count(func(t *ades.Timestamp) bool { return t.Kind == ades.TSSignature }) > 0, ""
	},
}
