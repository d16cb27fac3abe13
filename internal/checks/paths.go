// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package checks

import (
	"unique"

	"github.com/mitome-project/mitome/policy"
)

// Path is the path of a constraint, interned: a check asks for its own for every token, and looking up a long path by its
// text takes longer than most answers. Its Value is the path as the policy spells it.
type Path = unique.Handle[policy.Path]

// contexts and roles are the numbers of those whose paths are kept.
const (
	contexts = policy.EvidenceRecord + 1
	roles    = policy.CACertificate + 1
)

// PathIn gives the path that path makes for a constraint's name in a context, as policy.In does.
func PathIn(path func(policy.Context, string) policy.Path, name string) func(policy.Context) Path {
	var paths [contexts]Path
	for c := range contexts {
		paths[c] = unique.Make(path(c, name))
	}
	return func(c policy.Context) Path { return paths[c] }
}

// PathOfCert is PathIn for a constraint on a certificate, policy.Cert.
func PathOfCert(name string) func(policy.Context, policy.Role) Path {
	var paths [contexts][roles]Path
	for c := range contexts {
		for r := range roles {
			paths[c][r] = unique.Make(policy.Cert(c, r, name))
		}
	}
	return func(c policy.Context, r policy.Role) Path { return paths[c][r] }
}

// At gives a path that is the same whatever the facts.
func At[F any](path policy.Path) func(F) Path {
	p := unique.Make(path)
	return func(F) Path { return p }
}

// Constraints are those of a policy, by their paths, as ConstraintsOf makes them. There is no useful zero value: an empty
// table would switch every check off.
type Constraints struct {
	at map[Path]*policy.Constraint
}

// ConstraintsOf makes the table of a policy.
func ConstraintsOf(p *policy.Policy) *Constraints {
	all := p.All()
	out := &Constraints{at: make(map[Path]*policy.Constraint, len(all))}
	for i := range all {
		out.at[unique.Make(all[i].Path)] = &all[i].Constraint
	}
	return out
}

// Get returns the constraint at a path; its Level is LevelAbsent where the policy has none. Its values are shared by all
// validations and must not be changed.
func (c *Constraints) Get(p Path) policy.Constraint {
	if k := c.at[p]; k != nil {
		return *k
	}
	return policy.Constraint{}
}
