// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bufio"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

const caseFolder = "../testdata/cases"

// lines reads a file of testdata/cases with one JSON object a line.
func lines[T any](t testing.TB, name string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join(caseFolder, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var x T
		if err := json.Unmarshal(in.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

// cases are the documents of testdata, which need no folder beside the module, each with its anchors, time and constraints.
func cases(t testing.TB) []document {
	t.Helper()
	expected := lines[testpki.Expected](t, "expected.jsonl")
	var out []document
	for i, job := range lines[testpki.Job](t, "jobs.jsonl") {
		d := document{id: job.ID, file: filepath.Join(caseFolder, job.File), job: &job, expected: &expected[i]}
		for _, c := range job.Content {
			d.contents = append(d.contents, filepath.Join(caseFolder, c))
		}
		out = append(out, d)
	}
	return out
}

// caseOptions are the options of a case.
func (d *document) caseOptions(t testing.TB, p *policy.Policy) validate.Options {
	t.Helper()
	var b trust.Builder
	for _, name := range d.job.Anchors {
		text, err := os.ReadFile(filepath.Join(caseFolder, name))
		if err != nil {
			t.Fatal(err)
		}
		block, _ := pem.Decode(text)
		c, err := ades.ParseCertificate(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		end, dated := d.expected.Sunset[name]
		if !dated {
			b.AddCertificate(c)
			continue
		}
		until := parseTime(t, end)
		const caQC = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
		b.AddService(&trust.Service{Scheme: "test", List: "https://list.example.org/", Type: caQC, Periods: []trust.Period{
			{From: until, Type: caQC, Status: trust.StatusPrefix + "withdrawn"},
			{From: until.AddDate(-8, 0, 0), To: until, Type: caQC, Status: trust.StatusPrefix + "granted"},
		}}, "test", []*ades.Certificate{c})
	}
	for _, c := range d.expected.Constraints {
		level, _ := policy.ParseLevel(c.Level)
		p = p.With(policy.Set(policy.Path(c.Path), policy.Constraint{Level: level, Values: c.Values}))
	}
	return validate.Options{Trust: b.Build(time.Time{}), Policy: p, View: validate.EU, Time: parseTime(t, d.job.At)}
}

func parseTime(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// allSubs are the sub-indications of a result's signatures and time-stamps, of their blocks and of the processes.
func allSubs(r *validate.Result) []ades.Sub {
	var out []ades.Sub
	var blocks func([]*validate.Block)
	blocks = func(list []*validate.Block) {
		for _, b := range list {
			out = append(out, b.Indication.Sub())
			blocks(b.Sub)
		}
	}
	processes := func(list []*validate.Process) {
		for _, p := range list {
			out = append(out, p.Indication.Sub())
		}
	}
	stamps := func(list []*validate.Timestamp) {
		for _, x := range list {
			out = append(out, x.Indication.Sub())
			blocks(x.Blocks)
			processes(x.Processes)
		}
	}
	for _, s := range r.Signatures {
		out = append(out, s.Indication.Sub())
		blocks(s.Blocks)
		processes(s.Processes)
		stamps(s.Timestamps)
	}
	stamps(r.Timestamps)
	return out
}

// TestEverySubIndication tells that each sub-indication of the standard is the verdict of some case, or, where a later process
// always replaces it, the outcome of some block.
func TestEverySubIndication(t *testing.T) {
	final, inside := map[ades.Sub]string{}, map[ades.Sub]string{}
	note := func(id string, r *validate.Result) {
		for _, s := range r.Signatures {
			final[s.Indication.Sub()] = id
		}
		for _, s := range allSubs(r) {
			inside[s] = id
		}
	}
	var first *validate.Evidence
	var options validate.Options
	for _, d := range cases(t) {
		v := d.validator(t, policy.Default())
		ev := d.collect(t, v)
		if ev == nil {
			t.Fatalf("%s cannot be read", d.id)
		}
		r := v.Evaluate(ev)
		note(d.id, r)
		if first == nil && r.Err() == nil {
			first, options = ev, d.caseOptions(t, policy.Default())
		}
	}
	// A check of the caller's own gives CUSTOM.
	options.Policy = options.Policy.With(policy.Add(policy.Check{ID: "test.never", Question: "Is it ever right?", Sub: ades.Custom,
		Run: func(policy.Facts) policy.Outcome { return policy.Outcome{Text: "never"} }}, policy.Constraint{Level: policy.LevelFail}))
	v, err := validate.New(options)
	if err != nil {
		t.Fatal(err)
	}
	note("an own check", v.Evaluate(first))
	for _, s := range ades.Subs() {
		switch {
		case final[s] != "":
			t.Logf("%s: %s", s, final[s])
		case inside[s] != "":
			t.Logf("%s: inside %s", s, inside[s])
		default:
			t.Errorf("no case gives %s", s)
		}
	}
}
