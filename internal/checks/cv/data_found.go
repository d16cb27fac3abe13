// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DataFound asks whether the data of a reference was found.
var DataFound = checks.Check[*Facts]{
	ID: "cv.data-found", Clause: clause, Key: "BBB_CV_IRDOF",
	Question: "Is the signed data found?",
	Remedy:   "give the detached content along with the document",
	Path:     basic("ReferenceDataExistence"), Sub: ades.SignedDataNotFound,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Ref.Found, told(f.Ref)
	},
}
