// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
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

// TestEvidenceRecords tells what the evidence records of the cases are worth: their own verdict, and what they prove of the signature.
func TestEvidenceRecords(t *testing.T) {
	const valid = "PASSED 2024-06-12T12:00:00Z"
	want := map[string][]string{ // the verdict of each record, and since when it proves
		"good": {valid}, "renewed": {valid}, "tree-renewed": {valid}, "no-tree": {valid}, "extra-hash": {valid}, "asn1": {valid},
		"wrong-attribute": {valid}, "detached": {valid}, "tsa-expired-renewed": {valid}, "expired": {"PASSED 2024-06-01T10:01:00Z"},
		"two":                      {valid, "PASSED 2024-12-01T00:00:00Z"},
		"after-archive-v2":         {"INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND"},
		"mandated":                 {"FAILED/HASH_FAILURE"},
		"tsa-expired":              {"INDETERMINATE/OUT_OF_BOUNDS_NOT_REVOKED"},
		"tsa-expired-renewed-late": {"INDETERMINATE/OUT_OF_BOUNDS_NOT_REVOKED"},
		"other-data":               {"FAILED/HASH_FAILURE"},
		"wrong-imprint":            {"FAILED/HASH_FAILURE"},
		"broken-token":             {"FAILED/SIG_CRYPTO_FAILURE"},
		"no-token":                 {"FAILED/FORMAT_FAILURE"},
		"unknown-tsa":              {"INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND"},
		"renewal-of-other":         {"FAILED/HASH_FAILURE"},
		"tree-renewal-of-other":    {"FAILED/HASH_FAILURE"},
		"sequence-of-other":        {"FAILED/HASH_FAILURE"},
		"order":                    {"FAILED/FORMAT_FAILURE"},
		"other-tree-algorithm":     {"FAILED/HASH_FAILURE"},
		"mixed-algorithms":         {"FAILED/FORMAT_FAILURE"},
		"sha1-tree":                {"INDETERMINATE/CRYPTO_CONSTRAINTS_FAILURE_NO_POE"},
		"broken-syntax":            {"FAILED/FORMAT_FAILURE"},
		"detached-uncovered":       {"FAILED/FORMAT_FAILURE"},
		"detached-renewed-without": {"INDETERMINATE/SIGNED_DATA_NOT_FOUND"},
	}
	seen := map[string]bool{}
	for _, d := range cases(t) {
		_, name, ok := strings.Cut(d.id, "-evidence-")
		if !ok {
			continue
		}
		v := d.validator(t, policy.Default())
		ev := d.collect(t, v)
		if ev == nil {
			t.Fatalf("%s cannot be read", d.id)
		}
		s := v.Evaluate(ev).Signatures[0]
		var got []string
		for _, r := range s.EvidenceRecords {
			got = append(got, recordVerdict(r))
			proves(t, d.id, s, r)
		}
		if seen[name] = true; !slices.Equal(got, want[name]) {
			t.Errorf("%s: %q, want %q", d.id, got, want[name])
		}
	}
	for name := range want {
		if !seen[name] {
			t.Errorf("no case %s", name)
		}
	}
}

func recordVerdict(r *validate.EvidenceRecord) string {
	out := r.Indication.String()
	if !r.Time.IsZero() {
		out += " " + r.Time.UTC().Format("2006-01-02T15:04:05Z")
	}
	return out
}

// proves asks that a record proves something if and only if it is valid, and then the signature at its time.
func proves(t *testing.T, id string, s *validate.Signature, r *validate.EvidenceRecord) {
	t.Helper()
	if r.Time.IsZero() == r.Indication.Passed() {
		t.Errorf("%s: %s with the time %s", id, r.Indication, r.Time)
	}
	if !r.Indication.Passed() {
		if s.BestTimeFrom == r.Record.ID {
			t.Errorf("%s: a record that is %s proves the signature", id, r.Indication)
		}
		return
	}
	if !slices.Contains(r.Record.Covers, s.Signature.ID) || s.BestTime.After(r.Time) {
		t.Errorf("%s: the signature is proven by %s, the record is of %s", id, s.BestTime, r.Time)
	}
	for _, ts := range r.Timestamps {
		if !ts.Indication.Passed() {
			t.Errorf("%s: a valid record with a time-stamp that is %s", id, ts.Indication)
		}
	}
}

// TestEvidencePolicies tells that the policy decides whether a record has to cover the content.
func TestEvidencePolicies(t *testing.T) {
	off := policy.SetLevel("EvidenceRecord/SignedFilesCovered", policy.LevelWarn)
	for _, d := range cases(t) {
		if d.id != "cades-evidence-detached-uncovered" {
			continue
		}
		v := d.validator(t, policy.Default().With(off))
		s := v.Evaluate(d.collect(t, v)).Signatures[0]
		if !s.Indication.Passed() || !s.EvidenceRecords[0].Indication.Passed() {
			t.Errorf("%s with a warning for uncovered files: %s, record %s", d.id, s.Indication, s.EvidenceRecords[0].Indication)
		}
		for _, f := range s.EvidenceRecords[0].Process.Findings {
			if f.Check == "er.files-covered" && f.Outcome == validate.NotMet && f.Level == policy.LevelWarn {
				return
			}
		}
		t.Error("the warning is not reported")
	}
}

// TestManyRecords tells that records are read up to a bound, and that this is told.
func TestManyRecords(t *testing.T) {
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2024, 6, 2, 0, 0, 0, 0, time.UTC)
	one := testpki.Evidence{Chains: [][]testpki.Stamp{{{TSA: "tsa-short", At: at}}}}
	for _, format := range []string{"cades", "xades"} {
		m, err := p.Make(testpki.Recipe{Format: format, Signer: "alice", Time: at, Content: []byte("<a></a>"), Evidence: slices.Repeat([]testpki.Evidence{one}, 102)})
		if err != nil {
			t.Fatal(err)
		}
		v, err := validate.New(validate.Options{Trust: trust.FromCertificates(), Time: at})
		if err != nil {
			t.Fatal(err)
		}
		res, err := v.Validate(t.Context(), ades.Input{Data: bytes.NewReader(m.Document), Size: int64(len(m.Document))})
		if err != nil {
			t.Fatal(err)
		}
		s := res.Signatures[0].Signature
		told := slices.ContainsFunc(s.Problems, func(q ades.Problem) bool { return strings.Contains(q.Text, "evidence records of one signature") })
		if len(s.EvidenceRecords) != 100 || !told {
			t.Errorf("%s: %d records read, told: %t", format, len(s.EvidenceRecords), told)
		}
	}
}
