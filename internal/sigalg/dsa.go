// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"fmt"
	"math/big"

	"github.com/mitome-project/mitome/internal/tlv"
)

// dsaKey is a DSA public key, FIPS 186-4 4.
type dsaKey struct{ p, q, g, y *big.Int }

// NewDSAPublicKey makes a DSA key. The error wraps [ErrUnsupported].
func NewDSAPublicKey(p, q, g, y *big.Int) (*PublicKey, error) {
	k, err := dsaPublic(p, q, g, y)
	if err != nil {
		return nil, err
	}
	yDER := derIntegers(y)
	v, _, _ := tlv.Read(yDER)
	return finish(k, oidDSA, derIntegers(p, q, g), v.Content), nil
}

func dsaPublic(p, q, g, y *big.Int) (*PublicKey, error) {
	one := big.NewInt(1)
	for _, n := range []*big.Int{p, q, g, y} {
		if n == nil || n.Sign() <= 0 || n.BitLen() > maxBits {
			return nil, fmt.Errorf("dsa key with a number that is missing, not positive or above %d bits: %w", maxBits, ErrUnsupported)
		}
	}
	pLess := new(big.Int).Sub(p, one)
	switch {
	case p.Bit(0) == 0 || q.BitLen() < 100 || q.BitLen() > 512 || q.BitLen() >= p.BitLen():
		return nil, fmt.Errorf("dsa key with p of %d bits and q of %d: %w", p.BitLen(), q.BitLen(), ErrUnsupported)
	case g.Cmp(one) <= 0 || g.Cmp(pLess) >= 0 || y.Cmp(one) <= 0 || y.Cmp(pLess) >= 0:
		return nil, fmt.Errorf("dsa key with g or y out of range: %w", ErrUnsupported)
	case new(big.Int).Mod(pLess, q).Sign() != 0:
		return nil, fmt.Errorf("dsa key whose q does not divide p-1: %w", ErrUnsupported)
	}
	return &PublicKey{Kind: "DSA", Bits: p.BitLen(), key: &dsaKey{p, q, g, y}}, nil
}

// parseDSA reads the parameters and the key, RFC 3279 2.3.2. Inherited parameters are not supported.
func parseDSA(params *tlv.Value, octets []byte) (*PublicKey, error) {
	y, _, err := tlv.Read(octets)
	if params == nil || params.ID != tlv.Sequence || err != nil || y.ID != tlv.Integer {
		return nil, fmt.Errorf("dsa key without parameters or number: %w", ErrUnsupported)
	}
	c := params.Children()
	var n [3]*big.Int
	for i := range n {
		v, ok := c.Take(tlv.Integer)
		if !ok || len(v.Content) > maxBits/8+1 {
			return nil, fmt.Errorf("dsa parameters are malformed: %w", ErrUnsupported)
		}
		n[i] = v.Integer()
	}
	if len(y.Content) > maxBits/8+1 {
		return nil, fmt.Errorf("dsa key of %d octets is too large: %w", len(y.Content), ErrUnsupported)
	}
	return dsaPublic(n[0], n[1], n[2], y.Integer())
}

// verify is FIPS 186-4 4.7.
func (k *dsaKey) verify(digest []byte, r, s *big.Int) bool {
	if r.Sign() <= 0 || s.Sign() <= 0 || r.Cmp(k.q) >= 0 || s.Cmp(k.q) >= 0 {
		return false
	}
	w := new(big.Int).ModInverse(s, k.q)
	if w == nil {
		return false
	}
	u1 := leftmost(digest, k.q)
	u1.Mul(u1, w).Mod(u1, k.q)
	u2 := w.Mul(r, w)
	u2.Mod(u2, k.q)
	v := u1.Exp(k.g, u1, k.p)
	v.Mul(v, u2.Exp(k.y, u2, k.p)).Mod(v, k.p).Mod(v, k.q)
	return v.Cmp(r) == 0
}

// leftmost is the number of the leftmost bits of a digest, as many as the group order has.
func leftmost(digest []byte, order *big.Int) *big.Int {
	n := new(big.Int).SetBytes(digest)
	if extra := 8*len(digest) - order.BitLen(); extra > 0 {
		n.Rsh(n, uint(extra))
	}
	return n
}

// form says which encodings of a pair (r, s) are taken.
type form int

const (
	formDER    form = 1 << iota // SEQUENCE of two INTEGERs
	formPlain                   // r and s, each as long as the order
	formHalves                  // r and s of one length, whatever it is: some writers of XML pad both to the longer one
)

// splitPair reads r and s. The plain form has exactly twice the order's length; DER is read strictly, so that one signature has
// one encoding.
func splitPair(sig []byte, order *big.Int, forms form) (r, s *big.Int, ok bool) {
	if r, s, ok = derPair(sig, order); ok && forms&formDER != 0 {
		return r, s, true
	}
	size := (order.BitLen() + 7) / 8
	if forms&formPlain != 0 && len(sig) == 2*size {
		return new(big.Int).SetBytes(sig[:size]), new(big.Int).SetBytes(sig[size:]), true
	}
	if half := len(sig) / 2; forms&formHalves != 0 && len(sig)%2 == 0 && half > 0 && half <= size+1 {
		return new(big.Int).SetBytes(sig[:half]), new(big.Int).SetBytes(sig[half:]), true
	}
	return nil, nil, false
}

func derPair(sig []byte, order *big.Int) (r, s *big.Int, ok bool) {
	v, rest, err := tlv.Read(sig)
	if err != nil || v.ID != tlv.Sequence || v.BER || len(rest) != 0 {
		return nil, nil, false
	}
	c := v.Children()
	var n [2]*big.Int
	for i := range n {
		v, ok := c.Take(tlv.Integer)
		b := v.Content
		if !ok || v.BER || len(b) == 0 || len(b) > order.BitLen()/8+2 || b[0]&0x80 != 0 || len(b) > 1 && b[0] == 0 && b[1]&0x80 == 0 {
			return nil, nil, false
		}
		n[i] = new(big.Int).SetBytes(b)
	}
	return n[0], n[1], !c.More() && c.Err() == nil
}
