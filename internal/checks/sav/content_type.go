// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ContentType asks for an accepted content type.
var ContentType = checks.Check[*Facts]{
	ID: "sav.content-type", Clause: checks.Edition + "5.2.8.4.2.3", Key: "BBB_SAV_ISQPCTP",
	Question: "Is the content type accepted?",
	Path:     signed("ContentType"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		return checks.Accepts(k, f.Attributes.ContentType), f.Attributes.ContentType
	},
}
