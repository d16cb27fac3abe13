// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// PathLength asks whether the path is as short as its CAs demand.
var PathLength = checks.Check[*Facts]{
	ID: "xcv.path-length", Clause: clause4 + ".4 (l), (m)", Key: "BBB_XCV_ICPDV",
	Question: "Is the path as short as the CA certificates demand?",
	Path:     cert("MaxPathLength"), Sub: general,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		below := 0 // intermediate certificates, not self-issued, below the CA at hand
		for i, c := range f.Chain {
			if x := c.X509(); i > 0 && i >= f.Index {
				if x.PathLen >= 0 && below > x.PathLen {
					return false, c.Subject()
				}
			}
			if i > 0 && !c.X509().SelfIssued() {
				below++
			}
		}
		return true, ""
	},
}
