// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/internal/tlv"
)

// ErrContradiction says that a signature algorithm names another digest than the one given beside it. The algorithm returned
// with it is the one that the signature algorithm itself names: a value may be verified with that one and no other.
var ErrContradiction = errors.New("algorithms contradict each other")

// FromAlgorithmIdentifier reads an AlgorithmIdentifier. Digest is the algorithm named beside it (CMS digestAlgorithm; empty in
// certificates, CRLs and OCSP responses): it completes identifiers that name no digest (rsaEncryption, id-ecPublicKey), and
// never replaces one that is named.
//
// The error wraps [ErrUnsupported] if the algorithm is not known or malformed (such a value never verifies), and
// [ErrContradiction] if it is known but disagrees with digest: RFC 5652 5.3 wants them equal, practice has values that
// verify all the same.
func FromAlgorithmIdentifier(der []byte, digest Hash) (Algorithm, error) {
	oid, params, err := algorithmIdentifier(der)
	if err != nil {
		return Algorithm{}, err
	}
	a := Algorithm{ID: oid}
	switch oid {
	case oidRSA:
		a.Scheme, a.Hash = RSA, digest
		return a, needHash(a)
	case oidDSA:
		a.Scheme, a.Hash = DSA, digest
		return a, needHash(a)
	case oidEC, oidECDSARecommended:
		a.Scheme, a.Hash = ECDSA, digest
		return a, needHash(a)
	case oidECDSASpecified:
		a.Scheme, a.Hash = ECDSA, digest
		if params != nil && params.ID == tlv.Sequence { // the digest stands in the parameters
			named, _ := HashFromIdentifier(params.Raw)
			a.Hash = named
		}
		if err := needHash(a); err != nil {
			return a, err
		}
		return a, contradiction(a, digest)
	case oidPSS:
		a.Scheme = PSS
		if err := pssParameters(&a, params); err != nil {
			return a, err
		}
		return a, contradiction(a, digest)
	}
	row := signatureByOID(oid)
	if row == nil {
		return a, fmt.Errorf("signature algorithm %s: %w", oid, ErrUnsupported)
	}
	a.Scheme, a.Hash = row.scheme, row.hash
	if a.Scheme == PSS { // RFC 8692 3.1: the function itself makes the mask, the salt has the digest's length
		a.MGFHash, a.SaltLength = a.Hash, a.Hash.Size()
	}
	if a.Hash == "" {
		return a, nil
	}
	return a, contradiction(a, digest)
}

// HashFromIdentifier reads an AlgorithmIdentifier that names a digest. Text is the OID where the digest is not known.
func HashFromIdentifier(der []byte) (h Hash, oid string) {
	oid, params, err := algorithmIdentifier(der)
	if err != nil {
		return "", ""
	}
	h, _ = HashByOID(oid)
	if h == SHAKE256L && params != nil { // RFC 8419 2.3: the parameter is the output length in bits
		if bits, ok := params.Int(); params.ID == tlv.Integer && (!ok || bits != 512) {
			return "", oid
		}
	}
	return h, oid
}

// algorithmIdentifier splits an AlgorithmIdentifier; params is nil where they are absent.
func algorithmIdentifier(der []byte) (oid string, params *tlv.Value, err error) {
	v, _, err := tlv.Read(der)
	if err != nil || v.ID != tlv.Sequence {
		return "", nil, fmt.Errorf("algorithm identifier is malformed: %w", ErrUnsupported)
	}
	c := v.Children()
	id, ok := c.Take(tlv.ObjectID)
	if oid = id.OID(); !ok || oid == "" {
		return "", nil, fmt.Errorf("algorithm identifier without an object identifier: %w", ErrUnsupported)
	}
	if p, ok := c.Next(); ok {
		params = &p
	}
	if c.Err() != nil {
		return oid, nil, fmt.Errorf("parameters of algorithm %s are malformed: %w", oid, ErrUnsupported)
	}
	return oid, params, nil
}

func needHash(a Algorithm) error {
	if a.Hash == "" {
		return fmt.Errorf("signature algorithm %s without a digest algorithm: %w", a.ID, ErrUnsupported)
	}
	return nil
}

func contradiction(a Algorithm, digest Hash) error {
	if digest == "" || a.Hash == digest {
		return nil
	}
	return fmt.Errorf("signature algorithm %s is for %s, the digest algorithm is %s: %w", a.ID, a.Hash, digest, ErrContradiction)
}

// pssParameters reads RSASSA-PSS-params, RFC 4055 3.1, with their defaults.
func pssParameters(a *Algorithm, params *tlv.Value) error {
	a.Hash, a.MGFHash, a.SaltLength = SHA1, SHA1, 20
	if params == nil || params.ID == tlv.Null {
		return nil
	}
	bad := func(what string) error {
		a.Hash, a.MGFHash = "", ""
		return fmt.Errorf("rsassa-pss parameters: %s: %w", what, ErrUnsupported)
	}
	if params.ID != tlv.Sequence {
		return bad("no sequence")
	}
	c := params.Children()
	if v, ok := c.Take(tlv.ContextConstructed(0)); ok {
		h, oid := HashFromIdentifier(v.Content)
		if h == "" {
			return bad("digest algorithm " + oid + " is not known")
		}
		a.Hash = h
	}
	if v, ok := c.Take(tlv.ContextConstructed(1)); ok {
		oid, inner, err := algorithmIdentifier(v.Content)
		if err != nil || oid != oidMGF1 || inner == nil {
			return bad("mask generation function " + oid + " is not known")
		}
		h, oid := HashFromIdentifier(inner.Raw)
		if h == "" {
			return bad("digest algorithm " + oid + " of the mask generation function is not known")
		}
		a.MGFHash = h
	}
	if v, ok := c.Take(tlv.ContextConstructed(2)); ok {
		n, ok := explicitInt(v)
		if !ok || n < 0 || n > maxBits/8 {
			return bad("salt length is malformed")
		}
		a.SaltLength = n
	}
	if v, ok := c.Take(tlv.ContextConstructed(3)); ok {
		if n, ok := explicitInt(v); !ok || n != 1 {
			return bad("trailer field is not 1")
		}
	}
	if c.Err() != nil || c.More() {
		return bad("malformed")
	}
	return nil
}

// explicitInt reads the INTEGER inside an explicit tag.
func explicitInt(v tlv.Value) (int, bool) {
	c := v.Children()
	n, ok := c.Take(tlv.Integer)
	if !ok {
		return 0, false
	}
	return n.Int()
}
