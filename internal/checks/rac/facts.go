// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package rac holds the checks that decide whether one revocation datum may be used for one certificate
// (RFC 5280 6.3, RFC 6960 3.2 and 4.2.2, as EN 319 102-1 5.2.6 step 4 needs them), one a file.
package rac

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Status is what one CRL or OCSP response says of one certificate: facts, established when the evidence was collected.
type Status struct {
	Certificate ades.ID `json:"certificate"`
	Revocation  ades.ID `json:"revocation"`
	OCSP        bool    `json:"ocsp,omitempty"`
	// Signer signed the datum; empty: not known. Intact says that its key verifies the signature.
	Signer ades.ID `json:"signer,omitempty"`
	Intact bool    `json:"intact,omitempty"`
	// Revoked, Unknown: the answer; neither: good. Reason is the CRLReason, -1 where none is given.
	Revoked   bool      `json:"revoked,omitempty"`
	Unknown   bool      `json:"unknown,omitempty"`
	RevokedAt time.Time `json:"revokedAt,omitzero"`
	Reason    int       `json:"reason"`
	// ThisUpdate, NextUpdate and ProducedAt; zero: absent. A CRL is produced at its ThisUpdate.
	ThisUpdate time.Time `json:"thisUpdate,omitzero"`
	NextUpdate time.Time `json:"nextUpdate,omitzero"`
	ProducedAt time.Time `json:"producedAt,omitzero"`
	// KeepsFrom is the expiredCertsOnCRL or archiveCutoff date: certificates expired since are still listed. Zero: absent.
	KeepsFrom time.Time `json:"keepsFrom,omitzero"`
	// HashPresent and HashMatch tell of the certHash extension (Common PKI).
	HashPresent bool `json:"hashPresent,omitempty"`
	HashMatch   bool `json:"hashMatch,omitempty"`
	// ResponderMatch says that the responder id designates Signer.
	ResponderMatch bool `json:"responderMatch,omitempty"`
	// Unauthorised says why Signer may not answer for the certificate's issuer; empty: it may.
	Unauthorised string `json:"unauthorised,omitempty"`
	// OutOfScope says why a CRL does not cover the certificate; empty: it does.
	OutOfScope string `json:"outOfScope,omitempty"`
	// With are further CRLs that the answer rests on: a delta CRL's base, or those for the other reasons for revocation.
	With []ades.ID `json:"with,omitempty"`
	// ReferenceRefuses says that the reference implementation does not read the CRL or the answer, or not for this certificate.
	ReferenceRefuses bool `json:"referenceRefuses,omitempty"`
}

// Hold is the CRLReason certificateHold.
const Hold = 6

// Compromised reports whether a CRLReason says that the key may be in other hands (keyCompromise, cACompromise, aACompromise).
func Compromised(reason int) bool { return reason == 1 || reason == 2 || reason == 10 }

// Facts are what the checks look at.
type Facts struct {
	Status *Status
	Cert   *ades.Certificate
	Signer *ades.Certificate // of the datum; nil: not known
	// SignerTrusted says that the datum's chain reaches a trust anchor.
	SignerTrusted bool
	// SelfIssued says that the certificate stands in the chain of the responder that answers for it.
	SelfIssued bool
	// ServiceKeepsFrom is the ExpiredCertsRevocationInfo of the issuer's trust service; zero: absent.
	ServiceKeepsFrom time.Time
	// SignerIsAnchor says that the datum's signer is itself a trust anchor.
	SignerIsAnchor bool
	Rules          policy.Rules
}

func in(name string) func(*Facts) checks.Path {
	return checks.At[*Facts](policy.In(policy.Revocation, name))
}

func basic(name string) func(*Facts) checks.Path {
	return checks.At[*Facts](policy.Basic(policy.Revocation, name))
}

func ocsp(f *Facts) bool { return f.Status.OCSP }

const clause = checks.Edition + "5.2.6 step 4"
