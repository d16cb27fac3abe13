// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/internal/limits"
)

// corpusFiles are the PDF files of the shared corpus; the test is skipped where it is absent.
func corpusFiles(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, dir := range []string{"corpus", "matrix"} {
		if root, ok := beside.Find(dir); ok {
			m, err := filepath.Glob(filepath.Join(root, "files", "pdf", "*.pdf"))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, m...)
		}
	}
	if len(out) == 0 {
		t.Skip("the shared corpus is not beside the module")
	}
	return out
}

// TestCorpusOpens opens every PDF of the corpus and walks all objects of the last revision.
func TestCorpusOpens(t *testing.T) {
	files := corpusFiles(t)
	opened, rebuilt := 0, 0
	for _, name := range files {
		r, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		st, _ := r.Stat()
		f, err := Open(r, st.Size(), limits.Default())
		switch {
		case errors.Is(err, ErrEncrypted):
			t.Logf("%s: %v", filepath.Base(name), err)
		case err != nil:
			t.Logf("%s: %v", filepath.Base(name), err)
		default:
			opened++
			if f.Rebuilt {
				rebuilt++
				t.Logf("%s: rebuilt: %v", filepath.Base(name), f.Problems)
			}
			v := f.Final()
			for _, rev := range f.Revisions() {
				if rev.End < 0 {
					t.Logf("%s: revision at %d has no end", filepath.Base(name), rev.XRef)
				}
				for _, n := range rev.Numbers {
					v.Resolve(Ref{n, 0})
				}
			}
			if len(f.Problems) > 0 && !f.Rebuilt {
				t.Logf("%s: %d problems, first %v", filepath.Base(name), len(f.Problems), f.Problems[0])
			}
		}
		_ = r.Close()
	}
	t.Logf("opened %d of %d, rebuilt %d", opened, len(files), rebuilt)
	if opened < len(files)*98/100 {
		t.Errorf("opened %d of %d", opened, len(files))
	}
}
