// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DataIntact asks whether the digest of the data found is the one signed.
var DataIntact = checks.Check[*Facts]{
	ID: "cv.data-intact", Clause: clause, Key: "BBB_CV_IRDOI",
	Question: "Is the signed data intact?",
	Remedy:   "the data was changed after signing: do not rely on it",
	Path:     basic("ReferenceDataIntact"), Sub: ades.HashFailure,
	Applies: func(f *Facts) bool { return f.Ref.Found },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Ref.Intact(), told(f.Ref)
	},
}
