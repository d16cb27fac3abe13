// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ContentIdentifier asks for an accepted content identifier.
var ContentIdentifier = checks.Check[*Facts]{
	ID: "sav.content-identifier", Clause: clause, Key: "BBB_SAV_ISQPCIP",
	Question: "Is the content identifier accepted?",
	Path:     signed("ContentIdentifier"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		return checks.Accepts(k, f.Attributes.ContentIdentifier), f.Attributes.ContentIdentifier
	},
}
