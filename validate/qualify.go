// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/qualify"
)

// qualify determines what the signature is worth in law, in the view asked for (TS 119 615; TS 119 172-4).
func (e *evaluation) qualify(t *token) Qualification {
	if !e.pol.Qualified() || t.signer == nil {
		return Qualification{View: e.view}
	}
	r := e.qualifier.Signature(t.final, e.fullChain(t), t.best)
	return e.told(r.Level, r.Vocabulary, r.Recognition, r.Home, r.Steps)
}

// qualifyStamp does so for a time-stamp, from the time that it states and its earliest proof.
func (e *evaluation) qualifyStamp(t *token) Qualification {
	if !e.pol.Qualified() || t.signer == nil {
		return Qualification{View: e.view}
	}
	r := e.qualifier.Timestamp(e.fullChain(t), t.ts.GenTime, e.poes.first(t.id).at)
	return e.told(r.Level, r.Vocabulary, r.Recognition, r.Home, r.Steps)
}

func (e *evaluation) told(level string, vocabulary qualify.View, r qualify.Recognition, h qualify.HomeStatus, steps []qualify.Step) Qualification {
	q := Qualification{Level: level, View: e.view, Vocabulary: NoView, Home: Home(h),
		Recognition: Recognition{r.Agreement, r.As, r.Status, r.Since, string(r.Basis), r.Unofficial}}
	if vocabulary != qualify.Home {
		q.Vocabulary = View(vocabulary)
	}
	for _, s := range steps {
		q.Reasons = append(q.Reasons, s.String())
	}
	return q
}

// newQualifier prepares qualification. Without a view it is told in the words of the list that the service stands in.
func newQualifier(e *evaluation) *qualify.Context {
	view := qualify.Home
	if e.view != NoView {
		view = qualify.View(e.view)
	}
	return qualify.NewContext(e.store, e.pol, qualify.VariantOf(e.pol), view, e.now)
}

// fullChain is the token's chain, and what follows above its anchor: a service may be listed further up.
func (e *evaluation) fullChain(t *token) []*ades.Certificate {
	out := slices.Clone(t.chain)
	for _, c := range e.chain(out[len(out)-1])[1:] {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
