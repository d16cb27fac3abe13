// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Duplicate asks that no other signature of the document has the same identifier.
var Duplicate = checks.Check[*Facts]{
	ID: "fc.duplicate", Clause: clause, Key: "BBB_FC_ISD",
	Question: "Is the signature's identifier its own?",
	Path:     basic("SignatureDuplicated"), Sub: ades.FormatFailure, Applies: (*Facts).signature,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return !f.Signature.Duplicate, "" },
}
