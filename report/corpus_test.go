// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// corpusResults validates every nth document of a folder of real documents at a fixed time.
func corpusResults(t *testing.T, folder string, nth int) map[string]*validate.Result {
	t.Helper()
	root := beside.Path(t, folder)
	index, err := os.ReadFile(filepath.Join(root, "index.tsv"))
	if err != nil {
		t.Skipf("the documents are not here: %v", err)
	}
	out := map[string]*validate.Result{}
	for i, line := range strings.Split(strings.TrimSpace(string(index)), "\n")[1:] {
		col := strings.Split(line, "\t")
		if i%nth != 0 || len(col) < 3 {
			continue
		}
		store := trust.FromCertificates()
		if text, err := os.ReadFile(filepath.Join(root, "anchors", col[0]+".pem")); err == nil {
			if s, err := trust.FromPEM(text); err == nil {
				store = s
			}
		}
		v, err := validate.New(validate.Options{Trust: store, Policy: policy.Default(), View: validate.EU, Time: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		var contents []string
		for _, c := range strings.Split(col[2], "|") {
			if c != "" {
				contents = append(contents, filepath.Join(root, "files", c))
			}
		}
		r, err := v.ValidateFile(context.Background(), filepath.Join(root, "files", col[1]), contents...)
		if err != nil {
			continue // unreadable input has no report
		}
		out[col[0]] = r
	}
	return out
}

// TestCorpusReports writes every report of real documents: the ETSI report is valid, the JSON report whole, no report holds
// what an alternative name of kind otherName says.
func TestCorpusReports(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	reports := map[string][]byte{}
	for _, folder := range [...]struct {
		name string
		nth  int
	}{{"corpus", 8}, {"matrix", 19}} {
		results := corpusResults(t, folder.name, folder.nth)
		for name, r := range results {
			text := etsiOf(t, r)
			checkReferences(t, name, text)
			reports[name] = text
			var d Document
			b := render(t, formats[0].write, r)
			if err := json.Unmarshal(b, &struct {
				*Document
				Signatures []json.RawMessage `json:"signatures"`
				Timestamps []json.RawMessage `json:"timestamps"`
			}{Document: &d}); err != nil || d.Schema != "mitome.report/1" {
				t.Errorf("%s: %v", name, err)
			}
			for _, f := range formats {
				out := render(t, f.write, r)
				for _, secret := range otherNames(r) {
					if bytes.Contains(out, secret) {
						t.Errorf("%s: the %s report tells an otherName", name, f.name)
					}
				}
			}
		}
		t.Logf("%s: %d documents", folder.name, len(results))
	}
	checkSchema(t, reports)
}

// otherNames are the values of alternative names of kind otherName, as far as they are telling text.
func otherNames(r *validate.Result) [][]byte {
	var out [][]byte
	for _, c := range r.Pool.Certificates {
		for _, g := range c.X509().SubjectAltName {
			if g.Tag != 0 {
				continue
			}
			text := strings.TrimFunc(string(g.Raw), func(r rune) bool { return r < ' ' || r > '~' })
			if i := strings.LastIndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }); i >= 0 {
				text = text[i+1:]
			}
			if len(text) > 7 && !strings.Contains(c.Subject(), text) {
				out = append(out, []byte(text))
			}
		}
	}
	return out
}
