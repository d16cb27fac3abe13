// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// AuthorityKeyID asks for the authority key identifier.
var AuthorityKeyID = checks.Check[*Facts]{
	ID: "xcv.authority-key-id", Clause: clause4 + "; RFC 5280 4.2.1.1", Key: "BBB_XCV_IAKIP",
	Question: "Is the authority key identifier present?",
	Path:     cert("AuthorityKeyIdentifierPresent"), Sub: general,
	Applies: func(f *Facts) bool { return !f.Cert.X509().SelfSigned() },
	Holds:   func(f *Facts, _ policy.Constraint) (bool, string) { return Extension(f.Cert, "2.5.29.35"), "" },
}

// Extension reports whether the certificate has the extension.
func Extension(c *ades.Certificate, oid string) bool {
	for _, e := range c.X509().Extensions {
		if e.OID == oid {
			return true
		}
	}
	return false
}
