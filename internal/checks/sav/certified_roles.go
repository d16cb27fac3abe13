// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// CertifiedRoles asks for a certified role.
var CertifiedRoles = checks.Check[*Facts]{
	ID: "sav.certified-roles", Clause: checks.Edition + "5.2.8.4.2.7", Key: "BBB_SAV_ICERRM",
	Question: "Is the certified role accepted?",
	Path:     signed("CertifiedRoles"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		var roles []string
		for _, r := range f.Attributes.CertifiedRoles {
			roles = append(roles, string(r))
		}
		return checks.Accepts(k, roles...), ""
	},
}
