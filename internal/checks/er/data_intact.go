// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package er

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DataIntact asks that the digest which the record names is that of the data.
var DataIntact = checks.Check[*Facts]{
	ID: "er.data-intact", Clause: clause + "RFC 4998 4.3 step 1; RFC 6283 3.3", Key: "BBB_CV_IRDOI",
	Question: "Is the data that of the evidence record?",
	Remedy:   "the data, or the record, was changed: do not rely on it",
	Path:     constraint("DataObjectIntact"), Sub: ades.HashFailure,
	Applies: func(f *Facts) bool { return f.Ref.Found },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Ref.Intact(), f.told()
	},
}
