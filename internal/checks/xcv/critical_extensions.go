// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"slices"

	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// CriticalExtensions asks that every critical extension is one that is understood.
var CriticalExtensions = checks.Check[*Facts]{
	ID: "xcv.critical-extensions", Clause: clause4 + ".4 (o)", Key: "BBB_XCV_DCCUCE",
	Question: "Are all critical extensions understood?",
	Path:     cert("SupportedCriticalExtensions"), Sub: general,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		for _, e := range f.Cert.X509().Extensions {
			if e.Critical && !slices.Contains(k.Values, e.OID) {
				return false, e.OID
			}
		}
		return true, ""
	},
}
