// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package isc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Recognition asks whether the signing certificate was identified.
var Recognition = checks.Check[*Facts]{
	ID: "isc.recognition", Clause: clause, Key: "BBB_ICS_ISCI",
	Question: "Is the signing certificate identified?",
	Remedy:   "give the signer's certificate along with the document",
	Path:     cert("Recognition"), Sub: ades.NoSigningCertificateFound,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Signer != nil, "" },
}
