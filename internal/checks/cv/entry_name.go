// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// EntryName asks whether a manifest's object has the name that its entry gives.
var EntryName = checks.Check[*Facts]{
	ID: "cv.entry-name", Clause: clause, Key: "BBB_CV_DMENMND",
	Question: "Has the object the name that the manifest gives?",
	Path:     basic("ManifestEntryNameMatch"), Sub: ades.SignedDataNotFound,
	Applies: func(f *Facts) bool { return f.Ref.Found && f.Ref.URI != "" && f.Ref.DocumentName != "" },
	Holds:   func(f *Facts, _ policy.Constraint) (bool, string) { return f.Ref.URI == f.Ref.DocumentName, f.Ref.URI },
}
