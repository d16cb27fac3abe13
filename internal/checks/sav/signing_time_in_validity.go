// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SigningTimeInValidity asks that the claimed signing time lies in the validity of the signing certificate.
var SigningTimeInValidity = checks.Check[*Facts]{
	ID: "sav.signing-time-in-validity", Clause: checks.Edition + "5.2.8.4.2.2", Key: "BBB_SAV_ISQPSTWSCVR",
	Question: "Is the claimed signing time within the validity of the signing certificate?",
	Path:     signed("SigningTimeInCertRange"), Sub: ades.SigConstraintsFailure,
	Applies: func(f *Facts) bool { return f.Signer != nil },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		t := f.Attributes.SigningTime
		if t.IsZero() {
			return false, "no signing time is claimed"
		}
		return !t.Before(f.Signer.NotBefore()) && !t.After(f.Signer.NotAfter()), t.UTC().Format(time.RFC3339)
	},
}
