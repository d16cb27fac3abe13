// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// EntryFound asks whether an object that a manifest names was found.
var EntryFound = checks.Check[*Facts]{
	ID: "cv.entry-found", Clause: clause, Key: "BBB_CV_ISMEC",
	Question: "Is at least one object that the manifest names found?",
	Path:     basic("ManifestEntryObjectExistence"), Sub: ades.SignedDataNotFound,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return found(f.Entries) > 0, "" },
}

func found(entries []*ades.Reference) int {
	n := 0
	for _, e := range entries {
		if e.Found {
			n++
		}
	}
	return n
}
