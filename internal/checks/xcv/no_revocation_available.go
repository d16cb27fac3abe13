// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// NoRevocationAvailable asks that a certificate that says it has no revocation data follows RFC 9608.
var NoRevocationAvailable = checks.Check[*Facts]{
	ID: "xcv.no-revocation-available", Clause: clause4 + "; RFC 9608 3", Key: "BBB_XCV_ICNRAEV",
	Question: "Is noRevAvail used as RFC 9608 says?",
	Path:     cert("NoRevAvail"), Sub: general,
	Applies: func(f *Facts) bool { return f.Cert.X509().NoRevAvail },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		x := f.Cert.X509()
		return !x.IsCA && len(x.CRLPoints) == 0 && len(x.FreshestCRL) == 0 && len(x.OCSPURLs) == 0, ""
	},
}
