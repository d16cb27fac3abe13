// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
)

// Lookup is something that was looked for online. What could not be had stays lacking, and the finding that it is lacking says why.
type Lookup struct {
	Need
	// Problems say what went wrong, at each address; none: all addresses answered, though perhaps with nothing new.
	Problems []string
}

// CollectMore looks online for what an evaluation lacked and returns new evidence, or ev itself where there was nothing to ask
// that was not asked before. How often and how long it asks is bounded; what failed stands in the evidence. The error is the
// context's, or a *limits.Error of the evidence.
func (v *Validator) CollectMore(ctx context.Context, ev *Evidence, needs []Need) (*Evidence, error) {
	if v.opts.Online == nil {
		return ev, nil
	}
	o := &online{v: v, ev: ev, lookups: slices.Clone(ev.Lookups)}
	bounded, cancel := context.WithTimeout(ctx, v.opts.Limits.LookupTime)
	defer cancel()
	for _, n := range needs {
		o.look(bounded, n)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	switch {
	case len(o.lookups) == len(ev.Lookups):
		return ev, nil
	case !o.found:
		same := *ev
		same.Lookups = o.lookups
		return &same, nil
	}
	certs := slices.Concat(v.opts.Certificates, ev.Pool.Certificates, o.certs)
	revs := slices.Concat(v.opts.Revocations, ev.Pool.Revocations, o.revs)
	out, err := v.gather(ev.Document, ev.Time, certs, revs)
	if err != nil {
		return nil, err
	}
	out.Lookups = o.lookups
	return out, nil
}

// online is one round of look-ups.
type online struct {
	v       *Validator
	ev      *Evidence
	lookups []Lookup
	certs   []*ades.Certificate
	revs    []*ades.Revocation
	found   bool // something that was not known before
}

// look asks for one thing, unless it was asked for before.
func (o *online) look(ctx context.Context, n Need) {
	c := o.ev.certificate(n.Certificate)
	if c == nil || slices.ContainsFunc(o.lookups, func(l Lookup) bool { return l.Need == n }) {
		return
	}
	l := Lookup{Need: n}
	lim := o.v.opts.Limits
	switch {
	case len(o.lookups) >= lim.Lookups:
		l.fail(limits.Exceeded("look-ups of one validation", int64(lim.Lookups)))
	case ctx.Err() != nil:
		l.fail(limits.Exceeded("seconds for one round of look-ups", int64(lim.LookupTime.Seconds())))
	case n.Kind == NeedIssuer:
		certs, err := o.v.opts.Online.Issuers(ctx, c)
		l.fail(err)
		for _, m := range certs {
			o.found = o.found || o.ev.certificate(m.ID()) == nil
		}
		o.certs = append(o.certs, certs...)
	case n.Kind == NeedRevocation:
		for _, id := range o.ev.Issuers[c.ID()][:min(1, len(o.ev.Issuers[c.ID()]))] {
			revs, errs := o.v.opts.Online.Revocation(ctx, c, o.ev.certificate(id))
			for _, err := range errs {
				l.fail(err)
			}
			for _, m := range revs {
				o.found = o.found || o.ev.Pool.Revocation(m.ID()) == nil
			}
			o.revs = append(o.revs, revs...)
		}
	}
	o.lookups = append(o.lookups, l)
}

// lookupText bounds the octets of one problem: the address in it is of the document's maker.
const lookupText = 400

// fail notes an error, each of several joined.
func (l *Lookup) fail(err error) {
	if err == nil {
		return
	}
	for _, text := range strings.Split(err.Error(), "\n") {
		if len(text) > lookupText {
			cut := lookupText
			for cut > 0 && !utf8.RuneStart(text[cut]) {
				cut--
			}
			text = text[:cut] + "…"
		}
		l.Problems = append(l.Problems, text)
	}
}

// lookedFor says what came of looking for something online; empty: it was not looked for.
func (e *evaluation) lookedFor(kind NeedKind, id ades.ID) string {
	for _, l := range e.ev.Lookups {
		if l.Kind == kind && l.Certificate == id {
			if len(l.Problems) == 0 {
				return "(looked for online)"
			}
			return "(looked for online: " + strings.Join(l.Problems, "; ") + ")"
		}
	}
	return ""
}

// withLookup puts what was looked for online behind a text.
func withLookup(text, looked string) string { return strings.TrimSpace(text + " " + looked) }
