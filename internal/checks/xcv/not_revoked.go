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

// NotRevoked asks whether the certificate was not revoked at the time.
var NotRevoked = checks.Check[*Facts]{
	ID: "xcv.not-revoked", Clause: checks.Edition + "5.2.6 step 4 b), d)", Key: "BBB_XCV_ISCR",
	Question: "Is the certificate not revoked?",
	Remedy:   "only a time-stamp from before the revocation can save the signature",
	Path:     cert("NotRevoked"),
	SubOf: func(f *Facts) ades.Sub {
		if isCA(f) {
			return ades.RevokedCANoPOE
		}
		return ades.RevokedNoPOE
	},
	Applies: func(f *Facts) bool { return f.Status != nil },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		s := f.Status
		return !s.Revoked || s.Reason == rac.Hold || f.Time.Before(s.RevokedAt), revokedText(s)
	},
}

func revokedText(s *rac.Status) string {
	if !s.Revoked || s.Reason == rac.Hold {
		return ""
	}
	return "revoked at " + s.RevokedAt.UTC().Format(time.RFC3339)
}
