// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// CA asks whether an issuing certificate is one of a CA.
var CA = checks.Check[*Facts]{
	ID: "xcv.ca", Clause: clause4 + ".4 (k)", Key: "BBB_XCV_ICAC",
	Question: "Is the certificate one of a CA?",
	Path:     cert("CA"), Sub: general,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Cert.X509().IsCA, "" },
}
