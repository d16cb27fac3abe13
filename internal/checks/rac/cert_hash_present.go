// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// CertHashPresent asks for the positive statement of Common PKI.
var CertHashPresent = checks.Check[*Facts]{
	ID: "rac.cert-hash-present", Clause: clause + "; Common PKI v2.0 part 4", Key: "BBB_XCV_REVOC_CERT_HASH_PRESENT",
	Question: "Does the OCSP response hold the certificate's hash?",
	Path:     in("OCSPCertHashPresent"), Sub: ades.CertificateChainGeneralFailure, Applies: ocsp,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Status.HashPresent, "" },
}
