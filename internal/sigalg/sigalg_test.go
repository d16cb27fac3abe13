// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"math/big"
	"testing"

	"github.com/mitome-project/mitome/internal/tlv"
)

// TestCurves checks each curve's numbers: the generator lies on it and has the order given.
func TestCurves(t *testing.T) {
	for _, c := range curveTable {
		if !c.onCurve(c.x, c.y) || !c.p.ProbablyPrime(10) || !c.n.ProbablyPrime(10) {
			t.Errorf("%s: generator off the curve, or numbers not prime", c.name)
		}
		less := new(big.Int).Sub(c.n, big.NewInt(1))
		x, ok := c.combine(less, new(big.Int), c.x, c.y)
		if !ok || x.Cmp(c.x) != 0 {
			t.Errorf("%s: (n-1)·G is not -G", c.name)
		}
		if _, ok := c.combine(c.n, new(big.Int), c.x, c.y); ok {
			t.Errorf("%s: n·G is not the point at infinity", c.name)
		}
	}
	p := ed448Curve.base
	x2, y2 := ed448Curve.mul(p.x, p.x), ed448Curve.mul(p.y, p.y)
	left := ed448Curve.mod(new(big.Int).Add(x2, y2))
	right := ed448Curve.mul(ed448Curve.d, ed448Curve.mul(x2, y2))
	if left.Cmp(ed448Curve.mod(right.Add(right, big.NewInt(1)))) != 0 {
		t.Error("Ed448: base point off the curve")
	}
}

// TestOwnCurveArithmetic compares the generic arithmetic with the standard library on P-256, in both forms of the value.
func TestOwnCurveArithmetic(t *testing.T) {
	priv, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, _ := x509.MarshalPKIXPublicKey(&priv.PublicKey)
	pub, err := ParseSPKI(der)
	if err != nil {
		t.Fatal(err)
	}
	own := *pub.key.(*ecKey)
	own.std = nil
	for range 20 {
		var m [32]byte
		_, _ = rand.Read(m[:])
		d := sha256.Sum256(m[:])
		sig, _ := ecdsa.SignASN1(rand.Reader, priv, d[:])
		r, s, ok := derPair(sig, own.curve.n)
		if !ok || !own.verify(d[:], r, s) {
			t.Fatalf("own arithmetic refuses %x", sig)
		}
		plain := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
		if err := Verify(pub, Algorithm{Scheme: ECDSA, Hash: SHA256}, m[:], plain); err != nil {
			t.Fatal("plain form:", err)
		}
		d[0] ^= 1
		if own.verify(d[:], r, s) {
			t.Fatal("own arithmetic takes a changed digest")
		}
	}
}

func TestHashes(t *testing.T) {
	for _, r := range hashTable {
		if h, ok := HashByOID(r.oid); !ok || h != r.name {
			t.Errorf("%s: OID %s finds %s", r.name, r.oid, h)
		}
		for _, u := range r.uris {
			if h, ok := HashByURI(u); !ok || h != r.name {
				t.Errorf("%s: URI %s finds %s", r.name, u, h)
			}
		}
		d := r.name.New()
		if d == nil {
			continue
		}
		d.Write([]byte("ab"))
		d.Sum(nil) // must not change the state
		d.Write([]byte("c"))
		sum := d.Sum(nil)
		if len(sum) != r.size || hex.EncodeToString(sum) != hex.EncodeToString(r.name.Sum([]byte("abc"))) {
			t.Errorf("%s: digest of %d octets, or the state changed by Sum", r.name, len(sum))
		}
	}
	for h, want := range map[Hash]string{
		SHAKE128: "5881092dd818bf5cf8a3ddb793fbcba74097d5c526a6d35f97b83351940f2cc8",
		SHA1:     "a9993e364706816aba3e25717850c26c9cd0d89d",
	} {
		if got := hex.EncodeToString(h.Sum([]byte("abc"))); got != want {
			t.Errorf("%s: %s", h, got)
		}
	}
}

// algorithm makes an AlgorithmIdentifier.
func algorithm(oid string, params ...byte) []byte {
	return tlv.Encode(tlv.Sequence, append(tlv.EncodeOID(oid), params...))
}

