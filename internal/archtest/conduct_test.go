// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package archtest

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// TestNetwork: only fetch and the program open connections; a test of another package may have a server on the loopback address.
func TestNetwork(t *testing.T) {
	for _, s := range load(t).files {
		if s.under("fetch", "cmd") {
			continue
		}
		serves := s.test() && slices.Contains(s.imports(), "net/http/httptest")
		for _, p := range s.imports() {
			if p == "net/http" && !serves || p == "net" && !s.test() {
				t.Errorf("%s imports %s: only fetch and the program use the network", s.path, p)
			}
		}
	}
}

// forbidden are packages of the standard library that no package of ours imports, with the reason.
var forbidden = map[string]string{
	"C":              "the library is pure Go",
	"unsafe":         "memory safety is what bounds hostile input",
	"plugin":         "nothing is loaded at run time",
	"os/exec":        "the library starts no program",
	"math/rand":      "the same input gives the same output",
	"math/rand/v2":   "the same input gives the same output",
	"log":            "the library returns, it does not print",
	"log/slog":       "the library returns, it does not print",
	"expvar":         "it registers itself",
	"net/http/pprof": "it registers itself",
}

// readers are parsers of the standard library with the folders that may use them, because what they read there is the
// caller's or is read strictly by purpose. Documents and certificates have own readers, which are bounded and keep the bytes.
var readers = map[string][]string{
	"crypto/x509":   {"trust", "cmd", "fetch", "internal/testpki"},
	"encoding/xml":  {"policy", "tsl", "report", "internal/testpki"},
	"encoding/asn1": {"policy", "tsl", "internal/sigalg", "internal/testpki"},
	"encoding/gob":  {},
}

func TestForbiddenImports(t *testing.T) {
	for _, s := range load(t).files {
		if s.test() {
			continue
		}
		for _, p := range s.imports() {
			if reason, bad := forbidden[p]; bad {
				t.Errorf("%s imports %s: %s", s.path, p, reason)
			}
			if dirs, known := readers[p]; known && !s.under(dirs...) {
				t.Errorf("%s imports %s, which only %v may: documents have readers of their own", s.path, p, dirs)
			}
		}
	}
}

// calls visits every call of pkg.name in the file.
func calls(s *source, pkg, name string, visit func(ast.Node)) {
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if e, ok := n.(*ast.SelectorExpr); ok && e.Sel.Name == name {
			if x, ok := e.X.(*ast.Ident); ok && x.Name == pkg {
				visit(e)
			}
		}
		return true
	})
}

// TestClock: time is injected; the one default is in validate.
func TestClock(t *testing.T) {
	src := load(t)
	for _, s := range src.files {
		if s.test() || s.under("cmd") {
			continue
		}
		for _, name := range []string{"Now", "Since", "Until"} {
			calls(s, "time", name, func(n ast.Node) {
				if s.path != "validate/validate.go" || name != "Now" {
					t.Errorf("%s:%d: time.%s: time comes from the caller", s.path, src.line(n), name)
				}
			})
		}
	}
}

// TestNoInitRecoverPanic: nothing runs before main, no panic is hidden, and no input can ask for one.
func TestNoInitRecoverPanic(t *testing.T) {
	src := load(t)
	for _, s := range src.files {
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s:%d: func init", s.path, src.line(f))
			}
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			id, ok := c.Fun.(*ast.Ident)
			if !ok {
				return true
			}
			switch {
			case id.Name == "recover":
				t.Errorf("%s:%d: recover: a panic is a bug", s.path, src.line(c))
			case id.Name == "panic" && !s.test() && !s.under("internal/testpki"):
				t.Errorf("%s:%d: panic: return an error or record a problem", s.path, src.line(c))
			}
			return true
		})
	}
}

// TestNoMutableState: a package-level variable is set where it is declared and nowhere else.
func TestNoMutableState(t *testing.T) {
	src := load(t)
	by, dirs := src.packages()
	for _, dir := range dirs {
		var files []*ast.File
		for _, s := range by[dir] {
			files = append(files, s.ast)
		}
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
		conf := types.Config{Importer: none{}, Error: func(error) {}}
		pkg, _ := conf.Check(dir, src.fset, files, info) // errors: imports are not resolved, names of the package are
		if pkg == nil {
			t.Fatalf("%s: no package", dir)
		}
		global := func(e ast.Expr) *types.Var {
			if id := base(e); id != nil {
				if v, ok := info.Uses[id].(*types.Var); ok && v.Parent() == pkg.Scope() {
					return v
				}
			}
			return nil
		}
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				for _, e := range written(n) {
					if v := global(e); v != nil {
						t.Errorf("%s: package-level %s is changed", src.fset.Position(n.Pos()), v.Name())
					}
				}
				return true
			})
			for _, d := range f.Decls {
				guarded(f, d, func(name string, n ast.Node) {
					t.Errorf("%s: package-level %s is a lock or an atomic: state of the package", src.fset.Position(n.Pos()), name)
				})
			}
		}
	}
}

// none imports nothing: the rules look at names of the package itself.
type none struct{}

func (none) Import(path string) (*types.Package, error) {
	return nil, errors.New("not imported: " + path)
}

// base is the variable that an expression leads to through fields, elements and pointers.
func base(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// written are the expressions that a node assigns to, deletes from, or whose address it takes.
func written(n ast.Node) []ast.Expr {
	switch x := n.(type) {
	case *ast.AssignStmt:
		if x.Tok != token.DEFINE {
			return x.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{x.X}
	case *ast.RangeStmt:
		if x.Tok == token.ASSIGN {
			return []ast.Expr{x.Key, x.Value}
		}
	case *ast.CallExpr:
		if id, ok := x.Fun.(*ast.Ident); ok && (id.Name == "delete" || id.Name == "clear" || id.Name == "copy") && len(x.Args) > 0 {
			return x.Args[:1]
		}
	}
	return nil
}

// guarded finds package-level variables of the types of sync and sync/atomic; values of sync.OnceValue are constants.
func guarded(f *ast.File, d ast.Decl, found func(string, ast.Node)) {
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return
	}
	for _, spec := range g.Specs {
		v := spec.(*ast.ValueSpec)
		ast.Inspect(v, func(n ast.Node) bool {
			e, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := e.X.(*ast.Ident); ok && (x.Name == "sync" && !strings.HasPrefix(e.Sel.Name, "OnceValue") || x.Name == "atomic") {
				found(v.Names[0].Name, v)
			}
			return true
		})
	}
}
