// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// RevocationAvailable asks whether there is revocation data for the certificate.
var RevocationAvailable = checks.Check[*Facts]{
	ID: "xcv.revocation-available", Clause: clause4 + ".3 (a)(3)", Key: "BBB_XCV_IRDPFC",
	Question: "Is revocation data for the certificate present?",
	Remedy:   "ask for the document with its revocation data in it (level LT); a program may also give it, or look it up online",
	Path:     cert("RevocationDataAvailable"), Sub: general,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		if f.LookedFor != "" {
			return f.Statuses > 0, f.Cert.Subject() + " " + f.LookedFor
		}
		return f.Statuses > 0, f.Cert.Subject()
	},
}
