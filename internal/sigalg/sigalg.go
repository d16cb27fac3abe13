// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package sigalg is the one table of digest and signature algorithms: OIDs and URIs ↔ names, and their verification.
package sigalg

import "errors"

// Hash names a digest algorithm, as the reports spell it ("SHA256", "SHA3-256"). The empty Hash is unknown.
type Hash string

// Scheme names a signature scheme, as the reports spell it.
type Scheme string

// The schemes.
const (
	RSA        Scheme = "RSA"        // PKCS #1 v1.5
	PSS        Scheme = "RSASSA-PSS" // RSASSA-PSS
	DSA        Scheme = "DSA"
	ECDSA      Scheme = "ECDSA"       // ASN.1 or, as many signers write it, r‖s
	PlainECDSA Scheme = "PLAIN-ECDSA" // r‖s by its OID (BSI TR-03111)
	Ed25519    Scheme = "Ed25519"
	Ed448      Scheme = "Ed448"
	HMAC       Scheme = "HMAC" // no signature: named in reports, never verified
)

// Algorithm is a signature algorithm with its parameters.
type Algorithm struct {
	Scheme Scheme // empty: not known
	Hash   Hash   // the digest of what is signed; empty for the EdDSA schemes
	// MGFHash and SaltLength are the RSASSA-PSS parameters.
	MGFHash    Hash
	SaltLength int
	// ID is the OID (dotted) or URI that the algorithm was named by.
	ID string
}

// ErrSignature says that a signature value does not verify.
var ErrSignature = errors.New("signature value does not verify")

// ErrUnsupported says that an algorithm or key is not known, contradictory or refused.
var ErrUnsupported = errors.New("algorithm not supported")

// PublicKey is a parsed SubjectPublicKeyInfo.
type PublicKey struct {
	Kind  string // "RSA", "DSA", "EC", "Ed25519", "Ed448", or the OID where it is not known
	Bits  int    // modulus, field or group length in bits
	Curve string // name of a named curve ("P-256", "brainpoolP256r1")
	SPKI  []byte // the SubjectPublicKeyInfo, DER as found
	key   any    // *rsaKey, *dsaKey, *ecKey, ed25519.PublicKey, *ed448Key, or nil where the kind is not known
}
