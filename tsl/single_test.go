// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/trust"
)

// verifyAlone verifies a list with whatever certificates its own signature proposes.
func verifyAlone(text []byte) (trust.Verdict, string) {
	tree, err := readTree(text, limits.Default())
	if err != nil {
		return "", err.Error()
	}
	sig := verify(tree, proposedSigners(tree))
	return sig.verdict, sig.reason
}

// stricter lists the lists of single.tsv where our verdict is stricter than an independent XML-DSig check, with the reason.
var stricter = map[string]string{
	"tl-sk-45-xsw-enveloped-fake-content-m-9ba1fd.xml": "covers a part of the list instead of the root",
	"tl-pe-25-tsl-pe-xml-5375fa.xml":                   "sha1",
	"tl-xx-n-test-trust-list-with-sig-xml-f18788.xml":  "not a XAdES signature",
}

// TestSingleLists checks that every altered, unsigned, doubly signed or wrapped list is refused, and each good one accepted,
// as an independent XML-DSig check has it.
func TestSingleLists(t *testing.T) {
	dir := beside.Path(t, "corpus", "lists")
	table, err := os.ReadFile(filepath.Join(dir, "single.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	good, refused := 0, 0
	for i, row := range strings.Split(strings.TrimSpace(string(table)), "\n") {
		f := strings.Split(row, "\t")
		if i == 0 || len(f) < 11 {
			continue
		}
		check := ""
		if len(f) > 12 {
			check = strings.TrimSpace(f[12])
		}
		text, err := os.ReadFile(filepath.Join(dir, f[0]))
		if err != nil {
			t.Fatal(err)
		}
		v, reason := verifyAlone(text)
		want := strings.HasPrefix(check, "ok")
		if why := stricter[filepath.Base(f[0])]; why != "" {
			want = false
			if !strings.Contains(reason, why) {
				t.Errorf("%s: refused with %q, want %q", f[0], reason, why)
			}
		}
		if (v == trust.VerdictGood) != want {
			t.Errorf("%s: %s %q, the independent check says %q", f[0], v, reason, check)
		}
		if v == trust.VerdictGood {
			good++
		} else {
			refused++
		}
		if l, err := Parse(text); err == nil && f[8] != "" && f[10] != "unparsable" {
			if l.Territory != f[2] && f[2] != "" {
				t.Errorf("%s: territory %q", f[0], l.Territory)
			}
		}
	}
	t.Logf("good %d, refused %d", good, refused)
}
