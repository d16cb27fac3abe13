// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/tslist"
	"github.com/mitome-project/mitome/internal/checks/xcv"
	"github.com/mitome-project/mitome/policy"
)

// chainBlock is X.509 certificate validation, EN 319 102-1 v1.4.1 5.2.6, over the candidate chains in order. It sets the
// token's chain to the one that gave the answer.
func (e *evaluation) chainBlock(t *token) *Block {
	var last *Block
	for _, c := range e.chains(t.signer) {
		b := e.oneChain(t, c)
		last, t.chain = b, e.toAnchor(t.ctx, c, e.now)
		// Step 2 goes on with the next chain; these outcomes are returned at once (steps 4 b), c), 7, 8).
		if b.Indication.Passed() || b.Indication.Is(ades.RevokedNoPOE, ades.OutOfBoundsNoPOE, ades.OutOfBoundsNotRevoked, ades.RevocationOutOfBoundsNoPOE) {
			break
		}
	}
	return last
}

// oneChain validates one chain.
func (e *evaluation) oneChain(t *token, chain []*ades.Certificate) *Block {
	s := &steps{constraints: e.constraints}
	b := &Block{Name: "XCV", Clause: checks.Edition + "5.2.6"}
	reaches, looked := e.reachesAnchor(chain), ""
	if !reaches {
		looked = e.lookedFor(NeedIssuer, chain[len(chain)-1].ID())
	}
	if s.step(stepChain, e.level(pathProspectiveCertificateChain(t.ctx)), reaches, ades.NoCertificateChainFound.Indication(), t.signer.ID(), looked) {
		e.validateChain(s, b, t, chain)
	}
	if s.indication.Is(ades.NoCertificateChainFound) {
		e.needIssuer(chain)
	}
	b.Indication, b.Findings = s.conclude(ades.Pass()), s.findings
	return b
}

// validateChain asks the questions of 5.2.6 for each certificate, from the signer's up to the anchor.
func (e *evaluation) validateChain(s *steps, b *Block, t *token, chain []*ades.Certificate) {
	if first := slices.IndexFunc(chain, e.isAnchor); first >= 0 {
		usable := false
		for i := first; i < len(chain); i++ {
			usable = usable || e.anchorAt(t.ctx, roleAt(i), chain[i], e.now)
		}
		if !s.step(stepSunset, policy.LevelFail, usable, ades.NoCertificateChainFoundNoPOE.Indication(), chain[first].ID(), "") {
			return
		}
		services := e.store.Services(chain[first])
		if !askAll(s, &tslist.Facts{Context: t.ctx, Services: services, Time: t.usage}, "", tslist.Type, tslist.Status) {
			return
		}
	}
	path := e.toAnchor(t.ctx, chain, e.now)
	for i, c := range path {
		if e.anchorAt(t.ctx, roleAt(i), c, e.now) {
			return
		}
		sub := e.certificateBlock(t.ctx, path, i)
		b.Sub = append(b.Sub, sub)
		if !s.step(stepSub, policy.LevelFail, sub.Indication.Passed(), sub.Indication, c.ID(), c.Subject()) {
			return
		}
	}
}

// certificateBlock asks everything about one certificate of a chain, in the order that decides the sub-indication.
func (e *evaluation) certificateBlock(ctx policy.Context, path []*ades.Certificate, i int) *Block {
	return e.poes.answers.certificate(ctx, path, i, func() *Block { return e.certificateBlockAt(ctx, path, i, e.now, true) })
}

// structureChecks are the questions of RFC 5280 6.1 about one certificate, without validity and revocation, in order.
var structureChecks = slices.Clip(listStructureChecks())

func listStructureChecks() []checks.Check[*xcv.Facts] {
	list := append([]checks.Check[*xcv.Facts]{xcv.SerialNumber}, xcv.Subject()...)
	list = append(append(list, xcv.SelfSigned, xcv.NotSelfSigned), xcv.QC()...)
	return append(list, xcv.Signature, xcv.CA, xcv.IssuerName, xcv.PathLength, xcv.KeyUsage, xcv.ExtendedKeyUsage, xcv.TSAPurpose, xcv.IssuerAccess,
		xcv.PolicyTree, xcv.NameConstraints, xcv.AuthorityKeyID, xcv.SubjectKeyID, xcv.NoRevocationAvailable, xcv.CriticalExtensions, xcv.ForbiddenExtensions)
}

// structure are the structure checks under the rules of the policy.
func (e *evaluation) structure() []checks.Check[*xcv.Facts] {
	if e.rules.AnyAnchorIssues {
		return structureChecks
	}
	return structureAndAnchor
}

var structureAndAnchor = slices.Clip(append(structureChecks, xcv.AnchorIssues))

