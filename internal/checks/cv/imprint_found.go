// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ImprintFound asks whether the data that a time-stamp covers was found.
var ImprintFound = checks.Check[*Facts]{
	ID: "cv.imprint-found", Clause: clause, Key: "BBB_CV_TSP_IRDOF",
	Question: "Is the time-stamped data found?",
	Path:     basic("ReferenceDataExistence"), Sub: ades.SignedDataNotFound,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Imprint.Found, "" },
}
