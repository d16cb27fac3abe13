// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SubjectKeyID asks for the subject key identifier.
var SubjectKeyID = checks.Check[*Facts]{
	ID: "xcv.subject-key-id", Clause: clause4 + "; RFC 5280 4.2.1.2", Key: "BBB_XCV_ISKIP",
	Question: "Is the subject key identifier present?",
	Path:     cert("SubjectKeyIdentifierPresent"), Sub: general,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return Extension(f.Cert, "2.5.29.14"), "" },
}
