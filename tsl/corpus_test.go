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

// oursAlone are two certificates in the Austrian list, of services withdrawn in 2016 and 2017, that the reference implementation
// drops: they write the RSA exponent 3 as 02 04 00 00 00 03, which X.690 8.3.2 (no nine leading zero bits) forbids, so that it
// cannot read the keys. The value is beyond doubt, and TS 119 612 v2.4.1 5.5.3 has the certificate as it is identify the service.
var oursAlone = []string{
	"1a16d64a2a8e8208893574aa68c6e03f1ce999f712ad782d90b7a15ac2a65fcd",
	"6132c80eaf5e66e91f4ae836353d33c9a6e1e5b2dc362111777a119bb94b0112",
}

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
	same, total, windows := 0, 0, 0
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
				k := "absent"
				if got != nil {
					k = got.key(t)
				}
				t.Errorf("%s %s\n ours   %s\n theirs %s", name, id, k, want.key(t))
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
				if !slices.Contains(oursAlone, id) {
					t.Errorf("%s %s: ours alone", name, id)
				}
			}
		}
	}
	t.Logf("lines the same: %d of %d; other windows: %d", same, total, windows)
	if windows > 0 || total < 6000 {
		t.Errorf("%d lines, %d windows differ", total, windows)
	}
}
