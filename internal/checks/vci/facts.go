// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package vci holds the checks of validation context initialisation, EN 319 102-1 5.2.4, one a file.
package vci

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Facts are what the checks of this block look at.
type Facts struct {
	Context policy.Context
	Policy  *ades.SignaturePolicy // nil: no signature policy
}

func in(name string) func(*Facts) checks.Path {
	path := checks.PathIn(policy.In, name)
	return func(f *Facts) checks.Path { return path(f.Context) }
}

func explicit(f *Facts) bool { return f.Policy != nil && !f.Policy.Implied }

const clause = checks.Edition + "5.2.4"
