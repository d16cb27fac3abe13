// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/policy"
)

// TSANameMatch asks that the TSA named in a time-stamp is the signer.
var TSANameMatch = checks.Check[*Facts]{
	ID: "sav.tsa-name-match", Clause: checks.Edition + "5.4; RFC 3161 2.4.2", Key: "BBB_TAV_DTSAVM",
	Question: "Is the TSA that the time-stamp names the subject of its signing certificate?",
	Path:     checks.At[*Facts](policy.In(policy.Timestamp, "TSAGeneralNameContentMatch")),
	Sub:      ades.SigConstraintsFailure,
	Applies:  func(f *Facts) bool { return len(f.Timestamp.TSAName) > 0 && f.Signer != nil },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		n, err := pkix.ParseName(f.Timestamp.TSAName)
		return err == nil && sameAttributes(n, f.Signer.X509().Subject), ""
	},
}

// sameAttributes compares names without regard to the order of their parts; TSANameOrder asks for the order.
func sameAttributes(a, b pkix.Name) bool {
	if len(a.Attributes) != len(b.Attributes) {
		return false
	}
	for _, x := range a.Attributes {
		if !slices.ContainsFunc(b.Attributes, func(y pkix.NameAttribute) bool {
			return x.OID == y.OID && strings.EqualFold(strings.Join(strings.Fields(x.Value), " "), strings.Join(strings.Fields(y.Value), " "))
		}) {
			return false
		}
	}
	return true
}
