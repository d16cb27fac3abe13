// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// weaknesses are the known weaknesses of the reference implementation: documents of the matrix that it passes at some time
// and that the default policy must not pass at any.
var weaknesses = []struct {
	name string
	docs []string // prefixes of document ids
}{
	{"faults of CAs forgotten once the signer's certificate has expired", []string{"matrix-pki-ca-rev-before-", "matrix-pki-ca-notca-", "matrix-pki-ca-ku-", "matrix-pki-ca-nobc-", "matrix-pki-pathlen-ca-"}},
	{"OCSP answers of responders that may not answer", []string{"matrix-pki-resp-noeku-", "matrix-pki-resp-foreign-", "matrix-pki-resp-self-"}},
	{"changed PDFs", []string{"matrix-brk-pdf-lta-pagecontent", "matrix-pdf-docmdp1-lta-fill", "matrix-pdf-docmdp2-lta-annotation",
		"matrix-brk-pdf-lta-annotation", "matrix-brk-pdf-lta-overlap", "matrix-pdf-pages-annotations"}},
	{"manifests with missing files", []string{"matrix-multi-xman-lta-missing", "matrix-multi-xman-lta-none"}},
	{"names outside of what the CA may certify", []string{"matrix-pki-nc-outside-", "matrix-pki-nc-excluded-"}},
}

// TestWeaknesses asks that policy dss reproduces each weakness (passes a document as the reference does) and that the default
// policy never passes it.
func TestWeaknesses(t *testing.T) {
	root := beside.Path(t, "matrix")
	if testing.Short() {
		t.Skip("many documents")
	}
	files := matrixFiles(t, root)
	times := matrixTimes(t, root)
	for _, w := range weaknesses {
		t.Run(w.name, func(t *testing.T) {
			dss, seen := 0, 0
			for id, file := range files {
				if !hasPrefix(id, w.docs) {
					continue
				}
				seen++
				pem, err := os.ReadFile(filepath.Join(root, "anchors", id+".pem"))
				if err != nil {
					t.Fatal(err)
				}
				store, err := trust.FromPEM(pem)
				if err != nil {
					t.Fatal(err)
				}
				for _, at := range times[id] {
					if passes(t, store, policy.DSS(), at, filepath.Join(root, "files", file)) {
						dss++
					}
					if passes(t, store, policy.Default(), at, filepath.Join(root, "files", file)) {
						t.Errorf("%s at %s: passed by the default policy", id, at)
					}
				}
			}
			if seen == 0 || dss == 0 {
				t.Errorf("%d documents, passed by policy dss at %d times: the weakness is not reproduced", seen, dss)
			}
		})
	}
}

func hasPrefix(id string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(id, p) {
			return true
		}
	}
	return false
}

func passes(t *testing.T, store *trust.Store, p *policy.Policy, at time.Time, file string) bool {
	t.Helper()
	v, err := New(Options{Trust: store, Policy: p, Time: at})
	if err != nil {
		t.Fatal(err)
	}
	res, err := v.ValidateFile(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	return res.Err() == nil
}

func matrixFiles(t *testing.T, root string) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(root, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, row := range rows[1:] {
		out[row[0]] = row[1]
	}
	return out
}

func matrixTimes(t *testing.T, root string) map[string][]time.Time {
	t.Helper()
	f, err := os.Open(filepath.Join(root, "expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string][]time.Time{}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var e struct {
			ID, Mode string
			Time     time.Time
		}
		if err := json.Unmarshal(sc.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		if e.Mode == "matrix" {
			out[e.ID] = append(out[e.ID], e.Time)
		}
	}
	return out
}
