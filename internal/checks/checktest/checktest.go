// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package checktest runs the table tests of the checks and holds them to the rules that every check keeps: an id that begins
// with its block's name, a clause, a question, the reference implementation's key or the reason why there is none, and at
// least one row in which it passes and one in which it fails. For tests only.
package checktest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Want is the outcome that a row expects.
type Want uint8

// The outcomes of a check.
const (
	Passes Want = iota + 1
	Fails
	Skipped // the question does not arise
)

// String is the outcome in words.
func (w Want) String() string { return [...]string{"", "passes", "fails", "is skipped"}[w] }

// Row is one line of a table: what the check makes of the facts.
type Row[F any] struct {
	Check checks.Check[F]
	Name  string // what is special about the facts
	Facts F
	// Constraint is what the policy says; its values matter to some checks.
	Constraint policy.Constraint
	Want       Want
	// Sub is the sub-indication of a failure; NoSub: that of the check.
	Sub ades.Sub
	// Text must stand in what the check says; empty: anything.
	Text string
}

// Values is a constraint that accepts the values.
func Values(v ...string) policy.Constraint {
	return policy.Constraint{Level: policy.LevelFail, Values: v}
}

// Run runs the rows, and fails for a check of the package under test without a passing or a failing one. Prefix is that of
// the ids of the block; made are the checks of the package that are made by functions.
func Run[F any](t *testing.T, prefix string, rows []Row[F], made ...checks.Check[F]) {
	t.Helper()
	seen := map[string]map[Want]bool{}
	byID := map[string]checks.Check[F]{}
	var order []string
	note := func(c checks.Check[F]) {
		if seen[c.ID] == nil {
			seen[c.ID] = map[Want]bool{}
			order = append(order, c.ID)
		}
		byID[c.ID] = c
	}
	for _, c := range made {
		note(c)
	}
	for _, r := range rows {
		note(r.Check)
		seen[r.Check.ID][r.Want] = true
		t.Run(strings.TrimPrefix(r.Check.ID, prefix+".")+"/"+r.Name, func(t *testing.T) { r.run(t) })
	}
	declared := declaredIDs(t)
	for _, id := range declared {
		if seen[id] == nil {
			t.Errorf("%s has no row", id)
		}
	}
	for _, id := range order {
		complete(t, prefix, byID[id])
		for _, w := range []Want{Passes, Fails} {
			if !seen[id][w] {
				t.Errorf("%s has no row in which it %s", id, w)
			}
		}
	}
	if len(declared) > len(order) {
		t.Errorf("%d checks are declared, %d have rows", len(declared), len(order))
	}
}

func (r Row[F]) run(t *testing.T) {
	t.Helper()
	c := r.Check
	if c.Path != nil {
		if p := string(c.Path(r.Facts).Value()); p == "" || strings.HasSuffix(p, "/") {
			t.Errorf("the path of the constraint is %q", p)
		}
	}
	if c.Applies != nil && !c.Applies(r.Facts) {
		if r.Want != Skipped {
			t.Fatalf("is skipped, expected: %s", r.Want)
		}
		return
	}
	if r.Want == Skipped {
		t.Fatal("is asked, expected: skipped")
	}
	k := r.Constraint
	if k.Level == policy.LevelAbsent {
		k.Level = policy.LevelFail
	}
	ok, text := c.Holds(r.Facts, k)
	if ok != (r.Want == Passes) {
		t.Fatalf("holds: %v (%q), expected: %s", ok, text, r.Want)
	}
	if !strings.Contains(text, r.Text) {
		t.Errorf("says %q, expected %q in it", text, r.Text)
	}
	if ok {
		return
	}
	if sub := c.Failure(r.Facts); sub == ades.NoSub || r.Sub != ades.NoSub && sub != r.Sub {
		t.Errorf("sub-indication %s, expected %s", sub, r.Sub)
	}
}

// complete holds a check to what every check says of itself.
func complete[F any](t *testing.T, prefix string, c checks.Check[F]) {
	t.Helper()
	name, ok := strings.CutPrefix(c.ID, prefix+".")
	switch {
	case !ok || name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		t.Errorf("%s: the id is not %q, a dot and lower-case words", c.ID, prefix)
	case !strings.HasPrefix(c.Clause, checks.Edition):
		t.Errorf("%s: the clause %q does not begin with the edition followed", c.ID, c.Clause)
	case !strings.HasSuffix(c.Question, "?"):
		t.Errorf("%s: %q is no question", c.ID, c.Question)
	case (c.Key == "") == (c.Own == ""):
		t.Errorf("%s has neither a key nor a reason for having none, or both", c.ID)
	case c.Holds == nil:
		t.Errorf("%s answers nothing", c.ID)
	case (c.Sub == ades.NoSub) == (c.SubOf == nil):
		t.Errorf("%s has no sub-indication, or two", c.ID)
	}
}

// declaredIDs reads the ids of the checks that the package in the working directory declares, at most one a file.
func declaredIDs(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ids := idsOf(f)
		if len(ids) > 1 {
			t.Errorf("%s holds %d checks: one check, one file", e.Name(), len(ids))
		}
		for _, id := range ids {
			if slices.Contains(out, id) {
				t.Errorf("%s: the id %s is taken", e.Name(), id)
			}
			out = append(out, id)
		}
	}
	return out
}

// idsOf are the ids that stand as literals in the package-level variables of a file.
func idsOf(f *ast.File) []string {
	var out []string
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		ast.Inspect(g, func(n ast.Node) bool {
			kv, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			key, isName := kv.Key.(*ast.Ident)
			if lit, isText := kv.Value.(*ast.BasicLit); isName && isText && key.Name == "ID" {
				if id, err := strconv.Unquote(lit.Value); err == nil {
					out = append(out, id)
				}
			}
			return true
		})
	}
	return out
}
