// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"cmp"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/sav"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// signedChecks are the questions of 5.2.8 about a signature, in order, up to the cryptographic constraints.
var signedChecks = []checks.Check[*sav.Facts]{sav.Structure, sav.SigningCertificatePresent, sav.SigningCertificateUnique, sav.ReferencesInChain,
	sav.ChainReferenced, sav.SigningTime, sav.SigningTimeInValidity, sav.ContentType, sav.ContentHints, sav.MessageDigest, sav.ContentIdentifier,
	sav.Commitment, sav.SignerLocation, sav.ClaimedRoles, sav.CertifiedRoles, sav.ContentTimestamp}

// presenceChecks ask for unsigned attributes.
var presenceChecks = []checks.Check[*sav.Facts]{sav.CounterSignature, sav.SignatureTimestamp, sav.ValidationDataTimestamp, sav.RefsTimestamp,
	sav.ArchiveTimestamp, sav.DocumentTimestamp}

// acceptanceBlock is signature acceptance validation, EN 319 102-1 v1.4.1 5.2.8.
func (e *evaluation) acceptanceBlock(t *token) *Block {
	s := &steps{constraints: e.constraints}
	refs, n := t.refs()
	f := &sav.Facts{Context: t.ctx, Signature: t.sig, Timestamp: t.ts, Refs: refs, RefCount: n, Signer: t.signer, Chain: t.chain}
	switch {
	case t.sig != nil:
		s.findings = make([]Finding, 0, len(signedChecks)+len(presenceChecks)+2)
		f.Attributes = &t.sig.Attributes
		for _, o := range e.ev.Document.Signatures {
			if o.Parent == t.sig.ID {
				f.CounterSignatures++
			}
		}
		if askAll(s, f, "", signedChecks...) && e.askContentStamps(s, f) {
			askAll(s, f, "", presenceChecks...)
		}
	case t.ts != nil:
		list := []checks.Check[*sav.Facts]{sav.SigningCertificatePresent, sav.SigningCertificateUnique, sav.ReferencesInChain, sav.ChainReferenced,
			sav.TSANamePresent, sav.TSANameMatch, sav.TSANameOrder}
		if !e.rules.TimestampsWithoutReference {
			list = append([]checks.Check[*sav.Facts]{sav.ESSReference}, list...)
		}
		askAll(s, f, "", list...)
	}
	t.crypto = e.tokenIssues(t, e.now)
	s.crypto(t.crypto)
	if t.sig != nil && s.indication.Main() == ades.None {
		e.askOwn(s, t, "SAV")
	}
	return s.block("SAV", checks.Edition+"5.2.8", "")
}

// askContentStamps asks for the validity and imprint of each content time-stamp, where the policy minds it.
func (e *evaluation) askContentStamps(s *steps, f *sav.Facts) bool {
	for _, ts := range f.Signature.Timestamps {
		if ts.Kind != ades.TSContent {
			continue
		}
		f.Timestamp = ts
		if !ask(s, f, sav.ContentTimestampImprint) {
			return false
		}
	}
	return true
}

// askOwn asks the caller's own checks of a block. They may lower a result, never raise it.
func (e *evaluation) askOwn(s *steps, t *token, block string) {
	list := e.pol.Checks()
	if len(list) == 0 {
		return
	}
	var services []*trust.Service
	for _, c := range t.chain {
		services = append(services, e.store.Services(c)...)
	}
	for _, own := range list {
		if own.Block != block && !(own.Block == "" && block == "SAV") {
			continue
		}
		c := checks.Check[*token]{ID: own.ID, Clause: own.Clause, Question: own.Question, Remedy: own.Remedy, Sub: cmp.Or(own.Sub, ades.SigConstraintsFailure),
			Holds: func(t *token, _ policy.Constraint) (bool, string) {
				o := own.Run(policy.Facts{Signature: t.sig, Signer: t.signer, Chain: t.chain, Services: services, Time: e.now, BestSignatureTime: e.now, Values: own.Constraint.Values})
				return o.Passed, o.Text
			}}
		if !askCapped(s, t, &c, own.Constraint.Level, "") {
			return
		}
	}
}
