// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ImprintIntact asks whether a time-stamp's imprint is that of the data it should cover.
var ImprintIntact = checks.Check[*Facts]{
	ID: "cv.imprint-intact", Clause: clause, Key: "BBB_CV_TSP_IRDOI",
	Question: "Is the time-stamped data intact?",
	Path:     basic("ReferenceDataIntact"), Sub: ades.HashFailure,
	Applies: func(f *Facts) bool { return f.Imprint.Found },
	Holds:   func(f *Facts, _ policy.Constraint) (bool, string) { return f.Imprint.ImprintIntact(), "" },
}
