// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
)

// line is a line of a dump, or of the expectation, with the fields that are compared.
type line struct {
	Mirror, Kind, URL, SHA256, Territory, Error string
	Sequence                                    int64
	Version                                     int
	Issued, NextUpdate                          *string
	Providers, Services                         json.RawMessage
	Indication                                  string
	Pivots                                      *int
	Trusted                                     []struct{ From, To *string }
}

type periodLine struct {
	Territory, Type, Status string
	From, To                *string
	Additional              []string
	Conditions              int
}

func norm(s *string) string {
	if s == nil {
		return ""
	}
	return strings.ReplaceAll(strings.TrimSpace(*s), ".000Z", "Z")
}

// key is what of a line is compared.
func (l *line) key(t testing.TB) string {
	if l.Kind != "cert" {
		if l.Territory == "" {
			return "not there"
		}
		pivots := ""
		if l.Kind == "lotl" && l.Pivots != nil {
			pivots = fmt.Sprint(*l.Pivots)
		}
		return fmt.Sprint(l.Territory, l.Sequence, l.Version, norm(l.Issued), norm(l.NextUpdate), string(l.Providers), string(l.Services),
			strings.ReplaceAll(l.Indication, "_", "-"), pivots)
	}
	var ps []periodLine
	if err := json.Unmarshal(l.Services, &ps); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range ps {
		slices.Sort(p.Additional)
		out = append(out, fmt.Sprint(p.Territory, strings.TrimSpace(p.Type), strings.TrimSpace(p.Status), norm(p.From), norm(p.To), p.Additional, p.Conditions))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func (l *line) id() string { return l.URL + l.SHA256 }

// TestMirrorsAgree compares what is read from real lists with what the reference implementation reads.
func TestMirrorsAgree(t *testing.T) {
	dir := beside.Path(t, "corpus")
	f, err := os.Open(filepath.Join(dir, "lists-expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	theirs := map[string]map[string]*line{}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var l line
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		if theirs[l.Mirror] == nil {
			theirs[l.Mirror] = map[string]*line{}
		}
		theirs[l.Mirror][l.id()] = &l
	}
	same, total, windows, shown := 0, 0, 0, 0
	for _, name := range []string{"eu-2025-08", "eu-2023-10", "mra-zz"} {
		store, _, err := LoadMirror(t.Context(), filepath.Join(dir, "lists", name))
		if err != nil {
			t.Fatal(name, err)
		}
		t.Log(name, store.Anchors(), store.Problems())
		var out bytes.Buffer
		if err := Dump(&out, store); err != nil {
			t.Fatal(err)
		}
		ours := map[string]*line{}
		for text := range strings.Lines(out.String()) {
			var l line
			if err := json.Unmarshal([]byte(text), &l); err != nil {
				t.Fatal(err)
			}
			ours[l.id()] = &l
		}
		for id, want := range theirs[name] {
			total++
			got := ours[id]
			if got == nil || got.key(t) != want.key(t) {
				if shown++; shown <= 10 {
					k := "absent"
					if got != nil {
						k = got.key(t)
					}
					t.Logf("%s %s\n ours   %s\n theirs %s", name, id, k, want.key(t))
				}
				continue
			}
			same++
			if want.Kind == "cert" && (norm(got.Trusted[0].From) != norm(want.Trusted[0].From) || norm(got.Trusted[0].To) != norm(want.Trusted[0].To)) {
				windows++
				if windows < 5 {
					t.Logf("%s %s: window %s %s, theirs %s %s", name, id, norm(got.Trusted[0].From), norm(got.Trusted[0].To), norm(want.Trusted[0].From), norm(want.Trusted[0].To))
				}
			}
		}
		for id := range ours {
			if theirs[name][id] == nil {
				total++
				if shown++; shown <= 10 {
					t.Logf("%s %s: ours alone", name, id)
				}
			}
		}
	}
	t.Logf("lines the same: %d of %d; other windows: %d", same, total, windows)
	if float64(same) < 0.999*float64(total) || windows > 0 {
		t.Errorf("only %d of %d lines are the same, %d windows differ", same, total, windows)
	}
}
