// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"fmt"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Pages asks that no page was added or removed after signing.
var Pages = checks.Check[*Facts]{
	ID: "fc.pages", Clause: clause, Key: "BBB_FC_DSFREAP",
	Question: "Has the document as many pages as when it was signed?",
	Path:     basic("PdfPageDifference"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.PDF.PagesSigned < 0 || f.PDF.PagesSigned == f.PDF.PagesFinal, fmt.Sprintf("%d signed, %d now", f.PDF.PagesSigned, f.PDF.PagesFinal)
	},
}
