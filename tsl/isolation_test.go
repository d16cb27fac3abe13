// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
)

// altered is a source in which one list is another.
type altered struct {
	source
	url  string
	edit func([]byte) []byte // nil: the list is not there
}

func (a *altered) copies(ctx context.Context, w wanted) iter.Seq2[*document, error] {
	if w.url != a.url {
		return a.source.copies(ctx, w)
	}
	return func(yield func(*document, error) bool) {
		if a.edit == nil {
			yield(nil, errors.New("gone"))
			return
		}
		for d, err := range a.source.copies(ctx, w) {
			if err == nil {
				d.text = a.edit(bytes.Clone(d.text))
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// TestOneBadList shows that a bad pivot or list of lists ends everything, and a bad national list only itself.
func TestOneBadList(t *testing.T) {
	dir := beside.Path(t, "corpus", "lists", "eu-2025-08")
	schemes, files, err := readMirror(dir)
	if err != nil {
		t.Fatal(err)
	}
	const base = "https://ec.europa.eu/tools/lotl/"
	change := func(from, to string) func([]byte) []byte {
		return func(b []byte) []byte {
			out := bytes.Replace(b, []byte(from), []byte(to), 1)
			if bytes.Equal(out, b) {
				t.Errorf("%q is not in the list", from)
			}
			return out
		}
	}
	for name, tc := range map[string]struct {
		url     string
		edit    func([]byte) []byte
		anchors bool
		problem string
	}{
		"pivot gone":       {base + "eu-lotl-pivot-300.xml", nil, false, "pivot " + base + "eu-lotl-pivot-300.xml: gone"},
		"pivot altered":    {base + "eu-lotl-pivot-335.xml", change("European Commission", "European Commissiom"), false, "changed after signing"},
		"LOTL altered":     {base + "eu-lotl.xml", change(">370<", ">371<"), false, "changed after signing"},
		"LOTL no notice":   {base + "eu-lotl.xml", change("uriserv:OJ.C_.2019.276", "uriserv:OJ.C_.2026.276"), false, "signers of the scheme are out of date"},
		"national gone":    {"https://www.signatur.rtr.at/currenttl.xml", nil, true, "AT list https://www.signatur.rtr.at/currenttl.xml: gone"},
		"national altered": {"https://www.signatur.rtr.at/currenttl.xml", change("SchemeTerritory>AT", "SchemeTerritory>DE"), true, "changed after signing"},
		"another's list": {"https://www.signatur.rtr.at/currenttl.xml", func([]byte) []byte {
			b, err := readLocal(dir, "be.xml", 1<<24)
			if err != nil {
				t.Error(err)
			}
			return b
		}, true, "not among the"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &Loader{opt: Options{Schemes: schemes}}
			store, st, err := l.load(t.Context(), &altered{&folder{dir, files}, tc.url, tc.edit})
			if (err == nil) != tc.anchors || (store.Anchors() > 3000) != tc.anchors {
				t.Errorf("%v, %d anchors", err, store.Anchors())
			}
			if !strings.Contains(strings.Join(st.Problems, "\n"), tc.problem) {
				t.Errorf("%q is not in %q", tc.problem, st.Problems)
			}
			for _, l := range st.Lists {
				if l.URL == tc.url && l.Used {
					t.Error("the bad list is used")
				}
			}
		})
	}
}

// TestCurrentNotice loads the list of lists 388 with the signers of the notice of 2026, known by their digests alone: the notice
// stands first there, so that no pivot is to be walked.
func TestCurrentNotice(t *testing.T) {
	dir := beside.Path(t, "corpus", "lists", "single")
	eu := EU()
	l := &Loader{opt: Options{Schemes: []Scheme{eu}}}
	_, st, err := l.load(t.Context(), &folder{dir, map[string]string{eu.Location: "tl-eu-388-eu-lotl-xml-c3a48c.xml"}})
	if !errors.Is(err, ErrNoAnchors) {
		t.Error(err)
	}
	lotl := st.Lists[0]
	if lotl.Verdict != "TOTAL-PASSED" || !lotl.Used || lotl.Sequence != 388 || len(lotl.Pivots) != 0 || len(lotl.Announced) != 6 {
		t.Errorf("%s %q, pivots %v, %d signers", lotl.Verdict, lotl.Reason, lotl.Pivots, len(lotl.Announced))
	}
	if len(st.Lists) != 32 {
		t.Errorf("%d lists", len(st.Lists))
	}
}
