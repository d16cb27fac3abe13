// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// validateArchive is the validation process for signatures providing long term availability, EN 319 102-1 v1.4.1 5.6.3.
// The time-stamps have been validated already, the newest first.
func (e *evaluation) validateArchive(t *token) {
	s := &steps{constraints: e.constraints}
	e.concludeArchive(s, t, t.final)
	t.final = s.conclude(ades.Pass())
	t.procs = append(t.procs, &Process{Name: "archive", Clause: checks.Edition + "5.6.3", Indication: t.final, Findings: s.findings})
}

func (e *evaluation) concludeArchive(s *steps, t *token, lt ades.Indication) {
	if !e.askEvidence(s, t) {
		return
	}
	sunset := lt.Is(ades.NoCertificateChainFoundNoPOE) && e.rules.SunsetGoesToPast
	usable := lt.Passed() || sunset || lt.Is(ades.RevokedNoPOE, ades.RevokedCANoPOE, ades.OutOfBoundsNoPOE, ades.OutOfBoundsNotRevoked,
		ades.CryptoConstraintsFailureNoPOE, ades.RevocationOutOfBoundsNoPOE, ades.SigConstraintsFailure, ades.TryLater)
	if !s.step(stepTimeUsable, policy.LevelFail, usable, lt, "", "") {
		return
	}
	if !sunset {
		level := policy.LevelFail
		if lt.Passed() {
			level = policy.LevelInform
		}
		if !s.step(stepLongTermData, level, e.hasLongTermData(t), lt, "", "") {
			return
		}
	}
	if e.hasLongTermData(t) && !e.askValidStamps(s, t) {
		return
	}
	if p := e.poes.first(t.id); p.at.Before(t.best) {
		t.best, t.bestFrom = p.at, p.by
	}
	if lt.Passed() {
		return
	}
	past := e.past(t, lt, t.best)
	if !s.step(stepPast, policy.LevelFail, past.Passed(), past, "", "") || !e.askDelay(s, t) {
		return
	}
	if s.crypto(e.tokenIssues(t, t.best)) && (e.rules.ExpiryHidesChainFaults || e.askPathAt(s, t, t.best)) {
		e.askInForce(s, t)
	}
}
