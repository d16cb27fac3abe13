// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/validate"
)

func jsonReport(t testing.TB, r *validate.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestReplayCorpus stores the evidence of every document of the corpus that can be read, and tells that the file alone gives
// the same report, byte for byte. Without MITOME_LONG only the CMS documents are taken, and every eighth of the others.
func TestReplayCorpus(t *testing.T) {
	long := os.Getenv("MITOME_LONG") != ""
	for _, folder := range []string{"corpus", "matrix"} {
		n, bad, size := 0, 0, 0
		for i, d := range corpus(t, folder) {
			if !long && d.format != "CMS" && d.format != "TST" && i%8 != 0 {
				continue
			}
			p := policy.Default()
			if i%2 == 1 {
				p = policy.DSS()
			}
			v := d.validator(t, p)
			ev := d.collect(t, v)
			if ev == nil {
				continue
			}
			n++
			file, diff := replayed(t, v, ev)
			size += file
			if diff != "" {
				bad++
				if bad < 30 {
					t.Errorf("%s: %s", d.id, diff)
				}
			}
		}
		t.Logf("%s: %d documents replayed, %d differ, %d octets a file", folder, n, bad, size/max(n, 1))
	}
}

// replayed gives the size of the evidence file, and says how the report from it differs; empty: not at all.
func replayed(t testing.TB, v *validate.Validator, ev *validate.Evidence) (int, string) {
	t.Helper()
	want := jsonReport(t, v.Evaluate(ev))
	var file, again bytes.Buffer
	if err := v.SaveEvidence(&file, ev); err != nil {
		return 0, err.Error()
	}
	st, err := validate.LoadEvidence(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		return 0, err.Error()
	}
	if got := jsonReport(t, st.Replay()); !bytes.Equal(got, want) {
		return file.Len(), "report differs: " + difference(string(want), string(got))
	}
	w, err := validate.New(st.Options())
	if err != nil {
		return 0, err.Error()
	}
	if err := w.SaveEvidence(&again, st.Evidence); err != nil {
		return 0, err.Error()
	}
	if !bytes.Equal(file.Bytes(), again.Bytes()) {
		return file.Len(), "the file stored again is another one"
	}
	return file.Len(), ""
}

// difference shows where two texts part.
func difference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-80):min(len(s), i+80)] }
	return strings.Join([]string{cut(a), cut(b)}, "\n   and ")
}
