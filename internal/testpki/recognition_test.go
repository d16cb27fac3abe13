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

// TestRollover qualifies a signer whose CA has a new key or is certified by others: the Japanese list has one certificate, and the
// chain leads there by a link certificate (the old key under the new one), or by a cross certificate (the same key under a bridge).
func TestRollover(t *testing.T) {
	spec := testpki.DemoPKI()
	at := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	const old = "C=JP, O=Sakura Certification K.K., CN=Sakura Accredited CA G2"
	ca := func(id, subject, issuer, key string) testpki.CertSpec {
		return testpki.CertSpec{ID: id, Subject: subject, Issuer: issuer, Key: key, From: at(2020), To: at(2040), Profile: testpki.ProfileCA}
	}
	spec.Certs = append(spec.Certs, ca("sakura-g3", "C=JP, O=Sakura Certification K.K., CN=Sakura Accredited CA G3", "", "p256-16"), ca("sakura-link", old, "sakura-g3", "p256-6"),
		ca("bridge", "C=JP, O=Example Government, CN=Bridge CA", "", "p256-17"), ca("sakura-cross", old, "bridge", "p256-6"))
	p := pkiOf(t, spec)
	one := func(id string) *ades.Certificate { return chain(t, p, id)[0] }
	for _, tt := range []struct {
		name, listed string
		chain        []*ades.Certificate
		want         string
	}{
		{"the CA itself", "sakura-ca", []*ades.Certificate{one("hanako"), one("sakura-ca")}, "JP-ESig"},
		{"link certificate to the new key", "sakura-g3", []*ades.Certificate{one("hanako"), one("sakura-link"), one("sakura-g3")}, "JP-ESig"},
		{"link certificate, the old key is listed", "sakura-ca", []*ades.Certificate{one("hanako"), one("sakura-link"), one("sakura-g3")}, "JP-ESig"},
		{"cross certificate, the CA is listed", "sakura-ca", []*ades.Certificate{one("hanako"), one("sakura-cross"), one("bridge")}, "JP-ESig"},
		{"the old key, the new one is listed and no link is there", "sakura-g3", []*ades.Certificate{one("hanako"), one("sakura-ca")}, "N/A"},
		{"cross certificate, the new key is listed", "sakura-g3", []*ades.Certificate{one("hanako"), one("sakura-cross"), one("bridge")}, "N/A"},
	} {
		lists := testpki.DemoLists(false)
		for url, l := range lists {
			if l.Territory == "JP" {
				l.Providers[0].Services[0].Certs = []string{tt.listed}
				lists[url] = l
			}
		}
		q := qualify.NewContext(loadLists(t, p, lists), policy.Default(), qualify.Reference, qualify.Japan, testpki.DemoTime())
		if r := q.Signature(ades.Pass(), tt.chain, signedAt); r.Level != tt.want {
			t.Errorf("%s: %s, want %s\n%v", tt.name, r.Level, tt.want, r.Steps)
		}
	}
}
