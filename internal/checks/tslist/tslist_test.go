// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tslist

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/checktest"
	"github.com/mitome-project/mitome/trust"
)

func TestChecks(t *testing.T) {
	from, to := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(when time.Time, scheme string) *Facts {
		return &Facts{Time: when, Services: []*trust.Service{{Scheme: scheme, Periods: []trust.Period{
			{From: to, Type: "CA/PKC", Status: "withdrawn"}, {From: from, To: to, Type: "CA/QC", Status: "granted"},
		}}}}
	}
	granted, types := checktest.Values("granted"), checktest.Values("CA/QC")
	checktest.Run(t, "xcv", []checktest.Row[*Facts]{
		{Check: Status, Name: "granted then", Facts: at(from, "EU"), Constraint: granted, Want: checktest.Passes},
		{Check: Status, Name: "withdrawn since", Facts: at(to, "EU"), Constraint: granted, Want: checktest.Fails, Sub: ades.NoCertificateChainFound, Text: "withdrawn"},
		{Check: Status, Name: "not yet listed", Facts: at(from.Add(-time.Second), "EU"), Constraint: granted, Want: checktest.Fails},
		{Check: Status, Name: "the caller's own", Facts: at(from, ""), Constraint: granted, Want: checktest.Skipped},
		{Check: Status, Name: "no service", Facts: &Facts{}, Constraint: granted, Want: checktest.Skipped},
		{Check: Type, Name: "accepted then", Facts: at(from, "EU"), Constraint: types, Want: checktest.Passes},
		{Check: Type, Name: "another since", Facts: at(to, "EU"), Constraint: types, Want: checktest.Fails, Sub: ades.NoCertificateChainFound, Text: "CA/PKC"},
		{Check: Type, Name: "the caller's own", Facts: at(from, ""), Constraint: types, Want: checktest.Skipped},
	})
}
