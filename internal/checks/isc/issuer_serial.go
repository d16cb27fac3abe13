// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package isc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/policy"
)

// IssuerSerial asks that issuer and serial number in the reference are those of the signing certificate.
var IssuerSerial = checks.Check[*Facts]{
	ID: "isc.issuer-serial", Clause: clause, Key: "BBB_ICS_AIDNASNE",
	Question: "Are issuer and serial number in the reference those of the signing certificate?",
	Path:     signed("IssuerSerialMatch"), Sub: ades.NoSigningCertificateFound,
	Applies: func(f *Facts) bool { return f.Match != nil && len(f.Match.Serial) > 0 },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		n, err := pkix.ParseName(f.Match.Issuer)
		if err != nil || !n.Equal(f.Signer.X509().Issuer) {
			return false, "the issuer differs"
		}
		return pkix.SerialFromBytes(f.Match.Serial).Cmp(f.Signer.Serial()) == 0, ""
	},
}
