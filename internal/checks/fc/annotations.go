// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Annotations asks that no annotation was added, changed or removed after signing.
var Annotations = checks.Check[*Facts]{
	ID: "fc.annotations", Clause: clause, Key: "BBB_FC_DSCNACMDM",
	Question: "Is the document free of annotations changed after signing?",
	Path:     basic("AnnotationChanges"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return without(f, ades.ChangeAnnotation) },
}
