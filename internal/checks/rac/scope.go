// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Scope asks that a CRL covers the certificate.
var Scope = checks.Check[*Facts]{
	ID: "rac.scope", Clause: clause + "; RFC 5280 6.3.3 (b)",
	Own:      "the reference implementation takes any CRL that the issuer signed",
	Question: "Does the CRL cover the certificate?",
	Remedy:   "ask for the CRL that the certificate's distribution point names",
	Sub:      ades.CertificateChainGeneralFailure,
	Applies:  func(f *Facts) bool { return !f.Status.OCSP && !f.Rules.IgnoreCRLScope },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Status.OutOfScope == "", f.Status.OutOfScope
	},
}
