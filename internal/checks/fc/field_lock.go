// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// FieldLock asks that the lock of the signature field was kept.
var FieldLock = checks.Check[*Facts]{
	ID: "fc.field-lock", Clause: clause + "; ISO 32000-2 12.7.5.5", Key: "BBB_FC_ISVASFLD",
	Question: "Was the lock of the signature field kept?",
	Path:     basic("SigFieldLock"), Sub: ades.FormatFailure,
	Applies: func(f *Facts) bool { return f.isPDF() && f.PDF.Lock != nil },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		if n, ok := lockedChange(f, f.PDF.Lock); !ok {
			return false, n
		}
		if f.PDF.Lock.Permission == 0 {
			return true, ""
		}
		c, ok := beyond(f.PDF.Changes, f.PDF.Lock.Permission)
		return ok, c
	},
}
