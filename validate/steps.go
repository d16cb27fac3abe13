// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// steps collects the findings of one block or process and its conclusion. The first deciding "no" concludes it: the order
// in which a block asks its checks is part of the standard's semantics.
type steps struct {
	constraints *checks.Constraints
	findings    []Finding
	indication  ades.Indication // zero until concluded
	// verdictOnly keeps no finding but the one that concludes: nobody reads the others.
	verdictOnly bool
}

// ask runs one check and reports whether the block goes on.
func ask[F any](s *steps, f F, c checks.Check[F]) bool {
	return askCapped(s, f, &c, policy.LevelFail, "")
}

// askAll runs checks in order and reports whether the block goes on.
func askAll[F any](s *steps, f F, about ades.ID, list ...checks.Check[F]) bool {
	if !s.verdictOnly { // most lists hold questions that do not arise
		s.findings = slices.Grow(s.findings, min(len(list), 8))
	}
	for i := range list {
		if !askCapped(s, f, &list[i], policy.LevelFail, about) {
			return false
		}
	}
	return true
}

// askCapped runs one check whose level is at most most.
func askCapped[F any](s *steps, f F, c *checks.Check[F], most policy.Level, about ades.ID) bool {
	if s.indication.Main() != ades.None {
		return false
	}
	if c.Applies != nil && !c.Applies(f) {
		return true
	}
	k := policy.Constraint{Level: policy.LevelFail}
	if c.Path != nil {
		k = s.constraints.Get(c.Path(f))
	}
	k.Level = min(k.Level, most)
	fd := Finding{Check: c.ID, Key: c.Key, Clause: c.Clause, Level: k.Level, Outcome: Off, Text: c.Question, About: about}
	decides := false
	if k.Level > policy.LevelIgnore {
		ok, text := c.Holds(f, k)
		if fd.Outcome = Held; !ok {
			fd.Outcome, fd.Remedy = NotMet, c.Remedy
			decides = k.Level >= policy.LevelFail
		}
		if text != "" && (decides || !s.verdictOnly) {
			fd.Text += " " + text
		}
	}
	s.record(fd, decides)
	if decides {
		s.indication = c.Failure(f).Indication()
	}
	return !decides
}

// record keeps a finding.
func (s *steps) record(fd Finding, decides bool) {
	if decides || !s.verdictOnly {
		s.findings = append(s.findings, fd)
	}
}

// step records the answer of a step of a process that is no check of the policy. A "no" at level FAIL concludes with failure.
func (s *steps) step(id stepID, level policy.Level, ok bool, failure ades.Indication, about ades.ID, text string) bool {
	if s.indication.Main() != ades.None {
		return false
	}
	if level <= policy.LevelIgnore {
		return true
	}
	d := stepTexts[id]
	fd := Finding{Check: d.check, Key: d.key, Clause: d.clause, Level: level, Outcome: Held, Text: d.question, About: about}
	decides := !ok && level >= policy.LevelFail
	if text != "" && (decides || !s.verdictOnly) {
		fd.Text += " " + text
	}
	if !ok {
		fd.Outcome, fd.Remedy = NotMet, d.remedy
	}
	s.record(fd, decides)
	if decides {
		s.indication = failure
	}
	return !decides
}

// conclude sets the indication where no check has set it, and returns it.
func (s *steps) conclude(i ades.Indication) ades.Indication {
	if s.indication.Main() == ades.None {
		s.indication = i
	}
	return s.indication
}

// block makes the block of these steps; one without a failure is PASSED.
func (s *steps) block(name, clause string, about ades.ID) *Block {
	return &Block{Name: name, Clause: clause, Indication: s.conclude(ades.Pass()), Findings: s.findings, About: about}
}
