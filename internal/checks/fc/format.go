// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Format asks whether the policy accepts the format and level.
var Format = checks.Check[*Facts]{
	ID: "fc.format", Clause: clause, Key: "BBB_FC_IEFF",
	Question: "Is the format of the signature accepted?",
	Path:     in("AcceptableFormats"),
	Sub:      ades.FormatFailure, Applies: (*Facts).signature,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		l := string(f.Signature.Level)
		return checks.Accepts(k, l, strings.ReplaceAll(l, "-", "_")), l
	},
}
