// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DocumentTimestamp asks for a document time-stamp in a PDF.
var DocumentTimestamp = checks.Check[*Facts]{
	ID: "sav.document-timestamp", Clause: clause, Key: "BBB_SAV_IDTSP",
	Question: "Is a document time-stamp present?",
	Path:     unsigned("DocumentTimeStamp"), Sub: ades.SigConstraintsFailure,
	Applies: func(f *Facts) bool { return f.Signature.Format == ades.PAdES },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.count(func(t *ades.Timestamp) bool { return t.Kind == ades.TSDocument }) > 0, ""
	},
}
