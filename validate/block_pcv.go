// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// pastCertificate is past certificate validation, EN 319 102-1 v1.4.1 5.6.2.1. It gives the control-time.
func (e *evaluation) pastCertificate(t *token) (time.Time, *Block) {
	s := &steps{constraints: e.constraints}
	var chain []*ades.Certificate
	for _, c := range e.chains(t.signer) {
		if e.reachesAnchor(c) {
			chain = c
			break
		}
	}
	if !s.step(stepChain, policy.LevelFail, chain != nil, ades.NoCertificateChainFound.Indication(), "", "") {
		return e.now, s.block("PCV", checks.Edition+"5.6.2.1", "")
	}
	path := e.toAnchor(t.ctx, chain, e.now)
	if !e.rules.UncheckedPastChain && !e.askStructure(s, t, path) {
		return e.now, s.block("PCV", checks.Edition+"5.6.2.1", "")
	}
	ct, vts := e.slide(t, path)
	t.blocks["VTS"] = vts
	if s.step(stepPOE, policy.LevelFail, vts.Indication.Passed(), vts.Indication, "", "") {
		s.crypto(e.chainIssues(t.ctx, path, ct))
	}
	return ct, s.block("PCV", checks.Edition+"5.6.2.1", "")
}

// askStructure is the path validation of step 2, without revocation.
func (e *evaluation) askStructure(s *steps, t *token, path []*ades.Certificate) bool {
	for i, c := range path {
		if e.anchorAt(t.ctx, roleAt(i), c, e.now) {
			break
		}
		if !askAll(s, e.certificateFacts(t.ctx, path, i, e.now), c.ID(), e.structure()...) {
			return false
		}
	}
	return true
}
