// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package er

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// DataExistence asks that the record names the digest of the data.
var DataExistence = checks.Check[*Facts]{
	ID: "er.data-existence", Clause: clause + "RFC 4998 4.3 step 1; RFC 6283 3.3", Key: "BBB_CV_IRDOF",
	Question: "Does the evidence record name the digest of the data?",
	Remedy:   "give the detached content along with the document",
	Path:     constraint("DataObjectExistence"), Sub: ades.SignedDataNotFound,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Ref.Found, f.told()
	},
}
