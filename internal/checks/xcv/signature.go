// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Signature asks whether the certificate's signature verifies with its issuer's key.
var Signature = checks.Check[*Facts]{
	ID: "xcv.signature", Clause: clause4 + ".3 (a)(1)", Key: "BBB_XCV_ICSI",
	Question: "Is the signature of the certificate intact?",
	Path:     cert("Signature"), Sub: general,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.SignatureIntact, "" },
}
