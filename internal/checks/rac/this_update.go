// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ThisUpdate asks that the revocation data says when it was issued.
var ThisUpdate = checks.Check[*Facts]{
	ID: "rac.this-update", Clause: clause, Key: "BBB_XCV_REVOC_THIS_UPDATE_PRESENT",
	Question: "Does the revocation data say when it was issued?",
	Path:     in("ThisUpdatePresent"), Sub: ades.CertificateChainGeneralFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return !f.Status.ThisUpdate.IsZero(), "" },
}
