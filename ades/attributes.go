// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ades

import "time"

// Attributes are the signed and unsigned attributes (XAdES: properties) of one signature.
type Attributes struct {
	// SigningTime is the claimed signing time (PDF: /M where no attribute is there); zero: none.
	SigningTime time.Time
	// CertRefs are the entries of every signing-certificate attribute, in document order.
	CertRefs []CertRef
	// CertRefAttributes counts the signing-certificate attributes: more than one is unusual.
	CertRefAttributes int
	// Policy is the signature policy identifier; nil: none.
	Policy *SignaturePolicy
	// MessageDigestOrProperties says that a message-digest attribute (CMS) or a signed-properties reference (XAdES) is there.
	MessageDigestOrProperties bool
	ContentType               string // content-type OID, or MIME type of the data object format
	MimeType                  string
	ContentHints              string
	ContentIdentifier         string
	Commitments               []string // commitment type OIDs or URIs
	SignerLocation            *SignerLocation
	ClaimedRoles              []string
	CertifiedRoles            []ID // attribute certificates, by id of their bytes
	SignedAssertions          int
	Reason                    string // PDF
	ContactInfo               string // PDF
	Location                  string // PDF
	// CertificateRefs and RevocationRefs are the references of CAdES-C and XAdES-C forms.
	CertificateRefs []CertRef
	RevocationRefs  []Digest
	// EvidenceRecords counts the attributes that hold evidence records, readable or not.
	EvidenceRecords int
	// All lists every attribute as found.
	All []Attribute
}

// Attribute is one attribute as found.
type Attribute struct {
	Name   string // OID or element name
	Signed bool
	Raw    []byte
}

// SignerLocation is a claimed place of signing.
type SignerLocation struct {
	Country, Locality, State, PostalCode, Street string
	Address                                      []string
}

// SignaturePolicy is a signature-policy identifier and what was found for it.
type SignaturePolicy struct {
	ID          string // OID or URI; empty with Implied
	Implied     bool
	Description string
	Hash        Digest
	ZeroHash    bool // the digest is a lone zero octet or absent: nothing to compare
	URL         string
	UserNotice  string
	// Document is the policy document, where the signature holds it (signature-policy-store); nil: not found.
	Document     []byte
	StorePresent bool
	// Computed is the digest of Document by Hash.Algorithm (and the transforms given); nil where it cannot be computed.
	Computed []byte
	Problem  string
}
