// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ades

// The references of evidence records, beside those of signatures.
const (
	RefMasterSignature  ReferenceKind = "EVIDENCE_RECORD_MASTER_SIGNATURE"
	RefArchiveObject    ReferenceKind = "EVIDENCE_RECORD_ARCHIVE_OBJECT"
	RefArchiveTimestamp ReferenceKind = "EVIDENCE_RECORD_ARCHIVE_TIME_STAMP"
	RefArchiveSequence  ReferenceKind = "EVIDENCE_RECORD_ARCHIVE_TIME_STAMP_SEQUENCE"
	RefOrphan           ReferenceKind = "EVIDENCE_RECORD_ORPHAN_REFERENCE"
)

// EvidenceRecord is an evidence record (RFC 4998, RFC 6283) in a signature, and what it covers.
//
// The contract is that of [Timestamp]: the format hands over what it computed for each digest that the record names. Covers
// lists only what the first archive time-stamp was found to cover; the record proves it once all its time-stamps are valid.
type EvidenceRecord struct {
	ID ID
	// Form is ASN1_EVIDENCE_RECORD or XML_EVIDENCE_RECORD, as the reference implementation names them.
	Form string
	// Digest is the SHA-256 of the record: of its octets, or of its canonical form.
	Digest [32]byte
	// Timestamps are the archive time-stamps, chain after chain, the initial one first.
	Timestamps []*Timestamp
	// References are the digests that the initial archive time-stamp names: of the signature, of detached contents, and of what
	// is not known (orphans).
	References []*Reference
	// Uncovered names the signed data that the record does not cover.
	Uncovered []string
	Covers    []ID
	// Faults are broken rules of the syntax, for which the record is not valid whatever its time-stamps say (RFC 4998 5.3).
	Faults   []Problem
	Problems []Problem
}
