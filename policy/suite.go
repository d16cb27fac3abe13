// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/internal/sigalg"
)

// Suite is a dated set of acceptable algorithms (TS 119 312, TS 119 322, or a policy document's own table). It is immutable.
type Suite struct {
	Name             string
	Issued           time.Time
	Level            Level // of algorithms and key sizes that are not acceptable at any time
	LevelExpired     Level // of algorithms whose end has come and is not after Issued
	LevelAfterUpdate Level // of algorithms whose end has come and is after Issued
	Source           string
	digests          map[sigalg.Hash][]Evaluation
	signatures       map[SignatureKey][]Evaluation
}

// SignatureKey names a signature algorithm in a suite.
type SignatureKey struct {
	Scheme sigalg.Scheme
	Hash   sigalg.Hash
}

// Evaluation is one period in which an algorithm (with key sizes in a range) is acceptable.
type Evaluation struct {
	Start, End       time.Time // zero: open
	MinBits, MaxBits int       // zero: open
}

// Verdict is what a suite says of one algorithm at one time.
type Verdict struct {
	Acceptable bool
	// Level is what the failure does; meaningful only if not Acceptable.
	Level Level
	// Reason: "", "algorithm", "digest", "key-size", "not-yet", "expired".
	Reason string
	// End is the day from which the algorithm is no longer reliable; zero: none, or never acceptable.
	End time.Time
}

// Digest says whether a digest algorithm is acceptable at t. A nil suite accepts everything.
func (s *Suite) Digest(h sigalg.Hash, t time.Time) Verdict {
	if s == nil {
		return Verdict{Acceptable: true}
	}
	evals, ok := s.digests[h]
	if !ok {
		return Verdict{Level: s.Level, Reason: "digest"}
	}
	return s.at(evals, t, func(Evaluation) bool { return true })
}

// Signature says whether a signature algorithm with a key of that many bits is acceptable at t. A nil suite accepts everything.
func (s *Suite) Signature(a sigalg.Algorithm, bits int, t time.Time) Verdict {
	if s == nil {
		return Verdict{Acceptable: true}
	}
	evals, ok := s.signatures[keyOf(a)]
	if !ok {
		if _, known := s.digests[impliedHash(a)]; !known && s.hasScheme(a.Scheme) {
			return Verdict{Level: s.Level, Reason: "digest"}
		}
		return Verdict{Level: s.Level, Reason: "algorithm"}
	}
	fits := func(e Evaluation) bool { return bits > 0 && bits >= e.MinBits && (e.MaxBits == 0 || bits <= e.MaxBits) }
	if !slices.ContainsFunc(evals, fits) {
		return Verdict{Level: s.Level, Reason: "key-size"}
	}
	return s.at(evals, t, fits)
}

// at applies the periods of the evaluations that fit: bounds are strict, and with several the latest end counts.
func (s *Suite) at(evals []Evaluation, t time.Time, fits func(Evaluation) bool) Verdict {
	var v Verdict
	open, started := false, false
	for _, e := range evals {
		if !fits(e) {
			continue
		}
		begun := e.Start.IsZero() || e.Start.Before(t)
		started = started || begun
		open = open || e.End.IsZero()
		if e.End.After(v.End) {
			v.End = e.End
		}
		if begun && (e.End.IsZero() || t.Before(e.End)) {
			v.Acceptable = true
		}
	}
	if open {
		v.End = time.Time{}
	}
	switch {
	case v.Acceptable:
		return v
	case !started:
		v.Level, v.Reason = s.Level, "not-yet"
	case !v.End.IsZero() && v.End.After(s.Issued):
		v.Level, v.Reason = s.LevelAfterUpdate, "expired"
	default:
		v.Level, v.Reason = s.LevelExpired, "expired"
	}
	return v
}

// keyOf names an algorithm in the suite: the EdDSA schemes imply their digest.
func keyOf(a sigalg.Algorithm) SignatureKey {
	if a.Scheme == sigalg.Ed25519 || a.Scheme == sigalg.Ed448 {
		return SignatureKey{Scheme: a.Scheme}
	}
	return SignatureKey{a.Scheme, a.Hash}
}

// impliedHash is the digest that a signature algorithm works with.
func impliedHash(a sigalg.Algorithm) sigalg.Hash {
	switch a.Scheme {
	case sigalg.Ed25519:
		return sigalg.SHA512
	case sigalg.Ed448:
		return sigalg.SHAKE256L
	}
	return a.Hash
}

func (s *Suite) hasScheme(scheme sigalg.Scheme) bool {
	for k := range s.signatures {
		if k.Scheme == scheme {
			return true
		}
	}
	return false
}
