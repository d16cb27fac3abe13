// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rfc

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/checktest"
	"github.com/mitome-project/mitome/policy"
)

func TestChecks(t *testing.T) {
	now := time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)
	issued := func(age, next time.Duration) *Facts {
		f := &Facts{ThisUpdate: now.Add(-age), Time: now}
		if next > 0 {
			f.NextUpdate = f.ThisUpdate.Add(next)
		}
		return f
	}
	present := func(age time.Duration) *Facts {
		f := issued(age, 0)
		f.Present, f.Configured = true, true
		return f
	}
	day := policy.Constraint{Level: policy.LevelFail, Duration: 24 * time.Hour}
	ocsp := issued(time.Hour, 0)
	ocsp.OCSP = true
	checktest.Run(t, "rfc", []checktest.Row[*Facts]{
		{Check: Fresh, Name: "an hour old", Facts: present(time.Hour), Constraint: day, Want: checktest.Passes},
		{Check: Fresh, Name: "issued later", Facts: present(-time.Hour), Constraint: day, Want: checktest.Passes},
		{Check: Fresh, Name: "just too old", Facts: present(24 * time.Hour), Constraint: day, Want: checktest.Fails, Sub: ades.TryLater, Text: "2025-05-31T12:00:00Z"},
		{Check: Fresh, Name: "no maximum set", Facts: issued(time.Hour, 0), Constraint: day, Want: checktest.Skipped},
		{Check: FreshByNextUpdate, Name: "next not due", Facts: issued(time.Hour, 2*time.Hour), Want: checktest.Passes},
		{Check: FreshByNextUpdate, Name: "next due", Facts: issued(2*time.Hour, time.Hour), Want: checktest.Fails, Sub: ades.TryLater},
		{Check: FreshByNextUpdate, Name: "next not told", Facts: issued(time.Hour, 0), Want: checktest.Fails},
		{Check: FreshByNextUpdate, Name: "a maximum set", Facts: present(time.Hour), Want: checktest.Skipped},
		{Check: InForce, Name: "next not due", Facts: issued(time.Hour, 2*time.Hour), Constraint: day, Want: checktest.Passes},
		{Check: InForce, Name: "next due", Facts: issued(2*time.Hour, 2*time.Hour), Constraint: day, Want: checktest.Fails, Sub: ades.TryLater, Text: "2025-06-01T12:00:00Z"},
		{Check: InForce, Name: "issued later", Facts: issued(-time.Hour, 0), Constraint: day, Want: checktest.Passes},
		{Check: InForce, Name: "next not told, within the duration", Facts: issued(23*time.Hour, 0), Constraint: day, Want: checktest.Passes},
		{Check: InForce, Name: "next not told, after the duration", Facts: issued(24*time.Hour, 0), Constraint: day, Want: checktest.Fails},
		{Check: NextUpdate, Name: "told", Facts: issued(time.Hour, 2*time.Hour), Want: checktest.Passes},
		{Check: NextUpdate, Name: "not told by a CRL", Facts: issued(time.Hour, 0), Want: checktest.Fails, Sub: ades.TryLater},
		{Check: NextUpdate, Name: "not told by a responder", Facts: ocsp, Want: checktest.Fails},
		{Check: NextUpdate, Name: "a maximum set", Facts: present(time.Hour), Want: checktest.Skipped},
	})
	if crl, o := NextUpdate.Path(issued(0, 0)), NextUpdate.Path(ocsp); crl == o {
		t.Errorf("CRLs and OCSP responses have the same constraint %s", crl.Value())
	}
}
