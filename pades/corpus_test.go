// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"bufio"
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

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/beside"
)

// expectation is the reference implementation's view of one document.
type expectation struct {
	ID         string
	Mode       string
	Signatures []expectedSignature
	Timestamps []expectedStamp
}

type expectedSignature struct {
	SignatureValue, Format, Signer, ClaimedTime string
	Errors, Warnings                            []string
	SignatureIntact                             bool
	Blocks                                      map[string]string
	References                                  []struct {
		Type          string
		Found, Intact bool
	}
	Scopes     []struct{ Scope string }
	Timestamps []expectedStamp
}

type expectedStamp struct {
	Type, Signer, Time, ArchiveType              string
	ImprintFound, ImprintIntact, SignatureIntact bool
}

// tally counts agreement by point.
type tally struct {
	agree, all map[string]int
	t          *testing.T
}

func (c *tally) add(point string, ok bool, id string, theirs, ours any) {
	c.all[point]++
	if ok {
		c.agree[point]++
	} else {
		c.t.Logf("%s: %s: theirs %v, ours %v", point, id, theirs, ours)
	}
}

// TestCorpus reads every PDF of the shared corpus and matrix and compares with the reference implementation.
func TestCorpus(t *testing.T) {
	found := false
	c := &tally{map[string]int{}, map[string]int{}, t}
	for _, dir := range []string{"corpus", "matrix"} {
		if root, ok := beside.Find(dir, "index.tsv"); ok {
			found = true
			compareAll(t, c, filepath.Dir(root))
		}
	}
	if !found {
		t.Skip("the shared corpus is not beside the module")
	}
	var points []string
	for p := range c.all {
		points = append(points, p)
	}
	slices.Sort(points)
	for _, p := range points {
		share := 100 * float64(c.agree[p]) / float64(c.all[p])
		t.Logf("%-28s %5d of %5d  %.1f %%", p, c.agree[p], c.all[p], share)
		if share < 98 && c.all[p] > 20 && !strings.HasPrefix(p, "key ") {
			t.Errorf("%s: %.1f %% agree", p, share)
		}
	}
}

