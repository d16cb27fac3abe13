// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// NotExpired asks whether the time lies in the certificate's validity.
var NotExpired = checks.Check[*Facts]{
	ID: "xcv.not-expired", Clause: checks.Edition + "5.2.6 step 7", Key: "BBB_XCV_ICTIVRSC",
	Question: "Is the certificate valid at the time of validation?",
	Remedy:   "only a proof that the signature existed before the certificate expired (a time-stamp) can save it",
	Path:     cert("NotExpired"),
	SubOf: func(f *Facts) ades.Sub {
		if f.NotRevokedKnown {
			return ades.OutOfBoundsNotRevoked
		}
		return ades.OutOfBoundsNoPOE
	},
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return Within(f.Cert, f.Time), validity(f.Cert) },
}

// Within reports whether t lies in the certificate's validity, both ends included.
func Within(c *ades.Certificate, t time.Time) bool {
	return !t.Before(c.NotBefore()) && !t.After(c.NotAfter())
}

func validity(c *ades.Certificate) string {
	return "(" + c.NotBefore().UTC().Format(time.RFC3339) + " to " + c.NotAfter().UTC().Format(time.RFC3339) + ")"
}