func TestFromAlgorithmIdentifier(t *testing.T) {
	null := []byte{tlv.Null, 0}
	for _, c := range []struct {
		name   string
		der    []byte
		digest Hash
		want   Algorithm
		err    error
	}{
		{"rsaEncryption takes the digest beside it", algorithm(oidRSA, null...), SHA384, Algorithm{Scheme: RSA, Hash: SHA384}, nil},
		{"rsaEncryption alone", algorithm(oidRSA, null...), "", Algorithm{Scheme: RSA}, ErrUnsupported},
		{"named digest", algorithm("1.2.840.113549.1.1.11"), SHA256, Algorithm{Scheme: RSA, Hash: SHA256}, nil},
		{"contradiction keeps the OID's own", algorithm("1.2.840.113549.1.1.11", null...), SHA512, Algorithm{Scheme: RSA, Hash: SHA256}, ErrContradiction},
		{"sha3", algorithm("2.16.840.1.101.3.4.3.14"), "", Algorithm{Scheme: RSA, Hash: SHA3_256}, nil},
		{"unknown never falls back", algorithm("1.2.3.4"), SHA256, Algorithm{}, ErrUnsupported},
		{"id-ecPublicKey", algorithm(oidEC), SHA256, Algorithm{Scheme: ECDSA, Hash: SHA256}, nil},
		{"ecdsa-with-specified", algorithm(oidECDSASpecified, algorithm("2.16.840.1.101.3.4.2.2")...), "", Algorithm{Scheme: ECDSA, Hash: SHA384}, nil},
		{"pss defaults", algorithm(oidPSS), "", Algorithm{Scheme: PSS, Hash: SHA1, MGFHash: SHA1, SaltLength: 20}, nil},
		{"pss of garbage", algorithm(oidPSS, 0x30, 3, 0xa2, 1, 0), "", Algorithm{Scheme: PSS, SaltLength: 20}, ErrUnsupported},
		{"ed25519 beside sha512", algorithm(oidEd25519), SHA512, Algorithm{Scheme: Ed25519}, nil},
		{"empty", nil, SHA256, Algorithm{}, ErrUnsupported},
	} {
		got, err := FromAlgorithmIdentifier(c.der, c.digest)
		got.ID = ""
		if got != c.want || !errors.Is(err, c.err) || (c.err == nil) != (err == nil) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

func TestFromURI(t *testing.T) {
	for uri, want := range map[string]Algorithm{
		nsMore + "rsa-sha256":        {Scheme: RSA, Hash: SHA256},
		nsMore07 + "sha384-rsa-MGF1": {Scheme: PSS, Hash: SHA384, MGFHash: SHA384, SaltLength: 48},
		uriPSS:                       {Scheme: PSS, Hash: SHA256, MGFHash: SHA256, SaltLength: 32},
		nsMore21 + "eddsa-ed448":     {Scheme: Ed448},
	} {
		want.ID = uri
		if got, err := FromURI(uri, nil); got != want || err != nil {
			t.Errorf("%s: %+v, %v", uri, got, err)
		}
	}
	a, err := FromURI(uriPSS, &PSSParams{DigestURI: nsEnc + "sha512", MGFDigestURI: nsDSig + "sha1", SaltLength: 7})
	if err != nil || a.Hash != SHA512 || a.MGFHash != SHA1 || a.SaltLength != 7 {
		t.Errorf("parameters: %+v, %v", a, err)
	}
	for _, uri := range []string{nsDSig + "hmac-sha1", "urn:x", ""} {
		if _, err := FromURI(uri, nil); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%q: %v", uri, err)
		}
	}
}

// TestRefusedKeys: explicit parameters, points off the curve, degenerate numbers.
func TestRefusedKeys(t *testing.T) {
	spki := func(oid string, params, key []byte) []byte {
		return finish(&PublicKey{}, oid, params, key).SPKI
	}
	off := make([]byte, 65)
	off[0], off[64] = 4, 1
	for name, der := range map[string][]byte{
		"explicit parameters": spki(oidEC, tlv.Encode(tlv.Sequence, []byte{2, 1, 1}), off),
		"off the curve":       spki(oidEC, tlv.EncodeOID("1.2.840.10045.3.1.7"), off),
		"off secp256k1":       spki(oidEC, tlv.EncodeOID("1.3.132.0.10"), off),
		"infinity":            spki(oidEC, tlv.EncodeOID("1.2.840.10045.3.1.7"), []byte{0}),
		"exponent 1":          spki(oidRSA, []byte{5, 0}, derIntegers(new(big.Int).SetBit(big.NewInt(1), 1024, 1), big.NewInt(1))),
		"huge modulus":        spki(oidRSA, []byte{5, 0}, derIntegers(new(big.Int).SetBit(big.NewInt(1), 20000, 1), big.NewInt(3))),
		"huge exponent":       spki(oidRSA, []byte{5, 0}, derIntegers(new(big.Int).SetBit(big.NewInt(1), 2048, 1), new(big.Int).SetBit(big.NewInt(1), 300, 1))),
	} {
		if _, err := ParseSPKI(der); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
	k, err := ParseSPKI(spki("1.2.3", nil, []byte{1}))
	if err != nil || k.Kind != "1.2.3" || Verify(k, Algorithm{Scheme: RSA, Hash: SHA256}, nil, nil) == nil {
		t.Errorf("unknown kind: %+v, %v", k, err)
	}
}

func FuzzParseSPKI(f *testing.F) {
	f.Add(algorithm(oidEC))
	f.Add(finish(&PublicKey{}, oidRSA, []byte{5, 0}, derIntegers(big.NewInt(1<<40+1), big.NewInt(3))).SPKI)
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := ParseSPKI(b)
		if err == nil && k == nil {
			t.Fatal("neither key nor error")
		}
		if err == nil && Verify(k, Algorithm{Scheme: RSA, Hash: SHA256}, b, b) == nil {
			t.Fatal("verified")
		}
	})
}

func FuzzFromAlgorithmIdentifier(f *testing.F) {
	f.Add(algorithm(oidPSS, 0x30, 0))
	f.Add(algorithm(oidECDSASpecified, algorithm("2.16.840.1.101.3.4.2.2")...))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := FromAlgorithmIdentifier(b, "")
		if err == nil && a.Scheme == "" {
			t.Fatal("neither scheme nor error")
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	for _, oid := range []string{"1.2.840.10045.3.1.7", "1.3.36.3.3.2.8.1.1.7", "1.3.36.3.3.2.8.1.1.13"} {
		c := curveByOID(oid)
		k, err := NewECPublicKeyXY(oid, c.x, c.y)
		if err != nil {
			b.Fatal(err)
		}
		sig := derIntegers(new(big.Int).Rsh(c.n, 1), new(big.Int).Rsh(c.n, 2))
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				_ = Verify(k, Algorithm{Scheme: ECDSA, Hash: SHA256}, nil, sig)
			}
		})
	}
}
