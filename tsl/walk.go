// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/trust"
)

// walk loads one scheme.
type walk struct {
	scheme *Scheme
	src    source
	cache  Cache
	cores  *cores
}

// result is one list that was read, or not.
type result struct {
	list    *List // nil if it gives nothing
	status  trust.ListStatus
	pointer *Pointer
	pivots  []result
}

// run loads the scheme into b: the list of lists with its pivots first, then the lists in the order of the pointers.
func (w *walk) run(ctx context.Context, b *trust.Builder) {
	first := w.load(ctx, wanted{url: w.scheme.Location}, nil)
	for _, p := range first.pivots {
		first.status.Pivots = append(first.status.Pivots, p.status.URL)
	}
	var lists []*pending
	if first.list != nil && w.scheme.listOfLists(first.list) {
		first.status.Kind = trust.KindLOTL
		lists = w.lists(ctx, &first)
	}
	b.AddList(first.status)
	for _, p := range first.pivots {
		b.AddList(p.status)
	}
	if first.list != nil {
		w.addServices(b, &first, nil)
	}
	for _, p := range lists { // each goes into the store while others are still read
		<-p.done
		b.AddList(p.status)
		if p.list != nil {
			w.addServices(b, &p.result, &first)
		}
	}
}

// maxLists bounds the lists that one list of lists leads to. The EU has 31.
const maxLists = 1000

// announced is a list that a list of lists points to.
type announced struct {
	*Pointer
	others []string // locations of further pointers to the same list
}

// pointers are the lists to follow. Pointers that agree in all but the location announce one list.
func (w *walk) pointers(parent *result) []announced {
	var out []announced
	seen := map[string]bool{parent.status.URL: true}
	for i := range parent.list.Pointers {
		p := &parent.list.Pointers[i]
		if !w.scheme.follows(p) {
			continue
		}
		if seen[p.Location] {
			parent.status.Alerts = append(parent.status.Alerts, "a second pointer to "+p.Location+" is not followed")
			continue
		}
		if seen[p.Location] = true; len(seen) > maxLists {
			parent.status.Alerts = append(parent.status.Alerts, fmt.Sprintf("more than %d lists: the others are not followed", maxLists))
			break
		}
		if j := slices.IndexFunc(out, func(o announced) bool { return o.sameList(p) }); j >= 0 {
			out[j].others = append(out[j].others, p.Location)
			continue
		}
		out = append(out, announced{Pointer: p})
	}
	return out
}

// sameList reports whether two pointers announce the same list, at another location: territory, type, media type and signers
// are the same.
func (p *Pointer) sameList(o *Pointer) bool {
	return p.Territory != "" && strings.EqualFold(p.Territory, o.Territory) && p.Type == o.Type && p.MIME == o.MIME && p.Agreement == nil && o.Agreement == nil &&
		len(p.Certificates) > 0 && len(p.Certificates) == len(o.Certificates) &&
		!slices.ContainsFunc(p.Certificates, func(c *ades.Certificate) bool { return !contains(o.Certificates, c) })
}

// pending is a list that is being read.
type pending struct {
	result
	done chan struct{}
}

// lists starts to load what a list of lists points to, side by side.
func (w *walk) lists(ctx context.Context, parent *result) []*pending {
	var out []*pending
	for _, p := range w.pointers(parent) {
		r := &pending{done: make(chan struct{})}
		out = append(out, r)
		url := parent.status.URL
		go func() {
			defer close(r.done)
			r.result = w.load(ctx, wanted{url: p.Location, others: p.others}, p.Pointer)
			r.status.Parent = url
		}()
	}
	return out
}

// load reads one list, from the best copy that is good. What was tried in vain before, or instead of it, is told in the alerts.
func (w *walk) load(ctx context.Context, want wanted, p *Pointer) result {
	r := result{pointer: p, status: trust.ListStatus{Kind: trust.KindList, Scheme: w.scheme.Name, Official: w.scheme.Official, URL: want.url}}
	if p == nil && (w.scheme.Profile == ProfileEU || w.scheme.Profile == ProfileMRA) {
		r.status.Kind = trust.KindLOTL
	}
	if p != nil {
		r.status.Territory, r.status.Type, r.status.Operator = p.Territory, p.Type, p.Operator
	}
	blank := r.status
	var vain []string // what is wrong with each copy so far
	own := -1         // the line of the copy whose status is shown if none is good
	for doc, err := range w.src.copies(ctx, want) {
		if err != nil {
			vain = append(vain, err.Error())
			continue
		}
		try := result{pointer: p, status: blank}
		w.read(ctx, doc, &try)
		try.status.Alerts = append(try.status.Alerts, doc.alerts...)
		if try.list != nil {
			try.status.Alerts = append(try.status.Alerts, vain...)
			return try
		}
		if own < 0 {
			r, own = try, len(vain)
		}
		vain = append(vain, fmt.Sprintf("the copy from %s is not used: %s", doc.location, firstOf(try.status.Error, try.status.Refused, try.status.Reason)))
	}
	switch {
	case own >= 0:
		vain = slices.Delete(vain, own, own+1)
	case len(vain) > 0:
		r.status.Error, vain = vain[0], vain[1:]
	}
	r.status.Alerts = append(r.status.Alerts, vain...)
	return r
}

func firstOf(s ...string) string {
	for _, x := range s {
		if x != "" {
			return x
		}
	}
	return ""
}

