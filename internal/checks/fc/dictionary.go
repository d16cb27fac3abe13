// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Dictionary asks that the signature dictionary is the same in the signed and in the final revision.
var Dictionary = checks.Check[*Facts]{
	ID: "fc.dictionary", Clause: clause, Key: "BBB_FC_ISDC",
	Question: "Is the signature dictionary the one that was signed?",
	Path:     basic("PdfSignatureDictionary"), Sub: ades.FormatFailure, Applies: (*Facts).isPDF,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.PDF.DictionaryConsistent, f.PDF.DictionaryProblem
	},
}
