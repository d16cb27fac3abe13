// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// IssuerValid asks that the responder's certificate was valid when it answered.
var IssuerValid = checks.Check[*Facts]{
	ID: "rac.issuer-valid", Clause: clause, Key: "BBB_XCV_REVOC_ISSUER_VALID_AT_PROD",
	Question: "Was the issuer of the revocation data valid when it was produced?",
	Path:     in("RevocationIssuerValidAtProductionTime"), Sub: ades.CertificateChainGeneralFailure,
	Applies: func(f *Facts) bool {
		return f.Status.OCSP || !f.Rules.IgnoreCRLIssuerValidity && !f.SignerIsAnchor
	},
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		t := f.Status.ProducedAt
		return !t.Before(f.Signer.NotBefore()) && !t.After(f.Signer.NotAfter()), t.UTC().Format(time.RFC3339)
	},
}
