// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/validate"
)

// diagExpected is the reference implementation's verdict for a file of facts.
type diagExpected struct {
	ID         string        `json:"id"`
	Time       time.Time     `json:"time"`
	Signatures []diagVerdict `json:"signatures"`
	Timestamps []diagVerdict `json:"timestamps"`
}

type diagVerdict struct {
	Indication    string            `json:"indication"`
	SubIndication string            `json:"subIndication"`
	BestTime      time.Time         `json:"bestTime"`
	Blocks        map[string]string `json:"blocks"`
	Errors        []string          `json:"errors"`
}

func (v diagVerdict) String() string {
	return strings.TrimSuffix(strings.ReplaceAll(v.Indication, "_", "-")+"/"+v.SubIndication, "/")
}

// TestDiagnostic runs the engine on the reference implementation's own facts and compares the verdicts: a proof of the
// engine alone, whatever the readers of the formats do.
func TestDiagnostic(t *testing.T) {
	dir := beside.Path(t, "corpus")
	f, err := os.Open(filepath.Join(dir, "diagnostic-expected.jsonl"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	pol := policy.DSS()
	files, covered, agreeing, best, passed := 0, 0, 0, 0, 0
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var want diagExpected
		if err := json.Unmarshal(in.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		files++
		d, err := readDiagnostic(filepath.Join(dir, "diagnostic", want.ID))
		if err != nil {
			t.Errorf("%s: %v", want.ID, err)
			continue
		}
		if len(want.Signatures)+len(want.Timestamps) == 0 {
			continue // certificates alone
		}
		ev, store := convert(d)
		v, err := validate.New(validate.Options{Trust: store, Policy: pol, Time: want.Time})
		if err != nil {
			t.Fatal(err)
		}
		got := v.Evaluate(ev)
		covered++
		if why := compareDiagnostic(got, &want); why != "" {
			t.Logf("%s: %s", want.ID, why)
			continue
		}
		agreeing++
		for i, s := range want.Signatures {
			if s.Indication == "TOTAL_PASSED" {
				passed++
				if got.Signatures[i].BestTime.Equal(s.BestTime.UTC()) {
					best++
				} else {
					t.Logf("%s: best-signature-time %s, reference %s", want.ID, got.Signatures[i].BestTime, s.BestTime)
				}
			}
		}
	}
	t.Logf("agreeing: %d of %d (of %d files; best-signature-time %d of %d)", agreeing, covered, files, best, passed)
	if covered < 200 || 100*agreeing < 95*covered {
		t.Errorf("agreement below 95 %% of at least 200 files")
	}
}

func compareDiagnostic(got *validate.Result, want *diagExpected) string {
	var out []string
	for i, w := range want.Signatures {
		if i >= len(got.Signatures) {
			return "signature missing"
		}
		s := got.Signatures[i]
		g := strings.TrimSuffix(s.Indication.Total()+"/"+s.Indication.Sub().String(), "/")
		if g != w.String() {
			var blocks []string
			for _, b := range s.Blocks {
				if x := w.Blocks[b.Name]; x != "" && x != b.Indication.String() {
					blocks = append(blocks, b.Name+" "+b.Indication.String()+" want "+x)
				}
			}
			out = append(out, g+" want "+w.String()+" ["+strings.Join(blocks, "; ")+"] "+strings.Join(w.Errors, ","))
		}
	}
	if len(want.Signatures) > 0 {
		return strings.Join(out, " | ")
	}
	for i, w := range want.Timestamps {
		if i >= len(got.Timestamps) {
			return "time-stamp missing"
		}
		if g := got.Timestamps[i].Indication.String(); g != strings.TrimPrefix(w.String(), "TOTAL-") {
			out = append(out, "time-stamp "+g+" want "+w.String()+" "+strings.Join(w.Errors, ","))
		}
	}
	return strings.Join(out, " | ")
}
