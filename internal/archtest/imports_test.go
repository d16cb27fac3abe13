// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// Groups of packages that the table names together.
var (
	// leaves know bytes and mathematics, nothing of a signed document.
	leaves = []string{"internal/limits", "internal/tlv", "internal/der", "internal/sigalg", "internal/pkix", "internal/crl", "internal/ocsp"}
	xml    = []string{"internal/xmltree", "internal/c14n", "internal/xmldsig"}
	blocks = []string{
		"internal/checks", "internal/checks/fc", "internal/checks/isc", "internal/checks/vci", "internal/checks/rfc", "internal/checks/rac",
		"internal/checks/xcv", "internal/checks/cv", "internal/checks/sav", "internal/checks/tslist", "internal/checks/er",
	}
)

// allowed says which packages of this module each package may import. A package that is not in the table fails, and so does
// an import that its row does not name: adding either is a decision about the design, to be made here.
var allowed = map[string][]string{
	".": {},

	// The public packages, from the model upwards.
	"ades":   leaves,
	"trust":  join(leaves, "ades"),
	"policy": join(leaves, "ades", "trust"),
	"cades":  join(leaves, "ades", "internal/cms", "internal/cmsattr", "internal/tst", "internal/token", "internal/signer", "internal/ltdata", "internal/ers"),
	"xades":  join(leaves, "ades", "internal/xmltree", "internal/c14n", "internal/xmldsig", "internal/token", "internal/signer", "internal/ltdata", "internal/ers"),
	"pades":  join(leaves, "ades", "cades", "internal/pdf", "internal/cms", "internal/token", "internal/signer", "internal/ltdata"),
	"tsl":    join(append(leaves, xml...), "ades", "trust", "xades", "internal/mirror"),
	"validate": join(append(leaves, blocks...), "ades", "trust", "policy", "cades", "xades", "pades",
		"internal/path", "internal/qualify", "internal/signer", "internal/token"),
	"report": {"ades", "trust", "policy", "validate", "internal/sigalg"},
	"fetch":  join(leaves, "ades"),

	// What bytes and mathematics need.
	"internal/limits": {},
	"internal/mirror": {},
	"internal/tlv":    {},
	"internal/der":    {"internal/limits"},
	"internal/sigalg": {"internal/limits", "internal/tlv"},
	"internal/pkix":   {"internal/sigalg", "internal/tlv"},
	"internal/jpcert": {"internal/pkix", "internal/tlv"},
	"internal/crl":    {"internal/pkix", "internal/sigalg", "internal/tlv"},
	"internal/ocsp":   {"internal/pkix", "internal/sigalg", "internal/tlv"},
	"internal/path":   {"internal/limits", "internal/pkix", "internal/sigalg", "internal/tlv"},

	// The containers.
	"internal/cms":     {"internal/der", "internal/limits"},
	"internal/tst":     {"internal/der", "internal/limits", "internal/pkix", "internal/sigalg"},
	"internal/pdf":     {"internal/limits"},
	"internal/xmltree": {"internal/limits"},
	"internal/xpath":   {"internal/xmltree"},
	"internal/c14n":    {"internal/xmltree"},
	"internal/xmldsig": {"ades", "internal/c14n", "internal/limits", "internal/sigalg", "internal/xmltree", "internal/xpath"},

	// What several formats share.
	"internal/cmsattr": join(leaves, "ades", "internal/cms"),
	"internal/signer":  join(leaves, "ades"),
	"internal/token":   join(leaves, "ades", "internal/cms", "internal/cmsattr", "internal/signer", "internal/tst"),
	"internal/ltdata":  join(leaves, "ades"),
	"internal/ers": join(leaves, "ades", "internal/cms", "internal/cmsattr", "internal/token", "internal/xmltree", "internal/c14n",
		"internal/xmldsig"),

	// Judgement.
	"internal/checks":        {"ades", "policy"},
	"internal/checks/fc":     {"ades", "policy", "internal/checks"},
	"internal/checks/isc":    {"ades", "policy", "internal/checks", "internal/pkix"},
	"internal/checks/vci":    {"ades", "policy", "internal/checks"},
	"internal/checks/rfc":    {"ades", "policy", "internal/checks"},
	"internal/checks/rac":    {"ades", "policy", "internal/checks"},
	"internal/checks/xcv":    {"ades", "policy", "internal/checks", "internal/checks/rac", "internal/jpcert", "internal/path", "internal/pkix"},
	"internal/checks/cv":     {"ades", "policy", "internal/checks"},
	"internal/checks/sav":    {"ades", "policy", "internal/checks", "internal/pkix"},
	"internal/checks/er":     {"ades", "policy", "internal/checks"},
	"internal/checks/tslist": {"ades", "policy", "internal/checks", "trust"},
	"internal/qualify":       {"ades", "policy", "trust", "internal/pkix"},

	// Tests and demonstration: these make documents, so that no reader is proved by its own code.
	"internal/archtest":         {},
	"internal/beside":           {},
	"internal/demo":             {},
	"internal/testpki":          {"internal/mirror"},
	"internal/checks/checktest": {"ades", "policy", "internal/checks", "internal/pkix", "internal/testpki"},
	"internal/testpki/gen":      {"internal/testpki"},
}

