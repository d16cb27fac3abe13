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

// revocationRequired says whether the status of a certificate must be checked (5.2.6 step 4: exemptions).
func (e *evaluation) revocationRequired(ctx policy.Context, role policy.Role, c *ades.Certificate) bool {
	x := c.X509()
	if x.SelfSigned() || e.anchorAt(ctx, role, c, e.now) {
		return false
	}
	skip := e.constraints.Get(pathRevocationDataSkip(ctx, role)).Values
	for _, ext := range x.Extensions {
		if slices.Contains(skip, ext.OID) {
			return false
		}
	}
	for _, p := range x.Policies {
		if slices.Contains(skip, p.OID) {
			return false
		}
	}
	return true
}

// revocation returns the token of a revocation datum, with its basic building blocks, or nil where its signer is not known.
func (e *evaluation) revocation(id ades.ID) *token {
	if t, ok := e.revs[id]; ok {
		return t
	}
	r := e.ev.Pool.Revocation(id)
	if r == nil {
		return nil
	}
	t := &token{ctx: policy.Revocation, id: id, rev: r, usage: r.ProducedAt(), signer: e.ev.certificate(e.ev.RevocationSigners[id].Signer)}
	if t.signer != nil {
		t.chain = e.toAnchor(t.ctx, e.chain(t.signer), e.now)
	}
	e.revs[id] = t // set first: the chain's own revocation data may lead back here
	e.buildBlocks(t)
	return t
}

// selectStatus is the selection of the revocation data to use for a certificate at present: the latest of the acceptable.
// visited holds the certificates whose status is already being sought. why tells, where none is acceptable, what was wrong.
func (e *evaluation) selectStatus(ctx policy.Context, role policy.Role, c *ades.Certificate, visited []ades.ID) (best *rac.Status, why string) {
	list := e.statuses(c.ID())
	judge := func(st *rac.Status) string { return e.refusal(c, st, visited) }
	if e.rules.IssuersAskedOnce && len(list) > 1 {
		asked := slices.Clone(visited)
		judge = func(st *rac.Status) string { return e.judgeStatus(c, st, &asked) }
	}
	for _, st := range list {
		if reason := judge(st); reason != "" {
			why = reason
			continue
		}
		best = later(best, st)
	}
	return best, why
}

// later returns the status produced later. Of two produced in the same second, the one that says "revoked", then the OCSP answer.
func later(best, st *rac.Status) *rac.Status {
	switch {
	case best == nil || st.ProducedAt.After(best.ProducedAt):
		return st
	case !st.ProducedAt.Equal(best.ProducedAt):
		return best
	case st.Revoked != best.Revoked && st.Revoked, st.Revoked == best.Revoked && st.OCSP && !best.OCSP:
		return st
	}
	return best
}

// latest is the status produced last; nil: there is none.
func latest(list []*rac.Status) *rac.Status {
	var best *rac.Status
	for _, st := range list {
		best = later(best, st)
	}
	return best
}

// acceptedStatuses returns all acceptable statuses of a certificate.
func (e *evaluation) acceptedStatuses(c *ades.Certificate) []*rac.Status {
	var out []*rac.Status
	for _, st := range e.statuses(c.ID()) {
		if e.refusal(c, st, nil) == "" {
			out = append(out, st)
		}
	}
	return out
}

// acceptChecks are those that decide whether a revocation datum may be used, in order.
var acceptChecks = []checks.Check[*rac.Facts]{rac.KnownStatus, rac.IssuerKnown, rac.Chain, rac.Intact, rac.ThisUpdate, rac.IssuerValid, rac.Responder,
	rac.CertHashPresent, rac.CertHashMatch, rac.SelfIssued, rac.Authorised, rac.Scope, rac.AfterIssuance, rac.HasInformation}

// refusal says why a revocation datum may not be used for a certificate; empty: it may.
func (e *evaluation) refusal(c *ades.Certificate, st *rac.Status, visited []ades.ID) string {
	if len(visited) > 0 { // the answer depends on whose status is being sought
		asked := slices.Clone(visited)
		return e.judgeStatus(c, st, &asked)
	}
	return e.poes.answers.refusal(c, st, func() string { return e.judgeStatus(c, st, new([]ades.ID)) })
}

// judgeStatus finds the refusal. asked holds the certificates whose status is sought or was, and gains those asked about here.
func (e *evaluation) judgeStatus(c *ades.Certificate, st *rac.Status, asked *[]ades.ID) string {
	s := &steps{constraints: e.constraints, verdictOnly: true}
	signer := e.ev.certificate(st.Signer)
	f := &rac.Facts{Status: st, Cert: c, Signer: signer, Rules: e.rules}
	var chain []*ades.Certificate
	if signer != nil {
		chain = e.trustedChain(signer)
		f.SignerTrusted = e.reachesUsableAnchor(chain)
		f.SignerIsAnchor = e.isAnchor(signer)
		f.SelfIssued = slices.Contains(chain, c)
		f.ServiceKeepsFrom = e.keepsFrom(chain, st.ProducedAt)
	}
	if askAll(s, f, st.Revocation, acceptChecks...) {
		*asked = append(*asked, c.ID())
		e.acceptIssuers(s, c, st, chain, asked)
	}
	if s.indication.Main() == ades.None {
		return ""
	}
	return s.findings[len(s.findings)-1].Text
}

