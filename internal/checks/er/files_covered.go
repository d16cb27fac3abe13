// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package er

import (
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// FilesCovered asks that the record covers the signed data itself, not its digest in the signature alone.
var FilesCovered = checks.Check[*Facts]{
	ID: "er.files-covered", Clause: clause + "RFC 5276 2", Own: quiet,
	Question: "Does the evidence record cover all signed data?",
	Path:     constraint("SignedFilesCovered"), Sub: ades.FormatFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return len(f.Record.Uncovered) == 0, strings.Join(f.Record.Uncovered, ", ")
	},
}
