// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki_test

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/qualify"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
)

// signedAt is the best-signature-time of the demonstration documents with a time-stamp.
var signedAt = time.Date(2026, 9, 14, 9, 30, 5, 0, time.UTC)

func pkiOf(t *testing.T, s testpki.Spec) *testpki.PKI {
	t.Helper()
	p, err := testpki.Repository(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// loadLists writes lists as a mirror and loads it.
func loadLists(t *testing.T, p *testpki.PKI, lists map[string]testpki.ListSpec) *trust.Store {
	t.Helper()
	files, err := p.DemoMirror(lists)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	store, status, err := tsl.LoadMirrorWith(context.Background(), dir, tsl.Options{Clock: testpki.DemoTime})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range status.Lists {
		if l.Problem() != "" {
			t.Fatal(l.Problem())
		}
	}
	return store
}

func chain(t *testing.T, p *testpki.PKI, id string) []*ades.Certificate {
	t.Helper()
	var out []*ades.Certificate
	for _, c := range p.Chain(id) {
		a, err := ades.ParseCertificate(c.DER)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// TestRecognition qualifies the signers under every variant of the recognition table: as the reference reads the lists under the
// default policy, to the letter of the standard, and under policy dss.
func TestRecognition(t *testing.T) {
	p := pkiOf(t, testpki.RecognitionPKI())
	signers := map[string][]*ades.Certificate{"hanako": chain(t, p, "hanako"), "midori": chain(t, p, "midori")}
	for _, c := range testpki.RecognitionCases() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			store := loadLists(t, p, c.Lists())
			strict, dss := cmp.Or(c.Strict, c.Want), cmp.Or(c.DSS, c.Want)
			for _, r := range []struct {
				reading string
				pol     *policy.Policy
				variant qualify.Variant
				want    string
			}{{"default", policy.Default(), qualify.Reference, c.Want}, {"standard", policy.Default(), qualify.Standard, strict}, {"dss", policy.DSS(), qualify.Reference, dss}} {
				q := qualify.NewContext(store, r.pol, r.variant, qualify.EU, testpki.DemoTime()).Signature(ades.Pass(), signers[c.Signer], signedAt)
				if q.Level != r.want {
					t.Errorf("%s (%s): %s, want %s\n%v", c.About, r.reading, q.Level, r.want, q.Steps)
				}
				if got := q.Recognition.Basis != ""; got != c.Enacted && r.reading == "default" {
					t.Errorf("%s: recognised %t, want %t\n%v", c.About, got, c.Enacted, q.Steps)
				}
				if q.Home.Level != "JP-ESig" && c.Name != "ceased" {
					t.Errorf("%s: at home %q", c.About, q.Home.Level)
				}
			}
		})
	}
}

// TestDemoQualification qualifies the demonstration's signers and time-stamps in every view, with and without the agreement.
func TestDemoQualification(t *testing.T) {
	p := pkiOf(t, testpki.DemoPKI())
	for _, tt := range []struct {
		agreement bool
		view      qualify.View
		variant   qualify.Variant
		want      map[string]string
	}{
		{true, qualify.EU, qualify.Standard, map[string]string{"elin": "QESig", "harbour": "QESeal", "hanako": "QESig", "taro": "QESig", "kumo": "AdESeal-QC", "chronos-tsu": "QTSA", "toki-tsu": "QTSA"}},
		{false, qualify.EU, qualify.Standard, map[string]string{"elin": "QESig", "harbour": "QESeal", "hanako": "N/A", "taro": "N/A", "kumo": "N/A", "chronos-tsu": "QTSA", "toki-tsu": "N/A"}},
		{true, qualify.EU, qualify.Reference, map[string]string{"elin": "QESig", "harbour": "QESeal", "hanako": "QESig", "taro": "QESig", "kumo": "AdESeal-QC", "chronos-tsu": "QTSA", "toki-tsu": "QTSA"}},
		{false, qualify.EU, qualify.Reference, map[string]string{"elin": "QESig", "harbour": "QESeal", "hanako": "Unknown", "taro": "Unknown", "kumo": "Unknown", "chronos-tsu": "QTSA", "toki-tsu": "TSA"}},
		{true, qualify.Japan, qualify.Standard, map[string]string{"elin": "JP-ESig", "harbour": "JP-ESeal-L2", "hanako": "JP-ESig", "taro": "JPKI", "kumo": "JP-ESeal-L2", "chronos-tsu": "JP-Timestamp", "toki-tsu": "JP-Timestamp"}},
		{false, qualify.Japan, qualify.Standard, map[string]string{"elin": "N/A", "harbour": "N/A", "hanako": "JP-ESig", "taro": "JPKI", "kumo": "JP-ESeal-L2", "chronos-tsu": "TSA", "toki-tsu": "JP-Timestamp"}},
		{true, qualify.Home, qualify.Reference, map[string]string{"elin": "QESig", "harbour": "QESeal", "hanako": "JP-ESig", "taro": "JPKI", "kumo": "JP-ESeal-L2", "chronos-tsu": "QTSA", "toki-tsu": "JP-Timestamp"}},
	} {
		store := loadLists(t, p, testpki.DemoLists(tt.agreement))
		q := qualify.NewContext(store, policy.Default(), tt.variant, tt.view, testpki.DemoTime())
		for _, id := range []string{"elin", "harbour", "hanako", "taro", "kumo"} {
			if r := q.Signature(ades.Pass(), chain(t, p, id), signedAt); tt.want[id] != r.Level {
				t.Errorf("agreement %v, view %s: %s: %s, want %s\n%v", tt.agreement, tt.view, id, r.Level, tt.want[id], r.Steps)
			}
		}
		for _, id := range []string{"chronos-tsu", "toki-tsu"} {
			if r := q.Timestamp(chain(t, p, id), signedAt, signedAt); r.Level != tt.want[id] {
				t.Errorf("agreement %v, view %s: %s: %s, want %s\n%v", tt.agreement, tt.view, id, r.Level, tt.want[id], r.Steps)
			}
		}
	}
}
