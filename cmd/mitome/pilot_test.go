// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// TestPilot validates the two documents of the EU's mutual-recognition pilot, and asks what their signer's certificate is worth.
func TestPilot(t *testing.T) {
	dir := beside.Path(t, "corpus", "lists", "mra-zz")
	const at = "2022-06-11T00:00:00Z"
	for _, view := range []struct{ name, level, agreement, home string }{{"eu", "QESig", "QCForESig", ""}, {"none", "N/A", "", ""}} {
		for _, name := range []string{"john-doe-lta.pdf", "john-doe-lta.xml"} {
			var stdout, stderr bytes.Buffer
			// Under policy dss: an OCSP responder of the pilot is not authorised by the CA that it speaks for.
			code := run([]string{"validate", filepath.Join(dir, name), "--trust", dir, "--anchors", filepath.Join(dir, "anchors.pem"), "--policy", "dss", "--view", view.name, "--at", at, "--format", "json"}, &stdout, &stderr)
			var d struct {
				Signatures []struct{ Qualification report.Qualification }
			}
			if err := json.Unmarshal(stdout.Bytes(), &d); code != exitPassed || err != nil || len(d.Signatures) != 1 {
				t.Fatalf("%s: exit code %d, %v: %s", name, code, err, stderr.String())
			}
			q := d.Signatures[0].Qualification
			agreement := ""
			if q.Recognition != nil {
				agreement = q.Recognition.Agreement
				if r := q.Recognition; !strings.HasSuffix(r.As, "/CA/QC") || r.Status != "granted" || r.Since != "2020-05-16T23:59:59Z" || r.Basis != "equivalence" {
					t.Errorf("%s: %+v", name, r)
				}
			}
			if q.Level != view.level || agreement != view.agreement || q.Home == nil || q.Home.Territory != "ZZ" || q.Home.Level != view.home {
				t.Errorf("%s seen from %s: %+v, recognition %+v, home %+v", name, view.name, q, q.Recognition, q.Home)
			}
		}
	}
	v, err := validate.New(validate.Options{Trust: &trust.Store{}})
	if err != nil {
		t.Fatal(err)
	}
	ev, err := v.ValidateFile(context.Background(), filepath.Join(dir, "john-doe-lta.xml"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "john-doe.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ev.Signatures[0].Signer.Raw()})
	for _, c := range ev.Document.Pool.Certificates {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw()})...)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if code := run([]string{"trust", "show", file, "--trust", dir, "--at", at}, &stdout, &stderr); code != exitPassed {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	for _, want := range []string{"worth at " + at + " under policy default: QC for eSig with QSCD seen from the EU\n  recognised as CA/QC (granted) by QCForESig since 2020-05-16: equivalent under Article 14",
		"at home in ZZ: what its service is worth is not known here, under CA/QC/for-eSig", "under policy default: N/A seen from Japan", "under policy default: N/A by its own list\n"} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("not said: %s\n%s", want, stdout.String())
		}
	}
}
