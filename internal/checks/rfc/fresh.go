// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rfc

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Fresh asks that the revocation data was issued within the policy's maximum freshness.
var Fresh = checks.Check[*Facts]{
	ID: "rfc.fresh", Clause: clause, Key: "BBB_RFC_IRIF",
	Question: "Is the revocation data fresh?",
	Remedy:   "ask for revocation data issued later",
	Path:     cert("RevocationFreshness"), Sub: ades.TryLater, Applies: func(f *Facts) bool { return f.Present },
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		return f.ThisUpdate.After(f.Time.Add(-k.Duration)), "issued " + f.ThisUpdate.UTC().Format(time.RFC3339)
	},
}
