// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rac

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// HasInformation asks that the revocation data still knows the certificate: data issued after its expiry does so only where
// the CA keeps expired certificates.
var HasInformation = checks.Check[*Facts]{
	ID: "rac.has-information", Clause: clause + "; RFC 5280 3.3; RFC 6960 4.4.4", Key: "BBB_XCV_REVOC_HAS_CERT_INFO",
	Question: "Does the revocation data hold information about the certificate?",
	Remedy:   "ask for revocation data issued before the certificate expired",
	Path:     in("RevocationHasInformationAboutCertificate"), Sub: ades.CertificateChainGeneralFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		s := f.Status
		if s.HashPresent && s.HashMatch {
			return true, ""
		}
		from := s.ThisUpdate
		switch {
		case !s.KeepsFrom.IsZero():
			if s.KeepsFrom.Before(from) {
				from = s.KeepsFrom
			}
		case !f.ServiceKeepsFrom.IsZero() && f.ServiceKeepsFrom.Before(from):
			from = f.ServiceKeepsFrom
		}
		return !f.Cert.NotAfter().Before(from), ""
	},
}
