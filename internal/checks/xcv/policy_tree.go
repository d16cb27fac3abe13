// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/path"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/policy"
)

// PolicyTree asks whether the certificate policies of the chain go together.
var PolicyTree = checks.Check[*Facts]{
	ID: "xcv.policy-tree", Clause: clause4 + ".3 (d) to (f)", Key: "BBB_XCV_ICPTV",
	Question: "Do the certificate policies of the path go together?",
	Path:     cert("PolicyTree"), Sub: general,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return path.PolicyTree(Parsed(f.Chain[f.Index:]), nil)
	},
}

// Parsed are the parsed certificates of a chain.
func Parsed(chain []*ades.Certificate) []*pkix.Certificate {
	out := make([]*pkix.Certificate, len(chain))
	for i, c := range chain {
		out[i] = c.X509()
	}
	return out
}
