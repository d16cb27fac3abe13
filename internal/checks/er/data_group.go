// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package er

import (
	"fmt"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DataGroup asks that the record names no digests of other, unknown data: it may be about a group of which a part is not here.
var DataGroup = checks.Check[*Facts]{
	ID: "er.data-group", Clause: clause + "RFC 4998 4.3; RFC 6283 3.3", Own: quiet,
	Question: "Is all data of the evidence record known?",
	Path:     constraint("DataObjectGroup"), Sub: ades.SignedDataNotFound,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		unknown := 0
		for _, r := range f.Record.References {
			if r.Kind == ades.RefOrphan {
				unknown++
			}
		}
		if unknown == 0 {
			return true, ""
		}
		return false, fmt.Sprintf("%d of %d digests are of unknown data", unknown, len(f.Record.References))
	},
}
