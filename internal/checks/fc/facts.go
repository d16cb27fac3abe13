// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package fc holds the checks of format checking, EN 319 102-1 5.2.2, one a file.
package fc

import (
	"cmp"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Facts are what the checks of this block look at.
type Facts struct {
	Context   policy.Context
	Signature *ades.Signature // nil for a time-stamp
	Timestamp *ades.Timestamp // nil for a signature
	PDF       *ades.PDFFacts  // nil outside PDF
	// AllRangesValid says that every byte range of the document is valid.
	AllRangesValid bool
	// InForce is the permission of a certification that was in force when this was signed; 0: none.
	InForce int
	// Literal is the rule PDFChangesLiteral.
	Literal bool
}

func (f *Facts) isPDF() bool { return f.PDF != nil }

// permission is what the author of the document allows to be changed: by this signature, or by the one that certified before it.
func (f *Facts) permission() int { return cmp.Or(f.PDF.Permission, f.InForce) }

func (f *Facts) signature() bool { return f.Signature != nil }

func basic(name string) func(*Facts) checks.Path {
	path := checks.PathIn(policy.Basic, name)
	return func(f *Facts) checks.Path { return path(f.Context) }
}

func in(name string) func(*Facts) checks.Path {
	path := checks.PathIn(policy.In, name)
	return func(f *Facts) checks.Path { return path(f.Context) }
}

const clause = checks.Edition + "5.2.2"
