// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/policy"
)

// TestAnswersHoldUnderTheirProofs asks the same again: it is judged once, but anew where anything differs that the answer
// depends on, a further proof of existence among it.
func TestAnswersHoldUnderTheirProofs(t *testing.T) {
	p := newPOESet(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	leaf, ca, other := &ades.Certificate{}, &ades.Certificate{}, &ades.Certificate{}
	st, late := &rac.Status{}, &rac.Status{}
	path, longer := []*ades.Certificate{leaf, ca}, []*ades.Certificate{leaf, ca, other}
	judged := 0
	refusal := func(c *ades.Certificate, st *rac.Status) {
		p.answers.refusal(c, st, func() string { judged++; return "" })
	}
	block := func(ctx policy.Context, path []*ades.Certificate, i int) {
		p.answers.certificate(ctx, path, i, func() *Block { judged++; return &Block{} })
	}
	for _, c := range []struct {
		what  string
		ask   func()
		again bool // judged again although it was asked before
	}{
		{"a status", func() { refusal(leaf, st) }, true},
		{"the same status", func() { refusal(leaf, st) }, false},
		{"another status", func() { refusal(leaf, late) }, true},
		{"the status of another certificate", func() { refusal(ca, st) }, true},
		{"a certificate", func() { block(policy.Signature, path, 0) }, true},
		{"the same certificate", func() { block(policy.Signature, path, 0) }, false},
		{"the same chain once more", func() { block(policy.Signature, []*ades.Certificate{leaf, ca}, 0) }, false},
		{"another context", func() { block(policy.Timestamp, path, 0) }, true},
		{"its issuer", func() { block(policy.Signature, path, 1) }, true},
		{"a longer chain", func() { block(policy.Signature, longer, 0) }, true},
		{"the status after a proof", func() { p.prove("R-1", poe{}); refusal(leaf, st) }, true},
		{"the certificate after a proof", func() { p.prove("R-1", poe{}); block(policy.Signature, longer, 0) }, true},
	} {
		before := judged
		c.ask()
		if again := judged > before; again != c.again {
			t.Errorf("%s: judged %v, expected %v", c.what, again, c.again)
		}
	}
}