// join is list and more in a new slice.
func join(list []string, more ...string) []string { return append(slices.Clone(list), more...) }

func TestImports(t *testing.T) {
	src := load(t)
	seen := map[string]bool{}
	for _, s := range src.files {
		row, ok := allowed[s.dir()]
		if s.under("cmd") {
			ok, seen["cmd"] = true, true
		}
		if !ok {
			t.Errorf("%s: package %s is not in the import table", s.path, s.dir())
			continue
		}
		seen[s.dir()] = true
		if s.test() || s.under("cmd") {
			continue
		}
		for _, p := range s.imports() {
			in, ours := strings.CutPrefix(p, module+"/")
			if ours && !slices.Contains(row, in) {
				t.Errorf("%s: %s must not import %s", s.path, s.dir(), in)
			}
		}
	}
	for dir := range allowed {
		if !seen[dir] && dir != "." {
			t.Errorf("the import table names %s, which is not there", dir)
		}
	}
}

// TestNoTestPackagesInProgram keeps the makers of test documents out of the program, and the program out of everything.
func TestNoTestPackagesInProgram(t *testing.T) {
	for _, s := range load(t).files {
		for _, p := range s.imports() {
			ofTests := strings.HasPrefix(p, module+"/internal/testpki") || p == module+"/internal/beside" || p == module+"/internal/checks/checktest" || p == "testing"
			switch {
			case ofTests && !s.test() && !s.under("internal/testpki", "internal/beside", "internal/checks/checktest"):
				t.Errorf("%s imports %s: for tests only", s.path, p)
			case strings.HasPrefix(p, module+"/cmd") && !s.under("cmd"):
				t.Errorf("%s imports the program", s.path)
			}
		}
	}
}

// TestChecksAreAsked: every check stands in the list of a block, or it would never be asked.
func TestChecksAreAsked(t *testing.T) {
	src := load(t)
	asked := map[string]bool{}
	for _, s := range src.files {
		if s.test() || !s.under("validate", "internal/checks/xcv") {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.SelectorExpr:
				if p, ok := x.X.(*ast.Ident); ok {
					asked[p.Name+"."+x.Sel.Name] = true
				}
			case *ast.CompositeLit: // lists that a package of checks makes itself
				for _, e := range x.Elts {
					if id, ok := e.(*ast.Ident); ok {
						asked[s.ast.Name.Name+"."+id.Name] = true
					}
				}
			}
			return true
		})
	}
	for _, s := range src.files {
		if s.test() || !s.under("internal/checks") {
			continue
		}
		for _, d := range s.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				lit, ok := first(v.Values).(*ast.CompositeLit)
				if !ok {
					continue
				}
				if _, generic := lit.Type.(*ast.IndexExpr); generic && !asked[s.ast.Name.Name+"."+v.Names[0].Name] {
					t.Errorf("%s: no block asks %s", s.path, v.Names[0].Name)
				}
			}
		}
	}
}

func first(list []ast.Expr) ast.Expr {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// outside says which packages of others each folder may import apart from the standard library; what is not named here may
// import none. Tests may import the modules of the last row too.
var outside = map[string][]string{
	"cmd":              {"github.com/spf13/cobra"},
	"internal/c14n":    {"github.com/beevik/etree"},
	"internal/ers":     {"github.com/beevik/etree"},
	"internal/pkix":    {"golang.org/x/text"},
	"internal/sigalg":  {"golang.org/x/crypto"},
	"internal/testpki": {"github.com/beevik/etree", "golang.org/x/crypto"},
	"internal/xmldsig": {"github.com/beevik/etree"},
	"internal/xmltree": {"github.com/beevik/etree", "golang.org/x/text"},
	"internal/xpath":   {"github.com/beevik/etree"},
	"pades":            {"golang.org/x/crypto"},
	"policy":           {"go.yaml.in/yaml/v4"},
	"tsl":              {"github.com/beevik/etree", "go.yaml.in/yaml/v4"},
	"xades":            {"github.com/beevik/etree"},
	"test": {"github.com/beevik/etree", "github.com/google/go-cmp", "github.com/rogpeppe/go-internal", "github.com/digitorus",
		"golang.org/x/crypto", "golang.org/x/text", "go.yaml.in/yaml/v4", "pgregory.net/rapid"},
}

func TestOutsideImports(t *testing.T) {
	used := map[string]bool{}
	for _, s := range load(t).files {
		var may []string
		for dir, list := range outside {
			if s.under(dir) {
				may = append(may, list...)
			}
		}
		if s.test() {
			may = append(may, outside["test"]...)
		}
		for _, p := range s.imports() {
			first, _, _ := strings.Cut(p, "/")
			if !strings.Contains(first, ".") || p == module || strings.HasPrefix(p, module+"/") {
				continue
			}
			i := slices.IndexFunc(may, func(m string) bool { return p == m || strings.HasPrefix(p, m+"/") })
			if i < 0 {
				t.Errorf("%s imports %s, which %s may not", s.path, p, s.dir())
				continue
			}
			used[may[i]] = true
		}
	}
	for dir, list := range outside {
		for _, m := range list {
			if !used[m] && dir != "test" {
				t.Errorf("the table lets %s import %s, which nobody does", dir, m)
			}
		}
	}
}
