// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"slices"

	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ForbiddenExtensions asks that the certificate has no extension that it must not have in its place.
var ForbiddenExtensions = checks.Check[*Facts]{
	ID: "xcv.forbidden-extensions", Clause: clause4 + "; RFC 6960 4.2.2.2.1; RFC 9608 3", Key: "BBB_XCV_DCCFCE",
	Question: "Is the certificate free of extensions that it must not have?",
	Path:     cert("ForbiddenExtensions"), Sub: general,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		for _, e := range f.Cert.X509().Extensions {
			if slices.Contains(k.Values, e.OID) {
				return false, e.OID
			}
		}
		return true, ""
	},
}
