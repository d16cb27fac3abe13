// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"bytes"
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/sav"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/policy"
)

// Evaluate is the judgement: a pure function of the evidence and of the validator's trust, policy, view and time. It does no
// I/O, reads no clock, and always yields a result.
func (v *Validator) Evaluate(ev *Evidence) *Result {
	store := v.opts.Trust.Store()
	now := v.opts.Time
	if now.IsZero() {
		now = ev.Time
	}
	pol := v.opts.Policy
	if !pol.Rules().ExpiredListOfLists {
		store = store.RefuseExpired(now)
	}
	e := &evaluation{ev: ev, pol: pol, constraints: v.constraints, rules: pol.Rules(), store: store, view: v.opts.View, now: now.UTC().Truncate(time.Second),
		sigs: map[ades.ID]*token{}, stamps: map[ades.ID]*token{}, revs: map[ades.ID]*token{}, digests: map[sigalg.Hash]map[string][]ades.ID{}, anchors: map[*ades.Certificate]bool{}}
	e.poes = newPOESet(e.now)
	e.qualifier = newQualifier(e)
	res := &Result{Document: ev.Document, Policy: pol, View: v.opts.View, Time: e.now, Pool: ev.Pool, poes: e.poes,
		Trust: TrustUsed{ID: store.ID(), Anchors: store.Anchors(), Problems: store.ProblemsAt(e.now)}}
	e.validateEvidence(ev.Document)
	e.validateStamps(allStamps(ev.Document))
	for _, sg := range ev.Document.Signatures {
		res.Signatures = append(res.Signatures, e.validateSignature(sg))
	}
	for _, ts := range ev.Document.Timestamps {
		res.Timestamps = append(res.Timestamps, e.stampResult(ts))
	}
	res.Needs = e.needs
	return res
}

// allStamps are the time-stamps of the document and of its signatures, each once.
func allStamps(d *ades.Document) []*ades.Timestamp {
	var out []*ades.Timestamp
	seen := map[ades.ID]bool{}
	add := func(list []*ades.Timestamp) {
		for _, t := range list {
			if !seen[t.ID] {
				seen[t.ID] = true
				out = append(out, t)
			}
		}
	}
	for _, s := range d.Signatures {
		add(s.Timestamps)
	}
	add(d.Timestamps)
	return out
}

// validateSignature runs the three processes on one signature.
func (e *evaluation) validateSignature(sg *ades.Signature) *Signature {
	if e.rules.TimestampsWithoutReference && sg.Format == ades.XAdES {
		sg = withoutBareStamps(sg)
	}
	t := &token{ctx: policy.Signature, id: sg.ID, sig: sg, signer: e.ev.certificate(sg.Signer)}
	if sg.Parent != "" {
		t.ctx = policy.CounterSignature
	}
	if e.rules.SignerNeedsIntactData && sg.Format == ades.XAdES && !intact(sg) && !designates(sg, t.signer) {
		t.signer = nil
	}
	if t.signer != nil {
		t.usage = t.signer.NotBefore()
	}
	e.sigs[sg.ID] = t
	e.buildBlocks(t)
	e.validateBasic(t)
	t.best = e.now
	if t.signer != nil {
		e.validateWithTime(t)
		e.validateArchive(t)
	}
	res := &Signature{Signature: sg, Indication: t.final, BestTime: t.best, BestTimeFrom: t.bestFrom, Signer: t.signer,
		Chain: e.links(t), Blocks: t.blockList(), Processes: t.procs, Crypto: e.cryptoUse(t, t.best)}
	for _, ts := range sg.Timestamps {
		res.Timestamps = append(res.Timestamps, e.stampResult(ts))
	}
	res.EvidenceRecords = e.recordResults(sg)
	res.Qualification = e.qualify(t)
	return res
}

func (e *evaluation) stampResult(ts *ades.Timestamp) *Timestamp {
	t := e.stamps[ts.ID]
	return &Timestamp{Timestamp: ts, Indication: t.final, Signer: t.signer, Chain: e.links(t), Blocks: t.blockList(),
		Processes: t.procs, Qualification: e.qualifyStamp(t), Crypto: e.cryptoUse(t, e.poes.first(t.id).at)}
}

// intact reports whether a signature's value verifies and all its references are intact.
func intact(sg *ades.Signature) bool {
	for _, r := range sg.References {
		if r.Kind != ades.RefManifestEntry && r.Kind != ades.RefCounterSigned && !r.Intact() {
			return false
		}
	}
	return sg.Intact
}

// designates reports whether the digest of the certificate, or its issuer and serial number, stand in the signing-certificate attribute.
func designates(sg *ades.Signature, c *ades.Certificate) bool {
	return c != nil && slices.ContainsFunc(sg.Attributes.CertRefs, func(r ades.CertRef) bool {
		return sav.Matches(r, c) || bytes.Equal(r.Issuer, c.X509().Issuer.Raw) && len(r.Serial) > 0 && pkix.SerialFromBytes(r.Serial).Cmp(c.Serial()) == 0
	})
}

// leftOut reports whether the reference implementation, and a policy that follows it, does not see a time-stamp of an XML signature.
func (e *evaluation) leftOut(ts *ades.Timestamp) bool {
	return e.rules.TimestampsWithoutReference && e.ev.Document.Format == ades.XAdES && len(ts.CertRefs) == 0
}

// withoutBareStamps is an XML signature as the reference implementation reads it: it does not see a time-stamp that names no
// signing certificate.
func withoutBareStamps(sg *ades.Signature) *ades.Signature {
	bare := func(t *ades.Timestamp) bool { return len(t.CertRefs) == 0 }
	if !slices.ContainsFunc(sg.Timestamps, bare) {
		return sg
	}
	read := *sg
	read.Timestamps = slices.DeleteFunc(slices.Clone(sg.Timestamps), bare)
	return &read
}
