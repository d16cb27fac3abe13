// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// table is the table of differences as docs/policy.md has it.
func differenceTable() string {
	var b strings.Builder
	b.WriteString("| What | Level in `default` | Clause | Reason |\n|---|---|---|---|\n")
	for _, d := range Differences() {
		level := "–"
		if d.To != LevelAbsent {
			level = d.To.String()
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", strings.ReplaceAll(d.What, "*", "\\*"), level, d.Clause, d.Reason)
	}
	return b.String()
}

// TestDocument holds docs/policy.md true: its table is made of Differences.
func TestDocument(t *testing.T) {
	b, err := os.ReadFile("../docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(b), "<!-- differences -->\n")
	got, _, closed := strings.Cut(rest, "<!-- end -->")
	if !ok || !closed || got != differenceTable() {
		t.Errorf("the table between the marks should be:\n%s", differenceTable())
	}
	for _, r := range (Rules{}).Named() {
		if !strings.Contains(string(b), "`"+r.Name+"`") {
			t.Errorf("rule %s is not described", r.Name)
		}
	}
}

// TestDifferences demands that the list of differences is complete and true: nothing else differs, and all of it does.
func TestDifferences(t *testing.T) {
	var listed []Path
	for _, d := range Differences() {
		if d.Clause == "" || d.Reason == "" {
			t.Errorf("%s: no clause or no reason", d.What)
		}
		listed = append(listed, d.Paths...)
		for _, p := range d.Paths {
			if DSS().Get(p).Level == d.To || Default().Get(p).Level != d.To {
				t.Errorf("%s: %s in dss, %s in default, listed as %s", p, DSS().Get(p).Level, Default().Get(p).Level, d.To)
			}
		}
	}
	for _, e := range append(Default().All(), DSS().All()...) {
		a, b := Default().Get(e.Path), DSS().Get(e.Path)
		if a.canonical() != b.canonical() && !slices.Contains(listed, e.Path) {
			t.Errorf("%s differs and is not listed", e.Path)
		}
		if a.Level < b.Level {
			t.Errorf("%s is weaker in the default", e.Path)
		}
	}
	all, off := DSSRules().Named(), Default().Rules().Named()
	for i, r := range all {
		named := slices.ContainsFunc(Differences(), func(d Difference) bool { return d.What == "rule "+r.Name+" off" })
		if named == off[i].On {
			t.Errorf("rule %s: on in default: %t, listed as off: %t", r.Name, off[i].On, named)
		}
	}
}

func TestShipped(t *testing.T) {
	seen := map[[32]byte]string{}
	for _, name := range Names() {
		p, ok := ByName(name)
		if !ok || p.Name() != name || p.Description() == "" {
			t.Errorf("%s: %t", name, ok)
			continue
		}
		if other := seen[p.SHA256()]; other != "" {
			t.Errorf("%s is the same as %s", name, other)
		}
		seen[p.SHA256()] = name
		for _, e := range p.All() {
			if !knownPath(e.Path) {
				t.Errorf("%s: path %s cannot be loaded", name, e.Path)
			}
		}
	}
	if _, ok := ByName("none"); ok {
		t.Error("a policy of that name")
	}
	if c := EUQualified().Get(Cert(Signature, SigningCertificate, "RevocationFreshness")); c.Level != LevelFail || c.Duration.Hours() != 24 {
		t.Errorf("%+v", c)
	}
}
