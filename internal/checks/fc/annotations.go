// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Annotations asks that no annotation was changed.
var Annotations = checks.Check[*Facts]{
	ID: "fc.annotations", Clause: clause + "; ISO 32000-2 12.8.2.2", Key: "BBB_FC_DSCNACMDM",
	Question: "Is the document free of annotations changed after signing?",
	Remedy:   "look at the signed revision of the document, not at the final one",
	Path:     basic("AnnotationChanges"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		if f.Literal {
			return without(f, ades.ChangeAnnotation)
		}
		for _, c := range f.PDF.Changes {
			if !annotationPermitted(c, f.permission()) {
				return false, c.Action + " " + c.Object
			}
		}
		return true, ""
	},
}

// annotationPermitted reports whether a change touches annotations only as it may: signing and form filling, and, where the
// document's author allows annotations, comments.
func annotationPermitted(c ades.PDFChange, permission int) bool {
	switch c.Annotation {
	case ades.AnnotationSignature:
		return true
	case ades.AnnotationComment:
		return permission >= 3
	case "", ades.AnnotationField:
		return c.Kind != ades.ChangeAnnotation
	}
	return false
}
