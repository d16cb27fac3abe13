// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ValueIntact asks whether the signature value verifies with the signer's key.
var ValueIntact = checks.Check[*Facts]{
	ID: "cv.value-intact", Clause: clause, Key: "BBB_CV_ISI",
	Question: "Is the signature value intact?",
	Remedy:   "the signature was damaged or made with another key: do not rely on it",
	Path:     basic("SignatureIntact"), Sub: ades.SigCryptoFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Intact, f.Failure },
}
