// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ContentTimestampImprint asks that a content time-stamp's imprint is that of the content.
var ContentTimestampImprint = checks.Check[*Facts]{
	ID: "sav.content-timestamp-imprint", Clause: checks.Edition + "5.2.8.4.2.5", Key: "BBB_SAV_DMICTSTMCMI",
	Question: "Is the imprint of the content time-stamp that of the content?",
	Path:     signed("ContentTimeStampMessageImprint"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Timestamp.ImprintIntact(), "" },
}
