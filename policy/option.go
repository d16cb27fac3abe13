// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"maps"
	"slices"
)

// Option is one change to a policy, for With.
type Option func(*Policy)

// With returns a copy of the policy with changes, applied in order.
func (p *Policy) With(options ...Option) *Policy {
	q := *p
	q.digest = nil
	q.constraints = maps.Clone(p.constraints)
	q.suites = maps.Clone(p.suites)
	q.checks = slices.Clone(p.checks)
	q.unknown = slices.Clone(p.unknown)
	if q.constraints == nil {
		q.constraints = map[Path]Constraint{}
	}
	if q.suites == nil {
		q.suites = map[Path]*Suite{}
	}
	for _, change := range options {
		change(&q)
	}
	q.digest = &digest{}
	return &q
}

// Set replaces the constraint at a path. LevelAbsent removes it.
func Set(path Path, c Constraint) Option {
	return func(p *Policy) {
		if c.Level == LevelAbsent {
			delete(p.constraints, path)
			return
		}
		p.constraints[path] = c.clone()
	}
}

// SetLevel replaces the level of the constraint at a path and keeps its values.
func SetLevel(path Path, l Level) Option {
	return func(p *Policy) {
		c := p.constraints[path]
		c.Level = l
		Set(path, c)(p)
	}
}

// SetRules replaces the rules where the policy parts from the letter of the standard.
func SetRules(r Rules) Option { return func(p *Policy) { p.rules = r } }

// SetModel replaces the validity model.
func SetModel(m Model) Option { return func(p *Policy) { p.model = m } }

// SetQualified says whether qualification is determined.
func SetQualified(on bool) Option { return func(p *Policy) { p.qualified = on } }

// SetSuite replaces the suite at a place in the tree: "Cryptographic" for all, or Basic(c, "Cryptographic"), or
// Cert(c, r, "Cryptographic"). A nil suite accepts everything there.
func SetSuite(path Path, s *Suite) Option { return func(p *Policy) { p.suites[path] = s } }

// ReplaceSuites makes s the only suite, for every context.
func ReplaceSuites(s *Suite) Option {
	return func(p *Policy) { p.suites = map[Path]*Suite{cryptographic: s} }
}

// Named sets name and description.
func Named(name, description string) Option {
	return func(p *Policy) { p.name, p.description = name, description }
}

// Add adds a caller's own rule, with the level and the values that it works with.
func Add(check Check, c Constraint) Option {
	return func(p *Policy) {
		check.Constraint = c.clone()
		if check.Block == "" {
			check.Block = "SAV"
		}
		p.checks = append(p.checks, check)
	}
}
