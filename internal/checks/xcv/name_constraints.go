// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/path"
	"github.com/mitome-project/mitome/policy"
)

// NameConstraints asks whether the certificate's names are among those that its CAs may certify.
var NameConstraints = checks.Check[*Facts]{
	ID: "xcv.name-constraints", Clause: clause4 + ".3 (b), (c)", Key: "BBB_XCV_DCSBSINC",
	Question: "Are the certificate's names among those that its CAs may certify?",
	Path:     cert("NameConstraints"), Sub: general,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		v := path.NameConstraintsViolation(Parsed(f.Chain[f.Index:]))
		return v == "", v
	},
}
