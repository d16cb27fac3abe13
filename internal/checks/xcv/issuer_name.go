// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// IssuerName asks whether the certificate names its issuer by the issuer's subject name.
var IssuerName = checks.Check[*Facts]{
	ID: "xcv.issuer-name", Clause: clause4 + ".3 (a)(4)", Key: "BBB_XCV_DCIDNMSDNIC",
	Question: "Is the issuer named as its certificate is?",
	Path:     cert("IssuerName"), Sub: general, Applies: hasIssuer,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Cert.X509().Issuer.Equal(f.Issuer.X509().Subject), ""
	},
}
