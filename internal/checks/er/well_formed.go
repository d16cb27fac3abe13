// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package er

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// WellFormed asks that the record breaks no rule of its syntax: in order of time, one algorithm a chain, and readable at all.
var WellFormed = checks.Check[*Facts]{
	ID: "er.well-formed", Clause: clause + "RFC 4998 5.3; RFC 6283 4.3", Own: quiet,
	Question: "Is the evidence record well formed?",
	Sub:      ades.FormatFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		if len(f.Record.Faults) > 0 {
			return false, f.Record.Faults[0].Where + ": " + f.Record.Faults[0].Text
		}
		return true, ""
	},
}
