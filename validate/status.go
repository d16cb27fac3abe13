// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
)

// invalidTSA reports whether a token was made outside the validity of its signer's certificate, by its own words.
func invalidTSA(ts *ades.Timestamp, signer *ades.Certificate) bool {
	outside := func(t time.Time) bool { return t.Before(signer.NotBefore()) || t.After(signer.NotAfter()) }
	return outside(ts.GenTime) || !ts.ClaimedTime.IsZero() && outside(ts.ClaimedTime)
}

// statusProven reports whether all revocation data that a status rests on provably existed by t.
func (e *evaluation) statusProven(st *rac.Status, t time.Time) bool {
	return e.poes.by(st.Revocation, t) && !slices.ContainsFunc(st.With, func(id ades.ID) bool { return !e.poes.by(id, t) })
}
