// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"crypto/ed25519"
	"encoding/asn1"
	"fmt"
	"math/big"

	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/tlv"
)

// maxBits bounds RSA and DSA numbers; limits.RSABits has the reason.
var maxBits = limits.Default().RSABits

// ParseSPKI reads a SubjectPublicKeyInfo. A key of a kind that is not known is returned with its OID as Kind, and verifies nothing.
// The error wraps [ErrUnsupported] where the key is malformed or refused: explicit curve parameters, points off the curve,
// numbers beyond the limits.
func ParseSPKI(der []byte) (*PublicKey, error) {
	v, _, err := tlv.Read(der)
	if err != nil || v.ID != tlv.Sequence {
		return nil, fmt.Errorf("public key is no sequence: %w", ErrUnsupported)
	}
	c := v.Children()
	alg, _ := c.Take(tlv.Sequence)
	bits, ok := c.Take(tlv.BitString)
	octets, unused, good := bits.Bits()
	if !ok || !good || unused != 0 {
		return nil, fmt.Errorf("public key without a bit string: %w", ErrUnsupported)
	}
	oid, params, err := algorithmIdentifier(alg.Raw)
	if err != nil {
		return nil, err
	}
	var key *PublicKey
	switch oid {
	case oidRSA, oidPSS, "2.5.8.1.1":
		key, err = parseRSA(octets)
		if err == nil && oid == oidPSS && params != nil && params.ID != tlv.Null {
			err = restrictPSS(key, params)
		}
	case oidDSA, "1.3.14.3.2.12":
		key, err = parseDSA(params, octets)
	case oidEC:
		key, err = parseEC(params, octets)
	case oidEd25519:
		key, err = NewEdwards(string(Ed25519), octets)
	case oidEd448:
		key, err = NewEdwards(string(Ed448), octets)
	default:
		key = &PublicKey{Kind: oid}
	}
	if err != nil {
		return nil, err
	}
	key.SPKI = v.Raw
	return key, nil
}

// NewEdwards makes a key of kind "Ed25519" or "Ed448" from its encoded point.
func NewEdwards(kind string, point []byte) (*PublicKey, error) {
	switch {
	case kind == string(Ed25519) && len(point) == ed25519.PublicKeySize:
		return finish(&PublicKey{Kind: kind, Bits: 256, Curve: "Ed25519", key: ed25519.PublicKey(point)}, oidEd25519, nil, point), nil
	case kind == string(Ed448) && len(point) == ed448Size:
		key, ok := newEd448Key(point)
		if !ok {
			return nil, fmt.Errorf("Ed448 key is not on its curve: %w", ErrUnsupported)
		}
		return finish(&PublicKey{Kind: kind, Bits: 456, Curve: "Ed448", key: key}, oidEd448, nil, point), nil
	}
	return nil, fmt.Errorf("%s key of %d octets: %w", kind, len(point), ErrUnsupported)
}

// finish gives a key made from its numbers the SubjectPublicKeyInfo that it has in a certificate.
func finish(k *PublicKey, oid string, params, key []byte) *PublicKey {
	alg := tlv.Encode(tlv.Sequence, append(tlv.EncodeOID(oid), params...))
	k.SPKI = tlv.Encode(tlv.Sequence, append(alg, tlv.Encode(tlv.BitString, append([]byte{0}, key...))...))
	return k
}

// Equal reports whether both are the same key, whatever the encodings.
func (k *PublicKey) Equal(o *PublicKey) bool {
	if k == nil || o == nil || k.Kind != o.Kind || k.Bits != o.Bits || k.Curve != o.Curve {
		return false
	}
	switch a := k.key.(type) {
	case *rsaKey:
		b, ok := o.key.(*rsaKey)
		return ok && a.n.Cmp(b.n) == 0 && a.e.Cmp(b.e) == 0
	case *dsaKey:
		b, ok := o.key.(*dsaKey)
		return ok && a.p.Cmp(b.p) == 0 && a.q.Cmp(b.q) == 0 && a.g.Cmp(b.g) == 0 && a.y.Cmp(b.y) == 0
	case *ecKey:
		b, ok := o.key.(*ecKey)
		return ok && a.x.Cmp(b.x) == 0 && a.y.Cmp(b.y) == 0
	case ed25519.PublicKey:
		b, ok := o.key.(ed25519.PublicKey)
		return ok && string(a) == string(b)
	case *ed448Key:
		b, ok := o.key.(*ed448Key)
		return ok && string(a.encoded) == string(b.encoded)
	}
	return string(k.SPKI) == string(o.SPKI)
}

// Fits reports whether a key of this kind can verify signatures of scheme s.
func (k *PublicKey) Fits(s Scheme) bool {
	if k == nil || k.key == nil {
		return false
	}
	switch s {
	case RSA, PSS:
		return k.Kind == "RSA"
	case DSA:
		return k.Kind == "DSA"
	case ECDSA, PlainECDSA:
		return k.Kind == "EC"
	case Ed25519, Ed448:
		return k.Kind == string(s)
	}
	return false
}

// derIntegers encodes a SEQUENCE of INTEGERs. The numbers were made here and are not negative.
func derIntegers(numbers ...*big.Int) []byte {
	var content []byte
	for _, n := range numbers {
		b, err := asn1.Marshal(n)
		if err != nil {
			return nil
		}
		content = append(content, b...)
	}
	return tlv.Encode(tlv.Sequence, content)
}
