// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package er

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// TreeRenewal asks that a renewal of the hash tree covers the data again: the old digests may no longer be reliable.
var TreeRenewal = checks.Check[*Facts]{
	ID: "er.tree-renewal", Clause: clause + "RFC 4998 5.2; RFC 6283 4.2.2", Key: "BBB_CV_ER_TST_RN",
	Question: "Does the renewal of the hash tree cover the data?",
	Path:     constraint("HashTreeRenewal"), Sub: ades.SignedDataNotFound,
	Applies: func(f *Facts) bool { return !f.renewal() },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Ref.Found, f.told()
	},
}
