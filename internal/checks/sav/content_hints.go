// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ContentHints asks for accepted content hints.
var ContentHints = checks.Check[*Facts]{
	ID: "sav.content-hints", Clause: clause, Key: "BBB_SAV_ISQPCHP",
	Question: "Are the content hints accepted?",
	Path:     signed("ContentHints"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		return checks.Accepts(k, f.Attributes.ContentHints), f.Attributes.ContentHints
	},
}
