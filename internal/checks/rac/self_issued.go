// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SelfIssued asks that no responder answers for a certificate of its own chain.
var SelfIssued = checks.Check[*Facts]{
	ID: "rac.self-issued", Clause: clause, Key: "BBB_XCV_REVOC_SELF_ISSUED_OCSP",
	Question: "Is the certificate none of the responder's own chain?",
	Path:     in("SelfIssuedOCSP"), Sub: ades.CertificateChainGeneralFailure, Applies: ocsp,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return !f.SelfIssued, "" },
}
