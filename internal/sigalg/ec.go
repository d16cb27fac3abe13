// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"crypto/ecdsa"
	"fmt"
	"math/big"

	"github.com/mitome-project/mitome/internal/tlv"
)

// ecKey is a point on a named curve. Std serves the curves that crypto/ecdsa has; it is nil for the others.
type ecKey struct {
	curve *curve
	x, y  *big.Int
	std   *ecdsa.PublicKey
}

// NewECPublicKey makes a key from the OID of a named curve and an encoded point (uncompressed or compressed, SEC 1 2.3.3). The
// error wraps [ErrUnsupported].
func NewECPublicKey(curveOID string, point []byte) (*PublicKey, error) {
	k, err := ecPublic(curveOID, point)
	if err != nil {
		return nil, err
	}
	return finish(k, oidEC, tlv.EncodeOID(curveOID), point), nil
}

// NewECPublicKeyXY makes a key from the OID of a named curve and affine coordinates.
func NewECPublicKeyXY(curveOID string, x, y *big.Int) (*PublicKey, error) {
	c := curveByOID(curveOID)
	if c == nil || x == nil || y == nil || x.Sign() < 0 || y.Sign() < 0 || x.Cmp(c.p) >= 0 || y.Cmp(c.p) >= 0 {
		return nil, fmt.Errorf("curve %q is not known, or the point is out of range: %w", curveOID, ErrUnsupported)
	}
	size := (c.p.BitLen() + 7) / 8
	point := make([]byte, 1+2*size)
	point[0] = 4
	x.FillBytes(point[1 : 1+size])
	y.FillBytes(point[1+size:])
	return NewECPublicKey(curveOID, point)
}

// parseEC reads RFC 5480 2: named curves only. Explicit parameters let an attacker choose the generator (CVE-2020-0601).
func parseEC(params *tlv.Value, point []byte) (*PublicKey, error) {
	if params == nil || params.ID != tlv.ObjectID {
		return nil, fmt.Errorf("elliptic curve key without a named curve (explicit parameters are refused): %w", ErrUnsupported)
	}
	return ecPublic(params.OID(), point)
}

func ecPublic(oid string, point []byte) (*PublicKey, error) {
	c := curveByOID(oid)
	if c == nil {
		return nil, fmt.Errorf("curve %s is not known: %w", oid, ErrUnsupported)
	}
	x, y, ok := c.decode(point)
	if !ok || c.std == nil && !c.onCurve(x, y) {
		return nil, fmt.Errorf("point is not on curve %s: %w", c.name, ErrUnsupported)
	}
	k := &ecKey{curve: c, x: x, y: y}
	if c.std != nil {
		size := (c.p.BitLen() + 7) / 8
		plain := make([]byte, 1+2*size)
		plain[0] = 4
		x.FillBytes(plain[1 : 1+size])
		y.FillBytes(plain[1+size:])
		std, err := ecdsa.ParseUncompressedPublicKey(c.std(), plain)
		if err != nil {
			return nil, fmt.Errorf("point is not on curve %s: %w", c.name, ErrUnsupported)
		}
		k.std = std
	}
	return &PublicKey{Kind: "EC", Bits: c.p.BitLen(), Curve: c.name, key: k}, nil
}

// verify is FIPS 186-5 6.4.2.
func (k *ecKey) verify(digest []byte, r, s *big.Int) bool {
	n := k.curve.n
	if r.Sign() <= 0 || s.Sign() <= 0 || r.Cmp(n) >= 0 || s.Cmp(n) >= 0 {
		return false
	}
	if k.std != nil {
		return ecdsa.VerifyASN1(k.std, digest, derIntegers(r, s))
	}
	w := new(big.Int).ModInverse(s, n)
	if w == nil {
		return false
	}
	u1 := leftmost(digest, n)
	u1.Mul(u1, w).Mod(u1, n)
	u2 := w.Mul(r, w)
	u2.Mod(u2, n)
	x, ok := k.curve.combine(u1, u2, k.x, k.y)
	return ok && x.Mod(x, n).Cmp(r) == 0
}
