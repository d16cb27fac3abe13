// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/internal/checks/xcv"
	"github.com/mitome-project/mitome/policy"
)

// validateWithTime is the validation process for signatures with time and with long-term validation data,
// EN 319 102-1 v1.4.1 5.5. It sets the best-signature-time as the signature time-stamps prove it.
func (e *evaluation) validateWithTime(t *token) {
	s := &steps{constraints: e.constraints}
	t.best, t.bestFrom = e.now, ""
	e.concludeWithTime(s, t)
	t.final = s.conclude(ades.Pass())
	t.procs = append(t.procs, &Process{Name: "time", Clause: checks.Edition + "5.5", Indication: t.final, Findings: s.findings})
}

func (e *evaluation) concludeWithTime(s *steps, t *token) {
	usable := t.basic.Passed() || t.basic.Is(ades.CryptoConstraintsFailureNoPOE, ades.RevokedNoPOE, ades.RevokedCANoPOE, ades.TryLater,
		ades.OutOfBoundsNoPOE, ades.OutOfBoundsNotRevoked)
	if !s.step(stepBasicUsable, policy.LevelFail, usable, t.basic, "", "") {
		return
	}
	e.takeBestTime(t)
	if !e.pastData(s, t) {
		e.forgetProof(t)
		return
	}
	if !e.askStamps(s, t) || !e.askLevels(s, t) {
		return
	}
	if !e.compareTimes(s, t) || !e.askOrder(s, t) || !e.askDelay(s, t) {
		return
	}
	if t.basic.Is(ades.TryLater) && !(e.askFreshness(s, t) && e.askUnasked(s, t)) {
		return
	}
	at := e.tokenIssues(t, t.best)
	if !s.crypto(only(at, partData)) {
		return
	}
	acc := t.outcome("SAV")
	if !s.step(stepAcceptance, policy.LevelFail, acc.Passed() || acc.Is(ades.CryptoConstraintsFailureNoPOE), acc, "", "") {
		return
	}
	if acc.Is(ades.CryptoConstraintsFailureNoPOE) && !e.rules.ExpiryHidesChainFaults && !s.crypto(only(at, partValue, partAttributes, partReference)) {
		return
	}
	// Step 10: for certificates and revocation data the best-signature-time proves nothing.
	if !s.crypto(e.chainIssues(t.ctx, t.chain, e.now)) {
		return
	}
	for _, c := range e.belowAnchor(t) {
		if st := e.pastStatus(c); st != nil && !s.crypto(e.revocationIssues(st.Revocation, e.now)) {
			return
		}
	}
	e.askInForce(s, t)
}

func only(issues []cryptoIssue, parts ...cryptoPart) []cryptoIssue {
	return slices.DeleteFunc(slices.Clone(issues), func(i cryptoIssue) bool { return !slices.Contains(parts, i.part) })
}

// belowAnchor are the certificates of the token's chain whose status matters.
func (e *evaluation) belowAnchor(t *token) []*ades.Certificate {
	var out []*ades.Certificate
	for i, c := range t.chain {
		if e.anchorAt(t.ctx, roleAt(i), c, e.now) {
			break
		}
		if e.revocationRequired(t.ctx, roleAt(i), c) {
			out = append(out, c)
		}
	}
	return out
}

// pastUsable are the outcomes of a revocation datum's own validation with which it may still tell of the past.
func pastUsable(i ades.Indication) bool {
	return i.Passed() || i.Is(ades.RevokedNoPOE, ades.RevokedCANoPOE, ades.OutOfBoundsNoPOE, ades.OutOfBoundsNotRevoked,
		ades.CryptoConstraintsFailureNoPOE, ades.RevocationOutOfBoundsNoPOE, ades.NoCertificateChainFoundNoPOE)
}

// pastStatuses are the acceptable statuses of a certificate whose revocation data may tell of the past.
func (e *evaluation) pastStatuses(c *ades.Certificate) []*rac.Status {
	return slices.DeleteFunc(e.acceptedStatuses(c), func(st *rac.Status) bool {
		r := e.revocation(st.Revocation)
		return r == nil || !pastUsable(r.overall)
	})
}

// pastStatus is the latest of them, or nil.
func (e *evaluation) pastStatus(c *ades.Certificate) *rac.Status { return latest(e.pastStatuses(c)) }

// pastData asks again for usable revocation data for every certificate of the chain.
func (e *evaluation) pastData(s *steps, t *token) bool {
	for _, c := range e.belowAnchor(t) {
		role := roleAt(slices.Index(t.chain, c))
		f := &xcv.Facts{Context: t.ctx, Role: role, Cert: c, Statuses: len(e.statuses(c.ID()))}
		if !askAll(s, f, c.ID(), xcv.RevocationOpen, xcv.RevocationAvailable) {
			return false
		}
		if f.Statuses == 0 {
			continue
		}
		if !s.step(stepPastData, e.level(pathAcceptableRevocationDataFound(t.ctx, role)), e.pastStatus(c) != nil, ades.CertificateChainGeneralFailure.Indication(), c.ID(), "") {
			return false
		}
	}
	return true
}

