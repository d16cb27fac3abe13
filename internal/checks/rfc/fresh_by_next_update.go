// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rfc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// FreshByNextUpdate asks, where no maximum is set, that the next revocation data is not due yet.
var FreshByNextUpdate = checks.Check[*Facts]{
	ID: "rfc.fresh-by-next-update", Clause: clause, Key: "BBB_RFC_IRIF_TUNU",
	Question: "Is the next revocation data not yet due?",
	Remedy:   "ask for revocation data issued later",
	Path:     cert("RevocationFreshnessNextUpdate"), Sub: ades.TryLater, Applies: func(f *Facts) bool { return !f.Present },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return !f.NextUpdate.IsZero() && f.ThisUpdate.After(f.Time.Add(-f.NextUpdate.Sub(f.ThisUpdate))), ""
	},
}
