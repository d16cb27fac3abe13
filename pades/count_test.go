// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/cades"
	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/pades"
)

// TestEverythingIsRead counts the certificates, CRLs, OCSP answers and tokens of real documents: each is read, or refused with
// a reason.
func TestEverythingIsRead(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all documents")
	}
	type format struct {
		name string
		read func(context.Context, *ades.Input) (*ades.Document, error)
		sets map[string]string
	}
	for _, f := range []format{
		{"pdf", pades.Read, map[string]string{"corpus": "pdf/*.pdf", "matrix": "matrix/*.pdf"}},
		{"cms", cades.Read, map[string]string{"corpus": "cms/*", "matrix": "matrix/*.p7m"}},
	} {
		for _, set := range []string{"corpus", "matrix"} {
			root, _ := beside.Find(set)
			files, _ := filepath.Glob(filepath.Join(root, "files", f.sets[set]))
			if root == "" || len(files) == 0 {
				t.Logf("no %s documents of %s beside the checkout: nothing to count", f.name, set)
				continue
			}
			var certs, faulty, crls, ocsps, tokens, broken, unread, refused int
			for _, name := range files {
				b, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				d, err := f.read(context.Background(), &ades.Input{Data: bytes.NewReader(b), Size: int64(len(b))})
				if err != nil {
					refused++
					continue
				}
				certs += len(d.Pool.Certificates)
				for _, c := range d.Pool.Certificates {
					if len(c.X509().Problems) > 0 {
						faulty++
					}
				}
				for _, r := range d.Pool.Revocations {
					if r.CRL() != nil {
						crls++
					} else {
						ocsps++
					}
				}
				for _, ts := range stamps(d) {
					tokens++
					if !ts.Intact {
						broken++
						if ts.Failure == "" && ts.AlgorithmProblem == "" {
							t.Errorf("%s: a token is not intact, and nothing says why", filepath.Base(name))
						}
					}
				}
				for _, u := range d.Pool.Unread {
					if unread++; u.Text == "" {
						t.Errorf("%s: an object is not read, and nothing says why", filepath.Base(name))
					}
					t.Logf("%s: %s: %s", filepath.Base(name), u.Where, u.Text)
				}
			}
			t.Logf("%s %s: %d documents (%d refused), %d certificates (%d with faults), %d CRLs, %d OCSP answers, %d tokens (%d not intact), %d objects unread",
				set, f.name, len(files), refused, certs, faulty, crls, ocsps, tokens, broken, unread)
		}
	}
}

// stamps lists the time-stamps of a document, each once.
func stamps(d *ades.Document) []*ades.Timestamp {
	var out []*ades.Timestamp
	seen := map[*ades.Timestamp]bool{}
	add := func(list []*ades.Timestamp) {
		for _, ts := range list {
			if !seen[ts] {
				seen[ts] = true
				out = append(out, ts)
			}
		}
	}
	add(d.Timestamps)
	for _, s := range d.Signatures {
		add(s.Timestamps)
	}
	return out
}
