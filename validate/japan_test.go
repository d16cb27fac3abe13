// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
	"github.com/mitome-project/mitome/validate"
)

const demoData = "../internal/demo/data/"

func demoStore(t *testing.T) *trust.Store {
	t.Helper()
	store, _, err := tsl.LoadMirrorWith(context.Background(), demoData+"mirror", tsl.Options{Clock: testpki.DemoTime})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func demoValidator(t *testing.T, view validate.View) *validate.Validator {
	t.Helper()
	v, err := validate.New(validate.Options{Trust: demoStore(t), View: view, Time: testpki.DemoTime()})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestClosedRevocation asks that missing revocation data of an individual number card is told by name, with what to do about it,
// and that embedded data makes the signature valid.
func TestClosedRevocation(t *testing.T) {
	v := demoValidator(t, validate.JP)
	for _, tt := range []struct{ file, want, level string }{
		{"application-jp-b.p7m", "INDETERMINATE", "Indeterminate-JPKI"},
		{"application-jp-t.p7m", "INDETERMINATE", "Indeterminate-JPKI"},
		{"application-jp-lt.p7m", "TOTAL-PASSED", "JPKI"},
		{"application-jp-lta.p7m", "TOTAL-PASSED", "JPKI"},
	} {
		res, err := v.ValidateFile(context.Background(), demoData+"documents/"+tt.file)
		if err != nil {
			t.Fatal(err)
		}
		s := res.Signatures[0]
		if got := s.Indication.Total(); got != tt.want || s.Qualification.Level != tt.level {
			t.Errorf("%s: %s, %s", tt.file, got, s.Qualification.Level)
		}
		var text strings.Builder
		if err := report.Text(&text, res); err != nil {
			t.Fatal(err)
		}
		named := strings.Contains(text.String(), "because: Is the certificate's revocation data there, or open to everyone? No: ") &&
			strings.Contains(text.String(), "individual number card (JPKI) is given to certified verifiers only") && strings.Contains(text.String(), "-> ask the signer for")
		if named != (tt.want == "INDETERMINATE") {
			t.Errorf("%s: the closed revocation is named: %t\n%s", tt.file, named, text.String())
		}
	}
}

// TestPersonalData asks that no report shows what an individual number card says of its holder, and that names in Japanese are
// shown as they are.
func TestPersonalData(t *testing.T) {
	v := demoValidator(t, validate.JP)
	for _, file := range []string{"application-jp-t.p7m", "application-jp-lta.p7m", "contract-jp-lt.pdf"} {
		res, err := v.ValidateFile(context.Background(), demoData+"documents/"+file)
		if err != nil {
			t.Fatal(err)
		}
		for name, write := range map[string]func(io.Writer, *validate.Result) error{"text": report.Text, "json": report.JSON, "html": report.HTML, "etsi": report.ETSI} {
			var b bytes.Buffer
			if err := write(&b, res); err != nil {
				t.Fatal(err)
			}
			for _, secret := range []string{"見本太郎", "319840214", "見本県"} {
				if strings.Contains(b.String(), secret) {
					t.Errorf("%s, %s: %q is shown", file, name, secret)
				}
			}
			if strings.HasPrefix(file, "contract") && !strings.Contains(b.String(), "見本花子") {
				t.Errorf("%s, %s: the signer's name is not shown", file, name)
			}
		}
	}
}

// TestTimeAuditCertificate validates a signature whose time-stamp carries an attribute certificate, as tokens of Japanese services
// did until 2023: it is no certificate of a chain, and hinders nothing.
func TestTimeAuditCertificate(t *testing.T) {
	p, err := testpki.Repository(testpki.DemoPKI())
	if err != nil {
		t.Fatal(err)
	}
	signed := time.Date(2026, 9, 14, 9, 30, 0, 0, time.UTC)
	for _, format := range []string{"cades", "pades", "xades"} {
		r := testpki.Recipe{Format: format, Level: "LT", Signer: "hanako", Time: signed, Content: []byte("A contract.\n"),
			Stamp: &testpki.Stamp{TSA: "toki-tsu", At: signed.Add(5 * time.Second), Mutate: []string{"attribute-certificate"}}, Revocation: &testpki.Plan{At: signed.Add(6 * time.Hour)}}
		if format == "xades" {
			r.Content = []byte("<contract/>\n")
		}
		made, err := p.Make(r)
		if err != nil {
			t.Fatal(err)
		}
		res, err := demoValidator(t, validate.JP).Validate(context.Background(), ades.Input{Name: "contract" + made.Ext, Data: bytes.NewReader(made.Document), Size: int64(len(made.Document))})
		if err != nil {
			t.Fatal(err)
		}
		s := res.Signatures[0]
		if s.Indication.Total() != "TOTAL-PASSED" || len(s.Timestamps) != 1 || !s.Timestamps[0].Indication.Passed() || s.Timestamps[0].Qualification.Level != "JP-Timestamp" {
			t.Errorf("%s: %s, %d time-stamps: %+v", format, s.Indication.Total(), len(s.Timestamps), s.Timestamps)
		}
	}
}
