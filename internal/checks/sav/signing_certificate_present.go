// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SigningCertificatePresent asks for the signing-certificate attribute.
var SigningCertificatePresent = checks.Check[*Facts]{
	ID: "sav.signing-certificate-present", Clause: checks.Edition + "5.2.8.4.2.1", Key: "BBB_ICS_ISASCP",
	Question: "Is a signed reference to the signing certificate present?",
	Remedy:   "ask the signer for a signature that names its certificate in a signed attribute (AdES)",
	Path:     signed("SigningCertificatePresent"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.RefCount > 0, "" },
}
