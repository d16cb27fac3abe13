// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ades

// Main is the main part of an [Indication].
type Main uint8

// The main indications of EN 319 102-1 v1.4.1 5.1.3 for building blocks; a signature's are spelt TOTAL-….
const (
	None Main = iota // not evaluated
	Passed
	Failed
	Indeterminate
)

// Indication is the outcome of a building block or process. Its zero value is "not evaluated". A sub-indication belongs to
// one main indication, so an impossible pair cannot be written: an Indication is [Pass] or made from a [Sub].
type Indication struct {
	main Main
	sub  Sub
}

// Sub is a sub-indication of EN 319 102-1 v1.4.1 5.1.3 table 6.
type Sub uint8

// The sub-indications. The first six are FAILED, all others INDETERMINATE.
const (
	NoSub Sub = iota
	FormatFailure
	HashFailure
	SigCryptoFailure
	Revoked
	Expired
	NotYetValid
	SigConstraintsFailure
	ChainConstraintsFailure
	CertificateChainGeneralFailure
	CryptoConstraintsFailure
	CryptoConstraintsFailureNoPOE
	PolicyProcessingError
	SignaturePolicyNotAvailable
	TimestampOrderFailure
	NoSigningCertificateFound
	NoCertificateChainFound
	NoCertificateChainFoundNoPOE
	RevokedNoPOE
	RevokedCANoPOE
	OutOfBoundsNotRevoked
	OutOfBoundsNoPOE
	RevocationOutOfBoundsNoPOE
	NoPOE
	TryLater
	SignedDataNotFound
	Custom
	subCount
)

var subNames = [subCount]string{"", "FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE", "REVOKED", "EXPIRED", "NOT_YET_VALID",
	"SIG_CONSTRAINTS_FAILURE", "CHAIN_CONSTRAINTS_FAILURE", "CERTIFICATE_CHAIN_GENERAL_FAILURE", "CRYPTO_CONSTRAINTS_FAILURE",
	"CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "POLICY_PROCESSING_ERROR", "SIGNATURE_POLICY_NOT_AVAILABLE", "TIMESTAMP_ORDER_FAILURE",
	"NO_SIGNING_CERTIFICATE_FOUND", "NO_CERTIFICATE_CHAIN_FOUND", "NO_CERTIFICATE_CHAIN_FOUND_NO_POE", "REVOKED_NO_POE",
	"REVOKED_CA_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED", "OUT_OF_BOUNDS_NO_POE", "REVOCATION_OUT_OF_BOUNDS_NO_POE", "NO_POE",
	"TRY_LATER", "SIGNED_DATA_NOT_FOUND", "CUSTOM"}

// Subs returns every sub-indication, in the order of their declaration.
func Subs() []Sub {
	out := make([]Sub, 0, subCount-1)
	for s := FormatFailure; s < subCount; s++ {
		out = append(out, s)
	}
	return out
}

// String is the name as the standard spells it.
func (s Sub) String() string {
	if s >= subCount {
		return "CUSTOM"
	}
	return subNames[s]
}

// Indication returns the only indication that this sub-indication can stand with. Of NoSub it is INDETERMINATE/CUSTOM.
func (s Sub) Indication() Indication {
	switch {
	case s == NoSub || s >= subCount:
		return Indication{Indeterminate, Custom}
	case s <= NotYetValid:
		return Indication{Failed, s}
	}
	return Indication{Indeterminate, s}
}

// Pass is PASSED.
func Pass() Indication { return Indication{main: Passed} }

// Main is the main indication.
func (i Indication) Main() Main { return i.main }

// Sub is the sub-indication, NoSub if PASSED.
func (i Indication) Sub() Sub { return i.sub }

// Passed reports whether i is PASSED.
func (i Indication) Passed() bool { return i.main == Passed }

// Is reports whether i has one of these sub-indications.
func (i Indication) Is(subs ...Sub) bool {
	for _, s := range subs {
		if i.sub == s && i.main != None {
			return true
		}
	}
	return false
}

// String is "PASSED", "INDETERMINATE/TRY_LATER" and so on.
func (i Indication) String() string {
	m := [...]string{"NOT_EVALUATED", "PASSED", "FAILED", "INDETERMINATE"}[i.main]
	if i.sub != NoSub {
		m += "/" + i.sub.String()
	}
	return m
}

// Total is the main indication as it is spelt for a whole signature: TOTAL-PASSED, TOTAL-FAILED, INDETERMINATE.
func (i Indication) Total() string {
	return [...]string{"INDETERMINATE", "TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"}[i.main]
}
