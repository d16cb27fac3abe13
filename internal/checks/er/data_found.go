// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package er

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DataFound asks that at least one digest of the record is that of known data.
var DataFound = checks.Check[*Facts]{
	ID: "er.data-found", Clause: clause + "RFC 4998 4.3 step 1; RFC 6283 3.3", Own: quiet,
	Question: "Is any data of the evidence record found?",
	Path:     constraint("DataObjectFound"), Sub: ades.SignedDataNotFound,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		for _, r := range f.Record.References {
			if r.Found {
				return true, ""
			}
		}
		return false, ""
	},
}
