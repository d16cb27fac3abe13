// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package rfc holds the checks of the revocation freshness checker, EN 319 102-1 5.2.5, one a file.
package rfc

import (
	"time"

	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Facts are what the checks of this block look at.
type Facts struct {
	Context                policy.Context // of the token whose chain holds the certificate
	Role                   policy.Role
	OCSP                   bool
	ThisUpdate, NextUpdate time.Time // NextUpdate zero: absent
	Time                   time.Time // the time at which the data must be fresh
	// Configured says that the policy sets a maximum freshness (RevocationFreshness, not switched off).
	Configured bool
	// Present says that the policy names RevocationFreshness, switched off or not.
	Present bool
}

func cert(name string) func(*Facts) checks.Path {
	path := checks.PathOfCert(name)
	return func(f *Facts) checks.Path { return path(f.Context, f.Role) }
}

const clause = checks.Edition + "5.2.5"
