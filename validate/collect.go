// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"context"
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/path"
	"github.com/mitome-project/mitome/internal/pkix"
)

// Collect reads the document, computes its digests, gathers certificates and revocation data, builds the candidate chains and
// does all public-key operations. An error says that the input is no signed document, that reading it failed, or that a limit
// was passed (*limits.Error).
func (v *Validator) Collect(ctx context.Context, in ades.Input) (*Evidence, error) {
	now := v.opts.Time
	if now.IsZero() {
		now = v.opts.Clock()
	}
	if in.Limits == (limits.Limits{}) {
		in.Limits = v.opts.Limits
	}
	if in.Anchors == nil {
		in.Anchors = v.opts.Trust.Store()
	}
	doc, err := read(ctx, &in)
	if err != nil {
		return nil, err
	}
	return v.gather(doc, now, v.opts.Certificates, v.opts.Revocations)
}

// CollectMore looks online for what an evaluation lacked and returns new evidence with it, or ev itself where nothing was found.
func (v *Validator) CollectMore(ctx context.Context, ev *Evidence, needs []Need) (*Evidence, error) {
	if v.opts.Online == nil {
		return ev, nil
	}
	certs, revs := slices.Clone(v.opts.Certificates), slices.Clone(v.opts.Revocations)
	certs, revs = append(certs, ev.Pool.Certificates...), append(revs, ev.Pool.Revocations...)
	found := false
	for _, n := range needs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c := ev.certificate(n.Certificate)
		if c == nil {
			continue
		}
		switch n.Kind {
		case NeedIssuer:
			// What could not be fetched stays lacking, and the result says so.
			more, _ := v.opts.Online.Issuers(ctx, c)
			for _, m := range more {
				found = found || ev.certificate(m.ID()) == nil
			}
			certs = append(certs, more...)
		case NeedRevocation:
			for _, id := range ev.Issuers[c.ID()][:min(1, len(ev.Issuers[c.ID()]))] {
				more, _ := v.opts.Online.Revocation(ctx, c, ev.certificate(id))
				for _, m := range more {
					found = found || ev.Pool.Revocation(m.ID()) == nil
				}
				revs = append(revs, more...)
			}
		}
	}
	if !found {
		return ev, nil
	}
	return v.gather(ev.Document, ev.Time, certs, revs)
}

// gather makes the evidence of a document that was read.
func (v *Validator) gather(doc *ades.Document, now time.Time, certs []*ades.Certificate, revs []*ades.Revocation) (*Evidence, error) {
	store := v.opts.Trust.Store()
	ev := &Evidence{Document: doc, Pool: &ades.Pool{}, Issuers: map[ades.ID][]ades.ID{}, Statuses: map[ades.ID][]*rac.Status{},
		RevocationSigners: map[ades.ID]RevocationSigner{}, Time: now}
	c := &collector{ev: ev, store: store, graph: path.New(nil, v.opts.Limits), ids: map[*pkix.Certificate]ades.ID{}, done: map[ades.ID]bool{}}
	for _, x := range doc.Pool.Certificates {
		c.know(x)
	}
	for _, x := range certs {
		c.know(x)
	}
	for _, r := range append(slices.Clone(doc.Pool.Revocations), revs...) {
		c.knowRevocation(r)
	}
	c.identify()
	c.close()
	if c.graph.Exhausted() {
		return nil, limits.Exceeded("public-key operations", int64(v.opts.Limits.SignatureChecks))
	}
	return ev, nil
}
