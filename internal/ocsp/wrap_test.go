// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ocsp_test

import (
	"bytes"
	"testing"

	"github.com/mitome-project/mitome/internal/ocsp"
	"github.com/mitome-project/mitome/internal/testpki"
)

// TestWrapped: a bare answer is wrapped as the responder had sent it.
func TestWrapped(t *testing.T) {
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []testpki.OCSPSpec{{Cert: "alice"}, {Cert: "alice", NoCerts: true, ByKey: true}} {
		sent, err := p.OCSP(s)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := ocsp.Parse(sent)
		if err != nil {
			t.Fatal(err)
		}
		bare, err := ocsp.Parse(whole.Basic)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(bare.Wrapped(), sent) || bytes.Equal(bare.Raw, sent) {
			t.Errorf("%+v: wrapped again as %x, sent as %x", s, bare.Wrapped(), sent)
		}
	}
}