// certificateFacts are the facts of certificate i of a path that is to be valid at a time.
func (e *evaluation) certificateFacts(ctx policy.Context, path []*ades.Certificate, i int, at time.Time) *xcv.Facts {
	f := &xcv.Facts{Context: ctx, Role: roleAt(i), Cert: path[i], Chain: path, Index: i, Time: at}
	if i+1 < len(path) {
		f.Issuer = path[i+1]
	}
	f.SignatureIntact = f.Issuer != nil && slices.Contains(e.ev.Issuers[f.Cert.ID()], f.Issuer.ID()) || f.Cert.X509().SelfSigned()
	return f
}

// certificateBlockAt judges revocation and validity at a time. Algorithms and, with it, the issuer of the revocation data
// are judged at present, and only if present is asked for.
func (e *evaluation) certificateBlockAt(ctx policy.Context, path []*ades.Certificate, i int, at time.Time, present bool) *Block {
	s := &steps{constraints: e.constraints, findings: make([]Finding, 0, len(structureChecks)+8)}
	f := e.certificateFacts(ctx, path, i, e.modelTime(path, i, at))
	id := f.Cert.ID()
	required := e.revocationRequired(ctx, f.Role, f.Cert)
	anyTime := f.Role != policy.CACertificate || e.rules.IgnoreCAValidity
	if askAll(s, f, id, e.structure()...) && (anyTime || askAll(s, f, id, xcv.CANotExpired)) && (!required || e.askRevocation(s, f, at)) {
		var issues []cryptoIssue
		if !present {
			if f.Role == policy.SigningCertificate {
				ask(s, f, xcv.NotExpired)
			}
			return s.block("SubXCV", checks.Edition+"5.2.6", id)
		}
		if x := e.certificateIssue(ctx, path, i, e.now); x != nil {
			issues = append(issues, *x)
		}
		if f.Status != nil {
			issues = append(issues, e.revocationIssues(f.Status.Revocation, e.now)...)
		}
		if s.crypto(issues) && f.Role == policy.SigningCertificate {
			f.NotRevokedKnown = !required || e.knownNotRevoked(ctx, f)
			askAll(s, f, id, xcv.NotExpired, xcv.RevocationIssuerNotExpired)
		}
	}
	return s.block("SubXCV", checks.Edition+"5.2.6", id)
}

// askRevocation asks for revocation data, its acceptance and its answer.
func (e *evaluation) askRevocation(s *steps, f *xcv.Facts, at time.Time) bool {
	id := f.Cert.ID()
	f.Statuses = len(e.statuses(id))
	if f.Statuses == 0 {
		e.need(NeedRevocation, id)
		f.LookedFor = e.lookedFor(NeedRevocation, id)
	}
	if !askAll(s, f, id, xcv.RevocationAccess, xcv.RevocationOpen, xcv.RevocationAvailable) {
		return false
	}
	if f.Statuses == 0 {
		return true
	}
	st, why := e.selectStatus(f.Context, f.Role, f.Cert, nil)
	if st == nil {
		e.need(NeedRevocation, id)
		why = withLookup(why, e.lookedFor(NeedRevocation, id))
	}
	if !s.step(stepAcceptable, e.level(pathAcceptableRevocationDataFound(f.Context, f.Role)), st != nil, ades.CertificateChainGeneralFailure.Indication(), id, why) || st == nil {
		return s.indication.Main() == ades.None
	}
	f.Status = st
	f.StatusIssuer = e.ev.certificate(st.Signer)
	f.StatusIssuerTrusted = f.StatusIssuer != nil && e.anchorAt(policy.Revocation, policy.SigningCertificate, f.StatusIssuer, e.now)
	return askAll(s, f, id, xcv.NotRevoked, xcv.NotOnHold) && e.freshness(s, f.Context, f.Role, st, at)
}

// knownNotRevoked says whether an expired certificate is known not to have been revoked (5.2.6 step 7).
func (e *evaluation) knownNotRevoked(ctx policy.Context, f *xcv.Facts) bool {
	if f.Status == nil || f.Status.Revoked || f.Status.Unknown {
		return false
	}
	return f.StatusIssuerTrusted || e.level(pathRevocationIssuerNotExpired(ctx, f.Role)) != policy.LevelFail ||
		f.StatusIssuer != nil && xcv.Within(f.StatusIssuer, e.now)
}

// modelTime is the time at which certificate i of the path must be valid and unrevoked, by the validity model of the policy.
func (e *evaluation) modelTime(path []*ades.Certificate, i int, at time.Time) time.Time {
	switch {
	case i == 0 || e.pol.Model() == policy.Shell:
		return at
	case e.pol.Model() == policy.Hybrid:
		return path[0].NotBefore()
	}
	return path[i-1].NotBefore()
}

func (e *evaluation) level(p checks.Path) policy.Level { return e.constraints.Get(p).Level }
