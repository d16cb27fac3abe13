// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
)

// Evidence is everything that Evaluate needs of the outside world: the document's facts, certificates, revocation data, and
// the results of all public-key operations. It is made by [Validator.Collect] and is not to be changed afterwards.
type Evidence struct {
	Document *ades.Document
	// Pool holds every certificate and all revocation data known: the document's, the caller's, those fetched, and the anchors met.
	Pool *ades.Pool
	// Issuers lists, per certificate, the issuers whose key verifies its signature, the best first.
	Issuers map[ades.ID][]ades.ID
	// Statuses lists, per certificate, what the revocation data says of it.
	Statuses map[ades.ID][]*rac.Status
	// RevocationSigners says who signed each revocation datum.
	RevocationSigners map[ades.ID]RevocationSigner
	// Lookups are what was looked for online.
	Lookups []Lookup
	// Time is the validation time at which the evidence was collected.
	Time time.Time
}

// RevocationSigner is the certificate that signed a revocation datum, and whether its key verifies the signature.
type RevocationSigner struct {
	Signer ades.ID
	Intact bool
}

func (ev *Evidence) certificate(id ades.ID) *ades.Certificate { return ev.Pool.Certificate(id) }
