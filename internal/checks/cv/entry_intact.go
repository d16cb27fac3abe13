// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// EntryIntact asks whether an object that a manifest names is the one signed.
var EntryIntact = checks.Check[*Facts]{
	ID: "cv.entry-intact", Clause: clause, Key: "BBB_CV_IMEDOI",
	Question: "Is the object that the manifest names intact?",
	Path:     basic("ManifestEntryObjectIntact"), Sub: ades.HashFailure,
	Applies: func(f *Facts) bool { return f.Ref.Found },
	Holds:   func(f *Facts, _ policy.Constraint) (bool, string) { return f.Ref.Intact(), told(f.Ref) },
}
