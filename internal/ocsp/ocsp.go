// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package ocsp reads OCSP responses (RFC 6960) and matches them to certificates. It decides nothing.
package ocsp

import (
	"math/big"
	"time"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// Response is one BasicOCSPResponse.
type Response struct {
	Raw                []byte // as found: OCSPResponse or BasicOCSPResponse
	Basic              []byte // the BasicOCSPResponse
	RawTBS             []byte // ResponseData, what the signature covers
	ResponderName      *pkix.Name
	ResponderKeyHash   []byte
	ProducedAt         time.Time
	Singles            []Single
	Certificates       []*pkix.Certificate // embedded
	Nonce              []byte
	ArchiveCutoff      time.Time // where it stands among the response extensions; zero: absent. See also [Single]
	UnknownCritical    []string  // critical response extensions that are not understood
	SignatureAlgorithm sigalg.Algorithm
	Signature          []byte
	Problems           []string
	verified           *sigalg.Memory
}

// Status is a certificate status.
type Status int

// The statuses of RFC 6960 4.2.1.
const (
	Good Status = iota
	Revoked
	Unknown
)

// Single is one SingleResponse.
type Single struct {
	HashAlgorithm                 sigalg.Hash
	IssuerNameHash, IssuerKeyHash []byte
	Serial                        *big.Int
	Status                        Status
	RevokedAt                     time.Time
	Reason                        int // CRLReason; -1: not given
	ThisUpdate                    time.Time
	NextUpdate, ArchiveCutoff     time.Time // zero: absent
	CertHashAlgorithm             sigalg.Hash
	CertHash                      []byte // certHash extension (Common PKI), nil: absent
	UnknownCritical               []string
}
