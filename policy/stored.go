// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/mitome-project/mitome/internal/sigalg"
)

// storedPolicy is the form in evidence files. A caller's own checks are code and cannot be stored: their names are.
type storedPolicy struct {
	Name        string        `json:"name"`
	Description string        `json:"description,omitempty"`
	Model       Model         `json:"model"`
	Qualified   bool          `json:"qualified,omitempty"`
	Rules       []string      `json:"rules,omitempty"` // those in force
	Constraints []storedEntry `json:"constraints"`
	Suites      []storedSuite `json:"suites"`
	Checks      []string      `json:"ownChecks,omitempty"`
	Unknown     []string      `json:"unknown,omitempty"`
}

type storedEntry struct {
	Path       Path       `json:"path"`
	Constraint Constraint `json:"constraint"`
}

// storedSuite is one suite; without a suite it accepts everything.
type storedSuite struct {
	Path       Path              `json:"path"`
	Suite      *Suite            `json:"suite"`
	Digests    []storedDigest    `json:"digests"`
	Signatures []storedSignature `json:"signatures"`
}

type storedDigest struct {
	Hash    sigalg.Hash  `json:"hash"`
	Periods []Evaluation `json:"periods"`
}

type storedSignature struct {
	Scheme  sigalg.Scheme `json:"scheme"`
	Hash    sigalg.Hash   `json:"hash"`
	Periods []Evaluation  `json:"periods"`
}

// ErrOwnChecks says that a stored policy had checks of the caller's own, whose code is not stored.
var ErrOwnChecks = errors.New("the policy had the caller's own checks, which are not stored")

// Store writes the whole policy, for [Restore]. It is no policy file for people: those are read by [Load].
func (p *Policy) Store() ([]byte, error) {
	s := storedPolicy{Name: p.name, Description: p.description, Model: p.model, Qualified: p.qualified, Unknown: p.unknown}
	for _, r := range p.rules.Named() {
		if r.On {
			s.Rules = append(s.Rules, r.Name)
		}
	}
	for _, e := range p.All() {
		s.Constraints = append(s.Constraints, storedEntry(e))
	}
	for _, e := range p.Suites() {
		s.Suites = append(s.Suites, storeSuite(e.Path, e.Suite))
	}
	for _, c := range p.checks {
		s.Checks = append(s.Checks, c.ID)
	}
	return json.MarshalIndent(s, "", " ")
}

func storeSuite(path Path, s *Suite) storedSuite {
	out := storedSuite{Path: path, Suite: s}
	for _, a := range s.Algorithms() {
		if a.Scheme == "" {
			if n := len(out.Digests); n == 0 || out.Digests[n-1].Hash != a.Hash {
				out.Digests = append(out.Digests, storedDigest{Hash: a.Hash})
			}
			last := &out.Digests[len(out.Digests)-1]
			last.Periods = append(last.Periods, a.Evaluation)
			continue
		}
		if n := len(out.Signatures); n == 0 || out.Signatures[n-1].Scheme != a.Scheme || out.Signatures[n-1].Hash != a.Hash {
			out.Signatures = append(out.Signatures, storedSignature{Scheme: a.Scheme, Hash: a.Hash})
		}
		last := &out.Signatures[len(out.Signatures)-1]
		last.Periods = append(last.Periods, a.Evaluation)
	}
	return out
}

// Restore reads what [Policy.Store] wrote. Where the policy had checks of the caller's own, it is returned without them, and
// the error is [ErrOwnChecks].
func Restore(b []byte) (*Policy, error) {
	var s storedPolicy
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fmt.Errorf("stored policy: %w", err)
	}
	p := &Policy{name: s.Name, description: s.Description, model: s.Model, qualified: s.Qualified, unknown: s.Unknown,
		constraints: map[Path]Constraint{}, suites: map[Path]*Suite{}}
	for _, name := range s.Rules {
		if !p.rules.set(name, true) {
			return nil, fmt.Errorf("stored policy: rule %q is not known", name)
		}
	}
	for _, e := range s.Constraints {
		if e.Constraint.Level > LevelFail {
			return nil, fmt.Errorf("stored policy: %s has level %d", e.Path, e.Constraint.Level)
		}
		p.constraints[e.Path] = e.Constraint
	}
	for _, e := range s.Suites {
		p.suites[e.Path] = e.restore()
	}
	p.digest = &digest{}
	if len(s.Checks) > 0 {
		return p, ErrOwnChecks
	}
	return p, nil
}

func (e *storedSuite) restore() *Suite {
	if e.Suite == nil {
		return nil
	}
	s := *e.Suite
	s.digests, s.signatures = map[sigalg.Hash][]Evaluation{}, map[SignatureKey][]Evaluation{}
	for _, d := range e.Digests {
		s.digests[d.Hash] = slices.Clone(d.Periods)
	}
	for _, a := range e.Signatures {
		s.signatures[SignatureKey{a.Scheme, a.Hash}] = slices.Clone(a.Periods)
	}
	return &s
}
