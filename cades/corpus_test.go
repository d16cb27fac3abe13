// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
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

// verdict is what the reference implementation says of one document.
type verdict struct {
	ID         string
	Mode       string
	Error      string
	Signatures []struct {
		SignatureValue, Format, Signer, ClaimedTime        string
		SignatureIntact, ReferencesFound, ReferencesIntact bool
		References                                         []struct {
			Type          string
			Found, Intact bool
		}
		Timestamps []stampVerdict
	}
	Timestamps []stampVerdict
}

type stampVerdict struct {
	Type, ArchiveType, Time, Signer              string
	ImprintFound, ImprintIntact, SignatureIntact bool
}

// tally counts agreement by point.
type tally struct {
	points []string
	good   map[string]int
	all    map[string]int
	wrong  []string
}

func (c *tally) check(doc, point string, theirs, ours any) {
	if c.good == nil {
		c.good, c.all = map[string]int{}, map[string]int{}
	}
	if !slices.Contains(c.points, point) {
		c.points = append(c.points, point)
	}
	c.all[point]++
	if a, b := fmt.Sprint(theirs), fmt.Sprint(ours); a == b {
		c.good[point]++
	} else {
		c.wrong = append(c.wrong, fmt.Sprintf("%s: %s: theirs %.200s, ours %.200s", doc, point, a, b))
	}
}

func readVerdicts(t *testing.T, root string) []verdict {
	f, err := os.Open(filepath.Join(root, "expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []verdict
	seen := map[string]bool{}
	s := bufio.NewScanner(f)
	s.Buffer(nil, 16<<20)
	for s.Scan() {
		var v verdict
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		if !seen[v.ID] { // what is compared here does not depend on the mode
			seen[v.ID] = true
			out = append(out, v)
		}
	}
	return out
}

func readIndex(t *testing.T, root string) map[string]map[string]string {
	b, err := os.ReadFile(filepath.Join(root, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, v := range row {
			m[rows[0][i]] = v
		}
		out[m["id"]] = m
	}
	return out
}

func load(t *testing.T, root string, row map[string]string) *ades.Input {
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(root, "files", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := read(row["file"])
	in := &ades.Input{Name: filepath.Base(row["file"]), Data: bytes.NewReader(b), Size: int64(len(b))}
	for _, name := range strings.Split(row["content"], "|") {
		if name != "" {
			c := read(name)
			in.Contents = append(in.Contents, ades.Content{Name: filepath.Base(name), Data: bytes.NewReader(c), Size: int64(len(c))})
		}
	}
	return in
}

// TestCorpus compares the facts read with the reference implementation's, over documents that others made.
func TestCorpus(t *testing.T) {
	for _, name := range []string{"corpus", "matrix"} {
		t.Run(name, func(t *testing.T) {
			root := beside.Path(t, name)
			rows := readIndex(t, root)
			var c tally
			for _, v := range readVerdicts(t, root) {
				row := rows[v.ID]
				if row["format"] != "CMS" && row["format"] != "TST" {
					continue
				}
				doc, err := Read(context.Background(), load(t, root, row))
				if v.Mode == "error" {
					t.Logf("%s: the reference could not read it (%s); we say: %v", v.ID, v.Error, err)
					continue
				}
				if err != nil {
					c.check(v.ID, "read", nil, err)
					continue
				}
				c.document(v, doc)
			}
			for _, p := range c.points {
				t.Logf("%-22s %5d of %5d  %.2f %%", p, c.good[p], c.all[p], 100*float64(c.good[p])/float64(c.all[p]))
			}
			for _, p := range c.points {
				if 100*c.good[p] < 98*c.all[p] {
					t.Errorf("%s: agreement below 98 %%", p)
				}
			}
			for _, w := range c.wrong {
				t.Log(w)
			}
		})
	}
}

func (c *tally) document(v verdict, doc *ades.Document) {
	ours := map[string][]*ades.Signature{}
	for _, s := range doc.Signatures {
		sum := sha256.Sum256(s.Value)
		k := hex.EncodeToString(sum[:])
		ours[k] = append(ours[k], s)
	}
	c.check(v.ID, "signature count", len(v.Signatures), len(doc.Signatures))
	for _, s := range v.Signatures {
		got := ours[s.SignatureValue]
		c.check(v.ID, "found", true, len(got) > 0)
		if len(got) == 0 {
			continue
		}
		o := got[0]
		ours[s.SignatureValue] = got[1:]
		c.check(v.ID, "level", strings.ReplaceAll(s.Format, "_", "-"), string(o.Level))
		c.check(v.ID, "signer", s.Signer, strings.TrimPrefix(string(o.Signer), "C-"))
		c.check(v.ID, "claimed time", s.ClaimedTime, clock(o.Attributes.SigningTime))
		var theirs, mine []string
		for _, r := range s.References {
			theirs = append(theirs, fmt.Sprint(r.Type, r.Found, r.Intact))
		}
		for _, r := range o.References {
			mine = append(mine, fmt.Sprint(r.Kind, r.Found, r.Intact()))
		}
		c.check(v.ID, "references", theirs, mine)
		if s.ReferencesFound && s.ReferencesIntact {
			c.check(v.ID, "value intact", s.SignatureIntact, o.Intact)
		}
		c.stamps(v.ID, s.Timestamps, o.Timestamps)
	}
	theirs := slices.DeleteFunc(slices.Clone(v.Timestamps), func(s stampVerdict) bool { return s.Type == "EVIDENCE_RECORD_TIMESTAMP" })
	if len(theirs)+len(doc.Timestamps) > 0 {
		c.stamps(v.ID, theirs, doc.Timestamps)
	}
}

func (c *tally) stamps(doc string, theirs []stampVerdict, ours []*ades.Timestamp) {
	theirs = slices.DeleteFunc(slices.Clone(theirs), func(s stampVerdict) bool { return s.Type == "EVIDENCE_RECORD_TIMESTAMP" })
	var a, b []string
	for _, s := range theirs {
		when, _ := time.Parse(time.RFC3339, s.Time)
		a = append(a, fmt.Sprint(s.Type, s.ArchiveType, clock(when), "found", s.ImprintFound, "imprint", s.ImprintIntact, "value", s.SignatureIntact, short(s.Signer)))
	}
	for _, s := range ours {
		value := s.Intact && s.References[0].Intact()
		b = append(b, fmt.Sprint(s.Subtype, s.ArchiveType, clock(s.GenTime), "found", s.Found, "imprint", s.ImprintIntact(), "value", value, short(strings.TrimPrefix(string(s.Signer), "C-"))))
	}
	slices.Sort(a)
	slices.Sort(b)
	c.check(doc, "time-stamp count", len(a), len(b))
	for i := range min(len(a), len(b)) {
		c.check(doc, "time-stamp", a[i], b[i])
	}
}

func short(s string) string { return s[:min(8, len(s))] }

func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
