// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// TestRefuseExpired has an EU scheme whose list of lists expires before one national list and after another, and a list of
// another scheme.
func TestRefuseExpired(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	a, b, c := certificate(t, "A", 1, 1, nil), certificate(t, "B", 2, 2, nil), certificate(t, "C", 3, 3, nil)
	var bld Builder
	list := func(kind ListKind, scheme, url, parent string, next time.Time) {
		bld.AddList(ListStatus{Kind: kind, Scheme: scheme, URL: url, Parent: parent, Verdict: VerdictGood, Used: true, Official: true, NextUpdate: next, Territory: scheme})
	}
	list(KindLOTL, "EU", "lotl", "", day(10))
	list(KindPivot, "EU", "pivot", "lotl", day(1))
	list(KindList, "EU", "fi", "lotl", day(5))
	list(KindList, "EU", "uk", "lotl", time.Time{})
	list(KindList, "JP", "jp", "", day(8))
	bld.AddService(&Service{Scheme: "EU", List: "fi", Parent: "lotl", Periods: []Period{{Status: StatusPrefix + "granted"}}}, "1", []*ades.Certificate{a})
	bld.AddService(&Service{Scheme: "JP", List: "jp", Periods: []Period{{Status: StatusPrefix + "accredited"}}}, "2", []*ades.Certificate{b})
	bld.AddAgreement(&Agreement{List: "lotl"})
	bld.AddAgreement(&Agreement{List: "jp"})
	bld.AddCertificate(c)
	s := bld.Build(day(1))

	if s.RefuseExpired(day(9)) != s {
		t.Error("an unexpired list of lists changes the store")
	}
	if got := s.ProblemsAt(day(4)); len(got) != 0 {
		t.Errorf("problems %q", got)
	}
	if got := strings.Join(s.ProblemsAt(day(9)), "\n"); !strings.Contains(got, "list fi: expired: its next update was due 2026-01-05") || !strings.Contains(got, "list jp: expired") || strings.Contains(got, "pivot") || strings.Contains(got, "uk") {
		t.Errorf("problems %q", got)
	}
	r := s.RefuseExpired(day(10)) // half-open: the second of the next update is past
	if r.TrustedAt(a, day(3)) || !r.TrustedAt(b, day(3)) || !r.TrustedAt(c, day(3)) || r.IsAnchor(a) {
		t.Error("anchors")
	}
	if !s.TrustedAt(a, day(3)) || !s.List("lotl").Used {
		t.Error("the store itself changed")
	}
	if len(r.Agreements()) != 1 || r.Agreements()[0].List != "jp" {
		t.Error("tables")
	}
	if r.ID() != s.ID() || r.Anchors() != s.Anchors() {
		t.Error("the refusal changes what names the snapshot")
	}
	if got := strings.Join(r.ProblemsAt(day(10)), "\n"); !strings.Contains(got, "lotl: refused: expired: its next update was due 2026-01-10T00:00:00Z; none of the lists") || strings.Contains(got, "fi") || !strings.Contains(got, "list jp: expired") {
		t.Errorf("problems %q", got)
	}
	if s.RefuseExpired(day(11)) != r || r.RefuseExpired(day(11)) != r {
		t.Error("not remembered, or not the same twice")
	}
	var none *Store
	if none.RefuseExpired(day(1)) != nil || none.ProblemsAt(day(1)) != nil {
		t.Error("nil store")
	}
}
