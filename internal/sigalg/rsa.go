// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"bytes"
	"fmt"
	"math/big"

	"github.com/mitome-project/mitome/internal/tlv"
)

// maxExponentBits bounds the public exponent, as FIPS 186-5 5.1 does: the cost of a verification grows with it.
const maxExponentBits = 256

// rsaKey is an RSA public key of any size within the limits. crypto/rsa refuses short moduli, large exponents and mixed
// PSS digests, which old signatures have; whether they are good enough is a policy's business.
type rsaKey struct {
	n, e *big.Int
	pss  *Algorithm // the parameters that an RSASSA-PSS key is restricted to; nil: any
}

// NewRSAPublicKey makes an RSA key from modulus and exponent. The error wraps [ErrUnsupported].
func NewRSAPublicKey(n, e *big.Int) (*PublicKey, error) {
	k, err := rsaPublic(n, e)
	if err != nil {
		return nil, err
	}
	return finish(k, oidRSA, []byte{tlv.Null, 0}, derIntegers(n, e)), nil
}

func rsaPublic(n, e *big.Int) (*PublicKey, error) {
	switch {
	case n == nil || e == nil || n.Sign() <= 0 || e.Sign() <= 0:
		return nil, fmt.Errorf("rsa key without a positive modulus and exponent: %w", ErrUnsupported)
	case n.BitLen() > maxBits || e.BitLen() > maxExponentBits:
		return nil, fmt.Errorf("rsa key of %d bits (at most %d), exponent of %d bits (at most %d): %w",
			n.BitLen(), maxBits, e.BitLen(), maxExponentBits, ErrUnsupported)
	case n.BitLen() < 128 || n.Bit(0) == 0 || e.Bit(0) == 0 || e.Cmp(big.NewInt(1)) == 0 || e.Cmp(n) >= 0:
		// An exponent of 1 makes every padded digest its own signature; an even modulus is no product of two large primes,
		// and an even exponent has no inverse.
		return nil, fmt.Errorf("rsa key is degenerate (modulus of %d bits, exponent of %d): %w", n.BitLen(), e.BitLen(), ErrUnsupported)
	}
	return &PublicKey{Kind: "RSA", Bits: n.BitLen(), key: &rsaKey{n: n, e: e}}, nil
}

// parseRSA reads RSAPublicKey, RFC 8017 A.1.1. A modulus without its leading zero octet looks negative, and is meant positive.
func parseRSA(der []byte) (*PublicKey, error) {
	v, _, err := tlv.Read(der)
	if err != nil || v.ID != tlv.Sequence {
		return nil, fmt.Errorf("rsa key is no sequence: %w", ErrUnsupported)
	}
	c := v.Children()
	n, ok1 := c.Take(tlv.Integer)
	e, ok2 := c.Take(tlv.Integer)
	if !ok1 || !ok2 {
		return nil, fmt.Errorf("rsa key without modulus and exponent: %w", ErrUnsupported)
	}
	if len(n.Content) > maxBits/8+64 || len(e.Content) > maxBits/8+64 {
		return nil, fmt.Errorf("rsa key of %d octets is too large: %w", len(n.Content), ErrUnsupported)
	}
	return rsaPublic(new(big.Int).SetBytes(n.Content), new(big.Int).SetBytes(e.Content))
}

// restrictPSS notes the parameters of a key that is for RSASSA-PSS alone, RFC 4055 3.3.
func restrictPSS(k *PublicKey, params *tlv.Value) error {
	a := Algorithm{Scheme: PSS}
	if err := pssParameters(&a, params); err != nil {
		return err
	}
	k.key.(*rsaKey).pss = &a
	return nil
}

// open applies the public key to a signature value: the encoded message, as long as the modulus.
func (k *rsaKey) open(sig []byte) ([]byte, bool) {
	size := (k.n.BitLen() + 7) / 8
	if len(sig) != size {
		return nil, false
	}
	s := new(big.Int).SetBytes(sig)
	if s.Cmp(k.n) >= 0 {
		return nil, false
	}
	return s.Exp(s, k.e, k.n).FillBytes(make([]byte, size)), true
}

// verifyPKCS1 is RSASSA-PKCS1-v1_5, RFC 8017 8.2.2: the expected encoding is made and compared, never the found one parsed.
// Both encodings of the DigestInfo that RFC 8017 9.2 note 1 names are taken, with NULL parameters and without.
func (k *rsaKey) verifyPKCS1(h Hash, digest, sig []byte) bool {
	found, ok := k.open(sig)
	if !ok {
		return false
	}
	oid := tlv.EncodeOID(h.OID())
	if oid == nil {
		return false
	}
	for _, params := range [][]byte{{tlv.Null, 0}, nil} {
		alg := tlv.Encode(tlv.Sequence, append(bytes.Clone(oid), params...))
		info := tlv.Encode(tlv.Sequence, append(alg, tlv.Encode(tlv.OctetString, digest)...))
		pad := len(found) - len(info) - 3
		if pad < 8 {
			return false
		}
		want := append([]byte{0, 1}, bytes.Repeat([]byte{0xff}, pad)...)
		want = append(append(want, 0), info...)
		if bytes.Equal(found, want) {
			return true
		}
	}
	return false
}

// verifyPSS is RSASSA-PSS, RFC 8017 8.1.2 and 9.1.2, with the salt length that the algorithm declares.
func (k *rsaKey) verifyPSS(a Algorithm, digest, sig []byte) bool {
	found, ok := k.open(sig)
	if !ok || a.Hash.New() == nil || a.MGFHash.New() == nil {
		return false
	}
	emBits := k.n.BitLen() - 1
	emLen := (emBits + 7) / 8
	if len(found) > emLen { // the modulus is one bit longer than a whole number of octets
		if found[0] != 0 {
			return false
		}
		found = found[1:]
	}
	hLen := len(digest)
	dbLen := emLen - hLen - 1
	if a.SaltLength < 0 || dbLen < a.SaltLength+1 || found[emLen-1] != 0xbc {
		return false
	}
	masked, h := found[:dbLen], found[dbLen:emLen-1]
	top := byte(0xff) >> (8*emLen - emBits)
	if masked[0]&^top != 0 {
		return false
	}
	db := mask(a.MGFHash, h, dbLen)
	for i := range db {
		db[i] ^= masked[i]
	}
	db[0] &= top
	pad := dbLen - a.SaltLength - 1
	for _, c := range db[:pad] {
		if c != 0 {
			return false
		}
	}
	if db[pad] != 1 {
		return false
	}
	d := a.Hash.New()
	d.Write(make([]byte, 8))
	d.Write(digest)
	d.Write(db[pad+1:])
	return bytes.Equal(d.Sum(nil), h)
}

// mask is MGF1, RFC 8017 B.2.1; with SHAKE the function's own output, RFC 8692 2.
func mask(h Hash, seed []byte, size int) []byte {
	if h == SHAKE128 || h == SHAKE256 {
		return xof(h, seed, size)
	}
	out := make([]byte, 0, size+64)
	for i := uint32(0); len(out) < size; i++ {
		d := h.New()
		d.Write(seed)
		d.Write([]byte{byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i)})
		out = d.Sum(out)
	}
	return out[:size]
}

// restricted reports whether the key forbids a, RFC 4055 3.3: digests must be equal, the salt at least as long.
func (k *rsaKey) restricted(a Algorithm) bool {
	if k.pss == nil {
		return false
	}
	return a.Scheme != PSS || a.Hash != k.pss.Hash || a.MGFHash != k.pss.MGFHash || a.SaltLength < k.pss.SaltLength
}
