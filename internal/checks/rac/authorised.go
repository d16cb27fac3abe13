// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Authorised asks that the signer of the revocation data may answer for the certificate's issuer.
var Authorised = checks.Check[*Facts]{
	ID: "rac.authorised", Clause: clause + "; RFC 6960 4.2.2.2; RFC 5280 6.3.3 (f)",
	Own:      "the reference implementation takes OCSP responses from any responder",
	Question: "Is the issuer of the revocation data authorised by the certificate's issuer?",
	Remedy:   "ask for revocation data from the issuing CA or a responder that it authorised",
	Sub:      ades.CertificateChainGeneralFailure,
	Applies:  func(f *Facts) bool { return !f.Rules.AnyResponder },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Status.Unauthorised == "", f.Status.Unauthorised
	},
}
