// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// AnnotationOverlap asks that no annotation lies upon another.
var AnnotationOverlap = checks.Check[*Facts]{
	ID: "fc.annotation-overlap", Clause: clause, Key: "BBB_FC_IAOD",
	Question: "Is the document free of annotations that overlap?",
	Path:     basic("PdfAnnotationOverlap"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		if f.Literal {
			return len(f.PDF.AnnotationOverlaps) == 0, ""
		}
		return len(f.PDF.OverlapsAfter) == 0, ""
	},
}
