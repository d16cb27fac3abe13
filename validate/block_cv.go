// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/cv"
	"github.com/mitome-project/mitome/internal/checks/er"
)

// cryptographicBlock is cryptographic verification, EN 319 102-1 v1.4.1 5.2.7.
func (e *evaluation) cryptographicBlock(t *token) *Block {
	s := &steps{constraints: e.constraints}
	f := cv.Facts{Context: t.ctx}
	switch {
	case t.sig != nil:
		f.Intact, f.Failure = t.sig.Intact, t.sig.Failure
		e.verifyReferences(s, t)
	case t.ts != nil:
		f.Intact, f.Failure = t.ts.Intact, t.ts.Failure
		f.Imprint = t.ts
		if t.ts.Kind != ades.TSAlone || t.ts.Found {
			askAll(s, &f, "", cv.ImprintFound, cv.ImprintIntact)
		} else {
			askAll(s, &f, "", cv.ImprintFound)
		}
		for _, r := range t.ts.Renewal {
			askAll(s, &er.Facts{Ref: r}, "", er.RenewalFound, er.TreeRenewal, er.RenewalIntact)
		}
		for _, r := range t.ts.References {
			// The token's own content: a wrong digest in it means that the token is not intact.
			if !r.Intact() {
				f.Intact, f.Failure = false, "the digest of the token's content is wrong"
			}
		}
		if e.rules.InvalidTSABreaksToken && t.signer != nil && invalidTSA(t.ts, t.signer) {
			f.Intact, f.Failure = false, "the certificate was not valid when the token was made"
		}
	default:
		f.Intact = e.ev.RevocationSigners[t.id].Intact
	}
	ask(s, &f, cv.ValueIntact)
	return s.block("CV", checks.Edition+"5.2.7", "")
}

// verifyReferences asks for every reference in document order; the entries of manifests follow as a group.
func (e *evaluation) verifyReferences(s *steps, t *token) {
	var entries []*ades.Reference
	for _, r := range t.sig.References {
		if r.Kind == ades.RefManifestEntry {
			entries = append(entries, r)
			continue
		}
		askAll(s, &cv.Facts{Context: t.ctx, Ref: r}, "", cv.DataFound, cv.DataIntact, cv.DataName)
	}
	if len(entries) == 0 {
		return
	}
	f := &cv.Facts{Context: t.ctx, Entries: entries}
	ask(s, f, cv.EntryFound)
	if !slices.ContainsFunc(entries, func(r *ades.Reference) bool { return r.Found }) {
		return
	}
	ask(s, f, cv.EntriesAllFound)
	for _, r := range entries {
		askAll(s, &cv.Facts{Context: t.ctx, Ref: r}, "", cv.EntryIntact, cv.EntryName)
	}
}
