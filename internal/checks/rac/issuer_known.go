// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// IssuerKnown asks that the signer of the revocation data is known.
var IssuerKnown = checks.Check[*Facts]{
	ID: "rac.issuer-known", Clause: clause, Key: "BBB_XCV_REVOC_ISSUER_KNOWN",
	Question: "Is the issuer of the revocation data known?",
	Path:     in("RevocationIssuerKnown"), Sub: ades.CertificateChainGeneralFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Signer != nil, "" },
}
