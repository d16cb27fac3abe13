// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// ErrRefused says that a request was not made, or not followed, because of where it leads.
var ErrRefused = errors.New("egress refused")

// newTransport returns the client's own transport. It has no proxy: a proxy would resolve names where the guard cannot see it.
func newTransport(o Options) *http.Transport {
	dialer := &net.Dialer{Timeout: min(o.Timeout, 10*time.Second)}
	if !o.InsecurePrivateNetworks {
		dialer.Control = func(_, address string, _ syscall.RawConn) error { return checkAddress(address) }
	}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    min(o.Timeout, 10*time.Second),
		ResponseHeaderTimeout:  o.Timeout,
		MaxResponseHeaderBytes: 64 << 10,
		DisableCompression:     true, // the bound on octets is on what arrives
		MaxIdleConns:           32,
		MaxConnsPerHost:        8,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
	}
}

// special are the prefixes that are no public unicast addresses, beside those that netip itself knows (IANA special-purpose registries).
func special() []netip.Prefix {
	var out []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
		"3fff::/20", "5f00::/16", "fec0::/10",
	} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// checkAddress refuses a resolved "address:port" that is not public.
func checkAddress(address string) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: address %q", ErrRefused, address)
	}
	if !public(ap.Addr()) {
		return fmt.Errorf("%w: address %s is not public", ErrRefused, ap.Addr())
	}
	return checkPort(ap.Port())
}

// public reports whether a is a public unicast address.
func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return false
	}
	for _, p := range special() {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// checkPort refuses the ports of other well-known services.
func checkPort(port uint16) error {
	if port == 80 || port == 443 || port >= 1024 {
		return nil
	}
	return fmt.Errorf("%w: port %d", ErrRefused, port)
}

// checkURL refuses what can be refused before resolving the name.
func (c *Client) checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: scheme %q", ErrRefused, u.Scheme)
	case u.User != nil:
		return fmt.Errorf("%w: credentials in the url", ErrRefused)
	case u.Hostname() == "":
		return fmt.Errorf("%w: no host", ErrRefused)
	case c.options.InsecurePrivateNetworks:
		return nil
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return fmt.Errorf("%w: host %q is not public", ErrRefused, host)
	}
	if a, err := netip.ParseAddr(host); err == nil && !public(a) {
		return fmt.Errorf("%w: address %s is not public", ErrRefused, a)
	}
	if p := u.Port(); p != "" {
		n, err := net.LookupPort("tcp", p)
		if err != nil {
			return fmt.Errorf("%w: port %q", ErrRefused, p)
		}
		return checkPort(uint16(n))
	}
	return nil
}

// checkRedirect counts redirects and checks each target as the first URL was.
func (c *Client) checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > c.options.Redirects {
		return fmt.Errorf("%w: more than %d redirects", ErrRefused, c.options.Redirects)
	}
	if via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme == "http" {
		return fmt.Errorf("%w: redirect from https to http", ErrRefused)
	}
	if err := c.checkURL(req.URL); err != nil {
		return fmt.Errorf("redirect to %s: %w", req.URL.Redacted(), err)
	}
	return c.takeRequest()
}
