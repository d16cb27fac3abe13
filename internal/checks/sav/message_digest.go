// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sav

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// MessageDigest asks for the message-digest attribute (CMS) or the reference to the signed properties (XAdES).
var MessageDigest = checks.Check[*Facts]{
	ID: "sav.message-digest", Clause: clause, Key: "BBB_SAV_ISQPMDOSPP",
	Question: "Is the message-digest attribute, or the reference to the signed properties, present?",
	Path:     signed("MessageDigestOrSignedPropertiesPresent"), Sub: ades.SigConstraintsFailure,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) { return f.Attributes.MessageDigestOrProperties, "" },
}
