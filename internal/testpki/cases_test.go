// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki_test

import (
	"context"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// TestCases validates every document below testdata/cases and compares the verdict.
func TestCases(t *testing.T) {
	root, err := testpki.Root()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "testdata", "cases")
	jobs := readLines[testpki.Job](t, "cases/jobs.jsonl")
	for i, want := range readLines[testpki.Expected](t, "cases/expected.jsonl") {
		t.Run(want.ID, func(t *testing.T) {
			res, err := runCase(dir, jobs[i], want)
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Signatures) == 0 {
				t.Fatalf("no signature; want %v", want.Want)
			}
			counters := want.Counters
			for i, s := range res.Signatures {
				got := s.Indication.Sub().String()
				if s.Indication.Passed() {
					got = s.Indication.Total()
				}
				verdicts := want.Want
				if s.Signature.Parent != "" && want.Counters != nil {
					if len(counters) == 0 {
						t.Fatalf("%s\nmore counter-signatures than %d", want.About, len(want.Counters))
					}
					verdicts, counters = strings.Split(counters[0], "|"), counters[1:]
				}
				if !slices.Contains(verdicts, got) {
					t.Errorf("%s\nsignature %d: %s, want %v\n%v", want.About, i, got, verdicts, blocks(s))
				}
				if want.Level != "" && s.Signature.Parent == "" && string(s.Signature.Level) != want.Level {
					t.Errorf("%s\nlevel %s, want %s", want.About, s.Signature.Level, want.Level)
				}
				if want.Inside != "" && !slices.Contains(inside(s.Blocks), want.Inside) {
					t.Errorf("%s\nno block gives %s: %v", want.About, want.Inside, inside(s.Blocks))
				}
			}
			if len(counters) > 0 {
				t.Errorf("%s\n%d counter-signatures are not reported", want.About, len(counters))
			}
		})
	}
}

// runCase validates the document of one job, with the constraints and anchors that are expected of it.
func runCase(dir string, job testpki.Job, want testpki.Expected) (*validate.Result, error) {
	store, err := caseStore(dir, job, want)
	if err != nil {
		return nil, err
	}
	at, err := time.Parse(time.RFC3339, job.At)
	if err != nil {
		return nil, err
	}
	p := policy.Default()
	levels := map[string]policy.Level{"FAIL": policy.LevelFail, "WARN": policy.LevelWarn, "INFORM": policy.LevelInform, "IGNORE": policy.LevelIgnore}
	for _, c := range want.Constraints {
		p = p.With(policy.Set(policy.Path(c.Path), policy.Constraint{Level: levels[c.Level], Values: c.Values}))
	}
	v, err := validate.New(validate.Options{Trust: store, Policy: p, Time: at})
	if err != nil {
		return nil, err
	}
	var contents []string
	for _, c := range job.Content {
		contents = append(contents, filepath.Join(dir, c))
	}
	return v.ValidateFile(context.Background(), filepath.Join(dir, job.File), contents...)
}

// caseStore holds a job's anchors. One with a date is a service that was withdrawn then.
func caseStore(dir string, job testpki.Job, want testpki.Expected) (*trust.Store, error) {
	var b trust.Builder
	for _, name := range job.Anchors {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		block, _ := pem.Decode(text)
		if block == nil {
			return nil, errors.New(name + ": no PEM block")
		}
		c, err := ades.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		end, ok := want.Sunset[name]
		if !ok {
			b.AddCertificate(c)
			continue
		}
		until, err := time.Parse(time.RFC3339, end)
		if err != nil {
			return nil, err
		}
		b.AddService(&trust.Service{Scheme: "test", List: "https://list.example.org/", Type: "http://uri.etsi.org/TrstSvc/Svctype/CA/QC", Periods: []trust.Period{
			{From: until, Type: "http://uri.etsi.org/TrstSvc/Svctype/CA/QC", Status: trust.StatusPrefix + "withdrawn"},
			{From: until.AddDate(-8, 0, 0), To: until, Type: "http://uri.etsi.org/TrstSvc/Svctype/CA/QC", Status: trust.StatusPrefix + "granted"},
		}}, "test", []*ades.Certificate{c})
	}
	return b.Build(time.Time{}), nil
}

// blocks tells what each process and block concluded, and the checks that failed.
func blocks(s *validate.Signature) []string {
	var out []string
	for _, p := range s.Processes {
		out = append(out, p.Name+" "+p.Indication.String())
	}
	var walk func(prefix string, list []*validate.Block)
	walk = func(prefix string, list []*validate.Block) {
		for _, b := range list {
			if b == nil {
				continue
			}
			out = append(out, "\n"+prefix+b.Name+" "+b.Indication.String())
			for _, f := range b.Findings {
				if f.Outcome == validate.NotMet {
					out = append(out, f.Check+": "+f.Text)
				}
			}
			walk(prefix+" ", b.Sub)
		}
	}
	walk("", s.Blocks)
	for _, t := range s.Timestamps {
		out = append(out, "\ntime-stamp "+string(t.Timestamp.Kind)+" "+t.Indication.String())
		walk(" ", t.Blocks)
	}
	return out
}

// inside are the sub-indications of blocks and of those below them.
func inside(list []*validate.Block) []string {
	var out []string
	for _, b := range list {
		if b != nil {
			out = append(append(out, b.Indication.Sub().String()), inside(b.Sub)...)
		}
	}
	return out
}
