// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SigningCertificateUnique asks that one attribute alone names the signing certificate.
var SigningCertificateUnique = checks.Check[*Facts]{
	ID: "sav.signing-certificate-unique", Clause: checks.Edition + "5.2.8.4.2.1", Key: "BBB_ICS_ISASCPU",
	Question: "Is there one signing-certificate attribute only?",
	Path:     signed("UnicitySigningCertificate"), Sub: ades.SigConstraintsFailure,
	Applies: func(f *Facts) bool { return f.RefCount > 0 },
	Holds:   func(f *Facts, _ policy.Constraint) (bool, string) { return f.RefCount <= 1, "" },
}
