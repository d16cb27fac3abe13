// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// EntriesAllFound asks whether every object that a manifest names was found.
var EntriesAllFound = checks.Check[*Facts]{
	ID: "cv.entries-all-found", Clause: clause, Key: "BBB_CV_AAMEF",
	Question: "Are all objects that the manifest names found?",
	Remedy:   "give all files that the manifest names along with the document",
	Path:     basic("ManifestEntryObjectGroup"), Sub: ades.SignedDataNotFound,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return found(f.Entries) == len(f.Entries), "" },
}
