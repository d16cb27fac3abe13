// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package sav holds the checks of signature acceptance validation, EN 319 102-1 5.2.8, one a file.
package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Facts are what the checks of this block look at.
type Facts struct {
	Context    policy.Context
	Signature  *ades.Signature // nil for a time-stamp
	Attributes *ades.Attributes
	Refs       []ades.CertRef // signing-certificate references
	RefCount   int            // attributes that hold them
	Signer     *ades.Certificate
	Chain      []*ades.Certificate // leaf first, up to the anchor
	// ContentTimestampPassed and the imprint, per content time-stamp, in order.
	Timestamp         *ades.Timestamp // the content time-stamp asked about, or the token itself
	TimestampPassed   bool
	TimestampOutcome  ades.Sub
	CounterSignatures int
}

func (f *Facts) signature() bool { return f.Signature != nil }

// count counts the time-stamps of a kind.
func (f *Facts) count(match func(*ades.Timestamp) bool) int {
	n := 0
	for _, t := range f.Signature.Timestamps {
		if match(t) {
			n++
		}
	}
	return n
}

func signed(name string) func(*Facts) checks.Path {
	path := checks.PathIn(policy.Signed, name)
	return func(f *Facts) checks.Path { return path(f.Context) }
}

func unsigned(name string) func(*Facts) checks.Path {
	path := checks.PathIn(policy.Unsigned, name)
	return func(f *Facts) checks.Path { return path(f.Context) }
}

func in(name string) func(*Facts) checks.Path {
	path := checks.PathIn(policy.In, name)
	return func(f *Facts) checks.Path { return path(f.Context) }
}

const clause = checks.Edition + "5.2.8"
