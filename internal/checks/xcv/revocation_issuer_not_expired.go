// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// RevocationIssuerNotExpired asks whether the time lies in the validity of the revocation data's issuer.
var RevocationIssuerNotExpired = checks.Check[*Facts]{
	ID: "xcv.revocation-issuer-not-expired", Clause: checks.Edition + "5.2.6 step 8", Key: "BBB_XCV_ICTIVRCIRI",
	Question: "Is the issuer of the revocation data valid at the time of validation?",
	Path:     cert("RevocationIssuerNotExpired"), Sub: ades.RevocationOutOfBoundsNoPOE,
	Applies: func(f *Facts) bool { return f.StatusIssuer != nil && !f.StatusIssuerTrusted },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return Within(f.StatusIssuer, f.Time), validity(f.StatusIssuer)
	},
}