func compareAll(t *testing.T, c *tally, root string) {
	files := pdfFiles(t, root)
	r, err := os.Open(filepath.Join(root, "expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 64<<20)
	seen := map[string]bool{}
	for sc.Scan() {
		var e expectation
		if err := json.Unmarshal(sc.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		if files[e.ID] == "" || seen[e.ID] || e.Mode == "error" {
			continue
		}
		seen[e.ID] = true
		compareOne(t, c, filepath.Join(root, "files", files[e.ID]), e)
	}
}

func pdfFiles(t *testing.T, root string) map[string]string {
	r, err := os.Open(filepath.Join(root, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	rd := csv.NewReader(r)
	rd.Comma, rd.LazyQuotes, rd.FieldsPerRecord = '\t', true, -1
	rows, err := rd.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := map[string]int{}
	for i, h := range rows[0] {
		col[h] = i
	}
	out := map[string]string{}
	for _, row := range rows[1:] {
		if row[col["format"]] == "PDF" {
			out[row[col["id"]]] = row[col["file"]]
		}
	}
	return out
}

func readFile(t testing.TB, name string) (*ades.Document, error) {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	st, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return Read(context.Background(), &ades.Input{Name: filepath.Base(name), Data: f, Size: st.Size()})
}

func compareOne(t *testing.T, c *tally, name string, e expectation) {
	doc, err := readFile(t, name)
	if err != nil {
		c.add("document read", false, e.ID, "read", err)
		return
	}
	c.add("document read", true, e.ID, nil, nil)
	byValue := map[string][]*ades.Signature{}
	extra := 0
	for _, s := range doc.Signatures {
		h := sha256.Sum256(s.Value)
		k := hex.EncodeToString(h[:])
		byValue[k] = append(byValue[k], s)
		if len(s.Value) > 0 && s.Parent == "" {
			extra++
		}
	}
	c.add("number of signatures", extra == len(e.Signatures), e.ID, len(e.Signatures), extra)
	order := ""
	for i, x := range e.Signatures {
		list := byValue[x.SignatureValue]
		id := fmt.Sprintf("%s#%d", e.ID, i)
		if len(list) == 0 {
			c.add("signature found", false, id, x.SignatureValue[:12], "-")
			continue
		}
		c.add("signature found", true, id, nil, nil)
		s := list[0]
		byValue[x.SignatureValue] = list[1:]
		order += fmt.Sprint(slices.Index(doc.Signatures, s), " ")
		compareSignature(c, id, doc, x, s)
	}
	c.add("order", slices.IsSorted(strings.Fields(order)) || len(e.Signatures) > 9, e.ID, "sorted", order)
}

func compareSignature(c *tally, id string, doc *ades.Document, x expectedSignature, s *ades.Signature) {
	c.add("level", levelName(s.Level) == x.Format, id, x.Format, s.Level)
	intact := s.Intact // the reference implementation counts the references in
	for _, r := range s.References {
		intact = intact && r.Intact()
	}
	c.add("intact", intact == x.SignatureIntact, id, x.SignatureIntact, fmt.Sprint(s.Intact, s.Failure, s.AlgorithmProblem))
	c.add("signer", strings.TrimPrefix(string(s.Signer), "C-") == x.Signer, id, x.Signer, s.Signer)
	claimed := ""
	if !s.Attributes.SigningTime.IsZero() {
		claimed = s.Attributes.SigningTime.UTC().Format("2006-01-02T15:04:05Z")
	}
	c.add("claimed time", claimed == x.ClaimedTime, id, x.ClaimedTime, claimed)
	var theirs, ours []string
	for _, r := range x.References {
		theirs = append(theirs, fmt.Sprint(r.Type, r.Found, r.Intact))
	}
	for _, r := range s.References {
		ours = append(ours, fmt.Sprint(string(r.Kind), r.Found, r.Intact()))
	}
	c.add("references", slices.Equal(theirs, ours), id, theirs, ours)
	if len(x.Scopes) > 0 && len(s.Scopes) > 0 {
		c.add("scope", x.Scopes[0].Scope == s.Scopes[0].Kind, id, x.Scopes[0].Scope, s.Scopes[0].Kind)
	}
	compareStamps(c, id, doc, x.Timestamps, s.Timestamps)
	compareFacts(c, id, x, s.PDF)
}

func compareStamps(c *tally, id string, doc *ades.Document, want []expectedStamp, got []*ades.Timestamp) {
	c.add("time-stamp count", len(want) == len(got), id, want, len(got))
	if len(want) != len(got) {
		return
	}
	for i, w := range want {
		g := got[i]
		c.add("time-stamp type", w.Type == g.Subtype, id, w.Type, g.Subtype)
		c.add("time-stamp archive type", w.ArchiveType == g.ArchiveType, id, w.ArchiveType, g.ArchiveType)
		c.add("time-stamp imprint", w.ImprintFound == g.Found && w.ImprintIntact == g.ImprintIntact(), id, fmt.Sprint(w.ImprintFound, w.ImprintIntact), fmt.Sprint(g.Found, g.ImprintIntact()))
		c.add("time-stamp intact", w.SignatureIntact == g.Intact, id, w.SignatureIntact, fmt.Sprint(g.Intact, g.Failure, g.AlgorithmProblem))
		c.add("time-stamp signer", w.Signer == strings.TrimPrefix(string(g.Signer), "C-"), id, w.Signer, g.Signer)
	}
}

// levelName spells a level as the reference implementation does.
func levelName(l ades.Level) string {
	s := strings.ReplaceAll(string(l), "-", "_")
	return strings.Replace(s, "PAdES_BASELINE", "PAdES_BASELINE", 1)
}

// compareFacts compares the format checks.
func compareFacts(c *tally, id string, x expectedSignature, f *ades.PDFFacts) {
	keys := append(slices.Clone(x.Errors), x.Warnings...)
	has := func(k string) bool { return slices.Contains(keys, "BBB_FC_"+k+"_ANS") }
	failed := strings.HasPrefix(x.Blocks["FC"], "FAILED")
	if f == nil {
		c.add("block FC", false, id, x.Blocks["FC"], "no facts")
		return
	}
	pages := f.PagesSigned != f.PagesFinal
	bad := !f.ByteRangeValid || !f.DictionaryConsistent || pages
	c.add("block FC", failed == bad, id, x.Blocks["FC"], fmt.Sprint(f.ByteRangeProblem, "; ", f.DictionaryProblem, "; pages ", f.PagesSigned, f.PagesFinal))
	c.add("key IBRV", has("IBRV") == !f.ByteRangeValid, id, has("IBRV"), f.ByteRangeProblem)
	if !f.ByteRangeValid || has("IBRV") { // the checks stop at the first that fails
		return
	}
	c.add("key DBTOOST", has("DBTOOST") == f.Collides, id, has("DBTOOST"), f.Collides)
	c.add("key ISDC", has("ISDC") == !f.DictionaryConsistent, id, has("ISDC"), f.DictionaryProblem)
	if !f.DictionaryConsistent || has("ISDC") {
		return
	}
	c.add("key DSFREAP", has("DSFREAP") == pages, id, has("DSFREAP"), fmt.Sprint(f.PagesSigned, " ", f.PagesFinal))
	if pages || has("DSFREAP") {
		return
	}
	c.add("key IAOD", has("IAOD") == (len(f.AnnotationOverlaps) > 0), id, has("IAOD"), f.AnnotationOverlaps)
	c.add("key IVDBSFR", has("IVDBSFR") == (len(f.VisualDifferences) > 0), id, has("IVDBSFR"), fmt.Sprint(f.VisualDifferences, brief(f.Changes)))
	count := map[ades.PDFChangeKind]int{}
	for _, ch := range f.Changes {
		count[ch.Kind]++
	}
	undefined := count[ades.ChangeUndefined] > 0
	c.add("key DSCNUOM", has("DSCNUOM") == undefined, id, has("DSCNUOM"), brief(f.Changes))
	mdp := false
	switch f.Permission {
	case 1:
		mdp = undefined || count[ades.ChangeFormFill]+count[ades.ChangeAnnotation] > 0
	case 2:
		mdp = undefined || count[ades.ChangeAnnotation] > 0
	case 3:
		mdp = undefined
	}
	c.add("key ISVADMDPD", has("ISVADMDPD") == mdp, id, has("ISVADMDPD"), fmt.Sprint(f.Permission, brief(f.Changes)))
	c.add("key ISVAFMDPD", has("ISVAFMDPD") == violates(f.FieldMDP, f.Changes), id, has("ISVAFMDPD"), fmt.Sprint(f.FieldMDP, brief(f.Changes)))
}

func violates(r *ades.FieldRule, changes []ades.PDFChange) bool {
	if r == nil {
		return false
	}
	for _, ch := range changes {
		if ch.Field == "" {
			continue
		}
		in := slices.Contains(r.Fields, ch.Field)
		if r.Action == "All" || r.Action == "Include" && in || r.Action == "Exclude" && !in {
			return true
		}
	}
	return false
}

func brief(changes []ades.PDFChange) string {
	var out []string
	for _, c := range changes {
		if c.Kind != ades.ChangeExtension && len(out) < 6 {
			out = append(out, fmt.Sprintf("%s %s %s (%s)", c.Kind, c.Object, c.Action, c.Field))
		}
	}
	return strings.Join(out, "; ")
}
