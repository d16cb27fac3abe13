// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

var update = flag.Bool("update", false, "write the golden files anew")

// job is one line of testdata/cases/jobs.jsonl.
type job struct {
	ID      string
	File    string
	Content []string
	Anchors []string
	At      time.Time
}

const cases = "../testdata/cases"

// jobs are the cases, those named or all.
func jobs(t testing.TB, names ...string) []job {
	t.Helper()
	f, err := os.Open(filepath.Join(cases, "jobs.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	byName := map[string]job{}
	var all []job
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var j job
		if err := json.Unmarshal(sc.Bytes(), &j); err != nil {
			t.Fatal(err)
		}
		byName[j.ID] = j
		all = append(all, j)
	}
	if len(names) == 0 {
		return all
	}
	var out []job
	for _, n := range names {
		if byName[n].ID == "" {
			t.Fatalf("no case %s", n)
		}
		out = append(out, byName[n])
	}
	return out
}

// result validates a case under the default policy.
func (j job) result(t testing.TB, view validate.View) *validate.Result {
	t.Helper()
	var stores []*trust.Store
	for _, a := range j.Anchors {
		text, err := os.ReadFile(filepath.Join(cases, a))
		if err != nil {
			t.Fatal(err)
		}
		s, err := trust.FromPEM(text)
		if err != nil {
			t.Fatal(err)
		}
		stores = append(stores, s)
	}
	v, err := validate.New(validate.Options{Trust: trust.Merge(stores...), Policy: policy.Default(), Time: j.At, View: view})
	if err != nil {
		t.Fatal(err)
	}
	var contents []string
	for _, c := range j.Content {
		contents = append(contents, filepath.Join(cases, c))
	}
	r, err := v.ValidateFile(context.Background(), filepath.Join(cases, j.File), contents...)
	if err != nil {
		t.Fatalf("%s: %v", j.ID, err)
	}
	return r
}

// golden are the cases with stored reports: one for each kind of answer a reader meets.
var golden = []string{"cades-b", "cades-lta", "cades-detached", "cades-counter-signed", "cades-ed25519", "cades-revoked", "cades-hold",
	"cades-tampered", "cades-unknown-ca", "cades-no-certificate", "cades-missing-content", "cades-stamp-broken", "cades-b-bare",
	"pades-lta", "pades-appended-content", "pades-later-lt", "pades-expired", "xades-lta", "xades-revoked-stamped-late", "xades-policy-missing",
	"cades-evidence-expired", "xades-evidence-tree-renewed", "cades-evidence-renewal-of-other"}

// long are the cases of these whose long reports are stored too.
var long = map[string][]string{"html": {"cades-lta", "cades-tampered", "pades-later-lt", "xades-revoked-stamped-late", "cades-evidence-renewal-of-other"},
	"xml": {"cades-tampered", "xades-revoked-stamped-late", "xades-evidence-tree-renewed"}}

// formats are the reports with golden files.
var formats = []struct {
	name  string
	write func(*bytes.Buffer, *validate.Result) error
}{
	{"json", func(b *bytes.Buffer, r *validate.Result) error { return JSON(b, r) }},
	{"txt", func(b *bytes.Buffer, r *validate.Result) error { return Text(b, r) }},
	{"xml", func(b *bytes.Buffer, r *validate.Result) error { return ETSI(b, r) }},
	{"html", func(b *bytes.Buffer, r *validate.Result) error { return HTML(b, r) }},
}
