// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package mitome_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"time"

	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/tsl"
	"github.com/mitome-project/mitome/validate"
)

// Task 5: reports, and evidence that can be evaluated again years later, under another policy, view or time.
func Example_reportsAndReplay() {
	ctx := context.Background()
	store, _, err := tsl.LoadMirror(ctx, "internal/demo/data/mirror")
	if err != nil {
		log.Fatal(err)
	}
	v, err := validate.New(validate.Options{Trust: store, View: validate.EU, Time: time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	in, done, err := validate.OpenFiles("internal/demo/data/documents/contract-jp-lt.pdf")
	if err != nil {
		log.Fatal(err)
	}
	defer done()
	ev, err := v.Collect(ctx, in)
	if err != nil {
		log.Fatal(err)
	}
	var first, again, kept bytes.Buffer
	if err := report.JSON(&first, v.Evaluate(ev)); err != nil { // also Text, HTML and ETSI
		log.Fatal(err)
	}
	if err := v.SaveEvidence(&kept, ev); err != nil {
		log.Fatal(err)
	}

	stored, err := validate.LoadEvidence(bytes.NewReader(kept.Bytes()), int64(kept.Len()))
	if err != nil {
		log.Fatal(err)
	}
	if err := report.JSON(&again, stored.Replay()); err != nil {
		log.Fatal(err)
	}
	fmt.Println("the same report:", bytes.Equal(first.Bytes(), again.Bytes()))
	o := stored.Options()
	o.View = validate.JP
	other, err := validate.New(o)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("seen from Japan:", other.Evaluate(stored.Evidence).Signatures[0].Qualification.Level)
	// Output:
	// the same report: true
	// seen from Japan: JP-ESig
}
