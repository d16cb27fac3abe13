// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package mitome_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/mitome-project/mitome/tsl"
	"github.com/mitome-project/mitome/validate"
)

// Task 3: yes or no, as in a unit test. Err is nil only if there is a signature and all are TOTAL-PASSED.
func Example_yesOrNo() {
	store, _, err := tsl.LoadMirror(context.Background(), "internal/demo/data/mirror")
	if err != nil {
		log.Fatal(err)
	}
	v, err := validate.New(validate.Options{Trust: store, Time: time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range []string{"contract-eu-lta.pdf", "contract-eu-t-tampered.pdf"} {
		res, err := v.ValidateFile(context.Background(), "internal/demo/data/documents/"+name)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(name, res.Err() == nil)
	}
	// Output:
	// contract-eu-lta.pdf true
	// contract-eu-t-tampered.pdf false
}
