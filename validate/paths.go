// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import "github.com/mitome-project/mitome/internal/checks"

// The paths of constraints on certificates that the processes ask for themselves.
var (
	pathAcceptableRevocationDataFound = checks.PathOfCert("AcceptableRevocationDataFound")
	pathNotOnHold                     = checks.PathOfCert("NotOnHold")
	pathRevocationDataAvailable       = checks.PathOfCert("RevocationDataAvailable")
	pathRevocationDataSkip            = checks.PathOfCert("RevocationDataSkip")
	pathRevocationFreshness           = checks.PathOfCert("RevocationFreshness")
	pathRevocationIssuerNotExpired    = checks.PathOfCert("RevocationIssuerNotExpired")
	pathSunsetDate                    = checks.PathOfCert("SunsetDate")
)
