// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package rfc

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// InForce asks that revocation data tells of the time at which the signature is known to have existed: it was issued later, or
// its successor was not due yet. Data that names no successor holds for the constraint's duration. Without this, whoever keeps
// an old answer could go on signing after a revocation.
var InForce = checks.Check[*Facts]{
	ID: "rfc.in-force", Clause: clause + ", 5.5.4 step 6", Own: "the reference implementation leaves freshness aside by default",
	Question: "Was the revocation data in force when the signature is known to have existed?",
	Remedy:   "ask for revocation data issued after the signature was made",
	Path:     cert("RevocationInForce"), Sub: ades.TryLater,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		until := f.NextUpdate
		if until.IsZero() {
			until = f.ThisUpdate.Add(k.Duration)
		}
		return f.Time.Before(until), f.ThisUpdate.UTC().Format(time.RFC3339) + " to " + until.UTC().Format(time.RFC3339) + ", known by " + f.Time.UTC().Format(time.RFC3339)
	},
}
