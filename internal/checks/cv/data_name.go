// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DataName asks whether the detached document has the name that the reference gives.
var DataName = checks.Check[*Facts]{
	ID: "cv.data-name", Clause: clause, Key: "BBB_CV_DRNMND",
	Question: "Has the document the name that the reference gives?",
	Path:     basic("ReferenceDataNameMatch"), Sub: ades.SignedDataNotFound,
	Applies: func(f *Facts) bool { return f.Ref.Found && f.Ref.URI != "" && f.Ref.DocumentName != "" },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Ref.URI == f.Ref.DocumentName, f.Ref.URI + " / " + f.Ref.DocumentName
	},
}
