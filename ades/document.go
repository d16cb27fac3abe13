// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package ades is the format-neutral model of a signed document: signatures, time-stamps and what they cover,
// references, attributes, certificates and revocation data, and the indications of EN 319 102-1.
//
// The format packages (cades, xades, pades) produce it, the engine (validate) consumes it, and neither knows the other.
// It holds facts; judging them is the engine's.
package ades

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/mitome-project/mitome/internal/sigalg"
)

// ID identifies a thing by its content: a prefix (S- signature, T- time-stamp, C- certificate, R- revocation data,
// D- signed data, ER- evidence record) and a SHA-256 in hexadecimal, so that the same input gives the same ids.
type ID string

// NewID returns the id of content with one of the prefixes "S", "T", "C", "R", "D", "ER".
func NewID(prefix string, content []byte) ID {
	sum := sha256.Sum256(content)
	var stack [80]byte
	b := append(append(stack[:0], prefix...), '-')
	return ID(hex.AppendEncode(b, sum[:]))
}

// Format names a document format.
type Format string

// The formats.
const (
	CAdES Format = "CAdES"
	XAdES Format = "XAdES"
	PAdES Format = "PAdES"
	TST   Format = "TST" // a stand-alone RFC 3161 time-stamp token
)

// Document is what a format package found in one document.
type Document struct {
	Format Format
	Name   string
	Digest [32]byte // SHA-256 of the whole document
	Size   int64
	// Signatures are all signatures in document order, counter-signatures after their parent.
	Signatures []*Signature
	// Timestamps are the time-stamps of the document itself: a stand-alone token, or PDF document time-stamps.
	// Those that cover a signature stand in that signature's Timestamps too (the same pointer).
	Timestamps []*Timestamp
	// Pool holds every certificate and all revocation data found, each once.
	Pool Pool
	// Problems are malformed parts of the document itself.
	Problems []Problem
}

// Problem is a malformed part, recorded where it was found.
type Problem struct {
	Where string // element, attribute, offset
	Text  string // lower-case: what is wrong
	// Structural says that a schema or ASN.1 structure rule is broken (constraint StructuralValidation).
	Structural bool
}

// Signature is one signature.
type Signature struct {
	ID     ID
	Name   string // the XML Id, or the PDF field name
	Format Format
	Level  Level
	// Value is the raw signature value.
	Value     []byte
	Algorithm sigalg.Algorithm
	// AlgorithmProblem says why Algorithm could not be determined or contradicts itself; such a value never verifies.
	AlgorithmProblem string
	SignedData       SignedData
	References       []*Reference
	Attributes       Attributes
	// SignerID is how the container names the signer; zero where it does not (XML).
	SignerID SignerID
	// Candidates are the ids of certificates that came with the signature, in the order to try them.
	Candidates []ID
	// KeyValue is a bare public key given instead of a certificate (XML KeyValue); nil: none.
	KeyValue *sigalg.PublicKey
	// Signer is the certificate whose key verifies Value, or failing that, the one that the container designates; empty: none.
	// Intact says that Value verifies with its key. Both are set by signer.Identify (mathematics, no judgement).
	Signer  ID
	Intact  bool
	Failure string // why Value does not verify; empty if Intact
	// Timestamps are those in or over this signature, in document order. Those of evidence records are not among them.
	Timestamps []*Timestamp
	// EvidenceRecords are those in this signature, in document order.
	EvidenceRecords []*EvidenceRecord
	// Parent is the signature that this one counter-signs; empty: none.
	Parent ID
	// Duplicate says that another signature of the document has the same identifier.
	Duplicate bool
	// PDF holds the facts of a PDF signature; nil elsewhere.
	PDF *PDFFacts
	// Scopes say which data the signature covers.
	Scopes   []Scope
	Problems []Problem
}

// SignedData is what a signature value is computed over.
type SignedData struct {
	// Bytes are hashed and verified; Alternatives are further encodings to try (signed attributes not in DER order).
	Bytes        []byte
	Alternatives [][]byte
	// Digest stands instead of Bytes where the content itself is signed and was streamed.
	Digest []byte
}

// SignerID names a signer's certificate.
type SignerID struct {
	Issuer       []byte // DER name
	Serial       []byte // big-endian two's complement content of the INTEGER
	SubjectKeyID []byte
}

// ReferenceKind says what a reference points to, in the words of the reports.
type ReferenceKind string

// The kinds of references.
const (
	RefMessageDigest    ReferenceKind = "MESSAGE_DIGEST"
	RefContentDigest    ReferenceKind = "CONTENT_DIGEST"
	RefReference        ReferenceKind = "REFERENCE"
	RefObject           ReferenceKind = "OBJECT"
	RefXPointer         ReferenceKind = "XPOINTER"
	RefManifest         ReferenceKind = "MANIFEST"
	RefManifestEntry    ReferenceKind = "MANIFEST_ENTRY"
	RefSignedProperties ReferenceKind = "SIGNED_PROPERTIES"
	RefKeyInfo          ReferenceKind = "KEY_INFO"
	RefSignatureProps   ReferenceKind = "SIGNATURE_PROPERTIES"
	RefCounterSignature ReferenceKind = "COUNTER_SIGNATURE"
	RefCounterSigned    ReferenceKind = "COUNTER_SIGNED_SIGNATURE_VALUE"
)

