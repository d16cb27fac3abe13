// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"encoding/pem"
	"testing"

	"github.com/mitome-project/mitome/internal/testpki"
)

// FuzzReadCertificates reads arbitrary answers of where an issuer's certificate should be.
func FuzzReadCertificates(f *testing.F) {
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		f.Fatal(err)
	}
	der := p.Cert("ca").DER
	f.Add(der)
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	m, err := p.Make(testpki.Recipe{Format: "cades", Level: "B", Signer: "alice", Content: []byte("x")})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(m.Document)
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: m.Document}))
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := readCertificates(b)
		if (len(list) == 0) == (err == nil) || len(list) > maxBundle {
			t.Errorf("%d certificates, %v", len(list), err)
		}
		isHTML("text/html", b)
	})
}
