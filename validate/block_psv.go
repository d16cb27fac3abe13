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

// past is past signature validation, EN 319 102-1 v1.4.1 5.6.2.4: whether the proofs of existence lift the current status of a
// signature or time-stamp, whose earliest proof is best. It returns PASSED or the status that stays.
func (e *evaluation) past(t *token, current ades.Indication, best time.Time) ades.Indication {
	s := &steps{constraints: e.constraints}
	e.concludePast(s, t, current, best)
	b := s.block("PSV", checks.Edition+"5.6.2.4", "")
	t.blocks["PSV"] = b
	return b.Indication
}

func (e *evaluation) concludePast(s *steps, t *token, current ades.Indication, best time.Time) {
	if t.signer == nil {
		s.conclude(current)
		return
	}
	required := e.revocationRequired(t.ctx, policy.SigningCertificate, t.signer)
	proven := e.provenStatuses(t, t.signer)
	s.step(stepPastRevocation, policy.LevelWarn, !required || len(proven) > 0, current, t.signer.ID(), "")
	ct, pcv := e.pastCertificate(t)
	t.blocks["PCV"] = pcv
	ok := pcv.Indication.Passed() || pcv.Indication.Is(ades.RevokedNoPOE, ades.RevokedCANoPOE, ades.OutOfBoundsNoPOE, ades.CryptoConstraintsFailureNoPOE)
	if !s.step(stepPastChain, policy.LevelFail, ok, current, t.signer.ID(), "") {
		return
	}
	lifted := false
	if s.step(stepControlTime, policy.LevelWarn, e.poes.by(t.id, ct), current, t.id, "") && e.poes.by(t.id, ct) {
		lifted = e.liftByTime(s, t, &current, best)
		if s.indication.Main() != ades.None {
			return
		}
	}
	if !lifted {
		lifted = e.liftCrypto(t, current, best) || e.liftStale(t, current, best)
	}
	if !s.step(stepPast, policy.LevelFail, lifted, current, "", "") {
		return
	}
	level := policy.LevelFail
	if e.rules.PastIssuerByPolicy { // the reference minds it where the policy names it only
		level = e.level(pathRevocationIssuerNotExpired(t.ctx, policy.SigningCertificate))
	}
	s.step(stepPastIssuer, level, !required || len(proven) > 0, ades.RevocationOutOfBoundsNoPOE.Indication(), t.signer.ID(), "")
}

// liftByTime is step 3: the best-signature-time against the certificate's validity and the CA's revocation.
func (e *evaluation) liftByTime(s *steps, t *token, current *ades.Indication, best time.Time) bool {
	outside := ades.OutOfBoundsNotRevoked.Indication()
	switch {
	case current.Is(ades.NoCertificateChainFoundNoPOE):
		outside = ades.OutOfBoundsNoPOE.Indication()
	case current.Is(ades.OutOfBoundsNoPOE, ades.OutOfBoundsNotRevoked):
		outside = *current
	case current.Is(ades.RevokedCANoPOE):
		if !e.knownBeforeCARevocation(t) {
			return false
		}
	case current.Is(ades.RevokedNoPOE, ades.RevocationOutOfBoundsNoPOE):
	case current.Is(ades.TryLater) && e.suspended(t):
	default:
		return false
	}
	if !s.step(stepBestAfterIssuance, policy.LevelFail, !best.Before(t.signer.NotBefore()), ades.NotYetValid.Indication(), "", "") {
		return false
	}
	return s.step(stepPastBest, policy.LevelFail, !best.After(t.signer.NotAfter()), outside, "", "")
}

// knownBeforeCARevocation reports whether the signer's revocation data provably existed when the CA was revoked.
func (e *evaluation) knownBeforeCARevocation(t *token) bool {
	for i, c := range t.chain {
		if i == 0 || e.anchorAt(t.ctx, roleAt(i), c, e.now) {
			continue
		}
		st := e.pastStatus(c)
		if st == nil || !st.Revoked {
			continue
		}
		if !slices.ContainsFunc(e.pastStatuses(t.signer), func(x *rac.Status) bool { return e.statusProven(x, st.RevokedAt) }) {
			return false
		}
	}
	return true
}

// suspended reports whether a certificate of the chain is on hold.
func (e *evaluation) suspended(t *token) bool {
	return slices.ContainsFunc(e.belowAnchor(t), func(c *ades.Certificate) bool {
		st := e.latestStatus(c)
		return st != nil && st.Revoked && st.Reason == rac.Hold
	})
}

// liftCrypto is step 4: every algorithm concerned is proven to have been used while it was reliable.
func (e *evaluation) liftCrypto(t *token, current ades.Indication, best time.Time) bool {
	if !current.Is(ades.CryptoConstraintsFailureNoPOE) {
		return false
	}
	at := e.poes.first(t.id).at
	issues := e.tokenIssues(t, at)
	if !e.rules.TokenProvesChain { // the certificates count by their own proofs
		issues = slices.DeleteFunc(issues, func(i cryptoIssue) bool { return i.part == partChain })
		for i, c := range t.chain {
			if e.anchorAt(t.ctx, roleAt(i), c, e.now) {
				break
			}
			if x := e.certificateIssue(t.ctx, t.chain, i, e.poes.first(c.ID()).at); x != nil {
				issues = append(issues, *x)
			}
		}
	}
	for _, c := range e.belowAnchor(t) {
		if st := e.latestStatus(c); st != nil {
			proof := c.ID()
			if !e.rules.TokenProvesChain {
				proof = st.Revocation
			}
			issues = append(issues, e.revocationIssues(st.Revocation, e.poes.first(proof).at)...)
		}
	}
	return deciding(issues) == nil
}

// liftStale is step 5: the revocation data was fresh when the signature provably existed.
func (e *evaluation) liftStale(t *token, current ades.Indication, best time.Time) bool {
	if !current.Is(ades.TryLater) || e.suspended(t) {
		return false
	}
	for _, c := range e.belowAnchor(t) {
		st := e.latestStatus(c)
		if st == nil || !e.isFresh(t.ctx, roleAt(slices.Index(t.chain, c)), st, best) {
			return false
		}
	}
	return true
}
