// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package xcv holds the checks of X.509 certificate validation, EN 319 102-1 5.2.6, one a file.
package xcv

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/policy"
)

// Facts are what the checks look at: one certificate in its place in a chain.
type Facts struct {
	Context policy.Context
	Role    policy.Role
	Cert    *ades.Certificate
	Issuer  *ades.Certificate // the next of the chain; nil: none
	// Chain is the whole chain, leaf first, ending in the anchor, and Index the certificate's place in it.
	Chain []*ades.Certificate
	Index int
	Time  time.Time // the time at which the certificate must be valid
	// SignatureIntact says that Cert's signature verifies with Issuer's key.
	SignatureIntact bool
	// NotRevokedKnown says that the certificate is known not to be revoked, for the sub-indication of an expired one.
	NotRevokedKnown bool
	// Status is the revocation status in use; nil: none. StatusIssuer signed it.
	Status       *rac.Status
	StatusIssuer *ades.Certificate
	// StatusIssuerTrusted says that StatusIssuer is a trust anchor.
	StatusIssuerTrusted bool
	Statuses            int // how many revocation data tell of the certificate
	// LookedFor says what came of looking for revocation data online, where there is none; empty: nobody looked.
	LookedFor string
}

func cert(name string) func(*Facts) checks.Path {
	path := checks.PathOfCert(name)
	return func(f *Facts) checks.Path { return path(f.Context, f.Role) }
}

func isCA(f *Facts) bool      { return f.Role == policy.CACertificate }
func isSigner(f *Facts) bool  { return f.Role == policy.SigningCertificate }
func hasIssuer(f *Facts) bool { return f.Issuer != nil }

const (
	general = ades.CertificateChainGeneralFailure
	chain   = ades.ChainConstraintsFailure
	clause4 = checks.Edition + "5.2.6 step 4; RFC 5280 6.1"
	clause5 = checks.Edition + "5.2.6 step 5"
)
