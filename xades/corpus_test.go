// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/beside"
)

// wanted is what the reference implementation says of one document.
type wanted struct {
	ID, Mode   string
	Signatures []wantedSignature
}

type wantedSignature struct {
	SignatureValue                      string
	Format                              string
	Signer                              string
	ReferencesFound, ReferencesIntact   bool
	SignatureIntact                     bool
	ClaimedTime                         string
	References                          []wantedReference
	Scopes                              []struct{ Scope string }
	Timestamps                          []wantedStamp
	BestTime, Indication, SubIndication string
}

type wantedReference struct {
	Type, Name    string
	Found, Intact bool
}

type wantedStamp struct {
	Type, Time, Signer                           string
	ImprintFound, ImprintIntact, SignatureIntact bool
}

// document is one line of an index.
type document struct {
	id, file string
	content  []string
	tier     string
}

func index(t testing.TB, root string) []document {
	b, err := os.ReadFile(filepath.Join(root, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(b), "\n"), "\n")
	col := map[string]int{}
	for i, h := range strings.Split(lines[0], "\t") {
		col[h] = i
	}
	var out []document
	for _, l := range lines[1:] {
		f := strings.Split(l, "\t")
		if f[col["format"]] != "XML" {
			continue
		}
		d := document{id: f[col["id"]], file: f[col["file"]], tier: f[col["tier"]]}
		if c := f[col["content"]]; c != "" {
			d.content = strings.Split(c, "|")
		}
		out = append(out, d)
	}
	return out
}

