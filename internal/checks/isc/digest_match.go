// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package isc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DigestMatch asks that a reference's digest is that of the signing certificate.
var DigestMatch = checks.Check[*Facts]{
	ID: "isc.digest-match", Clause: clause, Key: "BBB_ICS_ICDVV",
	Question: "Is the digest in the reference that of the signing certificate?",
	Path:     signed("CertDigestMatch"), Sub: ades.NoSigningCertificateFound,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Match != nil, "" },
}
