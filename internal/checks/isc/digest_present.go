// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package isc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DigestPresent asks that a reference to the signing certificate has a digest.
var DigestPresent = checks.Check[*Facts]{
	ID: "isc.digest-present", Clause: clause, Key: "BBB_ICS_ISACDP",
	Question: "Has the reference to the signing certificate a digest?",
	Path:     signed("CertDigestPresent"), Sub: ades.NoSigningCertificateFound,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		for _, r := range f.Refs {
			if len(r.Value) > 0 {
				return true, ""
			}
		}
		return false, ""
	},
}
