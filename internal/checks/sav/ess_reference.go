// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ESSReference asks that a time-stamp names its signing certificate in a signed attribute, as RFC 3161 and RFC 5816 demand.
var ESSReference = checks.Check[*Facts]{
	ID: "sav.ess-reference", Clause: checks.Edition + "5.4; RFC 3161 2.4.2; RFC 5816 2.2.1",
	Own:      "the reference implementation drops such a time-stamp without a word",
	Question: "Does the time-stamp name its signing certificate in a signed ESS attribute?",
	Remedy:   "ask for a time-stamp from an authority that follows RFC 3161",
	Sub:      ades.SigConstraintsFailure,
	Holds:    func(f *Facts, _ policy.Constraint) (bool, string) { return f.RefCount > 0, "" },
}
