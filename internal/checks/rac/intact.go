// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Intact asks that the revocation data's signature verifies.
var Intact = checks.Check[*Facts]{
	ID: "rac.intact", Clause: clause, Key: "BBB_CV_ISIR",
	Question: "Is the signature of the revocation data intact?",
	Path:     basic("SignatureIntact"),
	Sub:      ades.SigCryptoFailure,
	Holds:    func(f *Facts, _ policy.Constraint) (bool, string) { return f.Status.Intact, "" },
}
