// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"html/template"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mitome-project/mitome/validate"
)

// TestGolden compares every report of the chosen cases with the stored one, byte for byte; -update writes them anew. Each case
// is validated twice, so that a report that depends on the order of a map is found.
func TestGolden(t *testing.T) {
	for _, j := range jobs(t, golden...) {
		t.Run(j.ID, func(t *testing.T) {
			first, second := j.result(t, validate.EU), j.result(t, validate.EU)
			for _, f := range formats {
				got, again := render(t, f.write, first), render(t, f.write, second)
				if !bytes.Equal(got, again) {
					t.Errorf("%s: two runs differ: %s", f.name, cmp.Diff(string(got), string(again)))
				}
				got = stable(got, first)
				if names, ok := long[f.name]; ok && !slices.Contains(names, j.ID) {
					continue
				}
				path := filepath.Join("testdata", j.ID+"."+f.name)
				if *update {
					if err := os.WriteFile(path, got, 0o644); err != nil {
						t.Fatal(err)
					}
					continue
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(string(want), string(got)); d != "" {
					t.Errorf("%s (write it anew with go test ./report -update): %s", path, d)
				}
			}
		})
	}
}

// stable puts a word for the digest of the policy, so that a change of the policy shows only where it changes an answer.
func stable(text []byte, r *validate.Result) []byte {
	sum := r.Policy.SHA256()
	text = bytes.ReplaceAll(text, []byte(hex.EncodeToString(sum[:])), []byte("POLICY-DIGEST"))
	base := base64.StdEncoding.EncodeToString(sum[:])
	for _, b := range []string{base, template.HTMLEscapeString(base)} {
		text = bytes.ReplaceAll(text, []byte(b), []byte("POLICY-DIGEST"))
	}
	return text
}

func render(t testing.TB, write func(*bytes.Buffer, *validate.Result) error, r *validate.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
