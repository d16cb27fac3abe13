// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/policy"
)

// TSANameOrder asks that the TSA's name in a time-stamp is its certificate's subject, in the same order.
var TSANameOrder = checks.Check[*Facts]{
	ID: "sav.tsa-name-order", Clause: checks.Edition + "5.4; RFC 3161 2.4.2", Key: "BBB_TAV_DTSAOM",
	Question: "Is the TSA's name written in the order of its certificate's subject?",
	Path:     checks.At[*Facts](policy.In(policy.Timestamp, "TSAGeneralNameOrderMatch")),
	Sub:      ades.SigConstraintsFailure,
	Applies:  func(f *Facts) bool { return len(f.Timestamp.TSAName) > 0 && f.Signer != nil },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		n, err := pkix.ParseName(f.Timestamp.TSAName)
		return err == nil && n.Equal(f.Signer.X509().Subject), ""
	},
}
