// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SelfSigned asks that the certificate is self-signed.
var SelfSigned = checks.Check[*Facts]{
	ID: "xcv.self-signed", Clause: clause5, Key: "BBB_XCV_ISSSC",
	Question: "Is the certificate self-signed?",
	Path:     cert("SelfSigned"), Sub: chain,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Cert.X509().SelfSigned(), "" },
}
