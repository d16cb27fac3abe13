// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

// Check is a caller's own rule. It runs after the built-in checks of its block and may only lower a result:
// what failed without it stays failed.
type Check struct {
	ID       string // names the check in reports and in the policy ("acme.signer-country")
	Clause   string // the rule or law that it follows
	Question string // what it asks, as the report puts it
	Remedy   string // what the reader can do if it fails
	// Block is the building block that it belongs to: "FC", "ISC", "VCI", "XCV", "CV" or "SAV"; empty: "SAV".
	Block string
	// Sub is the sub-indication of a failure; [ades.NoSub]: SIG_CONSTRAINTS_FAILURE. [ades.Custom] is for what the standard has no name for.
	Sub ades.Sub
	// Run judges the facts. It must be a pure function of them and safe for concurrent use.
	Run func(Facts) Outcome
	// Constraint is what the policy says of it; Add sets it.
	Constraint Constraint
}

// Facts are what a caller's own rule may look at. They must not be changed.
type Facts struct {
	Signature *ades.Signature
	Signer    *ades.Certificate   // nil: not identified
	Chain     []*ades.Certificate // from the signer to the anchor; empty: none found
	Services  []*trust.Service    // the trust services of the anchor
	// Time is the validation time, BestSignatureTime the earliest time at which the signature is proven to have existed.
	Time, BestSignatureTime time.Time
	// Values are those of the constraint that the check was added with.
	Values []string
}

// Outcome is what a caller's own rule found.
type Outcome struct {
	Passed bool
	Text   string // what was found, for the report
}
