// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/trust"
)

// maxPivots bounds the pivots walked. Five is the most seen before a notice renewed the signers.
const maxPivots = 32

// selfPointer are the signers that a list of lists announces for itself: those of its pointers of its own type, in XML.
func selfPointer(l *List) []*ades.Certificate {
	var out []*ades.Certificate
	for i := range l.Pointers {
		if p := &l.Pointers[i]; l.Type != "" && p.Type == l.Type && p.MIME == MIMEType {
			out = append(out, p.Certificates...)
		}
	}
	return out
}

// ownSigners wants the signers of the pointers that [selfPointer] takes them from.
func ownSigners(l *List, p *Pointer) bool { return p.Type == l.Type }

// proposedSigners are the certificates in the KeyInfo of a list's signature. They only serve to find a pinned one.
func proposedSigners(tree *xmltree.Document) []*ades.Certificate {
	var out []*ades.Certificate
	for _, s := range xmltree.Children(tree.Root, xmldsig.NS, "Signature") {
		out = append(out, keyInfoCertificates(xmltree.Child(s, xmldsig.NS, "KeyInfo"))...)
		if len(out) >= maxKeyInfo {
			break
		}
	}
	return out
}

// pivotRun returns the pivots that stand between a list of lists and the notice, newest first (TS 119 615 v1.2.1 4.1.4). The
// notice must be there. Alerts are notices that stand before it.
func pivotRun(l *List, notice string) (run, alerts []string, err error) {
	for _, t := range l.InformationURIs {
		switch u := t.Value; {
		case notice != "" && u == notice:
			return run, alerts, nil
		case strings.HasSuffix(strings.ToLower(u), ".xml"):
			if !slices.Contains(run, u) {
				run = append(run, u)
			}
			if len(run) > maxPivots {
				return nil, nil, fmt.Errorf("more than %d pivots", maxPivots)
			}
		case notice != "" && sameHost(u, notice):
			alerts = append(alerts, "a newer notice is announced: "+u+"; the signers of the scheme are to be renewed")
		}
	}
	if notice != "" {
		return nil, alerts, fmt.Errorf("the notice %s is not among the list's information URIs: the signers of the scheme are out of date", notice)
	}
	return run, alerts, nil
}

func sameHost(a, b string) bool {
	x, err1 := url.Parse(a)
	y, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && x.Host != "" && strings.EqualFold(x.Host, y.Host)
}

// pivots walks from the bootstrap signers over the pivots, oldest first, to the signers of the list of lists l. Each pivot
// must be signed by the set in force and replaces it by the set that it announces. A broken pivot ends the walk.
func (w *walk) pivots(ctx context.Context, l *List, proposed []*ades.Certificate, r *result) ([]*ades.Certificate, error) {
	run, alerts, err := pivotRun(l, w.scheme.Bootstrap.Notice)
	r.status.Alerts = append(r.status.Alerts, alerts...)
	if err != nil {
		return nil, err
	}
	for i := range l.Pointers {
		if p := &l.Pointers[i]; p.Type == l.Type && p.MIME == MIMEType && p.Location != w.scheme.Location {
			r.status.Alerts = append(r.status.Alerts, "the list of lists says that it is at "+p.Location)
		}
	}
	if len(run) == 0 {
		return w.bootstrap(proposed, selfPointer(l))
	}
	slices.Reverse(run)
	read := make([]pivot, len(run))
	var wg sync.WaitGroup
	for i, u := range run {
		wg.Go(func() { read[i] = w.pivot(ctx, u) })
	}
	wg.Wait()
	defer func() {
		for i := range read {
			r.pivots = append(r.pivots, result{list: read[i].list, status: read[i].status})
		}
	}()
	var signers []*ades.Certificate
	for i := range read {
		p := &read[i]
		if p.status.Error != "" {
			return nil, fmt.Errorf("pivot %s: %s", p.status.URL, p.status.Error)
		}
		if i == 0 {
			if signers, err = w.bootstrap(proposedSigners(p.tree), selfPointer(p.list)); err != nil {
				return nil, err
			}
		}
		if signers, err = w.step(p, signers); err != nil {
			return nil, fmt.Errorf("pivot %s: %w", p.status.URL, err)
		}
		p.tree = nil
	}
	return signers, nil
}

// pivot is one pivot that was read.
type pivot struct {
	status trust.ListStatus
	tree   *xmltree.Document
	list   *List
	doc    *document
}

// pivot reads a pivot. A pivot never changes, so a copy in the cache is as good as a new one.
func (w *walk) pivot(ctx context.Context, url string) pivot {
	p := pivot{status: trust.ListStatus{Kind: trust.KindPivot, Scheme: w.scheme.Name, Official: w.scheme.Official, URL: url, Parent: w.scheme.Location}}
	for doc, err := range w.src.copies(ctx, wanted{url: url, fixed: true}) {
		if err != nil {
			p.status.Error = firstOf(p.status.Error, err.Error())
			continue
		}
		if w.readPivot(doc, &p) {
			break
		}
	}
	return p
}

// readPivot reads one copy of a pivot, and reports whether it is a list at all.
func (w *walk) readPivot(doc *document, p *pivot) bool {
	defer w.cores.take(len(doc.text))()
	var err error
	if p.tree, p.list, err = parseText(doc.text, ownSigners); err != nil {
		p.status.Error = firstOf(p.status.Error, err.Error())
		return false
	}
	p.doc, p.status.Error = doc, ""
	p.status.Source, p.status.Fetched, p.status.Size, p.status.Digest = doc.source, doc.fetched, int64(len(doc.text)), hexDigest(doc.text)
	describe(p.list, &p.status)
	p.status.Structure = checkStructure(p.tree.Root, p.list.Version)
	return true
}

// step verifies a pivot with the signers in force and returns those that it announces. Its expiry does not matter: a pivot is
// an old list of lists.
func (w *walk) step(p *pivot, signers []*ades.Certificate) ([]*ades.Certificate, error) {
	sig := verify(p.tree, signers)
	record(sig, signers, &p.status)
	if sig.verdict != trust.VerdictGood {
		return nil, errors.New(sig.reason)
	}
	next := selfPointer(p.list)
	if !contains(next, sig.signer) {
		p.status.Verdict, p.status.Reason = trust.VerdictUnknown, "the signer is not in the pivot's own pointer to itself"
		return nil, errors.New(p.status.Reason)
	}
	p.status.Used = true
	w.keep(p.doc, p.list, &p.status)
	return next, nil
}
