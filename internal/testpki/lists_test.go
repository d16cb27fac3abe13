// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
)

// readLines reads a file of JSON lines below testdata.
func readLines[T any](t *testing.T, name string) []T {
	t.Helper()
	root, err := testpki.Root()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(root, "testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	for s := bufio.NewScanner(f); s.Scan(); {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// TestLists loads every mirror below testdata/lists and compares which lists are used, and the number of anchors.
func TestLists(t *testing.T) {
	root, err := testpki.Root()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range readLines[testpki.ListCase](t, "lists/expected.jsonl") {
		t.Run(c.Name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, c.At)
			if err != nil {
				t.Fatal(err)
			}
			store, status, err := tsl.LoadMirrorWith(context.Background(), filepath.Join(root, "testdata", "lists", c.Name), tsl.Options{Clock: func() time.Time { return at }})
			if (err != nil) != (c.Anchors == 0) {
				t.Fatalf("error %v with %d anchors expected", err, c.Anchors)
			}
			if err == nil && store.Anchors() != c.Anchors {
				t.Errorf("%d anchors, want %d", store.Anchors(), c.Anchors)
			}
			for _, l := range status.Lists {
				if bad := slices.Contains(c.Broken, l.URL); bad != (l.Problem() != "") {
					t.Errorf("%s: problem %q, want one: %v", l.URL, l.Problem(), bad)
				}
				if l.Kind != trust.KindPivot && slices.Contains(c.Warned, l.URL) != l.Expired(at) {
					t.Errorf("%s: expired %v", l.URL, l.Expired(at))
				}
			}
		})
	}
}

// TestDemoMirrors loads the demonstration's mirrors.
func TestDemoMirrors(t *testing.T) {
	root, err := testpki.Root()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []struct {
		name       string
		anchors    int
		agreements int
	}{{"mirror", 6, 3}, {"mirror-plain", 6, 0}} {
		store, status, err := tsl.LoadMirrorWith(context.Background(), filepath.Join(root, "internal", "demo", "data", m.name), tsl.Options{Clock: testpki.DemoTime})
		if err != nil {
			t.Fatal(err)
		}
		if store.Anchors() != m.anchors || len(store.Agreements()) != m.agreements {
			t.Errorf("%s: %d anchors and %d agreements, want %d and %d", m.name, store.Anchors(), len(store.Agreements()), m.anchors, m.agreements)
		}
		for _, l := range status.Lists {
			if l.Problem() != "" || len(l.Problems) > 0 {
				t.Errorf("%s: %s: %s %v", m.name, l.URL, l.Problem(), l.Problems)
			}
		}
	}
}
