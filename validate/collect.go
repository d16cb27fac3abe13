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
	v = v.Pin()
	if in.Anchors == nil {
		in.Anchors = v.opts.Trust.Store()
	}
	doc, err := read(ctx, &in)
	if err != nil {
		return nil, err
	}
	return v.gather(doc, now, v.opts.Certificates, v.opts.Revocations)
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
