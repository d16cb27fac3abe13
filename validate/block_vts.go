// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/policy"
)

// slide is validation time sliding, EN 319 102-1 v1.4.1 5.6.2.2: from now, or the end of the anchor's trust, back to a
// control-time at which every certificate from the anchor down to the target was provably in order.
func (e *evaluation) slide(t *token, path []*ades.Certificate) (time.Time, *Block) {
	s := &steps{constraints: e.constraints}
	ct := e.now
	if n := len(path) - 1; n >= 0 {
		if _, to, dated := e.store.Window(path[n]); dated && !to.IsZero() && (to.Before(ct) || e.rules.FutureSunset) {
			ct = to
		}
	}
	for i := len(path) - 2; i >= 0; i-- {
		next, ok := e.slideOver(s, t, path, i, ct)
		if !ok {
			break
		}
		ct = next
	}
	return ct, s.block("VTS", checks.Edition+"5.6.2.2", "")
}

// slideOver moves the control-time past one certificate (step 2).
func (e *evaluation) slideOver(s *steps, t *token, path []*ades.Certificate, i int, ct time.Time) (time.Time, bool) {
	c, role := path[i], roleAt(i)
	if !e.revocationRequired(t.ctx, role, c) {
		return ct, true
	}
	st := e.statusBefore(t, c, i == 0, ct)
	if !s.step(stepPOE, policy.LevelFail, st != nil, ades.NoPOE.Indication(), c.ID(), c.Subject()) {
		return ct, false
	}
	switch {
	case st.Revoked && e.slidesToRevocation(role, st):
		ct = st.RevokedAt
	case !e.rules.NoStaleSlide && !e.isFresh(t.ctx, role, st, ct) && st.ThisUpdate.Before(ct):
		ct = st.ThisUpdate
	}
	issues := e.revocationIssues(st.Revocation, ct)
	if x := e.certificateIssue(t.ctx, path, i, ct); x != nil {
		issues = append(issues, *x)
	}
	for _, x := range issues {
		if x.level == policy.LevelFail && !x.end.IsZero() && x.end.Before(ct) {
			ct = x.end
		}
	}
	return ct, true
}

// slidesToRevocation says whether a revocation moves the control-time: always in the shell model; in the chain model for a
// compromised key or an unknown reason only.
func (e *evaluation) slidesToRevocation(role policy.Role, st *rac.Status) bool {
	m := e.pol.Model()
	if m == policy.Shell || m == policy.Hybrid && role == policy.CACertificate {
		return true
	}
	return st.Reason <= 1
}

// statusBefore is the latest status issued before ct, where certificate and revocation data provably existed by ct.
func (e *evaluation) statusBefore(t *token, c *ades.Certificate, target bool, ct time.Time) *rac.Status {
	list := e.pastStatuses(c)
	if target {
		if p := e.provenStatuses(t, c); len(p) > 0 {
			list = p
		}
	}
	var best *rac.Status
	for _, st := range list {
		if !st.ThisUpdate.Before(ct) || !e.poes.by(c.ID(), ct) || !e.statusProven(st, ct) {
			continue
		}
		best = later(best, st)
	}
	return best
}

// provenStatuses are the usable statuses of a certificate whose issuer provably existed within its own validity, or is an anchor.
func (e *evaluation) provenStatuses(t *token, c *ades.Certificate) []*rac.Status {
	return slices.DeleteFunc(e.pastStatuses(c), func(st *rac.Status) bool {
		is := e.ev.certificate(st.Signer)
		if is == nil {
			return true
		}
		if e.anchorAt(policy.Revocation, policy.SigningCertificate, is, e.now) {
			return false
		}
		return !e.poes.within(is.ID(), is.NotBefore(), is.NotAfter())
	})
}
