// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/mitome-project/mitome"

// source is one Go file of the module.
type source struct {
	path string // from the module root, "/" between the parts
	text string
	ast  *ast.File
}

func (s *source) dir() string {
	if i := strings.LastIndexByte(s.path, '/'); i >= 0 {
		return s.path[:i]
	}
	return "."
}

func (s *source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// under reports whether the file stands in one of the folders or below it.
func (s *source) under(dirs ...string) bool {
	return slices.ContainsFunc(dirs, func(d string) bool { return s.dir() == d || strings.HasPrefix(s.dir(), d+"/") })
}

// imports are the import paths of the file.
func (s *source) imports() []string {
	var out []string
	for _, i := range s.ast.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		out = append(out, p)
	}
	return out
}

// tree is the module's source.
type tree struct {
	fset  *token.FileSet
	files []*source
}

func (t *tree) line(n ast.Node) int { return t.fset.Position(n.Pos()).Line }

// packages are the files without tests by folder, and the folders in order.
func (t *tree) packages() (map[string][]*source, []string) {
	by := map[string][]*source{}
	var dirs []string
	for _, s := range t.files {
		if s.test() {
			continue
		}
		if by[s.dir()] == nil {
			dirs = append(dirs, s.dir())
		}
		by[s.dir()] = append(by[s.dir()], s)
	}
	slices.Sort(dirs)
	return by, dirs
}

const root = "../.."

// load parses every Go file of the module.
func load(t *testing.T) *tree {
	t.Helper()
	out := &tree{fset: token.NewFileSet()}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if rel != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") {
			return nil
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(out.fset, rel, b, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		out.files = append(out.files, &source{rel, string(b), f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out.files) < 100 {
		t.Fatalf("%d files below the module root: the tree was not found", len(out.files))
	}
	return out
}
