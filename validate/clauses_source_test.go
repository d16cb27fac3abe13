// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/checks"
)

// source is a check or step as its source says it.
type source struct{ id, clause, file, test string }

// sourcePackage is what the table needs of one package's source: its files, constants, and the functions of its tests.
type sourcePackage struct {
	files  map[string]*ast.File
	consts map[string]ast.Expr
	tests  map[string]string // by identifier used: "file function"
}

func parsePackage(t *testing.T, dir string) *sourcePackage {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	p := &sourcePackage{map[string]*ast.File{}, map[string]ast.Expr{}, map[string]string{}}
	for _, name := range list {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			p.uses(f, filepath.Base(name))
			continue
		}
		p.files[name] = f
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
				for _, s := range g.Specs {
					if v, ok := s.(*ast.ValueSpec); ok && len(v.Values) == len(v.Names) {
						for i, n := range v.Names {
							p.consts[n.Name] = v.Values[i]
						}
					}
				}
			}
		}
	}
	return p
}

// uses notes which identifiers the functions of a test file name: tests and their tables.
func (p *sourcePackage) uses(f *ast.File, file string) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && p.tests[id.Name] == "" {
				p.tests[id.Name] = file + " " + fn.Name.Name
			}
			return true
		})
	}
}

// text evaluates a constant string; what is known only when the program runs is written "…".
func (p *sourcePackage) text(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(x.Value); err == nil {
			return s
		}
	case *ast.BinaryExpr:
		return p.text(x.X) + p.text(x.Y)
	case *ast.ParenExpr:
		return p.text(x.X)
	case *ast.SelectorExpr:
		if x.Sel.Name == "Edition" {
			return checks.Edition
		}
	case *ast.Ident:
		if v, ok := p.consts[x.Name]; ok {
			return p.text(v)
		}
	case nil:
		return ""
	}
	return "…"
}

// checkSources finds every check below internal/checks: a literal with the fields ID and Clause.
func checkSources(t *testing.T) []source {
	t.Helper()
	root := "../internal/checks"
	dirs, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var out []source
	for _, d := range dirs {
		if !d.IsDir() || d.Name() == "checktest" {
			continue
		}
		p := parsePackage(t, filepath.Join(root, d.Name()))
		for name, f := range p.files {
			for _, decl := range f.Decls {
				for _, k := range p.checksIn(decl, d.Name()+"/"+filepath.Base(name), d.Name()) {
					out = append(out, p.made(k, decl, d.Name())...)
				}
			}
		}
	}
	if len(out) < 50 {
		t.Fatalf("%d checks found", len(out))
	}
	return sorted(out)
}

// checksIn finds the checks of one declaration; the test is one that names what is declared.
func (p *sourcePackage) checksIn(decl ast.Decl, file, dir string) []source {
	var out []source
	named := declared(decl)
	ast.Inspect(decl, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		if s := fields(lit); s["ID"] != nil && s["Clause"] != nil {
			k := source{id: p.text(s["ID"]), clause: strings.TrimPrefix(p.text(s["Clause"]), checks.Edition), file: file}
			for _, id := range named {
				if w := p.tests[id]; w != "" && k.test == "" {
					k.test = dir + "/" + w
				}
			}
			out = append(out, k)
		}
		return true
	})
	return out
}

// made lists the checks that a function makes, one for each call with a name.
func (p *sourcePackage) made(k source, decl ast.Decl, dir string) []source {
	maker, ok := decl.(*ast.FuncDecl)
	if !ok || !strings.Contains(k.id, "…") {
		return []source{k}
	}
	var out []source
	for _, f := range p.files {
		for _, d := range f.Decls {
			caller := declared(d)
			ast.Inspect(d, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) == 0 {
					return true
				}
				if fn, ok := call.Fun.(*ast.Ident); !ok || fn.Name != maker.Name.Name {
					return true
				}
				one := k
				one.id = strings.Replace(k.id, "…", p.text(call.Args[0]), 1)
				for _, c := range caller {
					if w := p.tests[c]; w != "" {
						one.test = dir + "/" + w
					}
				}
				out = append(out, one)
				return true
			})
		}
	}
	return out
}

func declared(decl ast.Decl) []string {
	var out []string
	switch d := decl.(type) {
	case *ast.FuncDecl:
		out = append(out, d.Name.Name)
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if v, ok := s.(*ast.ValueSpec); ok {
				for _, n := range v.Names {
					out = append(out, n.Name)
				}
			}
		}
	}
	return out
}

func fields(lit *ast.CompositeLit) map[string]ast.Expr {
	out := map[string]ast.Expr{}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				out[id.Name] = kv.Value
			}
		}
	}
	return out
}

// stepSources finds the steps in the table of their texts.
func stepSources(t *testing.T) []source {
	t.Helper()
	p := parsePackage(t, ".")
	var out []source
	ast.Inspect(p.files["steps_text.go"], func(n ast.Node) bool {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		if lit, ok := kv.Value.(*ast.CompositeLit); ok && len(lit.Elts) == 5 {
			out = append(out, source{id: p.text(lit.Elts[0]), clause: strings.TrimPrefix(p.text(lit.Elts[2]), checks.Edition)})
		}
		return true
	})
	if len(out) < 20 {
		t.Fatalf("%d steps found", len(out))
	}
	return sorted(out)
}
