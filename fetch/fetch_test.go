// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/limits"
)

// misbehave is a server that misbehaves in every way that the client must survive.
func misbehave(t *testing.T) (*httptest.Server, *atomic.Int64) {
	var hits atomic.Int64
	mux := http.NewServeMux()
	page := func(contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", contentType)
			io.WriteString(w, body)
		}
	}
	mux.HandleFunc("/ok", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Fri, 08 Aug 2025 14:00:00 GMT")
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, "<?xml version=\"1.0\"?><TrustServiceStatusList/>")
	})
	mux.HandleFunc("/304", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNotModified) })
	mux.HandleFunc("/html", page("text/html", "<!DOCTYPE html><title>moved</title>"))
	mux.HandleFunc("/html-as-xml", page("application/xml", "\xef\xbb\xbf <HTML><body>sign in</body></html>"))
	mux.HandleFunc("/xhtml", page("text/xml", `<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html/>`))
	mux.HandleFunc("/text-html", page("text/html; charset=utf-8", "Service temporarily down"))
	mux.HandleFunc("/list-as-html", page("text/html", `<?xml version="1.0"?><TrustServiceStatusList/>`))
	mux.HandleFunc("/der-as-html", page("text/html", "0\x03\x02\x01\x01"))
	mux.HandleFunc("/500", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", 500) })
	mux.HandleFunc("/404", func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) })
	mux.HandleFunc("/truncated", func(w http.ResponseWriter, r *http.Request) {
		conn, buf, _ := w.(http.Hijacker).Hijack()
		buf.WriteString("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<?xml version")
		buf.Flush()
		conn.Close()
	})
	mux.HandleFunc("/truncated-chunks", func(w http.ResponseWriter, r *http.Request) {
		conn, buf, _ := w.(http.Hijacker).Hijack()
		buf.WriteString("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<?xml\r\n")
		buf.Flush()
		conn.Close()
	})
	mux.HandleFunc("/huge", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "10737418240")
		w.WriteHeader(200)
	})
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		block := make([]byte, 64<<10)
		for {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(200)
		for {
			io.WriteString(w, ".")
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	})
	mux.HandleFunc("/silent", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/gzip", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		z.Write(make([]byte, 64<<10))
		z.Close()
	})
	mux.HandleFunc("/headers", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("a", 200<<10))
	})
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/to", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Query().Get("u"), http.StatusFound)
	})
	mux.HandleFunc("/post", func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %s", r.Method, r.Header.Get("Content-Type"), b)
	})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s, &hits
}

func TestGet(t *testing.T) {
	s, _ := misbehave(t)
	patient := NewClient(Options{InsecurePrivateNetworks: true, MaxBytes: 1 << 20})
	hasty := NewClient(Options{InsecurePrivateNetworks: true, Timeout: 300 * time.Millisecond, MaxBytes: 1 << 20})
	limit := &limits.Error{}
	for path, want := range map[string]error{
		"/ok": nil, "/list-as-html": nil, "/der-as-html": nil, "/to?u=/ok": nil, "/to?u=/to?u=/ok": nil,
		"/html": ErrHTML, "/html-as-xml": ErrHTML, "/xhtml": ErrHTML, "/text-html": ErrHTML, "/to?u=/html": ErrHTML,
		"/500": ErrStatus, "/404": ErrStatus, "/304": ErrStatus,
		"/truncated": ErrTruncated, "/truncated-chunks": ErrTruncated, "/gzip": ErrEncoded,
		"/huge": limit, "/endless": limit,
		"/slow": context.DeadlineExceeded, "/silent": context.DeadlineExceeded,
		"/loop": ErrRefused, "/to?u=file:///etc/passwd": ErrRefused, "/to?u=ldap://host/": ErrRefused, "/to?u=http://a:b@host/": ErrRefused,
	} {
		c := patient
		if want == context.DeadlineExceeded {
			c = hasty
		}
		r, err := c.Get(t.Context(), s.URL+path)
		switch {
		case want == nil:
			if err != nil || len(r.Body) == 0 {
				t.Errorf("%s: %v", path, err)
			}
		case want == error(limit):
			var got *limits.Error
			if !errors.As(err, &got) {
				t.Errorf("%s: %v, want a limit error", path, err)
			}
		case !errors.Is(err, want):
			t.Errorf("%s: %v, want %v", path, err, want)
		}
		if err != nil && !strings.Contains(err.Error(), s.URL+path[:3]) {
			t.Errorf("%s: error does not name the url: %v", path, err)
		}
	}
	if _, err := patient.Get(t.Context(), s.URL+"/headers"); err == nil {
		t.Error("endless headers were taken")
	}
}

func TestConditional(t *testing.T) {
	s, _ := misbehave(t)
	c := NewClient(Options{InsecurePrivateNetworks: true})
	r, err := c.Get(t.Context(), s.URL+"/ok")
	if err != nil || r.ETag != `"v1"` || r.LastModified == "" || r.NotModified {
		t.Fatalf("%+v %v", r, err)
	}
	if r, err = c.GetIfChanged(t.Context(), s.URL+"/ok", r.Validators, 0); err != nil || !r.NotModified || len(r.Body) != 0 {
		t.Fatalf("%+v %v", r, err)
	}
	if r, err = c.GetIfChanged(t.Context(), s.URL+"/ok", Validators{ETag: `"v0"`}, 0); err != nil || r.NotModified || len(r.Body) == 0 {
		t.Fatalf("%+v %v", r, err)
	}
}

