// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Responder asks that the responder id designates the responder's certificate.
var Responder = checks.Check[*Facts]{
	ID: "rac.responder", Clause: clause + "; RFC 6960 4.2.2.3", Key: "BBB_XCV_REVOC_RESPID_MATCH",
	Question: "Does the responder id designate the responder's certificate?",
	Path:     in("OCSPResponderIdMatch"), Sub: ades.CertificateChainGeneralFailure, Applies: ocsp,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Status.ResponderMatch, "" },
}
