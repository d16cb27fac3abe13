// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"fmt"
	"slices"
	"testing"
)

// TestManyCriteria is T5 of the known attacks: criteria by the hundred thousand and nested as deep as a document may be are
// answered soon, and one that is not understood is not lost among them.
func TestManyCriteria(t *testing.T) {
	c := certificate(t, "Signer", 1, 1, nil)
	var wrong []Criterion
	for i := range 100_000 {
		wrong = append(wrong, Criterion{Policies: []string{fmt.Sprintf("1.2.3.%d", i)}})
	}
	right := Criterion{SubjectAttributes: []string{"2.5.4.3"}}
	deep := Criteria{AssertAll, []Criterion{right}}
	for range 500 {
		inner := deep
		deep = Criteria{AssertAll, []Criterion{{Nested: &inner}, right}}
	}
	for name, tc := range map[string]struct {
		cl   Criteria
		want bool
	}{
		"none of many":                   {Criteria{AssertNone, wrong}, true},
		"one of many, the last":          {Criteria{AssertAtLeastOne, append(slices.Clone(wrong), right)}, true},
		"one of many, none is":           {Criteria{AssertAtLeastOne, wrong}, false},
		"many, the last not understood":  {Criteria{AssertNone, append(slices.Clone(wrong), Criterion{Unsupported: "x"})}, false},
		"deep":                           {deep, true},
		"deep, the innermost unreadable": {Criteria{AssertAtLeastOne, []Criterion{right, {Nested: &Criteria{AssertAll, []Criterion{{Nested: &Criteria{"some", nil}}}}}}}, false},
	} {
		if got := tc.cl.Match(c); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