func expected(t testing.TB, root string) map[string]wanted {
	f, err := os.Open(filepath.Join(root, "expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]wanted{}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var w wanted
		if err := json.Unmarshal(sc.Bytes(), &w); err != nil {
			t.Fatal(err)
		}
		if _, ok := out[w.ID]; !ok {
			out[w.ID] = w
		}
	}
	return out
}

func load(t testing.TB, root string, d document) *ades.Input {
	read := func(name string) ([]byte, string) {
		p := filepath.Join(root, "files", name)
		if _, err := os.Stat(p); err != nil {
			p = filepath.Join(root, name)
		}
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		return b, filepath.Base(p)
	}
	b, name := read(d.file)
	in := &ades.Input{Name: name, Data: bytes.NewReader(b), Size: int64(len(b))}
	for _, c := range d.content {
		b, name := read(c)
		in.Contents = append(in.Contents, ades.Content{Name: name, Data: bytes.NewReader(b), Size: int64(len(b))})
	}
	return in
}

// tally counts agreements by point.
type tally struct {
	good, all map[string]int
	lines     []string
}

func (c *tally) add(point, id string, want, got any) {
	c.all[point]++
	if fmt.Sprint(want) == fmt.Sprint(got) {
		c.good[point]++
		return
	}
	c.lines = append(c.lines, fmt.Sprintf("%-10s %s: want %v, got %v", point, id, want, got))
}

func TestAgreement(t *testing.T) {
	for _, name := range []string{"corpus", "matrix"} {
		t.Run(name, func(t *testing.T) { agreement(t, beside.Path(t, name), name) })
	}
}

func agreement(t *testing.T, root, name string) {
	want := expected(t, root)
	c := &tally{good: map[string]int{}, all: map[string]int{}}
	for _, d := range index(t, root) {
		w, known := want[d.id]
		start := time.Now()
		doc, err := Read(context.Background(), load(t, root, d))
		if took := time.Since(start); took > 2*time.Second {
			t.Logf("%s took %v", d.id, took)
		}
		if !known || w.Mode == "error" {
			continue
		}
		if err != nil {
			for range w.Signatures {
				c.add("found", d.id, "read", err)
			}
			continue
		}
		compare(c, d, w, doc)
	}
	var points []string
	for p := range c.all {
		points = append(points, p)
	}
	slices.Sort(points)
	for _, p := range points {
		t.Logf("%-12s %5d of %5d = %.1f %%", p, c.good[p], c.all[p], 100*float64(c.good[p])/float64(c.all[p]))
	}
	if os.Getenv("MITOME_DIFF") != "" {
		for _, l := range c.lines {
			fmt.Println(name, l)
		}
	}
	for _, p := range points {
		if c.good[p]*100 < c.all[p]*floor[p] {
			t.Errorf("%s: %d of %d agree, at least %d %% wanted", p, c.good[p], c.all[p], floor[p])
		}
	}
}

// floor is the agreement in percent below which the test fails.
var floor = map[string]int{"found": 99, "intact": 98, "level": 97, "refs": 96, "signer": 93, "stamps": 98, "time": 100}

func compare(c *tally, d document, w wanted, doc *ades.Document) {
	used := map[*ades.Signature]bool{}
	for _, ws := range w.Signatures {
		var s *ades.Signature
		for _, x := range doc.Signatures {
			sum := sha256.Sum256(x.Value)
			if !used[x] && hex.EncodeToString(sum[:]) == ws.SignatureValue {
				s = x
				break
			}
		}
		if s == nil {
			c.add("found", d.id, ws.SignatureValue, "none")
			continue
		}
		used[s] = true
		c.add("found", d.id, 1, 1)
		c.add("level", d.id, strings.ReplaceAll(ws.Format, "_", "-"), s.Level)
		c.add("intact", d.id, ws.SignatureIntact && ws.ReferencesIntact, s.Intact && covered(s))
		c.add("signer", d.id, ws.Signer, strings.TrimPrefix(string(s.Signer), "C-"))
		claimed := ""
		if !s.Attributes.SigningTime.IsZero() {
			claimed = s.Attributes.SigningTime.UTC().Format(time.RFC3339Nano)
		}
		if at, err := time.Parse(time.RFC3339Nano, ws.ClaimedTime); err == nil {
			ws.ClaimedTime = at.Format(time.RFC3339Nano)
		}
		c.add("time", d.id, ws.ClaimedTime, claimed)
		found, intact := len(s.References) > 0, len(s.References) > 0
		var have, wantRefs, scopes, wantScopes []string
		for _, r := range s.References {
			// Entries of a manifest that are not found are listed here and left out by the reference (testdata/differences.json).
			if r.Kind != ades.RefManifestEntry || r.Found {
				found, intact = found && r.Found, intact && r.Intact()
			}
			have = append(have, fmt.Sprintf("%s:%v:%v", r.Kind, r.Found, r.Intact()))
		}
		for _, r := range ws.References {
			wantRefs = append(wantRefs, fmt.Sprintf("%s:%v:%v", r.Type, r.Found, r.Intact))
		}
		for _, x := range s.Scopes {
			scopes = append(scopes, x.Kind)
		}
		for _, x := range ws.Scopes {
			wantScopes = append(wantScopes, x.Scope)
		}
		c.add("refs", d.id, fmt.Sprint(ws.ReferencesFound, ws.ReferencesIntact), fmt.Sprint(found, intact))
		c.add("reflist", d.id, short(wantRefs), short(have))
		c.add("scopes", d.id, short(wantScopes), short(scopes))
		compareStamps(c, d, ws, s)
	}
}

func short(list []string) string {
	if len(list) > 12 {
		list = append(list[:12:12], fmt.Sprintf("… %d", len(list)))
	}
	return strings.Join(list, " ")
}

func compareStamps(c *tally, d document, ws wantedSignature, s *ades.Signature) {
	describe := func(kind, at string, found, imprint, intact bool) string {
		return fmt.Sprintf("%s %s found=%v imprint=%v intact=%v", kind, at, found, imprint, intact)
	}
	var want, have []string
	for _, x := range ws.Timestamps {
		at, _ := time.Parse(time.RFC3339Nano, x.Time)
		want = append(want, describe(x.Type, at.Format(time.RFC3339Nano), x.ImprintFound, x.ImprintIntact, x.SignatureIntact))
	}
	for _, x := range s.Timestamps {
		have = append(have, describe(x.Subtype, x.GenTime.UTC().Format(time.RFC3339Nano), x.Found, x.ImprintIntact(), x.Intact))
	}
	slices.Sort(want)
	slices.Sort(have)
	for i := range max(len(want), len(have)) {
		w, h := "none", "none"
		if i < len(want) {
			w = want[i]
		}
		if i < len(have) {
			h = have[i]
		}
		c.add("stamps", d.id, w, h)
	}
}

// covered reports whether the references of the signature are intact, those of a manifest aside.
func covered(s *ades.Signature) bool {
	for _, r := range s.References {
		if r.Kind != ades.RefManifestEntry && !r.Intact() {
			return false
		}
	}
	return true
}