// trustedChain is the chain of a revocation datum's signer: one that reaches an anchor, where there is any.
func (e *evaluation) trustedChain(signer *ades.Certificate) []*ades.Certificate {
	return e.toAnchor(policy.Revocation, e.chains(signer)[0], e.now)
}

func (e *evaluation) reachesUsableAnchor(chain []*ades.Certificate) bool {
	for i, c := range chain {
		if e.anchorAt(policy.Revocation, roleAt(i), c, e.now) {
			return true
		}
	}
	return false
}

// acceptIssuers asks, for each certificate of the chain of a datum about target below the anchor, for an acceptable status, and
// that the datum was made before the certificate was revoked.
func (e *evaluation) acceptIssuers(s *steps, target *ades.Certificate, st *rac.Status, chain []*ades.Certificate, asked *[]ades.ID) {
	for i, c := range chain {
		role := roleAt(i)
		if e.anchorAt(policy.Revocation, role, c, e.now) || slices.Contains(*asked, c.ID()) {
			if e.anchorAt(policy.Revocation, role, c, e.now) {
				return
			}
			continue
		}
		*asked = append(*asked, c.ID())
		if !e.revocationRequired(policy.Revocation, role, c) {
			continue
		}
		n := len(e.statuses(c.ID()))
		about := c.Subject()
		if n == 0 {
			e.need(NeedRevocation, c.ID())
			about = withLookup(about, e.lookedFor(NeedRevocation, c.ID()))
		}
		if !s.step(stepIssuerData, e.level(pathRevocationDataAvailable(policy.Revocation, role)), n > 0, ades.CertificateChainGeneralFailure.Indication(), c.ID(), about) {
			return
		}
		if n == 0 {
			continue
		}
		found, why := e.selectStatus(policy.Revocation, role, c, *asked)
		if !s.step(stepIssuerAcceptable, e.level(pathAcceptableRevocationDataFound(policy.Revocation, role)), found != nil, ades.CertificateChainGeneralFailure.Indication(), c.ID(), why) {
			return
		}
		if found == nil || !found.Revoked || e.rules.RevokedResponder || e.above(target, c) {
			continue
		}
		if !s.step(stepIssuerNotRevoked, policy.LevelFail, e.producedBefore(st, found), ades.CertificateChainGeneralFailure.Indication(), c.ID(), about) {
			return
		}
	}
}

// above reports whether a certificate stands in a chain of the other, where its revocation is judged anyhow.
func (e *evaluation) above(below, c *ades.Certificate) bool {
	return slices.ContainsFunc(e.chains(below), func(chain []*ades.Certificate) bool { return slices.Contains(chain, c) })
}

// producedBefore reports whether a revocation datum is older than the revocation of its issuer. Where the issuer's key may be in
// other hands, the datum's own word for it does not count: it must be proven to have existed.
func (e *evaluation) producedBefore(st, issuer *rac.Status) bool {
	if !st.ProducedAt.Before(issuer.RevokedAt) {
		return false
	}
	return !rac.Compromised(issuer.Reason) || e.poes.first(st.Revocation).at.Before(issuer.RevokedAt)
}

// keepsFrom is the date since which the trust service behind a chain keeps the status of expired certificates.
func (e *evaluation) keepsFrom(chain []*ades.Certificate, at time.Time) time.Time {
	for _, c := range chain {
		for _, sv := range e.store.Services(c) {
			for _, p := range sv.Periods {
				if !p.ExpiredCertsRevocation.IsZero() && !at.Before(p.From) && (p.To.IsZero() || at.Before(p.To)) {
					return p.ExpiredCertsRevocation
				}
			}
		}
	}
	return time.Time{}
}

// need notes what was lacking, once.
func (e *evaluation) need(kind NeedKind, id ades.ID) {
	n := Need{Kind: kind, Certificate: id}
	if !slices.Contains(e.needs, n) {
		e.needs = append(e.needs, n)
	}
}

// needIssuer notes that the issuer of the chain's last certificate is lacking.
func (e *evaluation) needIssuer(chain []*ades.Certificate) {
	if last := chain[len(chain)-1]; !last.X509().SelfSigned() {
		e.need(NeedIssuer, last.ID())
	}
}

// statuses is what the revocation data says of a certificate, without what the policy's rules would not read.
func (e *evaluation) statuses(id ades.ID) []*rac.Status {
	list := e.ev.Statuses[id]
	if !e.rules.IgnoreCRLScope {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(s *rac.Status) bool { return s.ReferenceRefuses })
}
