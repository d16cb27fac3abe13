// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SerialNumber asks for a serialNumber in the subject's name.
var SerialNumber = checks.Check[*Facts]{
	ID: "xcv.serial-number", Clause: clause5 + "; EN 319 412-2 v2.3.1 4.2.4", Key: "QUAL_UNIQUE_CERT",
	Question: "Has the subject a serial number?",
	Path:     cert("SerialNumberPresent"), Sub: chain,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return len(f.Cert.SubjectValues("2.5.4.5")) > 0, ""
	},
}
