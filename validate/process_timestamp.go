// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// validateStamps validates all time-stamps, EN 319 102-1 v1.4.1 5.4 and 5.6.3.4 step 5: the newest first, so that the proofs
// which it gives can rescue the older ones.
func (e *evaluation) validateStamps(list []*ades.Timestamp) {
	for _, ts := range list {
		t := &token{ctx: policy.Timestamp, id: ts.ID, ts: ts, usage: ts.GenTime, signer: e.ev.certificate(ts.Signer)}
		e.stamps[ts.ID] = t
		e.buildBlocks(t)
		e.validateBasic(t)
	}
	order := slices.Clone(list)
	slices.SortStableFunc(order, func(a, b *ades.Timestamp) int { return b.GenTime.Compare(a.GenTime) })
	for _, ts := range order {
		e.archiveStamp(e.stamps[ts.ID])
	}
}

// archiveStamp gives a time-stamp its last chance by past validation, and extracts its proofs if it is valid.
func (e *evaluation) archiveStamp(t *token) {
	s := &steps{constraints: e.constraints}
	usable := t.basic.Passed() || t.basic.Is(ades.RevokedNoPOE, ades.RevokedCANoPOE, ades.OutOfBoundsNoPOE, ades.OutOfBoundsNotRevoked,
		ades.CryptoConstraintsFailureNoPOE, ades.RevocationOutOfBoundsNoPOE) || t.basic.Is(ades.NoCertificateChainFoundNoPOE) && e.rules.SunsetGoesToPast
	if s.step(stepTimeUsable, policy.LevelFail, usable, t.basic, t.id, "") && !t.basic.Passed() {
		first := e.poes.first(t.id).at
		past := e.past(t, t.basic, first)
		if s.step(stepPast, policy.LevelFail, past.Passed(), past, t.id, "") {
			s.crypto(e.tokenIssues(t, first))
		}
	}
	t.final = s.conclude(ades.Pass())
	t.procs = append(t.procs, &Process{Name: "time-stamp", Clause: checks.Edition + "5.6.3.4 step 5", Indication: t.final, Findings: s.findings})
	if t.final.Passed() && t.ts.ImprintIntact() && e.imprintReliable(t) && !e.leftOut(t.ts) {
		e.poes.add(e, t.ts)
	}
}

// imprintReliable asks, as 5.6.3.4 step 5 b) does, for a proof of the time-stamp from a time when its imprint's hash was reliable.
func (e *evaluation) imprintReliable(t *token) bool {
	if e.rules.WeakImprintProves {
		return true
	}
	i := e.digestIssue(e.pol.Suite(policy.Timestamp), t.ts.ImprintAlgorithm, e.poes.first(t.id).at)
	return i == nil || i.level < policy.LevelFail
}
