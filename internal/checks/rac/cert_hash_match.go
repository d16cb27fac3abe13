// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// CertHashMatch asks that the certificate hash in the response is that of the certificate.
var CertHashMatch = checks.Check[*Facts]{
	ID: "rac.cert-hash-match", Clause: clause + "; Common PKI v2.0 part 4", Key: "BBB_XCV_REVOC_CERT_HASH_MATCH",
	Question: "Is the certificate's hash in the OCSP response right?",
	Path:     in("OCSPCertHashMatch"), Sub: ades.CertificateChainGeneralFailure,
	Applies: func(f *Facts) bool { return f.Status.OCSP && f.Status.HashPresent },
	Holds:   func(f *Facts, _ policy.Constraint) (bool, string) { return f.Status.HashMatch, "" },
}
