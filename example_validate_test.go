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

// Task 2: validate a file, and be told what it is worth seen from the EU and seen from Japan.
func Example_validateFile() {
	store, _, err := tsl.LoadMirror(context.Background(), "internal/demo/data/mirror")
	if err != nil {
		log.Fatal(err)
	}
	for _, view := range []validate.View{validate.EU, validate.JP} {
		v, err := validate.New(validate.Options{Trust: store, View: view, Time: time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)})
		if err != nil {
			log.Fatal(err)
		}
		res, err := v.ValidateFile(context.Background(), "internal/demo/data/documents/invoice-jp-lt.xml")
		if err != nil {
			log.Fatal(err) // it could not run; a bad signature is an answer, not an error
		}
		for _, s := range res.Signatures {
			fmt.Println(s.Indication.Total(), s.BestTime.Format(time.DateOnly), s.Signer.Subject(), "-", s.Qualification.Level, "in", view)
		}
	}
	// Output:
	// TOTAL-PASSED 2026-09-14 CN=Kumo Robotics K.K.,organizationIdentifier=NTRJP-0000000000000,O=くもロボット株式会社,C=JP - AdESeal-QC in EU
	// TOTAL-PASSED 2026-09-14 CN=Kumo Robotics K.K.,organizationIdentifier=NTRJP-0000000000000,O=くもロボット株式会社,C=JP - JP-ESeal-L2 in JP
}
