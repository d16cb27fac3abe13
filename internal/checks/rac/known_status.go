// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// KnownStatus asks that the answer is good or revoked.
var KnownStatus = checks.Check[*Facts]{
	ID: "rac.known-status", Clause: clause + "; RFC 6960 2.2", Key: "BBB_XCV_ISCUKN",
	Question: "Does the revocation data know the certificate?",
	Path:     in("UnknownStatus"), Sub: ades.CertificateChainGeneralFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return !f.Status.Unknown, "" },
}
