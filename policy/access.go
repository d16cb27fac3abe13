// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"cmp"
	"slices"
)

// Get returns the constraint at a path; its Level is LevelAbsent where the policy has none.
func (p *Policy) Get(path Path) Constraint { return p.constraints[path].clone() }

// Name is the policy's name.
func (p *Policy) Name() string { return p.name }

// Description is what the policy says of itself.
func (p *Policy) Description() string { return p.description }

// Model is the validity model of certification paths.
func (p *Policy) Model() Model { return p.model }

// Rules are the places where the policy parts from the letter of the standard.
func (p *Policy) Rules() Rules { return p.rules }

// Qualified reports whether qualification is determined (the policy has an eIDAS section).
func (p *Policy) Qualified() bool { return p.qualified }

// Checks are the caller's own rules, in the order in which they were added.
func (p *Policy) Checks() []Check { return slices.Clone(p.checks) }

// Unknown lists what the document that the policy was loaded from holds and this package does not understand.
// It is reported, and has no effect.
func (p *Policy) Unknown() []string { return slices.Clone(p.unknown) }

// Suite returns the cryptographic suite for signatures of a context. Nil: everything is acceptable.
func (p *Policy) Suite(c Context) *Suite {
	return p.suite(suitePaths[c][:]...)
}

// CertSuite returns the cryptographic suite for the signatures on certificates of a context. Nil: everything is acceptable.
func (p *Policy) CertSuite(c Context, r Role) *Suite {
	return p.suite(certSuitePaths[c][r][:]...)
}

const cryptographic = "Cryptographic"

// suitePaths and certSuitePaths are where a suite may stand, the most specific place first; made once.
var (
	suitePaths     = makeSuitePaths()
	certSuitePaths = makeCertSuitePaths()
)

func makeSuitePaths() (out [len(contextNames)][3]Path) {
	for c := range out {
		out[c] = [3]Path{Basic(Context(c), cryptographic), In(Context(c), cryptographic), cryptographic}
	}
	return out
}

func makeCertSuitePaths() (out [len(contextNames)][len(roleNames)][3]Path) {
	for c := range out {
		for r := range out[c] {
			out[c][r] = [3]Path{Cert(Context(c), Role(r), cryptographic), Basic(Context(c), cryptographic), cryptographic}
		}
	}
	return out
}

// suite returns the first suite that is there, from the most specific place to the most general.
func (p *Policy) suite(paths ...Path) *Suite {
	for _, path := range paths {
		if s, ok := p.suites[path]; ok {
			return s
		}
	}
	return nil
}

// Entry is one line of a policy's table.
type Entry struct {
	Path       Path
	Constraint Constraint
}

// All lists every constraint, sorted by path.
func (p *Policy) All() []Entry {
	out := make([]Entry, 0, len(p.constraints))
	for path, c := range p.constraints {
		out = append(out, Entry{path, c.clone()})
	}
	slices.SortFunc(out, func(a, b Entry) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// SuiteEntry is a cryptographic suite and the place in the tree from which on it holds.
type SuiteEntry struct {
	Path  Path
	Suite *Suite
}

// Suites lists every suite, sorted by path.
func (p *Policy) Suites() []SuiteEntry {
	out := make([]SuiteEntry, 0, len(p.suites))
	for path, s := range p.suites {
		out = append(out, SuiteEntry{path, s})
	}
	slices.SortFunc(out, func(a, b SuiteEntry) int { return cmp.Compare(a.Path, b.Path) })
	return out
}
