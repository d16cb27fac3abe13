// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package er

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// RenewalIntact asks that the digest which a renewal names is that of what it renews.
var RenewalIntact = checks.Check[*Facts]{
	ID: "er.renewal-intact", Clause: clause + "RFC 4998 5.2; RFC 6283 4.2", Key: "BBB_CV_ER_ATSRI",
	Question: "Is what the archive time-stamp renews intact?",
	Path:     timestamp("ReferenceDataIntact"), Sub: ades.HashFailure,
	Applies: func(f *Facts) bool { return f.Ref.Found },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Ref.Intact(), f.told()
	},
}
