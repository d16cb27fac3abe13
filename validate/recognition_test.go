// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
	"github.com/mitome-project/mitome/validate"
)

// The demonstration's tables of recognition: of the EU for Japan, and of Japan for the EU.
const (
	recognitionURL = "https://recognition.example.org/eu-jp.xml"
	jtslURL        = "https://jtsl.example.org/jtsl.xml"
)

// loadWith loads the demonstration's lists after a change, from a mirror.
func loadWith(t *testing.T, p *testpki.PKI, change func(map[string]testpki.ListSpec)) *trust.Store {
	t.Helper()
	lists := testpki.DemoLists(true)
	if change != nil {
		change(lists)
	}
	files, err := p.DemoMirror(lists)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	store, _, err := tsl.LoadMirrorWith(context.Background(), dir, tsl.Options{Clock: testpki.DemoTime})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// agreed changes every equivalence of both tables.
func agreed(change func(*testpki.Equivalence)) func(map[string]testpki.ListSpec) {
	return func(lists map[string]testpki.ListSpec) {
		for _, url := range []string{recognitionURL, jtslURL} {
			for _, pointer := range lists[url].Pointers {
				if pointer.Agreement != nil {
					for i := range pointer.Agreement.Equivalences {
						change(&pointer.Agreement.Equivalences[i])
					}
				}
			}
		}
	}
}

// services changes the current period of every service of the Japanese and the national lists.
func services(change func(territory string, p *testpki.PeriodSpec)) func(map[string]testpki.ListSpec) {
	return func(lists map[string]testpki.ListSpec) {
		for _, l := range lists {
			for _, pr := range l.Providers {
				for i := range pr.Services {
					change(l.Territory, &pr.Services[i].Periods[0])
				}
			}
		}
	}
}

// TestRecognisedDocuments validates a signature and a seal of each party, with their time-stamps, under the agreement and its
// variants: valid they are all; worth is "EU view, Japan's view, at home", first of the signature, then of its time-stamp.
func TestRecognisedDocuments(t *testing.T) {
	p, err := testpki.Repository(testpki.DemoPKI())
	if err != nil {
		t.Fatal(err)
	}
	const status = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
	abroad := map[string]string{ // nothing is recognised
		"contract-jp-lt.pdf": "Unknown JP-ESig JP-ESig; TSA JP-Timestamp JP-Timestamp", "invoice-jp-lt.xml": "Unknown JP-ESeal-L2 JP-ESeal-L2; TSA JP-Timestamp JP-Timestamp",
		"contract-eu-lt.pdf": "QESig N/A QESig; QTSA TSA QTSA", "receipt-eu-lt.p7m": "QESeal N/A QESeal; QTSA TSA QTSA"}
	for _, tt := range []struct {
		name   string
		change func(map[string]testpki.ListSpec)
		want   map[string]string
	}{
		{"recognised", nil, map[string]string{
			"contract-jp-lt.pdf": "QESig JP-ESig JP-ESig; QTSA JP-Timestamp JP-Timestamp", "invoice-jp-lt.xml": "AdESeal-QC JP-ESeal-L2 JP-ESeal-L2; QTSA JP-Timestamp JP-Timestamp",
			"contract-eu-lt.pdf": "QESig JP-ESig QESig; QTSA JP-Timestamp QTSA", "receipt-eu-lt.p7m": "QESeal JP-ESeal-L2 QESeal; QTSA JP-Timestamp QTSA"}},
		{"repealed", agreed(func(e *testpki.Equivalence) { e.Status = strings.Replace(e.Status, "enacted", "repealed", 1) }), abroad},
		{"in force after the signature", agreed(func(e *testpki.Equivalence) { e.From = time.Date(2026, 9, 15, 0, 0, 0, 0, time.UTC) }), abroad},
		{"in force after the certificates were issued", agreed(func(e *testpki.Equivalence) { e.From = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC) }), map[string]string{
			"contract-jp-lt.pdf": "Unknown JP-ESig JP-ESig; QTSA JP-Timestamp JP-Timestamp", "invoice-jp-lt.xml": "Unknown JP-ESeal-L2 JP-ESeal-L2; QTSA JP-Timestamp JP-Timestamp",
			"contract-eu-lt.pdf": "QESig N/A QESig; QTSA JP-Timestamp QTSA", "receipt-eu-lt.p7m": "QESeal N/A QESeal; QTSA JP-Timestamp QTSA"}},
		{"wrong status", services(func(territory string, p *testpki.PeriodSpec) {
			if territory == "JP" {
				p.Status = status + "recognisedatnationallevel"
			} else {
				p.Status = status + "withdrawn"
				p.From = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
			}
		}), map[string]string{
			"contract-jp-lt.pdf": "Unknown N/A N/A; TSA TSA TSA", "invoice-jp-lt.xml": "Unknown N/A N/A; TSA TSA TSA"}},
		{"wrong policy", agreed(func(e *testpki.Equivalence) {
			for i := range e.Contents {
				e.Contents[i].Pointed = testpki.Criteria{Policies: []string{"1.3.6.1.4.1.32473.99"}}
			}
		}), map[string]string{
			"contract-jp-lt.pdf": "Unknown JP-ESig JP-ESig; QTSA JP-Timestamp JP-Timestamp", "invoice-jp-lt.xml": "Unknown JP-ESeal-L2 JP-ESeal-L2; QTSA JP-Timestamp JP-Timestamp",
			"contract-eu-lt.pdf": "QESig N/A QESig; QTSA JP-Timestamp QTSA", "receipt-eu-lt.p7m": "QESeal N/A QESeal; QTSA JP-Timestamp QTSA"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			store := loadWith(t, p, tt.change)
			for file, want := range tt.want {
				var worth, stamps []string
				for _, view := range []validate.View{validate.EU, validate.JP, validate.NoView} {
					v, err := validate.New(validate.Options{Trust: store, View: view, Time: testpki.DemoTime()})
					if err != nil {
						t.Fatal(err)
					}
					res, err := v.ValidateFile(context.Background(), demoData+"documents/"+file)
					if err != nil {
						t.Fatal(err)
					}
					s := res.Signatures[0]
					if s.Indication.Total() != "TOTAL-PASSED" {
						t.Errorf("%s: %s", file, s.Indication.Total())
					}
					worth, stamps = append(worth, s.Qualification.Level), append(stamps, s.Timestamps[0].Qualification.Level)
				}
				if got := strings.Join(worth, " ") + "; " + strings.Join(stamps, " "); got != want {
					t.Errorf("%s: %s, want %s", file, got, want)
				}
			}
		})
	}
}
