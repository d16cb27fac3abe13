// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki_test

import (
	"testing"

	"github.com/mitome-project/mitome/internal/testpki"
)

// matrix are the rows of the regression matrix of mutual recognition, each with the cases of ours that ask the same. Want is the
// outcome that the matrix has for a signature that is QESig under the unchanged table.
var matrix = []struct {
	row, want string
	cases     []string
}{
	{"unchanged", "QESig", []string{"unchanged", "pilot"}},
	{"another legal identifier", "QESig", []string{"other-identifier"}},
	{"another pointed service type", "not recognised", []string{"other-pointed-type"}},
	{"another pointed additional service information", "not recognised", []string{"other-pointed-additional"}},
	{"another pointed status", "not recognised", []string{"other-pointed-status"}},
	{"repealed", "not recognised", []string{"repealed"}},
	{"pointing type CA/PKC", "AdESig", []string{"pointing-not-qualified"}},
	{"pointing additional service information ForeSeals", "AdESig", []string{"pointing-seals"}},
	{"pointing status recognisedatnationallevel", "AdESig", []string{"pointing-status"}},
	{"starting time after the signature", "not recognised", []string{"starts-after-signing"}},
	{"QcCompliance: the condition negated", "AdESig", []string{"condition-no-policy"}},
	{"QcCompliance: policy", "QESig", []string{"condition-policy", "condition-policy-plain"}},
	{"QcCompliance: wrong policy", "AdESig", []string{"condition-wrong-policy"}},
	{"QcCompliance: policy sets", "QESig", []string{"condition-policies"}},
	{"QcCompliance: wrong policy sets", "AdESig", []string{"condition-wrong-policies"}},
	{"QcCompliance: key usage", "QESig", []string{"condition-usage"}},
	{"QcCompliance: wrong key usage", "AdESig", []string{"condition-wrong-usage"}},
	{"QcCompliance: key usages", "QESig", []string{"condition-usages"}},
	{"QcCompliance: wrong key usages", "AdESig", []string{"condition-wrong-usages"}},
	{"QcCompliance: key usage that must not be set", "QESig", []string{"condition-no-usage"}},
	{"QcCompliance: extended key usage, as URN", "QESig", []string{"condition-purpose", "condition-purpose-plain"}},
	{"QcCompliance: wrong extended key usage", "AdESig", []string{"condition-wrong-purpose"}},
	{"QcCompliance: subject attribute", "QESig", []string{"condition-attribute"}},
	{"QcCompliance: wrong subject attribute", "AdESig", []string{"condition-wrong-attribute"}},
	{"QcCompliance: statements", "QESig", []string{"condition-statements", "condition-statement-sets"}},
	{"QcCompliance: statements of the wrong country", "AdESig", []string{"condition-wrong-country"}},
	{"QcCompliance: another statement", "AdESig", []string{"condition-wrong-type", "condition-statement"}},
	{"QcCompliance: composite condition", "QESig", []string{"condition-composite", "condition-either-policy"}},
	{"QcCompliance taken away", "AdESig", []string{"compliance-taken"}},
	{"QcCompliance: another statement given", "AdESig", []string{"compliance-not-given"}},
	{"QcType replaced by that of seals", "QESeal", []string{"type-seal"}},
	{"QcQSCD taken away, the list's qualifier overrules", "QESig", []string{"device-taken", "device-condition-fails"}},
	{"QcQSCD taken away, the qualifier becomes that of no device", "AdESig-QC", []string{"device-taken-qualifier"}},
	{"QcQSCD taken away, another qualifier mapped", "AdESig-QC", []string{"device-taken-other-qualifier"}},
	{"no qualifiers mapped", "QESig", []string{"no-qualifiers"}},
	{"a context that is not known", "QESig", []string{"unknown-context"}},
	{"a context that occurs twice", "QESig", []string{"context-twice"}},
	{"history: enacted, enacted before", "QESig", []string{"history-enacted", "history-apart"}},
	{"history: enacted, repealed when the certificate was issued", "not recognised", []string{"history-repealed-before"}},
	{"history: enacted in the future, repealed now", "not recognised", []string{"history-enacted-in-future"}},
	{"history: enacted in the past, repealed before", "QESig", []string{"history-enacted-long-ago"}},
	{"history: enacted twice, all after issuance", "not recognised", []string{"history-all-in-future"}},
	{"history: no more qualified, enacted before", "QESig", []string{"history-not-qualified-since"}},
	{"history: repealed now, enacted before", "AdESig", []string{"history-repealed-since", "history-repealed-now"}},
	{"history: repealed in the future, enacted now", "QESig", []string{"history-repealed-future", "history-repealed-next"}},
	{"history: repealed in the past, enacted before", "not recognised", []string{"history-repealed-long-ago"}},
	{"history: repealed, repealed before", "not recognised", []string{"history-repealed-twice"}},
	{"history: repealed twice, all before issuance", "not recognised", []string{"history-all-repealed"}},
}

// TestRecognitionMatrix asks that every row of the matrix is a case with the same outcome.
func TestRecognitionMatrix(t *testing.T) {
	cases := map[string]testpki.RecognitionCase{}
	for _, c := range testpki.RecognitionCases() {
		if _, ok := cases[c.Name]; ok {
			t.Errorf("two cases are named %s", c.Name)
		}
		cases[c.Name] = c
	}
	for _, m := range matrix {
		for _, name := range m.cases {
			c, ok := cases[name]
			want := m.want
			if want == "not recognised" { // a certificate without statements is then of an unknown type
				if want = "Unknown"; c.Enacted {
					t.Errorf("%s: %s is recognised", m.row, name)
				}
			}
			if !ok || c.Want != want {
				t.Errorf("%s: case %s is there: %t, with %s, want %s", m.row, name, ok, c.Want, want)
			}
		}
	}
}
