// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Chain asks that the revocation data's chain reaches a trust anchor.
var Chain = checks.Check[*Facts]{
	ID: "rac.chain", Clause: clause, Key: "BBB_XCV_CCCBB_REV",
	Question: "Does the chain of the revocation data's issuer reach a trust anchor?",
	Path:     basic("ProspectiveCertificateChain"),
	Sub:      ades.NoCertificateChainFound,
	Holds:    func(f *Facts, _ policy.Constraint) (bool, string) { return f.SignerTrusted, "" },
}
