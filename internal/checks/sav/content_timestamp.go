// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ContentTimestamp asks for a content time-stamp.
var ContentTimestamp = checks.Check[*Facts]{
	ID: "sav.content-timestamp", Clause: checks.Edition + "5.2.8.4.2.5", Key: "BBB_SAV_ISQPCTSIP",
	Question: "Is a content time-stamp present?",
	Path:     signed("ContentTimeStamp"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.count(func(t *ades.Timestamp) bool { return t.Kind == ades.TSContent }) > 0, ""
	},
}
