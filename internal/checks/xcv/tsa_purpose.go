// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// TSAPurpose asks that a time-stamping certificate has the purpose of time-stamping alone, and critical (RFC 3161 2.3).
var TSAPurpose = checks.Check[*Facts]{
	ID: "xcv.tsa-purpose", Clause: checks.Edition + "5.4; RFC 3161 2.3",
	Own:      "the reference implementation asks for the purpose among others, critical or not",
	Question: "Is time-stamping the only purpose of the certificate, and marked critical?",
	Path:     checks.At[*Facts](policy.In(policy.Timestamp, "ExclusiveExtendedKeyUsage")), Sub: chain,
	Applies: func(f *Facts) bool { return f.Context == policy.Timestamp && isSigner(f) },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		x := f.Cert.X509()
		return len(x.ExtKeyUsage) == 1 && x.ExtKeyUsageCrit, ""
	},
}
