// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/mitome-project/mitome/internal/sigalg"
)

// SHA256 is the digest of the policy's canonical form: a line for each fact, sorted, names and comments left out. Two
// policies with the same digest judge alike, except for the code of a caller's own rules, of which the name counts.
func (p *Policy) SHA256() [32]byte {
	if p.digest == nil { // a policy in the making
		return p.sum()
	}
	p.digest.once.Do(func() { p.digest.sum = p.sum() })
	return p.digest.sum
}

// digest is a policy's digest, computed when it is first asked for: every report names it.
type digest struct {
	once sync.Once
	sum  [32]byte
}

func (p *Policy) sum() [32]byte {
	h := sha256.New()
	p.canonical(h)
	return [32]byte(h.Sum(nil))
}

func (p *Policy) canonical(w io.Writer) {
	fmt.Fprintf(w, "model %s\nqualified %t\n", p.model, p.qualified)
	for _, r := range p.rules.Named() {
		fmt.Fprintf(w, "rule %s %t\n", r.Name, r.On)
	}
	for _, e := range p.All() {
		fmt.Fprintf(w, "constraint %s %s\n", e.Path, e.Constraint.canonical())
	}
	for _, e := range p.Suites() {
		fmt.Fprintf(w, "suite %s\n", e.Path)
		e.Suite.canonical(w)
	}
	for _, c := range p.checks {
		fmt.Fprintf(w, "check %q %q %q %s %s\n", c.ID, c.Block, c.Question, c.Sub, c.Constraint.canonical())
	}
}

func (c Constraint) canonical() string {
	return fmt.Sprintf("%s %q %q %d", c.Level, sorted(c.Values), sorted(c.Policies), c.Duration)
}

func sorted(in []string) []string {
	out := slices.Clone(in)
	slices.Sort(out)
	return out
}

func (s *Suite) canonical(w io.Writer) {
	if s == nil {
		io.WriteString(w, "  everything\n")
		return
	}
	fmt.Fprintf(w, "  issued %s levels %s %s %s\n", s.Issued.UTC().Format(time.RFC3339), s.Level, s.LevelExpired, s.LevelAfterUpdate)
	for _, a := range s.Algorithms() {
		fmt.Fprintf(w, "  %s\n", a)
	}
}

// SuiteAlgorithm is one period of one algorithm of a suite.
type SuiteAlgorithm struct {
	Scheme sigalg.Scheme // empty: the entry is of a digest alone
	Hash   sigalg.Hash
	Evaluation
}

// String is the entry in one line.
func (a SuiteAlgorithm) String() string {
	bound := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	date := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("%s/%s %s..%s bits %s..%s", a.Scheme, a.Hash, bound(a.MinBits), bound(a.MaxBits), date(a.Start), date(a.End))
}

// Algorithms lists every entry of the suite, sorted: the digests, then the signature algorithms.
func (s *Suite) Algorithms() []SuiteAlgorithm {
	if s == nil {
		return nil
	}
	var out []SuiteAlgorithm
	for _, h := range slices.Sorted(maps.Keys(s.digests)) {
		for _, e := range s.digests[h] {
			out = append(out, SuiteAlgorithm{Hash: h, Evaluation: e})
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(s.signatures), func(a, b SignatureKey) int {
		return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Hash, b.Hash))
	}) {
		evals := slices.Clone(s.signatures[k])
		slices.SortStableFunc(evals, func(a, b Evaluation) int {
			return cmp.Or(cmp.Compare(a.MinBits, b.MinBits), cmp.Compare(a.MaxBits, b.MaxBits), a.End.Compare(b.End), a.Start.Compare(b.Start))
		})
		for _, e := range evals {
			out = append(out, SuiteAlgorithm{Scheme: k.Scheme, Hash: k.Hash, Evaluation: e})
		}
	}
	return out
}
