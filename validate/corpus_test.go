// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// document is a document of the corpus.
type document struct {
	id, file string
	contents []string
	format   string
	anchors  string
	// job and expected describe a case of testdata; nil elsewhere.
	job      *testpki.Job
	expected *testpki.Expected
}

// corpus lists the documents of a folder.
func corpus(t testing.TB, name string) []document {
	t.Helper()
	dir := beside.Path(t, name)
	b, err := os.ReadFile(filepath.Join(dir, "index.tsv"))
	if err != nil {
		t.Skip(err)
	}
	var out []document
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		f := strings.Split(line, "\t")
		d := document{id: f[0], file: filepath.Join(dir, "files", f[1]), format: f[4], anchors: filepath.Join(dir, "anchors", f[0]+".pem")}
		for _, c := range strings.Split(f[2], "|") {
			if c != "" {
				d.contents = append(d.contents, filepath.Join(dir, "files", c))
			}
		}
		out = append(out, d)
	}
	return out
}

// validator trusts the document's own roots, at a time when most algorithms and certificates have expired.
func (d *document) validator(t testing.TB, p *policy.Policy) *validate.Validator {
	t.Helper()
	if d.job != nil {
		v, err := validate.New(d.caseOptions(t, p))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	store := trust.FromCertificates()
	if text, err := os.ReadFile(d.anchors); err == nil {
		if s, err := trust.FromPEM(text); err == nil {
			store = s
		}
	}
	v, err := validate.New(validate.Options{Trust: store, Policy: p, View: validate.EU, Time: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// collect gives the evidence, nil where the document cannot be read.
func (d *document) collect(t testing.TB, v *validate.Validator) *validate.Evidence {
	t.Helper()
	in, done, err := validate.OpenFiles(d.file, d.contents...)
	if err != nil {
		t.Log(d.id, err)
		return nil
	}
	defer done()
	ev, err := v.Collect(context.Background(), in)
	if err != nil {
		if !errors.Is(err, validate.ErrFormat) {
			t.Log(d.id, err)
		}
		return nil
	}
	return ev
}
