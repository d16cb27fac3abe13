// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/trust"
)

// fakeClient serves files; what it does not have is an error.
type fakeClient struct {
	mu    sync.Mutex
	files map[string][]byte
	asked int
	etag  string
}

func (f *fakeClient) Download(_ context.Context, url string, prior Validators, _ int64) (Download, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	b, ok := f.files[url]
	if !ok {
		return Download{}, errors.New("404 not found")
	}
	if f.etag != "" && prior.ETag == f.etag {
		return Download{NotModified: true, Validators: prior}, nil
	}
	return Download{Body: b, Validators: Validators{ETag: f.etag}}, nil
}

const listURL = "https://jtsl.example/list.xml"

var testTime = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

func loadOnce(t *testing.T, m *maker, c Client, cache Cache, now time.Time) (*trust.Store, trust.ListStatus, error) {
	t.Helper()
	l, err := NewLoader(Options{Schemes: []Scheme{Japan(listURL, m.cert)}, Client: c, Cache: cache, MaxAge: time.Hour,
		Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	s, st, err := l.Load(t.Context())
	return s, st.Lists[0], err
}

func TestLastGoodStateIsKept(t *testing.T) {
	m := newMaker(t)
	good := m.build(t, description)
	newer := m.build(t, strings.Replace(description, "sequence: 4", "sequence: 5", 1))
	older := m.build(t, strings.Replace(description, "sequence: 4", "sequence: 3", 1))
	now := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		name     string
		second   []byte // what the network has at the second load; nil: nothing
		sequence int64
		source   string
		alert    string
	}{
		{"newer", newer, 5, "network", ""},
		{"roll-back", older, 4, "last good", "roll-back"},
		{"gone", nil, 4, "last good", "404"},
		{"page", []byte("<!doctype html><html>sorry</html>"), 4, "last good", "HTML"},
		{"truncated", good[:len(good)/2], 4, "last good", "not used"},
		{"altered", []byte(strings.Replace(string(newer), "Example CA", "Example XX", 1)), 4, "last good", "changed after signing"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cache := Dir(filepath.Join(t.TempDir(), "cache"))
			c := &fakeClient{files: map[string][]byte{listURL: good}}
			first, _, err := loadOnce(t, m, c, cache, now)
			if err != nil {
				t.Fatal(err)
			}
			if c.files = map[string][]byte{}; tc.second != nil {
				c.files[listURL] = tc.second
			}
			s, st, err := loadOnce(t, m, c, cache, now.Add(2*time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			if st.Sequence != tc.sequence || st.Source != tc.source || !strings.Contains(strings.Join(st.Alerts, "\n"), tc.alert) {
				t.Errorf("sequence %d from %s, alerts %q", st.Sequence, st.Source, st.Alerts)
			}
			if tc.sequence == 4 && s.ID() != first.ID() {
				t.Errorf("the same list gives another id")
			}
		})
	}
}

func TestCacheSparesTheNetwork(t *testing.T) {
	m := newMaker(t)
	cache := Dir(t.TempDir())
	c := &fakeClient{files: map[string][]byte{listURL: m.build(t, description)}, etag: `"1"`}
	now := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	for i, after := range []time.Duration{0, 30 * time.Minute, 3 * time.Hour, 3*time.Hour + time.Minute} {
		_, st, err := loadOnce(t, m, c, cache, now.Add(after))
		if err != nil {
			t.Fatal(err)
		}
		if want := []int{1, 1, 2, 2}[i]; c.asked != want {
			t.Errorf("load %d: asked %d times, want %d (%s)", i, c.asked, want, st.Source)
		}
	}
	if _, _, err := loadOnce(t, m, nil, cache, now.Add(1000*time.Hour)); err != nil {
		t.Errorf("without network: %v", err)
	}
}

// TestCacheIsNotBelieved changes the cached list on disk: it is verified again, and refused.
func TestCacheIsNotBelieved(t *testing.T) {
	m := newMaker(t)
	dir := t.TempDir()
	c := &fakeClient{files: map[string][]byte{listURL: m.build(t, description)}}
	now := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	if _, _, err := loadOnce(t, m, c, Dir(dir), now); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.xml"))
	if len(files) != 1 {
		t.Fatal(files)
	}
	b, _ := os.ReadFile(files[0])
	if err := os.WriteFile(files[0], []byte(strings.Replace(string(b), "accreditationceased", "accredited", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, _, err := loadOnce(t, m, nil, Dir(dir), now); err != ErrNoAnchors || s.Anchors() != 0 {
		t.Errorf("altered cache: %v, %d anchors", err, s.Anchors())
	}
}

func TestLoaderNeedsSigners(t *testing.T) {
	for _, o := range []Options{
		{}, {Schemes: []Scheme{EU()}}, {Schemes: []Scheme{Japan("https://x.example/")}, Cache: Dir("x")},
		{Schemes: []Scheme{{Profile: "other", Location: "https://x.example/"}}, Cache: Dir("x")},
	} {
		if _, err := NewLoader(o); err == nil {
			t.Errorf("no error for %+v", o)
		}
	}
}

// TestPivotChain walks the chain of the real list of lists.
func TestPivotChain(t *testing.T) {
	store, _, err := LoadMirror(t.Context(), beside.Path(t, "corpus", "lists", "eu-2025-08"))
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, l := range store.Status() {
		if l.Kind == trust.KindPivot && l.Verdict == trust.VerdictGood {
			got = append(got, l.Sequence)
		}
	}
	if len(got) != 4 || got[0] != 282 || got[1] != 300 || got[2] != 335 || got[3] != 341 {
		t.Errorf("pivots %v", got)
	}
}
