// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/qualify"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// evaluation is one run of the process over one document. It holds what was concluded so far; it reads no clock and does no I/O.
type evaluation struct {
	ev          *Evidence
	pol         *policy.Policy
	constraints *checks.Constraints // of pol
	rules       policy.Rules
	store       *trust.Store
	view        View
	now         time.Time // the validation time

	sigs      map[ades.ID]*token
	stamps    map[ades.ID]*token
	revs      map[ades.ID]*token
	records   map[ades.ID]*EvidenceRecord
	poes      *poeSet
	qualifier *qualify.Context
	needs     []Need
	digests   map[sigalg.Hash]map[string][]ades.ID
	anchors   map[*ades.Certificate]bool // what isAnchor found
	within    map[ades.ID][]ades.ID      // certificates, by what they are in; nil: not made yet
}

// token is a signed object on its way through the process: a signature, a time-stamp or a revocation datum.
type token struct {
	ctx    policy.Context
	id     ades.ID
	sig    *ades.Signature
	ts     *ades.Timestamp
	rev    *ades.Revocation
	signer *ades.Certificate
	chain  []*ades.Certificate // the chain chosen: leaf first, up to an anchor where one is reached
	usage  time.Time           // when the signer's certificate was used, as far as the token tells

	blocks map[string]*Block
	// overall is the last failing block's indication: how a revocation datum counts as evidence of the past.
	overall  ades.Indication
	basic    ades.Indication // conclusion of basic validation (5.3)
	final    ades.Indication // conclusion of the last process run
	procs    []*Process
	crypto   []cryptoIssue // what SAV found of algorithms at the validation time
	best     time.Time
	bestFrom ades.ID
}

func (t *token) refs() ([]ades.CertRef, int) {
	switch {
	case t.sig != nil:
		return t.sig.Attributes.CertRefs, t.sig.Attributes.CertRefAttributes
	case t.ts != nil:
		return t.ts.CertRefs, len(t.ts.CertRefs)
	}
	return nil, 0
}

// algorithm is the token's signature algorithm.
func (t *token) algorithm() sigalg.Algorithm {
	switch {
	case t.sig != nil:
		return t.sig.Algorithm
	case t.ts != nil:
		return t.ts.Algorithm
	case t.rev.CRL() != nil:
		return t.rev.CRL().SignatureAlgorithm
	}
	return t.rev.OCSP().SignatureAlgorithm
}
