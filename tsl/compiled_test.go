// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/trust"
)

var compiledKey = []byte("0123456789abcdef")

// dumpOf is everything that a store knows, as text.
func dumpOf(t testing.TB, s *trust.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := Dump(&b, s); err != nil {
		t.Fatal(err)
	}
	return s.ID() + "\n" + b.String()
}

// warmLoader is a loader of the cache alone; isWarm says whether it would use the compiled form.
func warmLoader(t testing.TB, cache Cache, key []byte, schemes ...Scheme) (l *Loader, isWarm func() bool) {
	t.Helper()
	l, err := NewLoader(Options{Schemes: schemes, Cache: cache, CompiledKey: key})
	if err != nil {
		t.Fatal(err)
	}
	return l, func() bool {
		c := l.compiler()
		return c != nil && l.warm(c, &online{}, time.Time{}) != nil
	}
}

// TestCompiledFallsBack changes one thing each time after a compiled form was made.
func TestCompiledFallsBack(t *testing.T) {
	m := newMaker(t)
	good := m.build(t, description)
	evil := bytes.Replace(good, []byte("Example CA"), []byte("Example XX"), 1)
	scheme := Japan(listURL, m.cert)
	file := func(t *testing.T, dir, pattern string) string {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(found) != 1 {
			t.Fatal(found, err)
		}
		return found[0]
	}
	write := func(t *testing.T, name string, b []byte) {
		t.Helper()
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tc := range []struct {
		name   string
		key    []byte
		scheme Scheme
		change func(t *testing.T, dir string)
		warm   bool
		fails  bool // the lists themselves are no longer good
	}{
		{"nothing", compiledKey, scheme, func(*testing.T, string) {}, true, false},
		{"no key", nil, scheme, func(*testing.T, string) {}, false, false},
		{"short key", compiledKey[:8], scheme, func(*testing.T, string) {}, false, false},
		{"another key", []byte("another key of 16"), scheme, func(*testing.T, string) {}, false, false},
		{"another scheme", compiledKey, Japan(listURL, m.cert, m.caCert), func(*testing.T, string) {}, false, false},
		{"the list changed", compiledKey, scheme, func(t *testing.T, dir string) { write(t, file(t, dir, "*.xml"), evil) }, false, true},
		{"the list is gone", compiledKey, scheme, func(t *testing.T, dir string) { _ = os.Remove(file(t, dir, "*.xml")) }, false, true},
		{"its entry is gone", compiledKey, scheme, func(t *testing.T, dir string) { _ = os.Remove(file(t, dir, "*.json")) }, false, true},
		{"a bit of the compiled form", compiledKey, scheme, func(t *testing.T, dir string) {
			name := file(t, dir, "compiled-*.bin")
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			b[len(b)/2] ^= 1
			write(t, name, b)
		}, false, false},
		{"cut off", compiledKey, scheme, func(t *testing.T, dir string) {
			name := file(t, dir, "compiled-*.bin")
			if err := os.Truncate(name, 100); err != nil {
				t.Fatal(err)
			}
		}, false, false},
		{"empty", compiledKey, scheme, func(t *testing.T, dir string) { write(t, file(t, dir, "compiled-*.bin"), nil) }, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			cache := Dir(dir)
			if _, _, err := loadOnce(t, m, &fakeClient{files: map[string][]byte{listURL: good}}, cache, time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)); err != nil {
				t.Fatal(err)
			}
			l, isWarm := warmLoader(t, cache, compiledKey, scheme)
			cold, _, err := l.Load(t.Context())
			if err != nil || !isWarm() {
				t.Fatal("no compiled form was made", err)
			}
			tc.change(t, dir)
			l, isWarm = warmLoader(t, cache, tc.key, tc.scheme)
			if isWarm() != tc.warm {
				t.Errorf("compiled form used: %t", !tc.warm)
			}
			store, st, err := l.Load(t.Context())
			if tc.fails {
				if err == nil || store.Anchors() != 0 {
					t.Errorf("%d anchors of a list that is not good", store.Anchors())
				}
				return
			}
			if err != nil || dumpOf(t, store) != dumpOf(t, cold) || st.Lists[0].Source != "cache" || !st.Lists[0].Fetched.Equal(cold.Status()[0].Fetched) {
				t.Errorf("not the same as the lists give: %v, %+v", err, st)
			}
		})
	}
}

