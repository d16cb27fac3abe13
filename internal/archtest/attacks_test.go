// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// attackCount is how many attacks of each kind are known; docs/attacks.md has a row for each.
var attackCount = map[byte]int{'P': 11, 'X': 13, 'C': 16, 'T': 6, 'R': 2}

var (
	attackRow  = regexp.MustCompile(`(?m)^\| ([PXCTR])(\d+) \| (.+) \| (.+) \| (.+) \|$`)
	attackTest = regexp.MustCompile("^`(\\S+) (\\S+)`$")
)

// TestAttacks holds docs/attacks.md true: each known attack has an answer and tests, and the tests are there.
func TestAttacks(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "attacks.md"))
	if err != nil {
		t.Fatal(err)
	}
	cases, err := os.ReadFile(filepath.Join(root, "testdata", "cases", "expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, s := range load(t).files {
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test() && f.Recv == nil {
				there[filepath.ToSlash(filepath.Dir(s.path))+" "+f.Name.Name] = true
			}
		}
	}
	seen := map[string]bool{}
	for _, m := range attackRow.FindAllStringSubmatch(string(text), -1) {
		id := m[1] + m[2]
		if seen[id] {
			t.Errorf("%s is there twice", id)
		}
		seen[id] = true
		for _, cell := range strings.Split(m[5], ", ") {
			n := attackTest.FindStringSubmatch(cell)
			switch {
			case n == nil:
				t.Errorf("%s: %s is not `folder Test`", id, cell)
			case n[1] == "testdata/cases":
				if !bytes.Contains(cases, []byte(fmt.Sprintf("%q", n[2]))) {
					t.Errorf("%s: there is no case %s", id, n[2])
				}
			case !there[n[1]+" "+n[2]]:
				t.Errorf("%s: there is no test %s in %s", id, n[2], n[1])
			}
		}
	}
	for kind, n := range attackCount {
		for i := range n {
			if id := fmt.Sprintf("%c%d", kind, i+1); !seen[id] {
				t.Errorf("%s has no row", id)
			}
		}
	}
}
