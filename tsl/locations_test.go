// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mitome-project/mitome/fetch"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/trust"
)

// site is a server on the loopback address. A path that it does not know is not found; the list of what was asked for is kept.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	asked []string
}

func newSite(t *testing.T) *site {
	s := &site{pages: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.Path)
		page := s.pages[r.URL.Path]
		s.mu.Unlock()
		if page == nil {
			http.NotFound(w, r)
			return
		}
		page(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// since returns the paths asked for since the last call, sorted.
func (s *site) since() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Sorted(slices.Values(s.asked))
	s.asked = nil
	return out
}

func body(b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(b) }
}

// cutOff announces the whole list and sends a part of it.
func cutOff(b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(b)))
		_, _ = w.Write(b[:len(b)/2])
	}
}

func endless(w http.ResponseWriter, _ *http.Request) {
	for {
		if _, err := w.Write(make([]byte, 1<<16)); err != nil {
			return
		}
	}
}

// network is the client of the package fetch, which may reach the loopback address here.
type network struct{ *fetch.Client }

func newNetwork() network {
	return network{fetch.NewClient(fetch.Options{InsecurePrivateNetworks: true, MaxBytes: 4 << 20, Timeout: 20 * time.Second})}
}

func (n network) Download(ctx context.Context, url string, prior Validators, maxBytes int64) (Download, error) {
	r, err := n.GetIfChanged(ctx, url, fetch.Validators(prior), maxBytes)
	if err != nil {
		return Download{}, err
	}
	return Download{Body: r.Body, NotModified: r.NotModified, Validators: Validators(r.Validators)}, nil
}

func loadAt(t *testing.T, s Scheme, c Client, cache Cache, at time.Time) (*trust.Store, Status) {
	t.Helper()
	l, err := NewLoader(Options{Schemes: []Scheme{s}, Client: c, Cache: cache, Clock: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	store, st, err := l.Load(t.Context())
	if err != nil {
		t.Log(err)
	}
	return store, st
}

// TestDigestFile loads a list twice: what is asked for the second time depends on its digest file.
func TestDigestFile(t *testing.T) {
	m := newMaker(t)
	first := m.build(t, description)
	second := m.build(t, strings.Replace(description, "sequence: 4", "sequence: 5", 1))
	raw := func(b []byte) []byte { h, _ := hex.DecodeString(hexDigest(b)); return h }
	for _, tc := range []struct {
		name     string
		digest   http.HandlerFunc // nil: not found
		list     []byte           // at the second load
		at       time.Time
		tag      string // entity tag of the server
		asked    string
		sequence int64
		alert    string
	}{
		{"unchanged", body([]byte(hexDigest(first))), first, time.Time{}, "", "/l.sha2", 4, ""},
		{"unchanged, as bytes", body(raw(first)), first, time.Time{}, "", "/l.sha2", 4, ""},
		{"unchanged, as sha256sum prints it", body([]byte("\ufeff" + strings.ToUpper(hexDigest(first)) + "  l.xml\r\n")), first, time.Time{}, "", "/l.sha2", 4, ""},
		{"changed", body([]byte(hexDigest(second))), second, time.Time{}, "", "/l.sha2 /l.xml", 5, ""},
		{"changed, digest of another", body([]byte(strings.Repeat("0", 64))), second, time.Time{}, "", "/l.sha2 /l.xml", 5, "l.sha2 says SHA-256 000"},
		{"digest file late", body([]byte(hexDigest(second))), first, time.Time{}, "", "/l.sha2 /l.xml", 4, "l.sha2 says SHA-256"},
		{"absent", nil, second, time.Time{}, "", "/l.sha2 /l.xml", 5, ""},
		{"empty", body(nil), second, time.Time{}, "", "/l.sha2 /l.xml", 5, ""},
		{"a page", body([]byte("<html>no</html>")), second, time.Time{}, "", "/l.sha2 /l.xml", 5, ""},
		{"no digest", body([]byte(strings.Repeat("x", 64))), second, time.Time{}, "", "/l.sha2 /l.xml", 5, ""},
		{"endless", endless, second, time.Time{}, "", "/l.sha2 /l.xml", 5, ""},
		{"past its next update", body([]byte(hexDigest(first))), second, time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), "", "/l.sha2 /l.xml", 5, "l.sha2 says SHA-256"},
		{"the server has validators", body([]byte(hexDigest(first))), second, time.Time{}, `"1"`, "/l.xml", 5, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			web, cache, at := newSite(t), Dir(t.TempDir()), time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
			serve := func(b []byte) http.HandlerFunc {
				return func(w http.ResponseWriter, r *http.Request) {
					if tc.tag != "" {
						w.Header().Set("ETag", tc.tag)
					}
					body(b)(w, r)
				}
			}
			web.pages["/l.xml"] = serve(first)
			scheme := Japan(web.URL+"/l.xml", m.cert)
			if _, st := loadAt(t, scheme, newNetwork(), cache, at); !st.Lists[0].Used || !slices.Equal(web.since(), []string{"/l.xml"}) {
				t.Fatal(st.Problems)
			}
			web.pages["/l.xml"], web.pages["/l.sha2"] = serve(tc.list), tc.digest
			if !tc.at.IsZero() {
				at = tc.at
			}
			at = at.Add(time.Hour)
			_, st := loadAt(t, scheme, newNetwork(), cache, at)
			l := st.Lists[0]
			if got := strings.Join(web.since(), " "); got != tc.asked || l.Sequence != tc.sequence || !l.Used || l.Source != "network" || !l.Fetched.Equal(at) {
				t.Errorf("asked for %s, sequence %d from %s at %s: %v", got, l.Sequence, l.Source, l.Fetched, st.Problems)
			}
			if got := strings.Join(l.Alerts, "\n"); !strings.Contains(got, tc.alert) || (tc.alert == "") != (got == "") {
				t.Errorf("alerts %q", got)
			}
		})
	}
}

