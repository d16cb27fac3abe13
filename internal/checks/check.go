// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package checks says what a check is. The checks themselves stand one a file in the folders below, one folder a building
// block of EN 319 102-1 clause 5.2; package validate holds the order in which each block asks them.
package checks

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
)

// Check is one question about facts of type F, with the constraint that decides what a "no" does.
type Check[F any] struct {
	ID       string // block and name: "sav.signing-time"
	Clause   string // the clause followed, with its edition
	Question string // what is asked; "yes" is good
	Key      string // the reference implementation's key of the same check
	Own      string // where there is no Key: why the check is ours alone
	Remedy   string // what the reader can do about a "no"; empty: nothing
	// Path is the constraint that holds level and values; nil: always decides.
	Path func(F) Path
	// Sub is the sub-indication of a deciding "no"; SubOf where it depends on the facts.
	Sub   ades.Sub
	SubOf func(F) ades.Sub
	// Applies says whether the question arises; nil: always.
	Applies func(F) bool
	// Holds answers, with what was found.
	Holds func(F, policy.Constraint) (bool, string)
}

// Failure is the sub-indication of a deciding "no" for f.
func (c Check[F]) Failure(f F) ades.Sub {
	if c.SubOf != nil {
		return c.SubOf(f)
	}
	return c.Sub
}

// Edition is the edition of EN 319 102-1 that the clause references name.
const Edition = "EN 319 102-1 v1.4.1 "

// Accepts reports whether one of the values is among those that the constraint lists; "*" stands for any value, and no
// value at all is accepted only by an empty list.
func Accepts(c policy.Constraint, values ...string) bool {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	if len(values) == 0 {
		return len(c.Values) == 0
	}
	for _, v := range values {
		if slices.Contains(c.Values, v) || slices.Contains(c.Values, "*") {
			return true
		}
	}
	return false
}
