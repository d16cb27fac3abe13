// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// NotSelfSigned asks that the certificate is not self-signed.
var NotSelfSigned = checks.Check[*Facts]{
	ID: "xcv.not-self-signed", Clause: clause5, Key: "BBB_XCV_ISNSSC",
	Question: "Is the certificate issued by another?",
	Path:     cert("NotSelfSigned"), Sub: chain,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return !f.Cert.X509().SelfSigned(), "" },
}