// timeStamps are the time-stamps that can lower the best-signature-time here: signature time-stamps, and document time-stamps over the signature.
func timeStamps(t *token) []*ades.Timestamp {
	var out []*ades.Timestamp
	for _, ts := range t.sig.Timestamps {
		if ts.Kind == ades.TSSignature || ts.Kind == ades.TSDocument || ts.Kind == ades.TSVRI {
			out = append(out, ts)
		}
	}
	return out
}

// takeBestTime takes the earliest valid time-stamp as best-signature-time (step 3): what it proves holds whatever ends the process.
func (e *evaluation) takeBestTime(t *token) {
	for _, ts := range timeStamps(t) {
		if e.stamps[ts.ID].basic.Passed() && ts.ImprintIntact() && ts.GenTime.Before(t.best) {
			t.best, t.bestFrom = ts.GenTime, ts.ID
		}
	}
}

// forgetProof takes the validation time for the best-signature-time again, where the policy's rules would have it so. What is known
// not to have been revoked before it expired keeps its proof.
func (e *evaluation) forgetProof(t *token) {
	if e.rules.StoppedProofIsNow && !t.basic.Is(ades.OutOfBoundsNotRevoked) {
		t.best, t.bestFrom = e.now, ""
	}
}

// askStamps asks for the imprint and the validity of each time-stamp, as far as the policy minds it (step 3).
func (e *evaluation) askStamps(s *steps, t *token) bool {
	level := policy.LevelWarn
	if k := e.level(pathTimestampValid); k != policy.LevelAbsent && !e.hasLongTermData(t) {
		level = k
	}
	for _, ts := range timeStamps(t) {
		if !ts.ImprintIntact() {
			s.step(stepImprint, policy.LevelWarn, false, ades.HashFailure.Indication(), ts.ID, "")
		}
		st := e.stamps[ts.ID]
		if !s.step(stepStampValid, level, st.basic.Passed(), st.basic, ts.ID, "") {
			return false
		}
	}
	return true
}

// askLevels asks for a valid time-stamp of a kind, where the policy does and no later process will.
func (e *evaluation) askLevels(s *steps, t *token) bool {
	if e.hasLongTermData(t) {
		return true
	}
	return e.askValidStamps(s, t)
}

func (e *evaluation) askValidStamps(s *steps, t *token) bool {
	valid := func(kinds ...ades.TimestampKind) bool {
		return slices.ContainsFunc(t.sig.Timestamps, func(ts *ades.Timestamp) bool {
			return slices.Contains(kinds, ts.Kind) && e.stamps[ts.ID].final.Passed() && ts.ImprintIntact()
		})
	}
	bad := ades.SigConstraintsFailure.Indication()
	return s.step(stepTLevel, e.level(pathTLevelTimeStamp(t.ctx)), valid(ades.TSSignature, ades.TSDocument, ades.TSVRI), bad, "", "") &&
		s.step(stepLTALevel, e.level(pathLTALevelTimeStamp(t.ctx)), valid(ades.TSArchive, ades.TSDocument), bad, "", "")
}

// hasLongTermData says whether the signature has material of the LTA level: evidence records, archive time-stamps, or a document time-stamp
// over validation data or over another time-stamp of the signature.
func (e *evaluation) hasLongTermData(t *token) bool {
	if slices.ContainsFunc(t.sig.EvidenceRecords, func(r *ades.EvidenceRecord) bool { return len(r.Timestamps) > 0 }) {
		return true
	}
	for _, ts := range t.sig.Timestamps {
		switch ts.Kind {
		case ades.TSArchive:
			return true
		case ades.TSDocument, ades.TSRefs:
			for _, id := range ts.Covers {
				if ts.Kind == ades.TSDocument && strings.HasPrefix(string(id), "R-") {
					return true
				}
				if o := e.stamps[id]; o != nil && o.ts != ts && o.ts.Kind != ades.TSContent && slices.Contains(t.sig.Timestamps, o.ts) {
					return true
				}
			}
		}
	}
	return false
}

