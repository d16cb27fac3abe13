// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Client downloads lists. The package fetch has one; it is the client's to bound size, time and where connections go.
type Client interface {
	// Download gets what is at url. Prior holds the validators of the copy at hand; both are empty if there is none.
	Download(ctx context.Context, url string, prior Validators) (Download, error)
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

// document is the text of one list and where it comes from.
type document struct {
	url     string
	text    []byte
	source  string // "network", "cache", "mirror", "last good"
	fetched time.Time
	valid   Validators
	alert   string // what went wrong before this copy was taken
	// lastSequence and lastIssued are those of the last good copy, against roll-back.
	lastSequence int64
	lastIssued   time.Time
}

// source gives the copies of a list, the best first: the next is asked for only if the one before is not usable.
type source interface {
	get(ctx context.Context, url string) ([]*document, error)
}

const notCached = "not in the cache, and no network is allowed"

// online takes lists from the network, with the cache before and behind it.
type online struct {
	client Client
	cache  Cache
	now    time.Time
	maxAge time.Duration
	// slots bounds the downloads at one time.
	slots chan struct{}
}

func (o *online) get(ctx context.Context, url string) ([]*document, error) {
	var cached *document
	var last Cached
	if o.cache != nil {
		e, err := o.cache.Load(url)
		switch {
		case err == nil && e != nil:
			last = *e
			cached = &document{url: url, text: e.Text, source: "cache", fetched: e.Fetched, valid: e.Validators}
			if o.client == nil || o.fresh(e.Fetched) {
				return []*document{cached}, nil
			}
		case err != nil && o.client == nil:
			return nil, err
		}
	}
	if o.client == nil {
		return nil, errors.New(notCached)
	}
	fresh, err := o.download(ctx, url, cached)
	switch {
	case err == nil && fresh == cached:
		return []*document{cached}, nil
	case err == nil && cached != nil:
		cached.source = "last good"
		fresh.lastSequence, fresh.lastIssued = last.Sequence, last.Issued
		return []*document{fresh, cached}, nil
	case err == nil:
		return []*document{fresh}, nil
	case cached != nil:
		cached.source, cached.alert = "last good", "download failed: "+err.Error()
		return []*document{cached}, nil
	}
	return nil, fmt.Errorf("download: %w", err)
}

func (o *online) fresh(fetched time.Time) bool {
	return !o.now.IsZero() && !fetched.IsZero() && !o.now.Before(fetched) && o.now.Sub(fetched) < o.maxAge
}

// download returns cached itself if it is still current.
func (o *online) download(ctx context.Context, url string, cached *document) (*document, error) {
	select {
	case o.slots <- struct{}{}:
		defer func() { <-o.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	var prior Validators
	if cached != nil {
		prior = cached.valid
	}
	d, err := o.client.Download(ctx, url, prior)
	if err != nil {
		return nil, err
	}
	if d.NotModified {
		if cached == nil {
			return nil, errors.New("answer \"not modified\" although no copy is at hand")
		}
		cached.fetched, cached.source = o.now, "network"
		return cached, nil
	}
	if len(d.Body) == 0 {
		return nil, errors.New("the answer is empty")
	}
	if looksLikeHTML(d.Body) {
		return nil, errors.New("the answer is an HTML page, not a list")
	}
	return &document{url: url, text: d.Body, source: "network", fetched: o.now, valid: d.Validators}, nil
}
