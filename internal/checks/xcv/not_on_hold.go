// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/policy"
)

// NotOnHold asks whether the certificate was not suspended.
var NotOnHold = checks.Check[*Facts]{
	ID: "xcv.not-on-hold", Clause: checks.Edition + "5.2.6 step 4 c)", Key: "BBB_XCV_ISCOH",
	Question: "Is the certificate not suspended?",
	Remedy:   "try again when the suspension is over",
	Path:     cert("NotOnHold"), Sub: ades.TryLater,
	Applies: func(f *Facts) bool { return f.Status != nil },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return !f.Status.Revoked || f.Status.Reason != rac.Hold || f.Time.Before(f.Status.RevokedAt), heldText(f.Status)
	},
}

func heldText(s *rac.Status) string {
	if !s.Revoked || s.Reason != rac.Hold {
		return ""
	}
	return "suspended at " + s.RevokedAt.UTC().Format(time.RFC3339)
}
