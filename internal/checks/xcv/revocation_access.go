// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// RevocationAccess asks whether the certificate says where its revocation data is to be had.
var RevocationAccess = checks.Check[*Facts]{
	ID: "xcv.revocation-access", Clause: clause4, Key: "BBB_XCV_RIAP",
	Question: "Does the certificate say where its revocation data is to be had?",
	Path:     cert("RevocationInfoAccessPresent"), Sub: general,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		x := f.Cert.X509()
		for _, p := range x.CRLPoints {
			if len(p.URLs) > 0 {
				return true, ""
			}
		}
		return len(x.OCSPURLs) > 0, ""
	},
}