// Reference is one digest in a signature and what was found for it.
type Reference struct {
	Kind      ReferenceKind
	Name      string // Id or URI
	URI       string
	Algorithm sigalg.Hash
	// Want is the digest in the signature, Got the computed one (nil where the data was not found or the algorithm is not known).
	Want, Got []byte
	Found     bool
	// Duplicated says that the reference resolves to several elements.
	Duplicated bool
	// DocumentName is the name of the detached content that was matched; with URI it gives ReferenceDataNameMatch.
	DocumentName string
	// Data is the id of the data referenced, for proofs of existence; empty: none.
	Data ID
	// Problem says why the data was not found or could not be digested.
	Problem string
}

// Intact reports whether the data was found and its digest is the one signed.
func (r *Reference) Intact() bool {
	return r.Found && len(r.Want) > 0 && string(r.Want) == string(r.Got)
}

// Scope says which data a signature covers.
type Scope struct {
	Kind string // FULL, PARTIAL, COUNTER_SIGNATURE, …
	Name string
	Data ID
}

// TimestampKind says where a time-stamp stands.
type TimestampKind string

// The kinds of time-stamps.
const (
	TSContent   TimestampKind = "content"
	TSSignature TimestampKind = "signature"
	TSRefs      TimestampKind = "refs"     // references only, and signature with references (CAdES-C)
	TSArchive   TimestampKind = "archive"  //
	TSDocument  TimestampKind = "document" // PDF document time-stamp
	TSVRI       TimestampKind = "vri"      // PDF, in the VRI dictionary
	TSAlone     TimestampKind = "token"    // a stand-alone token
	TSEvidence  TimestampKind = "evidence-record"
)

// Timestamp is one RFC 3161 token and what it covers.
//
// The contract: the format hands over the imprint that it computed and the ids that the token covers. The engine compares
// two byte slices and walks ids.
type Timestamp struct {
	ID   ID
	Kind TimestampKind
	// Subtype tells forms apart that share a kind, as the reference implementation names them
	// (CONTENT_TIMESTAMP, ALL_DATA_OBJECTS_TIMESTAMP, INDIVIDUAL_DATA_OBJECTS_TIMESTAMP, SIGNATURE_TIMESTAMP, VRI_TIMESTAMP,
	// VALIDATION_DATA_TIMESTAMP, VALIDATION_DATA_REFSONLY_TIMESTAMP, ARCHIVE_TIMESTAMP, DOCUMENT_TIMESTAMP).
	Subtype string
	// ArchiveType is the form of an archive time-stamp (CAdES_V2, CAdES_V3, XAdES, XAdES_141, PAdES).
	ArchiveType string
	Raw         []byte // the token
	GenTime     time.Time
	ClaimedTime time.Time // the token's own signing-time attribute; zero: absent
	Accuracy    time.Duration
	HasAccuracy bool
	Ordering    bool
	Policy      string // TSA policy OID
	Serial      string // decimal
	// ImprintAlgorithm and Imprint stand in the token; Computed is the digest of what it should cover.
	ImprintAlgorithm sigalg.Hash
	Imprint          []byte
	// Computed holds every acceptable computed imprint (practice differs for archive time-stamps); empty where the data is not found.
	Computed [][]byte
	Found    bool
	// IndexProblem says what is wrong with the ats-hash-index of a CAdES archive time-stamp v3; empty: nothing.
	IndexProblem string
	// Covers are the ids protected by the token: signatures, time-stamps, certificates, revocation data, signed data.
	Covers []ID
	// CoverDigests are the digests (of referenced certificates and revocation data) that the token protects although the
	// objects themselves are not below it (CAdES-C references).
	CoverDigests []Digest
	// Tree is the algorithm of the hash tree below an archive time-stamp of an evidence record, and Renewal what the time-stamp
	// renews there: the time-stamp before it, or the sequence before it with the data (RFC 4998 5.2).
	Tree    sigalg.Hash
	Renewal []*Reference

	// The token's own signature, as in Signature.
	Value            []byte
	Algorithm        sigalg.Algorithm
	AlgorithmProblem string
	SignedData       SignedData
	References       []*Reference // its message digest
	SignerID         SignerID
	CertRefs         []CertRef
	// TSAName is the name in the token: DER of the directory name; nil: none.
	TSAName    []byte
	Candidates []ID
	Signer     ID
	Intact     bool
	Failure    string
	PDF        *PDFFacts // for document time-stamps
	Problems   []Problem
}

// ImprintIntact reports whether the imprint is the one computed.
func (t *Timestamp) ImprintIntact() bool {
	if !t.Found || len(t.Imprint) == 0 {
		return false
	}
	for _, c := range t.Computed {
		if string(c) == string(t.Imprint) {
			return true
		}
	}
	return false
}

// Digest is a digest with its algorithm.
type Digest struct {
	Algorithm sigalg.Hash
	Value     []byte
}

// CertRef is one reference to a certificate in a signing-certificate attribute.
type CertRef struct {
	Digest
	// Issuer (DER name) and Serial (content of the INTEGER) where given.
	Issuer, Serial []byte
	// Attribute names the attribute it stands in.
	Attribute string
	// Problem says why the reference could not be read whole.
	Problem string
}