// TestEgress runs the default options: nothing of the loopback server may be reached, by any name.
func TestEgress(t *testing.T) {
	s, hits := misbehave(t)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	c := NewClient(Options{Timeout: 2 * time.Second})
	for _, u := range []string{
		s.URL + "/ok", "http://localhost:" + port + "/ok", "http://LOCALHOST.:" + port + "/", "http://x.localhost:" + port,
		"http://[::1]:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[fe80::1%25eth0]/",
		"http://192.168.1.1/", "http://172.16.0.1", "http://0.0.0.0:" + port, "http://[::]:" + port, "http://100.64.0.1/", "http://[fd00::1]/",
		"http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "file:///etc/passwd", "ldap://example.org/", "gopher://example.org/", "ftp://example.org/",
		"http://user:pw@example.org/", "http:///x", "", "http://8.8.8.8:25/", "http://8.8.8.8:22/", "//example.org/", "http://[bad", " http://127.0.0.1:" + port + "/ok",
	} {
		if _, err := c.Get(t.Context(), u); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v, want egress refused", u, err)
		}
	}
	// A name that resolves to the loopback address is refused when the connection is made, whatever the URL looked like.
	tr := newTransport(c.options)
	if _, err := tr.DialContext(t.Context(), "tcp", "127.0.0.1:"+port); !errors.Is(err, ErrRefused) {
		t.Errorf("dial: %v, want egress refused", err)
	}
	if _, err := tr.DialContext(t.Context(), "tcp", "localhost:"+port); !errors.Is(err, ErrRefused) {
		t.Errorf("dial by name: %v, want egress refused", err)
	}
	if hits.Load() != 0 {
		t.Errorf("the server was reached %d times", hits.Load())
	}
}

func TestPublic(t *testing.T) {
	for a, want := range map[string]bool{
		"8.8.8.8": true, "2a00:1450::1": true, "193.0.0.1": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.31.0.1": false, "192.168.0.1": false, "169.254.1.1": false, "224.0.0.1": false,
		"255.255.255.255": false, "100.127.0.1": false, "198.18.0.1": false, "::1": false, "::": false, "fe80::1": false, "fc00::1": false,
		"ff02::1": false, "::ffff:10.0.0.1": false, "::127.0.0.1": false, "64:ff9b::a00:1": false, "2001:db8::1": false, "2002:a00:1::": false, "fec0::1": false,
	} {
		if got := public(netip.MustParseAddr(a)); got != want {
			t.Errorf("%s: public %v", a, got)
		}
	}
}

// roundTripper answers without a network.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestCustomTransport: the URL checks hold for a caller's transport too, redirects included.
func TestCustomTransport(t *testing.T) {
	var asked []string
	rt := roundTripper(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.String())
		h := http.Header{}
		h.Set("Location", map[string]string{
			"/a": "http://127.0.0.1/", "/b": "http://other.example/", "/c": "https://other.example/done",
		}[r.URL.Path])
		code := http.StatusFound
		if r.URL.Path == "/done" {
			code = http.StatusOK
		}
		return &http.Response{StatusCode: code, Header: h, Body: io.NopCloser(strings.NewReader("x")), ContentLength: 1, Request: r}, nil
	})
	c := NewClient(Options{Transport: rt})
	for _, p := range []string{"/a", "/b"} {
		if _, err := c.Get(t.Context(), "https://list.example"+p); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", p, err)
		}
	}
	if r, err := c.Get(t.Context(), "http://list.example/c#frag"); err != nil || r.URL != "https://other.example/done" {
		t.Errorf("%+v %v", r, err)
	}
	if want := "https://list.example/a https://list.example/b http://list.example/c https://other.example/done"; strings.Join(asked, " ") != want {
		t.Errorf("asked %v", asked)
	}
	c = NewClient(Options{Transport: rt, Redirects: -1})
	if _, err := c.Get(t.Context(), "http://list.example/c"); !errors.Is(err, ErrRefused) {
		t.Errorf("redirects off: %v", err)
	}
}

func TestLoad(t *testing.T) {
	s, hits := misbehave(t)
	c := NewClient(Options{InsecurePrivateNetworks: true, LoadRequests: 3, LoadBytes: 1 << 20, LoadTime: 200 * time.Millisecond})
	var got *limits.Error

	ctx, l, cancel := c.Load(t.Context())
	for i := range 4 {
		if _, err := l.Get(ctx, s.URL+"/ok"); (err != nil) != (i == 3) || err != nil && !errors.As(err, &got) {
			t.Errorf("request %d: %v", i, err)
		}
	}
	cancel()
	if hits.Load() != 3 {
		t.Errorf("%d requests reached the server", hits.Load())
	}
	ctx, l, cancel = c.Load(t.Context()) // redirects count as requests
	if _, err := l.Get(ctx, s.URL+"/loop"); !errors.As(err, &got) {
		t.Errorf("redirects: %v", err)
	}
	cancel()
	ctx, l, cancel = c.Load(t.Context())
	if _, err := l.Get(ctx, s.URL+"/endless"); !errors.As(err, &got) {
		t.Errorf("octets: %v", err)
	}
	cancel()
	ctx, l, cancel = c.Load(t.Context())
	defer cancel()
	if _, err := l.Get(ctx, s.URL+"/slow"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("time: %v", err)
	}
	if _, err := c.Get(t.Context(), s.URL+"/ok"); err != nil {
		t.Errorf("the client itself has no load budget: %v", err)
	}
}

func TestPost(t *testing.T) {
	s, _ := misbehave(t)
	c := NewClient(Options{InsecurePrivateNetworks: true})
	r, err := c.do(t.Context(), http.MethodPost, s.URL+"/post", http.Header{"Content-Type": {"application/ocsp-request"}}, []byte("body"), maxOCSP)
	if err != nil || !bytes.Equal(r.Body, []byte("POST application/ocsp-request body")) {
		t.Errorf("%+v %v", r, err)
	}
}
