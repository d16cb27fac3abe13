// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// IssuerAccess asks whether the certificate says where its issuer's is to be had.
var IssuerAccess = checks.Check[*Facts]{
	ID: "xcv.issuer-access", Clause: clause5 + "; EN 319 412-2 v2.3.1 4.4.1", Key: "BBB_XCV_AIA_PRES",
	Question: "Does the certificate say where its issuer's certificate is to be had?",
	Path:     cert("AuthorityInfoAccessPresent"), Sub: chain,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return len(f.Cert.X509().IssuerURLs) > 0, "" },
}
