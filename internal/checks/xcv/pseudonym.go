// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Pseudonym asks that the subject is no pseudonym.
var Pseudonym = checks.Check[*Facts]{
	ID: "xcv.pseudonym", Clause: clause5, Key: "BBB_XCV_PSEUDO_USE",
	Question: "Is the subject named without a pseudonym?",
	Path:     cert("UsePseudonym"), Sub: chain,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return len(f.Cert.SubjectValues("2.5.4.65")) == 0, ""
	},
}
