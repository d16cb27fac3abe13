// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/policy"
)

// answers are what an evaluation concluded before, where several stages ask the same: of a certificate in the same chain, and
// of the same revocation datum. They depend on the evidence, the policy, the validation time and the proofs of existence, which
// therefore hold them.
type answers struct {
	refusals     map[statusKey]string
	certificates map[certificateKey]certificateAnswer
}

type statusKey struct {
	certificate *ades.Certificate
	status      *rac.Status
}

type certificateKey struct {
	ctx  policy.Context
	leaf *ades.Certificate
	cert *ades.Certificate
}

type certificateAnswer struct {
	path  []*ades.Certificate
	block *Block
}

// refusal returns why the datum may not be used for the certificate, empty if it may, or finds it by judge.
func (a *answers) refusal(c *ades.Certificate, st *rac.Status, judge func() string) string {
	key := statusKey{c, st}
	if why, ok := a.refusals[key]; ok {
		return why
	}
	why := judge()
	if a.refusals == nil {
		a.refusals = map[statusKey]string{}
	}
	a.refusals[key] = why
	return why
}

// certificate returns the block of certificate i of the path at the validation time, or makes it by judge.
func (a *answers) certificate(ctx policy.Context, path []*ades.Certificate, i int, judge func() *Block) *Block {
	key := certificateKey{ctx, path[0], path[i]}
	if known, ok := a.certificates[key]; ok && slices.Equal(known.path, path) {
		return known.block
	}
	b := judge()
	if a.certificates == nil {
		a.certificates = map[certificateKey]certificateAnswer{}
	}
	a.certificates[key] = certificateAnswer{path, b}
	return b
}
