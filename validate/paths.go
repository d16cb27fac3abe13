// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"unique"

	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

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

// Those of constraints on tokens.
var (
	pathProspectiveCertificateChain       = checks.PathIn(policy.Basic, "ProspectiveCertificateChain")
	pathSigningCertificateDigestAlgorithm = checks.PathIn(policy.Signed, "SigningCertificateDigestAlgorithm")
	pathTLevelTimeStamp                   = checks.PathIn(policy.Unsigned, "TLevelTimeStamp")
	pathLTALevelTimeStamp                 = checks.PathIn(policy.Unsigned, "LTALevelTimeStamp")
)

// Those of constraints that stand in one place.
var (
	pathBestTimeBeforeExpiry  = unique.Make(policy.In(policy.Timestamp, "BestSignatureTimeBeforeExpirationDateOfSigningCertificate"))
	pathCoherence             = unique.Make(policy.In(policy.Timestamp, "Coherence"))
	pathRevocationAgainstBest = unique.Make(policy.In(policy.Timestamp, "RevocationTimeAgainstBestSignatureTime"))
	pathTimestampDelay        = unique.Make(policy.In(policy.Timestamp, "TimestampDelay"))
	pathTimestampValid        = unique.Make(policy.In(policy.Timestamp, "TimestampValid"))
	pathEvidenceRecordValid   = unique.Make(policy.In(policy.EvidenceRecord, "EvidenceRecordValid"))
)
