// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// FromCertificates makes a store of anchors that are trusted at all times, for a private PKI.
func FromCertificates(certs ...*x509.Certificate) *Store {
	var b Builder
	for _, c := range certs {
		if c == nil {
			continue
		}
		if a, err := ades.ParseCertificate(c.Raw); err == nil {
			b.AddCertificate(a)
		}
	}
	return b.Build(time.Time{})
}

// FromPEM makes a store of the certificates in PEM blocks, also those that crypto/x509 refuses. Text and blocks of other
// kinds are passed over. The error says that a certificate cannot be read, or that there is none.
func FromPEM(text []byte) (*Store, error) {
	var b Builder
	n := 0
	for rest := text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" && block.Type != "X509 CERTIFICATE" {
			continue
		}
		n++
		c, err := ades.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("anchor %d: %w", n, err)
		}
		b.AddCertificate(c)
	}
	if n == 0 {
		return nil, errors.New("no certificate in the PEM text")
	}
	return b.Build(time.Time{}), nil
}
