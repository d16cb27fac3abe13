// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rfc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

var ocspNextUpdate, crlNextUpdate = cert("OCSPNextUpdatePresent"), cert("CRLNextUpdatePresent")

// NextUpdate asks that the revocation data says when newer data will be there.
var NextUpdate = checks.Check[*Facts]{
	ID: "rfc.next-update", Clause: clause, Key: "BBB_RFC_NUP",
	Question: "Does the revocation data say when the next will be issued?",
	Path: func(f *Facts) checks.Path {
		if f.OCSP {
			return ocspNextUpdate(f)
		}
		return crlNextUpdate(f)
	},
	Sub: ades.TryLater, Applies: func(f *Facts) bool { return !f.Configured },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return !f.NextUpdate.IsZero(), "" },
}