func TestDigestFileNames(t *testing.T) {
	for in, want := range map[string]string{
		"https://tl.example/tl.xml": "https://tl.example/tl.sha2", "https://tl.example/a/TSL_CZ.xtsl": "https://tl.example/a/TSL_CZ.sha2",
		"https://tl.example/TL.XML#x": "https://tl.example/TL.sha2", "https://tl.example/a%2Fb.xml": "https://tl.example/a/b.sha2",
		"https://tl.example/TSLDK_v6xml": "", "https://tl.example/get?list=tl.xml": "", "https://tl.example/": "", ":": "",
	} {
		if got := digestFile(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// TestDistributionPoints: at the second load the list's location fails in every way; the distribution points of the copy at
// hand are tried, and at last that copy itself.
func TestDistributionPoints(t *testing.T) {
	m := newMaker(t)
	points := `distributionPoints: ["BASE/l.xml", "ftp://other.example/l.xml", "BASE/list.PDF", "BASE/p1.xml", "BASE/p2.xml", "BASE/p3.xml", "BASE/p4.xml"]` + "\n"
	build := func(web *site, sequence string) []byte {
		return m.build(t, strings.Replace(strings.Replace(description, "sequence: 4", "sequence: "+sequence, 1), "providers:", strings.ReplaceAll(points, "BASE", web.URL)+"providers:", 1))
	}
	for _, tc := range []struct {
		name     string
		pages    func(first, newer, older []byte) map[string]http.HandlerFunc
		asked    string
		sequence int64
		source   string
		alerts   []string // in this order
	}{
		{"location is gone", func(_, newer, _ []byte) map[string]http.HandlerFunc {
			return map[string]http.HandlerFunc{"/p1.xml": body(newer)}
		}, "/l.sha2 /l.xml /p1.xml", 5, "network", []string{"/p1.xml instead of its own location", "download failed: fetch"}},
		{"location has a page, first point is cut off", func(_, newer, _ []byte) map[string]http.HandlerFunc {
			return map[string]http.HandlerFunc{"/l.xml": body([]byte("<!DOCTYPE html><html>")), "/p1.xml": cutOff(newer), "/p2.xml": body(newer)}
		}, "/l.sha2 /l.xml /p1.xml /p2.xml", 5, "network", []string{"/p2.xml instead", "web page", "/p1.xml failed"}},
		{"location has an altered list", func(_, newer, _ []byte) map[string]http.HandlerFunc {
			return map[string]http.HandlerFunc{"/l.xml": body([]byte(strings.Replace(string(newer), "Example CA", "Example XX", 1))), "/p1.xml": body(newer)}
		}, "/l.sha2 /l.xml /p1.xml", 5, "network", []string{"/p1.xml instead", "/l.xml is not used: reference"}},
		{"roll-back everywhere", func(_, _, older []byte) map[string]http.HandlerFunc {
			return map[string]http.HandlerFunc{"/l.xml": body(older), "/p1.xml": body(older), "/p2.xml": endless, "/p3.xml": body(nil)}
		}, "/l.sha2 /l.xml /p1.xml /p2.xml /p3.xml", 4, "last good",
			[]string{"/l.xml is not used: roll-back", "/p1.xml is not used: roll-back", "/p2.xml failed", "/p3.xml failed"}},
		{"everything is gone", func(_, _, _ []byte) map[string]http.HandlerFunc { return nil },
			"/l.sha2 /l.xml /p1.xml /p2.xml /p3.xml", 4, "last good", []string{"download failed", "/p1.xml failed", "/p2.xml failed", "/p3.xml failed"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			web, cache, at := newSite(t), Dir(t.TempDir()), time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
			first := build(web, "4")
			web.pages["/l.xml"] = body(first)
			scheme := Japan(web.URL+"/l.xml", m.cert)
			if _, st := loadAt(t, scheme, newNetwork(), cache, at); !st.Lists[0].Used {
				t.Fatal(st.Problems)
			}
			web.since()
			web.pages = tc.pages(first, build(web, "5"), build(web, "3"))
			if web.pages == nil {
				web.pages = map[string]http.HandlerFunc{}
			}
			_, st := loadAt(t, scheme, newNetwork(), cache, at.Add(time.Hour))
			l := st.Lists[0]
			if got := strings.Join(web.since(), " "); got != tc.asked || l.Sequence != tc.sequence || l.Source != tc.source || !l.Used {
				t.Errorf("asked for %s; sequence %d from %s", got, l.Sequence, l.Source)
			}
			if len(l.Alerts) != len(tc.alerts) {
				t.Fatalf("alerts %q", l.Alerts)
			}
			for i, want := range tc.alerts {
				if !strings.Contains(l.Alerts[i], want) {
					t.Errorf("alert %q, want %q", l.Alerts[i], want)
				}
			}
			// What was had from elsewhere is kept as the list's copy.
			_, st = loadAt(t, scheme, nil, cache, at.Add(2*time.Hour))
			if st.Lists[0].Sequence != tc.sequence {
				t.Errorf("sequence %d is kept", st.Lists[0].Sequence)
			}
		})
	}
}

// TestSeveralPointers: pointers that agree in all but the location announce one list, which is loaded once.
func TestSeveralPointers(t *testing.T) {
	pki := demoPKI(t)
	const second = "https://tl.example.org/fi-2.xml"
	for _, tc := range []struct {
		name   string
		change func(p *testpki.PointerSpec)
		gone   bool // the first location
		lists  int
		used   []string
	}{
		{"both are there", nil, false, 4, []string{demoFI}},
		{"the first is gone", nil, true, 4, []string{demoFI}},
		{"other signers: another list", func(p *testpki.PointerSpec) { p.Signers = []string{"tl-nl"} }, false, 5, []string{demoFI}},
		{"another territory: another list", func(p *testpki.PointerSpec) { p.Territory = "SE" }, false, 5, []string{demoFI, second}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			client := &fakeClient{files: demoFiles(t, pki, func(lists map[string]testpki.ListSpec) {
				s := lists[demoLOTL]
				p := *findPointer(t, s.Pointers, demoFI)
				if p.Location = second; tc.change != nil {
					tc.change(&p)
				}
				s.Pointers = append(slices.Clone(s.Pointers), p)
				lists[demoLOTL] = s
			})}
			client.files[second] = client.files[demoFI]
			if tc.gone {
				delete(client.files, demoFI)
			}
			store, st := loadAt(t, demoScheme(pki), client, nil, testpki.DemoTime())
			if len(st.Lists) != tc.lists {
				t.Errorf("%d lists, want %d: %v", len(st.Lists), tc.lists, st.Problems)
			}
			for _, u := range []string{demoFI, second} {
				l := store.List(u)
				if (l != nil && l.Used) != slices.Contains(tc.used, u) {
					t.Errorf("%s: %+v", u, l)
				}
			}
			if tc.gone && !strings.Contains(strings.Join(st.Problems, "\n"), "had from "+second) {
				t.Errorf("problems %q", st.Problems)
			}
		})
	}
}

func findPointer(t *testing.T, list []testpki.PointerSpec, location string) *testpki.PointerSpec {
	t.Helper()
	i := slices.IndexFunc(list, func(p testpki.PointerSpec) bool { return p.Location == location })
	if i < 0 {
		t.Fatal("no pointer to " + location)
	}
	return &list[i]
}

// TestHostileServer: a list whose server misbehaves is told, and costs no other.
func TestHostileServer(t *testing.T) {
	m := newMaker(t)
	good := m.build(t, description)
	for name, tc := range map[string]struct {
		page http.HandlerFunc
		want string
	}{
		"endless": {endless, "octets of one answer"}, "cut off": {cutOff(good), "truncated"}, "page": {body([]byte("<html></html>")), "web page"},
		"empty": {body(nil), "empty"}, "status": {http.NotFound, "http status 404"},
		"not modified": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }, "http status 304"},
		"away": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		}, "scheme"},
		"garbage": {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "\x00\x01") }, "not a trusted list"},
	} {
		t.Run(name, func(t *testing.T) {
			web := newSite(t)
			web.pages["/good.xml"], web.pages["/bad.xml"] = body(good), tc.page
			bad := Japan(web.URL+"/bad.xml", m.cert)
			bad.Name = "bad"
			l, err := NewLoader(Options{Schemes: []Scheme{bad, Japan(web.URL+"/good.xml", m.cert)}, Client: newNetwork()})
			if err != nil {
				t.Fatal(err)
			}
			store, st, err := l.Load(t.Context())
			if err != nil || store.Anchors() != 1 || st.Lists[0].Used || !st.Lists[1].Used {
				t.Errorf("%v, %d anchors", err, store.Anchors())
			}
			if !strings.Contains(st.Lists[0].Problem(), tc.want) {
				t.Errorf("problem %q, want %q", st.Lists[0].Problem(), tc.want)
			}
		})
	}
}
