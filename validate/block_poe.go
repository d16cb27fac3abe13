// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/policy"
)

// poe is a proof of existence: at this time, by this token (empty: by the validation itself).
type poe struct {
	at time.Time
	by ades.ID
}

// poeSet holds the proofs of existence, EN 319 102-1 v1.4.1 5.6.2.3. Everything at hand exists at the validation time.
type poeSet struct {
	now    time.Time
	proofs map[ades.ID][]poe
	// answers are what was concluded under these proofs.
	answers answers
}

func newPOESet(now time.Time) *poeSet { return &poeSet{now: now, proofs: map[ades.ID][]poe{}} }

// prove adds one proof. What was concluded without it is forgotten.
func (p *poeSet) prove(id ades.ID, by poe) {
	p.proofs[id] = append(p.proofs[id], by)
	p.answers = answers{}
}

// add extracts the proofs that a valid time-stamp gives for everything that it covers.
func (p *poeSet) add(e *evaluation, ts *ades.Timestamp) {
	for _, id := range ts.Covers {
		p.prove(id, poe{ts.GenTime, ts.ID})
	}
	// Step 4: a reference protected by the token proves its object, as long as the reference's digest is reliable.
	for _, d := range ts.CoverDigests {
		if e.digestIssue(e.pol.Suite(policy.Timestamp), d.Algorithm, e.now) != nil && !e.rules.AnyReferenceProves {
			continue
		}
		for _, id := range e.digestsOf(d.Algorithm)[string(d.Value)] {
			p.prove(id, poe{ts.GenTime, ts.ID})
			for _, in := range e.certificatesIn(id) { // what is in an object is no younger than the object
				p.prove(in, poe{ts.GenTime, ts.ID})
			}
		}
	}
}

// first returns the earliest proof.
func (p *poeSet) first(id ades.ID) poe {
	best := poe{at: p.now}
	for _, x := range p.proofs[id] {
		if x.at.Before(best.at) {
			best = x
		}
	}
	return best
}

// by reports whether there is a proof at or before t.
func (p *poeSet) by(id ades.ID, t time.Time) bool { return !p.first(id).at.After(t) }

// within reports whether there is a proof from one time to another, both included.
func (p *poeSet) within(id ades.ID, from, to time.Time) bool {
	in := func(t time.Time) bool { return !t.Before(from) && !t.After(to) }
	return in(p.now) || slices.ContainsFunc(p.proofs[id], func(x poe) bool { return in(x.at) })
}

// certificatesIn are the certificates that an OCSP answer holds.
func (e *evaluation) certificatesIn(id ades.ID) []ades.ID {
	if e.within == nil {
		e.within = map[ades.ID][]ades.ID{}
		for _, c := range e.ev.Pool.Certificates {
			for _, o := range c.Origins {
				e.within[o.In] = append(e.within[o.In], c.ID())
			}
		}
	}
	if r := e.ev.Pool.Revocation(id); r == nil || r.OCSP() == nil {
		return nil
	}
	return e.within[id]
}

// digestsOf maps the digests of every certificate and revocation datum to their ids.
func (e *evaluation) digestsOf(h sigalg.Hash) map[string][]ades.ID {
	if m, ok := e.digests[h]; ok {
		return m
	}
	m := map[string][]ades.ID{}
	put := func(id ades.ID, raw []byte) {
		if d := h.New(); d != nil {
			d.Write(raw)
			k := string(d.Sum(nil))
			m[k] = append(m[k], id)
		}
	}
	for _, c := range e.ev.Pool.Certificates {
		put(c.ID(), c.Raw())
	}
	for _, r := range e.ev.Pool.Revocations {
		put(r.ID(), r.Raw())
		if o := r.OCSP(); o != nil { // a reference may name the answer as sent or the signed part of it
			wrapped := o.Wrapped()
			for _, form := range [][]byte{o.Basic, wrapped} {
				if string(form) != string(r.Raw()) {
					put(r.ID(), form)
				}
			}
		}
	}
	e.digests[h] = m
	return m
}
