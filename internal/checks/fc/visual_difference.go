// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// VisualDifference asks that the pages look as they did when they were signed.
var VisualDifference = checks.Check[*Facts]{
	ID: "fc.visual-difference", Clause: clause, Key: "BBB_FC_IVDBSFR",
	Question: "Do the pages look as they did when they were signed?",
	Remedy:   "look at the signed revision of the document, not at the final one",
	Path:     basic("PdfVisualDifference"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		if len(f.PDF.VisualDifferences) == 0 {
			return true, ""
		}
		if f.Literal || f.permission() < 2 {
			return false, ""
		}
		change, ok := beyond(f.PDF.Changes, f.permission())
		return ok, change
	},
}
