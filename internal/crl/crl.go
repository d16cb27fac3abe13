// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package crl reads certificate revocation lists (RFC 5280 5) of any size and looks serial numbers up in them.
package crl

import (
	"math/big"
	"time"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// List is one CRL. Its entries stay in Raw and are walked at each look-up.
type List struct {
	Raw, RawTBS        []byte
	Version            int
	Issuer             pkix.Name
	ThisUpdate         time.Time
	NextUpdate         time.Time // zero: absent
	Number             *big.Int  // nil: absent
	BaseNumber         *big.Int  // deltaCRLIndicator; nil: a complete CRL
	AuthorityKeyID     []byte
	Point              *IssuingPoint // issuing distribution point
	ExpiredCertsOnCRL  time.Time     // zero: absent
	UnknownCritical    []string
	SignatureAlgorithm sigalg.Algorithm
	Signature          []byte
	Problems           []string
	entries            []byte // revokedCertificates, content octets
	rawPoint           []byte // the issuing distribution point as found
	verified           *sigalg.Memory
}

// IssuingPoint is the issuing distribution point extension, RFC 5280 5.2.5.
type IssuingPoint struct {
	Point                           pkix.DistributionPoint
	OnlyUser, OnlyCA, OnlyAttribute bool
	Indirect                        bool
	OnlySomeReasons                 uint16 // 0: all
}

// Entry is one revoked certificate.
type Entry struct {
	RevokedAt         time.Time
	Reason            int       // CRLReason; -1: not given
	Invalidity        time.Time // zero: absent
	CertificateIssuer *pkix.Name
	UnknownCritical   []string
}
