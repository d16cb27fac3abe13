// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// AfterIssuance asks that the revocation data is not older than the certificate.
var AfterIssuance = checks.Check[*Facts]{
	ID: "rac.after-issuance", Clause: clause, Key: "BBB_XCV_REVOC_AFTER_CERT_NOT_BEFORE",
	Question: "Was the revocation data issued after the certificate?",
	Path:     in("RevocationAfterCertificateIssuance"), Sub: ades.CertificateChainGeneralFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return !f.Status.ThisUpdate.Before(f.Cert.NotBefore()), ""
	},
}
