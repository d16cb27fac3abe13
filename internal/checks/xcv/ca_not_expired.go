// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// CANotExpired asks whether a CA certificate was valid at the time.
var CANotExpired = checks.Check[*Facts]{
	ID: "xcv.ca-not-expired", Clause: clause4 + ".3 (a)(2)", Key: "BBB_XCV_ICTIVRSC",
	Question: "Is the CA certificate valid at the time of validation?",
	Path:     cert("NotExpired"), Sub: general,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return Within(f.Cert, f.Time), validity(f.Cert) },
}
