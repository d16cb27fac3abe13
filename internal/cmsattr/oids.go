// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package cmsattr reads what CMS signatures and time-stamp tokens have in common: the facts of a SignerInfo, the ESS
// certificate references, and the certificates and revocation data in the container and in its attributes.
package cmsattr

// The attributes of RFC 5652, RFC 5035, RFC 5126, TS 101 733 and EN 319 122-1.
const (
	ContentType             = "1.2.840.113549.1.9.3"
	MessageDigest           = "1.2.840.113549.1.9.4"
	SigningTime             = "1.2.840.113549.1.9.5"
	CounterSignature        = "1.2.840.113549.1.9.6"
	AlgorithmProtection     = "1.2.840.113549.1.9.52"
	ContentHints            = "1.2.840.113549.1.9.16.2.4"
	ContentIdentifier       = "1.2.840.113549.1.9.16.2.7"
	ContentReference        = "1.2.840.113549.1.9.16.2.10"
	SigningCertificate      = "1.2.840.113549.1.9.16.2.12"
	SignatureTimestamp      = "1.2.840.113549.1.9.16.2.14"
	SignaturePolicyID       = "1.2.840.113549.1.9.16.2.15"
	CommitmentType          = "1.2.840.113549.1.9.16.2.16"
	SignerLocation          = "1.2.840.113549.1.9.16.2.17"
	SignerAttributes        = "1.2.840.113549.1.9.16.2.18"
	OtherSigningCertificate = "1.2.840.113549.1.9.16.2.19"
	ContentTimestamp        = "1.2.840.113549.1.9.16.2.20"
	CertificateRefs         = "1.2.840.113549.1.9.16.2.21"
	RevocationRefs          = "1.2.840.113549.1.9.16.2.22"
	CertificateValues       = "1.2.840.113549.1.9.16.2.23"
	RevocationValues        = "1.2.840.113549.1.9.16.2.24"
	CTimestamp              = "1.2.840.113549.1.9.16.2.25"
	RefsTimestamp           = "1.2.840.113549.1.9.16.2.26"
	ArchiveTimestampV1      = "1.2.840.113549.1.9.16.2.27"
	AttrCertificateRefs     = "1.2.840.113549.1.9.16.2.44"
	AttrRevocationRefs      = "1.2.840.113549.1.9.16.2.45"
	SigningCertificateV2    = "1.2.840.113549.1.9.16.2.47"
	ArchiveTimestampV2      = "1.2.840.113549.1.9.16.2.48"
	EvidenceRecordInternal  = "1.2.840.113549.1.9.16.2.49"
	EvidenceRecordExternal  = "1.2.840.113549.1.9.16.2.50"
	MimeType                = "0.4.0.1733.2.1"
	LongTermValidation      = "0.4.0.1733.2.2"
	ArchiveTimestampV3      = "0.4.0.1733.2.4"
	HashIndexV1             = "0.4.0.1733.2.5"
	SignerAttributesV2      = "0.4.0.19122.1.1"
	PolicyStore             = "0.4.0.19122.1.3"
	HashIndexV2             = "0.4.0.19122.1.4"
	HashIndexV3             = "0.4.0.19122.1.5"
	AdobeRevocation         = "1.2.840.113583.1.1.8"
)

// The formats of OCSP answers in the crls field (RFC 5940; older tools write the second).
const (
	formatOCSPResponse = "1.3.6.1.5.5.7.16.2"
	formatOCSPBasic    = "1.3.6.1.5.5.7.48.1.1"
)
