// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package mitome_test

import (
	"context"
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/tsl"
	"github.com/mitome-project/mitome/validate"
)

// Task 4: a rule of your own. It runs after the built-in checks of its block and can only lower a result.
func Example_ownRule() {
	signerCountry := policy.Check{
		ID: "acme.signer-country", Clause: "ACME handbook 3.2", Question: "Is the signer from a country that we deal with?",
		Run: func(f policy.Facts) policy.Outcome {
			if f.Signer == nil {
				return policy.Outcome{Text: "no signer"}
			}
			for _, c := range f.Signer.SubjectValues("2.5.4.6") {
				if slices.Contains(f.Values, c) {
					return policy.Outcome{Passed: true, Text: c}
				}
			}
			return policy.Outcome{Text: "another country"}
		},
	}
	p := policy.Default().With(policy.Add(signerCountry, policy.Constraint{Level: policy.LevelFail, Values: []string{"JP"}}))
	store, _, err := tsl.LoadMirror(context.Background(), "internal/demo/data/mirror")
	if err != nil {
		log.Fatal(err)
	}
	v, err := validate.New(validate.Options{Trust: store, Policy: p, Time: time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range []string{"contract-jp-lt.pdf", "contract-eu-lt.pdf"} {
		res, err := v.ValidateFile(context.Background(), "internal/demo/data/documents/"+name)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(name, res.Signatures[0].Indication)
	}
	// Output:
	// contract-jp-lt.pdf PASSED
	// contract-eu-lt.pdf INDETERMINATE/SIG_CONSTRAINTS_FAILURE
}
