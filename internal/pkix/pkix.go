// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package pkix reads X.509 certificates (RFC 5280) tolerantly: what crypto/x509 refuses is read all the same, with the
// reason recorded, and the raw bytes are kept.
package pkix

import (
	"math/big"
	"time"

	"github.com/mitome-project/mitome/internal/sigalg"
)

// Certificate is a certificate's content. Its fields are not to be changed.
type Certificate struct {
	Raw, RawTBS, RawSPKI []byte
	Version              int // 1 to 3
	Serial               *big.Int
	Subject, Issuer      Name
	NotBefore, NotAfter  time.Time
	SignatureAlgorithm   sigalg.Algorithm
	Signature            []byte
	PublicKey            *sigalg.PublicKey // nil where the key cannot be read; see Problems
	Extensions           []Extension

	SubjectKeyID      []byte
	AuthorityKeyID    []byte
	AuthorityIssuer   []GeneralName
	AuthoritySerial   *big.Int
	HasKeyUsage       bool
	KeyUsage          KeyUsage
	HasBasic, IsCA    bool
	PathLen           int // -1: no constraint
	ExtKeyUsage       []string
	ExtKeyUsageCrit   bool
	Policies          []Policy
	PolicyMappings    []PolicyMapping
	PolicyConstraints *PolicyConstraints
	InhibitAnyPolicy  int // -1: absent
	NameConstraints   *NameConstraints
	SubjectAltName    []GeneralName
	// AltNamesUnread says that there are alternative names that could not be read.
	AltNamesUnread  bool
	IssuerURLs      []string // authority information access, caIssuers
	OCSPURLs        []string // authority information access, OCSP
	CRLPoints       []DistributionPoint
	FreshestCRL     []DistributionPoint
	QC              *QCStatements // nil: no QcStatements extension
	OCSPNoCheck     bool          // id-pkix-ocsp-nocheck
	NoRevAvail      bool          // RFC 9608
	ValidityAssured bool          // ext-etsi-valassured-ST-certs, EN 319 412-1

	// Problems are deviations from the standard that did not hinder the reading.
	Problems []string

	selfSigned uint32 // see SelfSigned; atomic
	verified   *sigalg.Memory
}

// Extension is one certificate extension.
type Extension struct {
	OID      string
	Critical bool
	Value    []byte
}

// KeyUsage is the key usage bit string: bit n of RFC 5280 4.2.1.3 is 1<<n.
type KeyUsage uint16

// The key usages.
const (
	DigitalSignature KeyUsage = 1 << iota
	NonRepudiation
	KeyEncipherment
	DataEncipherment
	KeyAgreement
	KeyCertSign
	CRLSign
	EncipherOnly
	DecipherOnly
)

// Name is a distinguished name.
type Name struct {
	Raw        []byte // DER
	Attributes []NameAttribute
}

// NameAttribute is one attribute of a name; attributes of one RDN share its index.
type NameAttribute struct {
	RDN   int
	OID   string
	Value string // decoded to UTF-8
}

// GeneralName is one GeneralName. Tag is its context tag (1 rfc822, 2 dNSName, 4 directoryName, 6 URI, 7 iPAddress).
type GeneralName struct {
	Tag       int
	Text      string // for rfc822, dNSName, URI
	Directory *Name  // for directoryName
	Raw       []byte // content octets
}

// Policy is one certificate policy.
type Policy struct {
	OID string
	CPS []string
}

// PolicyMapping maps an issuer's policy to a subject's.
type PolicyMapping struct{ Issuer, Subject string }

// PolicyConstraints are the skip counts; -1 where absent.
type PolicyConstraints struct{ RequireExplicit, InhibitMapping int }

// NameConstraints are the subtrees permitted and excluded. Unread says that there are more, which could not be read.
type NameConstraints struct {
	Permitted, Excluded []GeneralName
	Unread              bool
}

// DistributionPoint is one CRL distribution point.
type DistributionPoint struct {
	URLs     []string
	Names    []GeneralName // full names
	Relative []byte        // nameRelativeToCRLIssuer, DER
	Reasons  uint16        // bit n of RFC 5280 4.2.1.13 is 1<<n; 0: all
	Issuer   []GeneralName // cRLIssuer
}

// QCStatements are the statements of EN 319 412-5 and PSD2.
type QCStatements struct {
	IDs         []string // every statement OID, in order
	Compliance  bool     // QcCompliance
	SSCD        bool     // QcSSCD / QSCD
	Types       []string // QcType OIDs
	Legislation []string // QcCClegislation, country codes
	PDS         []string // "lang url"
	LimitValue  string
	Retention   int // years; -1: absent
	Semantics   string
	PSD2Roles   []string
	PSD2NCA     string
	PSD2NCAID   string
}
