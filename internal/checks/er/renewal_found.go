// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package er

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// RenewalFound asks that a renewal names the digest of what it renews.
var RenewalFound = checks.Check[*Facts]{
	ID: "er.renewal-found", Clause: clause + "RFC 4998 5.2; RFC 6283 4.2", Key: "BBB_CV_ER_ATSRF",
	Question: "Does the archive time-stamp name the digest of what it renews?",
	Path:     timestamp("ReferenceDataExistence"), Sub: ades.SignedDataNotFound,
	Applies: func(f *Facts) bool { return f.renewal() },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Ref.Found, f.told()
	},
}
