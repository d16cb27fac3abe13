// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"math/big"
	"testing"

	"github.com/mitome-project/mitome/internal/tlv"
)

// cubeRoot is the least number whose cube is at least n.
func cubeRoot(n *big.Int) *big.Int {
	three, low, high := big.NewInt(3), new(big.Int), new(big.Int).Lsh(big.NewInt(1), uint(n.BitLen()/3+2))
	for low.Cmp(high) < 0 {
		mid := new(big.Int).Rsh(new(big.Int).Add(low, high), 1)
		if new(big.Int).Exp(mid, three, nil).Cmp(n) < 0 {
			low = mid.Add(mid, big.NewInt(1))
		} else {
			high = mid
		}
	}
	return low
}

// TestAttackC6 are C6 of the known attacks: RSA values that a lax reader of the padding takes.
func TestAttackC6(t *testing.T) {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	message := []byte("The parties agree.\n")
	sum := sha256.Sum256(message)
	info := append([]byte{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}, sum[:]...)
	size := k.Size()
	// padded is 00 01 FF… 00 ‖ info, with so many octets FF and with a rest after info
	padded := func(ff int, info, rest []byte) []byte {
		em := append([]byte{0, 1}, bytes.Repeat([]byte{0xff}, ff)...)
		em = append(append(em, 0), info...)
		em = append(em, rest...)
		return append(em, make([]byte, size-len(em))...)
	}
	full := size - len(info) - 3
	// raw signs an encoded message as it is
	raw := func(em []byte) []byte {
		return new(big.Int).Exp(new(big.Int).SetBytes(em), k.D, k.N).FillBytes(make([]byte, size))
	}
	good, err := rsa.SignPKCS1v15(nil, k, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	garbled := padded(full, info, nil)
	garbled[20] = 0xfe
	typeTwo := padded(full, info, nil)
	typeTwo[1] = 2
	// BERserk: a length in long form with octets that nobody looks at
	long := bytes.Clone(info[:18])
	long = append(append(long, 0x84, 0, 0, 0, 0x20), sum[:]...)
	long[1] += 4
	noNull := append([]byte{0x30, 0x2f, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x04, 0x20}, sum[:]...)
	pub := publicKey(t, k.N, big.NewInt(int64(k.E)))
	// Bleichenbacher 2006: with exponent 3 and a lax reader the cube root of a short padding with a rest is a signature
	three := publicKey(t, k.N, big.NewInt(3))
	root := cubeRoot(new(big.Int).SetBytes(padded(8, info, nil)))
	if cube := new(big.Int).Exp(root, big.NewInt(3), nil).FillBytes(make([]byte, size)); !bytes.HasPrefix(cube, padded(8, info, nil)[:11+len(info)]) {
		t.Fatal("the forgery is not one")
	}
	for _, c := range []struct {
		name string
		pub  *PublicKey
		sig  []byte
		good bool
	}{
		{"as it should be", pub, good, true},
		{"signed by hand", pub, raw(padded(full, info, nil)), true},
		{"exponent 3, cube root", three, root.FillBytes(make([]byte, size)), false},
		{"short padding, garbage after the digest", pub, raw(padded(8, info, bytes.Repeat([]byte{7}, full-8))), false},
		{"short padding, zeros after the digest", pub, raw(padded(8, info, nil)), false},
		{"garbage in the padding", pub, raw(garbled), false},
		{"block type 2", pub, raw(typeTwo), false},
		{"length in long form", pub, raw(padded(size-len(long)-3, long, nil)), false},
		{"digest alone", pub, raw(padded(size-len(sum)-3, sum[:], nil)), false},
		{"zero", pub, make([]byte, size), false},
		{"one", pub, big.NewInt(1).FillBytes(make([]byte, size)), false},
		{"empty", pub, nil, false},
		{"plus the modulus", pub, new(big.Int).Add(new(big.Int).SetBytes(good), k.N).Bytes(), false},
		{"the modulus", pub, k.N.Bytes(), false},
	} {
		if err := Verify(c.pub, Algorithm{Scheme: RSA, Hash: SHA256}, message, c.sig); (err == nil) != c.good {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := Verify(pub, Algorithm{Scheme: RSA, Hash: SHA256}, message, raw(padded(size-len(noNull)-3, noNull, nil))); err != nil {
		t.Logf("parameters left out: %v", err)
	}
	odd := func(bits uint) *big.Int { return new(big.Int).SetBit(big.NewInt(1), int(bits)-1, 1) }
	for name, e := range map[string][2]*big.Int{
		"32768 bits": {odd(32768), big.NewInt(65537)}, "exponent of 2048 bits": {k.N, new(big.Int).Sub(k.N, big.NewInt(2))},
		"even modulus": {new(big.Int).Lsh(big.NewInt(1), 2047), big.NewInt(65537)}, "exponent 1": {k.N, big.NewInt(1)}, "exponent 0": {k.N, new(big.Int)},
		"even exponent": {k.N, big.NewInt(65536)}, "exponent 2": {k.N, big.NewInt(2)},
	} {
		if _, err := NewRSAPublicKey(e[0], e[1]); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: %v, want an unsupported key", name, err)
		}
	}
	for _, bits := range []uint{512, 1024} { // whether such keys are good enough is a policy's business
		if p, err := NewRSAPublicKey(odd(bits), big.NewInt(65537)); err != nil || p.Bits != int(bits) {
			t.Errorf("%d bits: %v", bits, err)
		}
	}
}

func publicKey(t *testing.T, n, e *big.Int) *PublicKey {
	t.Helper()
	p, err := NewRSAPublicKey(n, e)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestAttackC7 are C7 of the known attacks: ECDSA values and keys out of range.
func TestAttackC7(t *testing.T) {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := k.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	p256 := tlv.EncodeOID("1.2.840.10045.3.1.7")
	pub, err := ParseSPKI(finish(&PublicKey{}, oidEC, p256, point).SPKI)
	if err != nil {
		t.Fatal(err)
	}
	message := []byte("The parties agree.\n")
	sum := sha256.Sum256(message)
	good, err := ecdsa.SignASN1(rand.Reader, k, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	var v struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(good, &v); err != nil {
		t.Fatal(err)
	}
	n := elliptic.P256().Params().N
	value := func(r, s *big.Int) []byte {
		b, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	zero, one := new(big.Int), big.NewInt(1)
	for _, c := range []struct {
		name string
		sig  []byte
		good bool
	}{
		{"as it should be", good, true},
		{"the other s", value(v.R, new(big.Int).Sub(n, v.S)), true},
		{"r and s 0", value(zero, zero), false}, {"r 0", value(zero, v.S), false}, {"s 0", value(v.R, zero), false},
		{"r and s 1", value(one, one), false}, {"r is n", value(n, v.S), false}, {"s is n", value(v.R, n), false},
		{"r plus n", value(new(big.Int).Add(v.R, n), v.S), false}, {"s plus n", value(v.R, new(big.Int).Add(v.S, n)), false},
		{"r negative", value(new(big.Int).Neg(v.R), v.S), false}, {"s negative", value(v.R, new(big.Int).Neg(v.S)), false},
		{"s of 10000 octets", value(v.R, new(big.Int).Lsh(one, 80000)), false},
		{"something after it", append(bytes.Clone(good), 0), false}, {"cut off", good[:len(good)-1], false}, {"empty", nil, false}, {"no numbers", []byte{0x30, 0}, false},
	} {
		if err := Verify(pub, Algorithm{Scheme: ECDSA, Hash: SHA256}, message, c.sig); (err == nil) != c.good {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	// CVE-2020-0601: explicit parameters, with a generator of the forger's choice
	p := elliptic.P256().Params()
	explicit, err := asn1.Marshal(struct {
		Version int
		Field   struct {
			OID asn1.ObjectIdentifier
			P   *big.Int
		}
		Curve struct{ A, B []byte }
		Base  []byte
		Order *big.Int
	}{1, struct {
		OID asn1.ObjectIdentifier
		P   *big.Int
	}{asn1.ObjectIdentifier{1, 2, 840, 10045, 1, 1}, p.P}, struct{ A, B []byte }{new(big.Int).Sub(p.P, big.NewInt(3)).Bytes(), p.B.Bytes()}, point, n})
	if err != nil {
		t.Fatal(err)
	}
	off := bytes.Clone(point)
	off[64] ^= 1
	for name, spki := range map[string][]byte{
		"explicit parameters": finish(&PublicKey{}, oidEC, explicit, point).SPKI, "no parameters": finish(&PublicKey{}, oidEC, nil, point).SPKI,
		"off the curve": finish(&PublicKey{}, oidEC, p256, off).SPKI, "infinity": finish(&PublicKey{}, oidEC, p256, []byte{0}).SPKI,
		"short": finish(&PublicKey{}, oidEC, p256, point[:64]).SPKI,
	} {
		if k, err := ParseSPKI(spki); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: %v, %v, want an unsupported key", name, k, err)
		}
	}
}
