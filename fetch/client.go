// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package fetch is the only package that opens connections: bounded downloads of trusted lists, CRLs, OCSP answers and issuer
// certificates. The addresses come from documents that anybody may have written, so by default nothing but public hosts is
// reached, over http and https only, and everything is counted: octets, redirects, requests and time.
//
// What it returns is as untrusted as the network: signatures are checked by those who use it.
package fetch

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/mitome-project/mitome/internal/limits"
)

// Options configure a [Client]. The zero value is safe: public addresses only, and every bound at its default.
type Options struct {
	// Transport carries the requests; nil is a transport of the client's own that uses no proxy, no cookies and no compression, and
	// checks each address after name resolution, right before connecting. With a transport of the caller's, resolution is the
	// caller's, and so is this check: the client then refuses only URLs that name such an address or "localhost" themselves.
	Transport http.RoundTripper
	// InsecurePrivateNetworks lets the client reach private, loopback, link-local and other special addresses and any port.
	// A document could then make it talk to services of the internal network.
	InsecurePrivateNetworks bool
	// Timeout bounds one request with its redirects, from name resolution to the last octet. 0: 30 seconds.
	Timeout time.Duration
	// MaxBytes bounds the body of one response. 0: 64 MiB, above the largest lists and most CRLs.
	MaxBytes int64
	// Redirects bounds the redirects of one request. 0: 5. Negative: none.
	Redirects int
	// LoadBytes, LoadRequests and LoadTime bound what one load (see [Client.Load]) may use. 0: 512 MiB, 1000 requests, 5 minutes.
	LoadBytes    int64
	LoadRequests int
	LoadTime     time.Duration
	// UserAgent is sent with each request. Empty: "mitome".
	UserAgent string
}

func (o Options) withDefaults() Options {
	set := func(v *time.Duration, d time.Duration) {
		if *v <= 0 {
			*v = d
		}
	}
	set(&o.Timeout, 30*time.Second)
	set(&o.LoadTime, 5*time.Minute)
	if o.MaxBytes <= 0 {
		o.MaxBytes = limits.Default().DownloadBytes
	}
	if o.LoadBytes <= 0 {
		o.LoadBytes = 512 << 20
	}
	if o.LoadRequests <= 0 {
		o.LoadRequests = 1000
	}
	switch {
	case o.Redirects == 0:
		o.Redirects = 5
	case o.Redirects < 0:
		o.Redirects = 0
	}
	if o.UserAgent == "" {
		o.UserAgent = "mitome"
	}
	return o
}

// Client makes bounded requests. It is safe for concurrent use.
type Client struct {
	options Options
	http    *http.Client
	budget  *budget // nil outside a load
}

// NewClient returns a client with these options.
func NewClient(o Options) *Client {
	c := &Client{options: o.withDefaults()}
	transport := o.Transport
	if transport == nil {
		transport = newTransport(c.options)
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: c.checkRedirect}
	return c
}

// budget is what is left for one load, shared by its requests.
type budget struct {
	bytes    atomic.Int64
	requests atomic.Int64
}

// Load returns a client whose requests together are bounded by LoadBytes and LoadRequests, and a context that ends after
// LoadTime: for one validation, or one load of the trusted lists. The two clients share their connections.
func (c *Client) Load(ctx context.Context) (context.Context, *Client, context.CancelFunc) {
	b := &budget{}
	b.bytes.Store(c.options.LoadBytes)
	b.requests.Store(int64(c.options.LoadRequests))
	ctx, cancel := context.WithTimeout(ctx, c.options.LoadTime)
	l := &Client{options: c.options, budget: b}
	l.http = &http.Client{Transport: c.http.Transport, CheckRedirect: l.checkRedirect}
	return ctx, l, cancel
}

// takeRequest counts one request.
func (c *Client) takeRequest() error {
	if c.budget != nil && c.budget.requests.Add(-1) < 0 {
		return limits.Exceeded("requests of one load", int64(c.options.LoadRequests))
	}
	return nil
}

// takeBytes counts octets received.
func (c *Client) takeBytes(n int) error {
	if c.budget != nil && c.budget.bytes.Add(-int64(n)) < 0 {
		return limits.Exceeded("octets of one load", c.options.LoadBytes)
	}
	return nil
}
