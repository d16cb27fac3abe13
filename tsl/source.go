// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// Client downloads lists. The package fetch has one; it is the client's to bound size, time and where connections go.
type Client interface {
	// Download gets what is at url. Prior holds the validators of the copy at hand; both are empty if there is none. The answer
	// has at most maxBytes bytes; 0: as many as the client allows for a list.
	Download(ctx context.Context, url string, prior Validators, maxBytes int64) (Download, error)
}

// Validators are the HTTP validators of a copy (RFC 9110 8.8).
type Validators struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"lastModified,omitempty"`
}

// Download is the answer to a download.
type Download struct {
	Body        []byte
	NotModified bool // the copy at hand is the current one; Body is empty
	Validators
}

// wanted is a list to get.
type wanted struct {
	url string
	// others are further locations that the list of lists announces for the same list.
	others []string
	// fixed says that the list never changes (a pivot): it has no further locations and no digest file.
	fixed bool
}

// document is the text of one list and where it comes from.
type document struct {
	url    string
	text   []byte
	source string // "network", "cache", "mirror", "last good"
	// location is where this copy was had from: a URL, or the source.
	location string
	fetched  time.Time
	valid    Validators
	alerts   []string // what an operator should know of this copy
	// lastSequence and lastIssued are those of the last good copy, against roll-back.
	lastSequence int64
	lastIssued   time.Time
}

// source yields the copies of a list, the best first, and an error for each that could not be had. The next one is fetched
// only when it is asked for, which is when the one before is not usable.
type source interface {
	copies(ctx context.Context, w wanted) iter.Seq2[*document, error]
}

const notCached = "not in the cache, and no network is allowed"

// maxLocations bounds the locations that are tried for one list.
const maxLocations = 4

// online takes lists from the network, with the cache before and behind it.
type online struct {
	client Client
	cache  Cache
	now    time.Time
	maxAge time.Duration
	// slots bounds the downloads at one time.
	slots chan struct{}
}

func (o *online) copies(ctx context.Context, w wanted) iter.Seq2[*document, error] {
	return func(yield func(*document, error) bool) {
		var kept *Cached
		useless := false // the copy kept was tried
		if o.cache != nil {
			var err error
			if kept, err = o.cache.Load(w.url); err != nil && (!yield(nil, err) || o.client == nil) {
				return
			}
		}
		if kept != nil && (o.client == nil || o.fresh(kept.Fetched)) {
			if !yield(kept.document(w.url, "cache", kept.Fetched), nil) || o.client == nil {
				return
			}
			useless = true
		}
		if o.client == nil {
			yield(nil, errors.New(notCached))
			return
		}
		for d, err := range o.locations(ctx, w, kept, useless) {
			if !yield(d, err) {
				return
			}
		}
		if kept != nil && !useless {
			yield(kept.document(w.url, "last good", kept.Fetched), nil)
		}
	}
}

// locations tries the list's own location, then the distribution points of the last good copy (TS 119 612 v2.4.1 5.3.16) and
// the other locations announced.
func (o *online) locations(ctx context.Context, w wanted, kept *Cached, useless bool) iter.Seq2[*document, error] {
	return func(yield func(*document, error) bool) {
		tried := []string{w.url}
		d, err := o.location(ctx, w, kept, useless)
		if err != nil {
			err = fmt.Errorf("download failed: %w", err)
		}
		if !yield(d, err) || w.fixed {
			return
		}
		for _, u := range slices.Concat(distributionPoints(kept), w.others) {
			if len(tried) == maxLocations || ctx.Err() != nil {
				return
			}
			if slices.Contains(tried, u) || !strings.HasPrefix(u, "http") || strings.HasSuffix(strings.ToLower(u), ".pdf") {
				continue
			}
			tried = append(tried, u)
			var doc *document
			d, err := o.download(ctx, u, Validators{})
			if err != nil {
				err = fmt.Errorf("download from %s failed: %w", u, err)
			} else {
				// Its validators are those of another location's answer.
				doc = o.got(w.url, Download{Body: d.Body}, kept)
				doc.location, doc.alerts = u, append(doc.alerts, "it was had from "+u+" instead of its own location")
			}
			if !yield(doc, err) {
				return
			}
		}
	}
}

// distributionPoints are those of the last good copy.
func distributionPoints(kept *Cached) []string {
	if kept == nil {
		return nil
	}
	l, err := Parse(kept.Text)
	if err != nil {
		return nil // the copy is tried last, and refused then
	}
	return l.DistributionPoints
}

// location tries the list's own location: its digest file first where that may spare the download. A useless copy spares none.
func (o *online) location(ctx context.Context, w wanted, kept *Cached, useless bool) (*document, error) {
	var prior Validators
	if kept != nil && !useless {
		prior = kept.Validators
	}
	announced := ""
	if kept != nil && !useless && prior == (Validators{}) && !w.fixed {
		announced = o.announcedDigest(ctx, w.url)
		if announced == hexDigest(kept.Text) && (kept.NextUpdate.IsZero() || o.now.Before(kept.NextUpdate)) {
			return kept.document(w.url, "network", o.now), nil
		}
	}
	d, err := o.download(ctx, w.url, prior)
	switch {
	case err != nil:
		return nil, err
	case d.NotModified && prior == (Validators{}):
		return nil, errors.New("answer \"not modified\" although no copy is at hand")
	case d.NotModified:
		return kept.document(w.url, "network", o.now), nil
	}
	doc := o.got(w.url, d, kept)
	if got := hexDigest(d.Body); announced != "" && announced != got {
		doc.alerts = append(doc.alerts, fmt.Sprintf("its digest file %s says SHA-256 %s, the list has %s", digestFile(w.url), announced, got))
	}
	return doc, nil
}

// got is a download as a copy.
func (o *online) got(url string, d Download, kept *Cached) *document {
	doc := &document{url: url, text: d.Body, source: "network", location: url, fetched: o.now, valid: d.Validators}
	if kept != nil {
		doc.lastSequence, doc.lastIssued = kept.Sequence, kept.Issued
	}
	return doc
}

func (c *Cached) document(url, source string, fetched time.Time) *document {
	return &document{url: url, text: c.Text, source: source, location: "the cache", fetched: fetched, valid: c.Validators}
}

func (o *online) fresh(fetched time.Time) bool {
	return !o.now.IsZero() && !fetched.IsZero() && !o.now.Before(fetched) && o.now.Sub(fetched) < o.maxAge
}

// download gets what looks like a list.
func (o *online) download(ctx context.Context, url string, prior Validators) (Download, error) {
	d, err := o.ask(ctx, url, prior, 0)
	switch {
	case err != nil || d.NotModified:
		return d, err
	case len(d.Body) == 0:
		return d, errors.New("the answer is empty")
	case looksLikeHTML(d.Body):
		return d, errors.New("the answer is an HTML page, not a list")
	}
	return d, nil
}

// ask makes one request, when a slot is free.
func (o *online) ask(ctx context.Context, url string, prior Validators, maxBytes int64) (Download, error) {
	select {
	case o.slots <- struct{}{}:
		defer func() { <-o.slots }()
	case <-ctx.Done():
		return Download{}, ctx.Err()
	}
	return o.client.Download(ctx, url, prior, maxBytes)
}
