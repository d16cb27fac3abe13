// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// TSANamePresent asks for the TSA's name in a time-stamp.
var TSANamePresent = checks.Check[*Facts]{
	ID: "sav.tsa-name-present", Clause: checks.Edition + "5.4; RFC 3161 2.4.2", Key: "BBB_TAV_ITSAP",
	Question: "Does the time-stamp name its TSA?",
	Path:     checks.At[*Facts](policy.In(policy.Timestamp, "TSAGeneralNamePresent")),
	Sub:      ades.SigConstraintsFailure,
	Holds:    func(f *Facts, _ policy.Constraint) (bool, string) { return len(f.Timestamp.TSAName) > 0, "" },
}
