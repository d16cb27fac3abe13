// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"maps"
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/er"
	"github.com/mitome-project/mitome/policy"
)

// validateEvidence validates the evidence records, EN 319 102-1 v1.4.1 5.6.3.4 step 1. The record whose last time-stamp is the
// newest comes first, since it may cover others.
func (e *evaluation) validateEvidence(d *ades.Document) {
	e.records = map[ades.ID]*EvidenceRecord{}
	list := evidenceRecords(d)
	slices.SortStableFunc(list, func(a, b *ades.EvidenceRecord) int { return lastTime(b).Compare(lastTime(a)) })
	for _, r := range list {
		e.records[r.ID] = e.validateRecord(r)
	}
}

// evidenceRecords are the evidence records of the signatures.
func evidenceRecords(d *ades.Document) []*ades.EvidenceRecord {
	var out []*ades.EvidenceRecord
	for _, s := range d.Signatures {
		out = append(out, s.EvidenceRecords...)
	}
	return out
}

// tokens are all time-stamps: [allStamps], and those of evidence records.
func tokens(d *ades.Document) []*ades.Timestamp {
	out := allStamps(d)
	for _, r := range evidenceRecords(d) {
		out = append(out, r.Timestamps...)
	}
	return out
}

func lastTime(r *ades.EvidenceRecord) time.Time {
	if n := len(r.Timestamps); n > 0 {
		return r.Timestamps[n-1].GenTime
	}
	return time.Time{}
}

// validateRecord validates one record: each time-stamp with the proofs that the next one gives for it (step 1 a), the newest
// first; what these prove stays within the record. A valid record proves, at the time of its initial time-stamp, that what
// that covers existed (step 1 b).
func (e *evaluation) validateRecord(r *ades.EvidenceRecord) *EvidenceRecord {
	out := &EvidenceRecord{Record: r, Timestamps: make([]*Timestamp, len(r.Timestamps))}
	s := &steps{constraints: e.constraints}
	f := &er.Facts{Record: r}
	ask(s, f, er.WellFormed)
	for _, ref := range r.References {
		if ref.Kind != ades.RefOrphan {
			askAll(s, &er.Facts{Record: r, Ref: ref}, "", er.DataExistence, er.DataIntact)
		}
	}
	askAll(s, f, "", er.DataFound, er.DataGroup, er.FilesCovered)
	outside := e.poes
	e.poes = &poeSet{now: outside.now, proofs: maps.Clone(outside.proofs)}
	for id, list := range e.poes.proofs {
		e.poes.proofs[id] = slices.Clip(list)
	}
	for i, ts := range slices.Backward(r.Timestamps) {
		t := &token{ctx: policy.Timestamp, id: ts.ID, ts: ts, usage: ts.GenTime, signer: e.ev.certificate(ts.Signer)}
		e.stamps[ts.ID] = t
		e.buildBlocks(t)
		e.validateBasic(t)
		e.archiveStamp(t)
		out.Timestamps[i] = e.stampResult(ts)
		s.step(stepRecordStamp, policy.LevelFail, t.final.Passed(), t.final, ts.ID, "")
		s.crypto(e.treeIssues(r, ts))
	}
	e.poes = outside
	out.Indication = s.conclude(ades.Pass())
	out.Process = &Process{Name: "evidence-record", Clause: checks.Edition + "5.6.3.4 step 1", Indication: out.Indication, Findings: s.findings}
	if !out.Indication.Passed() || len(r.Timestamps) == 0 {
		return out
	}
	out.Time = r.Timestamps[0].GenTime
	for _, id := range r.Covers {
		e.poes.prove(id, poe{out.Time, r.ID})
	}
	return out
}

// treeIssues asks for a proof of the time-stamp from a time when the hash of its tree was reliable (RFC 4998 5.3): the next
// time-stamp gives it, or for the last one the validation. The reference asks at the time of the initial time-stamp.
func (e *evaluation) treeIssues(r *ades.EvidenceRecord, ts *ades.Timestamp) []cryptoIssue {
	at := e.poes.first(ts.ID).at
	if e.rules.WeakImprintProves {
		at = r.Timestamps[0].GenTime
	}
	i := e.digestIssue(e.pol.Suite(policy.EvidenceRecord), ts.Tree, at)
	if i == nil {
		return nil
	}
	i.part, i.about, i.id = partData, "hash tree", ts.ID
	return []cryptoIssue{*i}
}

// askEvidence tells of the evidence records of a signature, and asks that they are valid where the policy demands it.
func (e *evaluation) askEvidence(s *steps, t *token) bool {
	level := policy.LevelWarn
	if k := e.level(pathEvidenceRecordValid); k != policy.LevelAbsent {
		level = k
	}
	for _, r := range t.sig.EvidenceRecords {
		i := e.records[r.ID].Indication
		if !s.step(stepRecord, level, i.Passed(), i, r.ID, "") {
			return false
		}
	}
	return true
}

// recordResults are the answers for the evidence records of a signature.
func (e *evaluation) recordResults(sg *ades.Signature) []*EvidenceRecord {
	var out []*EvidenceRecord
	for _, r := range sg.EvidenceRecords {
		out = append(out, e.records[r.ID])
	}
	return out
}
