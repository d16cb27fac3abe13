// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ClaimedRoles asks for an accepted claimed role.
var ClaimedRoles = checks.Check[*Facts]{
	ID: "sav.claimed-roles", Clause: checks.Edition + "5.2.8.4.2.7", Key: "BBB_SAV_ICRM",
	Question: "Is the claimed role accepted?",
	Path:     signed("ClaimedRoles"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		return checks.Accepts(k, f.Attributes.ClaimedRoles...), strings.Join(f.Attributes.ClaimedRoles, ", ")
	},
}
