// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package isc holds the checks of the identification of the signing certificate, EN 319 102-1 5.2.3, one a file.
package isc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Facts are what the checks of this block look at.
type Facts struct {
	Context policy.Context
	Signer  *ades.Certificate // nil: not identified
	Refs    []ades.CertRef
	// Match is the first reference whose digest is the signer's; nil: none.
	Match *ades.CertRef
}

func cert(name string) func(*Facts) checks.Path {
	path := checks.PathOfCert(name)
	return func(f *Facts) checks.Path { return path(f.Context, policy.SigningCertificate) }
}

func signed(name string) func(*Facts) checks.Path {
	path := checks.PathIn(policy.Signed, name)
	return func(f *Facts) checks.Path { return path(f.Context) }
}

const clause = checks.Edition + "5.2.3"