// read parses and verifies one copy. Its list stays nil unless the signature is good.
func (w *walk) read(ctx context.Context, doc *document, r *result) {
	st := &r.status
	done := w.cores.take(len(doc.text))
	defer func() { done() }()
	st.Source, st.Fetched, st.Size, st.Digest = doc.source, doc.fetched, int64(len(doc.text)), hexDigest(doc.text)
	tree, list, err := parseText(doc.text, notPDF)
	if err != nil {
		st.Error = err.Error()
		return
	}
	describe(list, st)
	st.Structure = checkStructure(tree.Root, list.Version)
	allowed, err := w.allowed(ctx, tree, list, r, func(meanwhile func()) {
		done()
		meanwhile()
		done = w.cores.take(len(doc.text))
	})
	if err != nil {
		st.Verdict, st.Reason = trust.VerdictUnknown, err.Error()
		return
	}
	sig := verify(tree, allowed)
	record(sig, allowed, st)
	if sig.verdict != trust.VerdictGood {
		return
	}
	if w.scheme.Profile == ProfileEU && r.pointer == nil && !contains(selfPointer(list), sig.signer) {
		st.Verdict, st.Reason = trust.VerdictUnknown, "the signer is not in the list's own pointer to itself"
		return
	}
	if doc.lastSequence > list.Sequence || doc.lastIssued.After(list.Issued) {
		st.Refused = fmt.Sprintf("roll-back: sequence %d of %s, after %d of %s", list.Sequence, list.Issued.Format(time.RFC3339),
			doc.lastSequence, doc.lastIssued.Format(time.RFC3339))
		return
	}
	st.Used, r.list = true, list
	for _, x := range list.Unknown {
		if x.Critical {
			st.Alerts = append(st.Alerts, "a critical extension of the list is not understood: "+x.Name)
		}
	}
	if p := r.pointer; p != nil && p.Territory != "" && !strings.EqualFold(p.Territory, list.Territory) {
		st.Alerts = append(st.Alerts, fmt.Sprintf("the pointer says territory %q, the list %q", p.Territory, list.Territory))
	}
	w.keep(doc, list, st)
}

// keep stores a good list that came from the network.
func (w *walk) keep(doc *document, list *List, st *trust.ListStatus) {
	if w.cache == nil || doc.source != "network" {
		return
	}
	c := &Cached{Text: doc.text, Validators: doc.valid, Fetched: doc.fetched, Sequence: list.Sequence, Issued: list.Issued, NextUpdate: list.NextUpdate}
	if err := w.cache.Store(doc.url, c); err != nil {
		st.Alerts = append(st.Alerts, "not kept in the cache: "+err.Error())
	}
}

func parseText(text []byte, signersOf func(*List, *Pointer) bool) (*xmltree.Document, *List, error) {
	tree, err := readTree(text, limits.Default())
	if err != nil {
		return nil, nil, err
	}
	return tree, parseRoot(tree.Root, signersOf), nil
}

// notPDF wants no signers of lists for people, to which half of the pointers of a list of lists lead.
func notPDF(_ *List, p *Pointer) bool { return p.MIME != "application/pdf" }

// describe copies what the list says of itself.
func describe(l *List, st *trust.ListStatus) {
	st.Territory, st.Type, st.Operator, st.Names = l.Territory, l.Type, l.Operator, l.Names
	st.Sequence, st.Version, st.Issued, st.NextUpdate, st.Closed = l.Sequence, l.Version, l.Issued, l.NextUpdate, l.Closed
	st.Providers, st.Services, st.Problems = len(l.Providers), l.Services(), l.Problems
}

func record(sig *signature, allowed []*ades.Certificate, st *trust.ListStatus) {
	st.Verdict, st.Reason, st.SignedAt, st.Algorithm = sig.verdict, sig.reason, sig.signedAt, sig.algorithm
	if sig.signer != nil {
		st.Signer, st.SignerName = string(sig.signer.ID()), sig.signer.Subject()
	}
	for _, c := range allowed {
		st.Announced = append(st.Announced, string(c.ID()))
	}
}

func contains(list []*ades.Certificate, c *ades.Certificate) bool {
	return slices.ContainsFunc(list, func(o *ades.Certificate) bool { return o.ID() == c.ID() })
}

// allowed are the certificates that may sign the list. The pivots need cores of their own: they are read while the list's is
// given back.
func (w *walk) allowed(ctx context.Context, tree *xmltree.Document, l *List, r *result, pause func(meanwhile func())) (certs []*ades.Certificate, err error) {
	if r.pointer != nil {
		if len(r.pointer.Certificates) == 0 {
			return nil, errors.New("the pointer announces no readable certificate")
		}
		return r.pointer.Certificates, nil
	}
	proposed := proposedSigners(tree)
	if w.scheme.Profile != ProfileEU {
		return w.bootstrap(proposed, selfPointer(l))
	}
	pause(func() { certs, err = w.pivots(ctx, l, proposed, r) })
	return certs, err
}

func (w *walk) bootstrap(offered ...[]*ades.Certificate) ([]*ades.Certificate, error) {
	certs := w.scheme.Bootstrap.certificates(offered...)
	if len(certs) == 0 {
		return nil, errors.New("none of the scheme's signers is known by its certificate, and the list holds none of them")
	}
	return certs, nil
}