// compareTimes is step 4 a) to d): the best-signature-time against revocation, validity and the end of algorithms.
func (e *evaluation) compareTimes(s *steps, t *token) bool {
	nb, na := t.signer.NotBefore(), t.signer.NotAfter()
	before := !t.best.After(na)
	issued := func() bool {
		return s.step(stepBestAfterIssuance, policy.LevelFail, !t.best.Before(nb), ades.NotYetValid.Indication(), "", "")
	}
	unexpired := func() bool {
		return s.step(stepBestBeforeExpiry, e.level(pathBestTimeBeforeExpiry), before, ades.OutOfBoundsNotRevoked.Indication(), "", "")
	}
	ok := true
	switch {
	case t.basic.Is(ades.RevokedNoPOE, ades.RevokedCANoPOE):
		ok = e.revokedLater(s, t) && issued() && unexpired()
	case t.basic.Passed():
		ok = issued()
	case t.basic.Is(ades.OutOfBoundsNoPOE):
		ok = issued() && s.step(stepKnownNotRevoked, policy.LevelFail, false, t.basic, "", "")
	case t.basic.Is(ades.CryptoConstraintsFailureNoPOE):
		ok = s.crypto(only(e.tokenIssues(t, t.best), partValue, partAttributes))
	case t.basic.Is(ades.OutOfBoundsNotRevoked):
		ok = issued() && unexpired()
	}
	if s.indication.Is(ades.OutOfBoundsNoPOE, ades.NotYetValid) {
		e.forgetProof(t)
	}
	if !ok || e.rules.ExpiryHidesChainFaults || t.basic.Passed() || t.basic.Is(ades.TryLater) {
		return ok
	}
	return e.askPathAt(s, t, t.best)
}

// askPathAt asks every question about every certificate of the path as of the best-signature-time, so that the rescue of one
// fault never hides another.
func (e *evaluation) askPathAt(s *steps, t *token, at time.Time) bool {
	for i, c := range t.chain {
		if e.anchorAt(t.ctx, roleAt(i), c, e.now) {
			break
		}
		b := e.certificateBlockAt(t.ctx, t.chain, i, at, false)
		if !s.step(stepPathAtBest, policy.LevelFail, b.Indication.Passed(), b.Indication, c.ID(), c.Subject()) {
			return false
		}
	}
	return true
}

// askUnasked asks what basic validation did not come to, having ended at stale revocation data or a suspension (5.2.6 steps 5 to 8).
func (e *evaluation) askUnasked(s *steps, t *token) bool {
	if e.rules.ExpiryHidesChainFaults {
		return true
	}
	if !e.askPathAt(s, t, t.best) || !e.revocationRequired(t.ctx, policy.SigningCertificate, t.signer) {
		return s.indication.Main() == ades.None
	}
	f := &xcv.Facts{Context: t.ctx, Role: policy.SigningCertificate, Cert: t.signer, Chain: t.chain, Time: e.now}
	if f.Status = e.latestStatus(t.signer); f.Status != nil {
		f.StatusIssuer = e.ev.certificate(f.Status.Signer)
		f.StatusIssuerTrusted = f.StatusIssuer != nil && e.anchorAt(policy.Revocation, policy.SigningCertificate, f.StatusIssuer, e.now)
	}
	return ask(s, f, xcv.RevocationIssuerNotExpired)
}

// revokedLater asks that the revocation came after the best-signature-time, strictly.
func (e *evaluation) revokedLater(s *steps, t *token) bool {
	level := e.level(pathRevocationAgainstBest)
	for i, c := range t.chain {
		signer := i == 0
		if signer != t.basic.Is(ades.RevokedNoPOE) || !signer && e.anchorAt(t.ctx, roleAt(i), c, e.now) {
			continue
		}
		st := e.pastStatus(c)
		if st == nil || !st.Revoked && !(e.rules.AllCAsRevokedAfter || signer) {
			continue
		}
		if !s.step(stepRevocationAfterBest, level, st.Revoked && st.RevokedAt.After(t.best), t.basic, c.ID(), "") {
			return false
		}
	}
	return true
}

// askDelay asks that the signature was time-stamped soon enough after the claimed time (step 5).
func (e *evaluation) askDelay(s *steps, t *token) bool {
	k := e.constraints.Get(pathTimestampDelay)
	if k.Level <= policy.LevelIgnore || len(timeStamps(t)) == 0 {
		return true
	}
	claimed := t.sig.Attributes.SigningTime
	return s.step(stepDelay, k.Level, !claimed.IsZero() && claimed.Add(k.Duration).After(t.best), ades.SigConstraintsFailure.Indication(), "", "")
}

// askFreshness is steps 6 and 7: freshness, or suspension, judged at the best-signature-time.
func (e *evaluation) askFreshness(s *steps, t *token) bool {
	for _, c := range e.belowAnchor(t) {
		role := roleAt(slices.Index(t.chain, c))
		st := e.pastStatus(c)
		if st == nil {
			continue
		}
		if st.Revoked && st.Reason == rac.Hold {
			if !s.step(stepSuspension, e.level(pathNotOnHold(t.ctx, role)), t.best.Before(st.RevokedAt), ades.TryLater.Indication(), c.ID(), "") {
				return false
			}
			continue
		}
		if !s.step(stepFreshAtBest, policy.LevelFail, e.isFresh(t.ctx, role, st, t.best), ades.TryLater.Indication(), c.ID(), "") {
			return false
		}
	}
	return true
}
