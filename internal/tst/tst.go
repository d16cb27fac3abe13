// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package tst reads the TSTInfo of RFC 3161 time-stamp tokens. Broken tokens are described rather than refused.
package tst

import (
	"math/big"
	"time"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// Info is a TSTInfo.
type Info struct {
	Raw              []byte
	Version          int
	Policy           string
	ImprintAlgorithm sigalg.Hash
	Imprint          []byte
	Serial           *big.Int
	GenTime          time.Time
	Accuracy         time.Duration
	HasAccuracy      bool
	Ordering         bool
	Nonce            *big.Int
	TSA              *pkix.GeneralName
	Qualified        bool // esi4-qtstStatement-1
	Problems         []string
}