// readOnly is a cache that keeps no compiled form.
type readOnly struct{ dir }

func (readOnly) storeCompiled(string, []byte) error { return os.ErrPermission }

// TestNotCompiled: a cache that cannot be written to is loaded all the same, and the status says why there is no compiled form.
func TestNotCompiled(t *testing.T) {
	m := newMaker(t)
	folder := t.TempDir()
	if _, _, err := loadOnce(t, m, &fakeClient{files: map[string][]byte{listURL: m.build(t, description)}}, Dir(folder), testTime); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		cache Cache
		key   []byte
		want  error
	}{
		"kept": {Dir(folder), compiledKey, nil}, "no key": {readOnly{dir(folder)}, nil, nil}, "not kept": {readOnly{dir(t.TempDir())}, compiledKey, nil},
	} {
		l, _ := warmLoader(t, tc.cache, tc.key, Japan(listURL, m.cert))
		if _, st, _ := l.Load(t.Context()); st.NotCompiled != tc.want {
			t.Errorf("%s: %v", name, st.NotCompiled)
		}
	}
	other, _ := warmLoader(t, readOnly{dir(folder)}, []byte("another key of 16"), Japan(listURL, m.cert))
	if s, st, err := other.Load(t.Context()); err != nil || s.Anchors() != 1 || st.NotCompiled != os.ErrPermission || len(st.Problems) > 0 {
		t.Errorf("%v, %d anchors, %v, %q", err, s.Anchors(), st.NotCompiled, st.Problems)
	}
}

// TestCompiledAbsentList: a list that was not in the cache has come.
func TestCompiledAbsentList(t *testing.T) {
	m := newMaker(t)
	second := "https://jtsl.example/second.xml"
	dir := t.TempDir()
	cache := Dir(dir)
	other := Japan(second, m.cert)
	other.Name = "JP2"
	if _, _, err := loadOnce(t, m, &fakeClient{files: map[string][]byte{listURL: m.build(t, description)}}, cache, time.Now()); err != nil {
		t.Fatal(err)
	}
	l, isWarm := warmLoader(t, cache, compiledKey, Japan(listURL, m.cert), other)
	if _, _, err := l.Load(t.Context()); err != nil || !isWarm() {
		t.Fatal(err)
	}
	text := m.build(t, strings.Replace(description, "Example CA", "Second CA", 1))
	if err := cache.Store(second, &Cached{Text: text}); err != nil {
		t.Fatal(err)
	}
	if isWarm() {
		t.Error("the compiled form is used although a list has come")
	}
	if s, _, err := l.Load(t.Context()); err != nil || s.List(second) == nil || !s.List(second).Used {
		t.Error("the new list is not in use", err)
	}
}

// euCache is a cache with the lists of a mirror, and its schemes.
func euCache(t testing.TB) (Cache, []Scheme) {
	t.Helper()
	folder := beside.Path(t, "corpus", "lists", "eu-2025-08")
	schemes, files, err := readMirror(folder)
	if err != nil {
		t.Fatal(err)
	}
	cache := Dir(t.TempDir())
	for url, name := range files {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := cache.Store(url, &Cached{Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	return cache, schemes
}

// TestWarmLoad holds a load of the compiled form to what the lists give, and to a ceiling of allocations.
func TestWarmLoad(t *testing.T) {
	cache, schemes := euCache(t)
	l, isWarm := warmLoader(t, cache, compiledKey, schemes...)
	cold, _, err := l.Load(t.Context())
	if err != nil || !isWarm() {
		t.Fatal("no compiled form was made", err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	warm, _, err := l.Load(t.Context())
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	n, size := after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
	t.Logf("%d allocations, %d kB", n, size>>10)
	if n > 40_000 || size > 28<<20 {
		t.Errorf("%d allocations of %d bytes", n, size)
	}
	if dumpOf(t, warm) != dumpOf(t, cold) {
		t.Error("the compiled form says something else than the lists")
	}
	if c := trust.Diff(cold, warm); !c.Empty() {
		t.Errorf("%+v", c)
	}
}

func BenchmarkWarmLoad(b *testing.B) {
	cache, schemes := euCache(b)
	l, isWarm := warmLoader(b, cache, compiledKey, schemes...)
	if _, _, err := l.Load(b.Context()); err != nil || !isWarm() {
		b.Fatal("no compiled form was made", err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := l.Load(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
