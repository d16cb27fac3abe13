// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package archtest

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	maxFile = 400 // lines of a file
	maxFunc = 80  // lines of a function
	maxTest = 120 // lines of a test function, with its table
	header  = "// Copyright 2026 The mitome authors\n// SPDX-License-Identifier: Apache-2.0\n\n"
)

func TestLengthAndHeader(t *testing.T) {
	src := load(t)
	for _, s := range src.files {
		if !strings.HasPrefix(s.text, header) {
			t.Errorf("%s does not begin with the two lines of the licence header and an empty line", s.path)
		}
		if n := strings.Count(s.text, "\n"); n > maxFile {
			t.Errorf("%s has %d lines: beyond %d look for the second idea that hides there", s.path, n, maxFile)
		}
		for _, d := range s.ast.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := src.fset.Position(f.End()).Line - src.line(f) + 1; n > maxFunc && !s.test() || n > maxTest {
				t.Errorf("%s:%d: %s has %d lines: more than %d, in tests %d", s.path, src.line(f), f.Name.Name, n, maxFunc, maxTest)
			}
		}
	}
}

// TestDocComments: every exported name says what it is.
func TestDocComments(t *testing.T) {
	src := load(t)
	for _, s := range src.files {
		if s.test() {
			continue
		}
		for _, d := range s.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && exportedReceiver(d) && d.Doc.Text() == "" {
					t.Errorf("%s:%d: %s has no doc comment", s.path, src.line(d), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, n := range undocumented(d) {
					t.Errorf("%s:%d: %s has no doc comment", s.path, src.line(n), n.Name)
				}
			}
		}
	}
	by, dirs := src.packages()
	for _, dir := range dirs {
		documented := false
		for _, s := range by[dir] {
			documented = documented || s.ast.Doc.Text() != ""
		}
		if !documented {
			t.Errorf("%s: the package has no doc comment", dir)
		}
	}
}

func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	id := base(f.Recv.List[0].Type)
	return id == nil || id.IsExported()
}

// undocumented are the exported names of a declaration without a comment of their own or of their group.
func undocumented(d *ast.GenDecl) []*ast.Ident {
	var out []*ast.Ident
	for _, spec := range d.Specs {
		switch x := spec.(type) {
		case *ast.TypeSpec:
			if x.Name.IsExported() && x.Doc.Text() == "" && (d.Doc.Text() == "" || len(d.Specs) > 1) {
				out = append(out, x.Name)
			}
		case *ast.ValueSpec:
			for _, n := range x.Names {
				if n.IsExported() && d.Doc.Text() == "" && x.Doc.Text() == "" && x.Comment.Text() == "" {
					out = append(out, n)
				}
			}
		}
	}
	return out
}

var (
	unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b`)
	// machine finds paths of one machine: a home, a working or a temporary folder.
	machine = regexp.MustCompile(`(^|[^\w.:/-])(/ho` + `me/|/Us` + `ers/|/ro` + `ot/|/wo` + `rk/|/tm` + `p/|/va` + `r/tmp)`)
	vague   = map[string]bool{"util": true, "utils": true, "common": true, "helper": true, "helpers": true, "misc": true, "base": true, "shared": true}
)

func TestWords(t *testing.T) {
	for _, s := range load(t).files {
		for i, line := range strings.Split(s.text, "\n") {
			if m := unfinished.FindString(line); m != "" {
				t.Errorf("%s:%d: %s: finish it, or say in the documentation what is not done", s.path, i+1, m)
			}
			if m := machine.FindString(line); m != "" {
				t.Errorf("%s:%d: %s: a path of one machine", s.path, i+1, strings.TrimSpace(m))
			}
		}
		if vague[s.ast.Name.Name] {
			t.Errorf("%s: package %s says nothing: name it after what it does", s.path, s.ast.Name.Name)
		}
	}
}

// TestDocuments holds the text files of the repository to the same words.
func TestDocuments(t *testing.T) {
	for _, glob := range []string{"*.md", "docs/*.md", "testdata/*.md", "cmd/*/*.md", ".ci/*"} {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(glob)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(b), "\n") {
				if m := unfinished.FindString(line); m != "" {
					t.Errorf("%s:%d: %s", f, i+1, m)
				}
				if m := machine.FindString(line); m != "" {
					t.Errorf("%s:%d: %s: a path of one machine", f, i+1, strings.TrimSpace(m))
				}
			}
		}
	}
}

// budgets bound the exported names of each public package: types, functions, constants, variables and methods. A name that
// is public stays: raise a budget only for a name that a caller must name for a task, or that an extension implements.
var budgets = map[string]int{
	".":        0,
	"ades":     155,
	"cades":    12,
	"xades":    10,
	"pades":    10,
	"trust":    110,
	"tsl":      75,
	"policy":   95,
	"validate": 55,
	"report":   28,
	"fetch":    20,
}

func TestExportedNames(t *testing.T) {
	by, dirs := load(t).packages()
	for _, dir := range dirs {
		if strings.HasPrefix(dir, "internal/") || strings.HasPrefix(dir, "cmd") {
			continue
		}
		budget, ok := budgets[dir]
		if !ok {
			t.Errorf("%s is a public package without a budget of names", dir)
			continue
		}
		n := 0
		for _, s := range by[dir] {
			for _, d := range s.ast.Decls {
				n += exported(d)
			}
		}
		if n > budget {
			t.Errorf("%s exports %d names, more than its %d", dir, n, budget)
		}
		t.Logf("%s: %d of %d", dir, n, budget)
	}
}

func exported(d ast.Decl) int {
	n := 0
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && exportedReceiver(d) {
			n++
		}
	case *ast.GenDecl:
		if d.Tok == token.IMPORT {
			return 0
		}
		for _, spec := range d.Specs {
			switch x := spec.(type) {
			case *ast.TypeSpec:
				if x.Name.IsExported() {
					n++
				}
			case *ast.ValueSpec:
				for _, id := range x.Names {
					if id.IsExported() {
						n++
					}
				}
			}
		}
	}
	return n
}
