// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ades

import (
	"github.com/mitome-project/mitome/internal/crl"
	"github.com/mitome-project/mitome/internal/ocsp"
	"github.com/mitome-project/mitome/internal/pkix"
)

// DescribedCertificate makes a certificate that is known by its facts and not by its bytes, under the id that its source
// gives it; for this module's own tests.
func DescribedCertificate(id ID, p *pkix.Certificate) *Certificate {
	return &Certificate{id: id, parsed: p}
}

// DescribedRevocation does so for revocation data: a CRL, or an OCSP response.
func DescribedRevocation(id ID, l *crl.List, o *ocsp.Response) *Revocation {
	return &Revocation{id: id, raw: []byte(id), crl: l, ocsp: o}
}
