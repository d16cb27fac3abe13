// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"hash"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Keys are the committed test keys by name ("rsa-1", "p256-3", "ed25519-1"). They protect nothing.
type Keys map[string]crypto.Signer

// keyNames is the set of keys, each used for one entity of a PKI, so that no chain is ambiguous.
var keyNames = [...]string{
	"rsa-1", "rsa-2", "rsa-3", "rsa-4", "rsa-5", "rsa-6", "rsa-7", "rsa-8", "rsa1024-1", "rsa3072-1",
	"p256-1", "p256-2", "p256-3", "p256-4", "p256-5", "p256-6", "p256-7", "p256-8", "p256-9", "p256-10",
	"p256-11", "p256-12", "p256-13", "p256-14", "p256-15", "p256-16", "p256-17", "p256-18", "p256-19", "p256-20",
	"p256-21", "p256-22", "p256-23", "p256-24", "p256-25", "p256-26", "p256-27", "p256-28", "p256-29", "p256-30",
	"p256-31", "p256-32", "p256-33",
	"p384-1", "p384-2", "p384-3", "p521-1", "ed25519-1",
}

// LoadKeys reads the keys from a folder of PKCS #8 PEM files.
func LoadKeys(dir string) (Keys, error) {
	keys := Keys{}
	for _, name := range keyNames {
		b, err := os.ReadFile(filepath.Join(dir, name+".pem"))
		if err != nil {
			return nil, err
		}
		block, _ := pem.Decode(b)
		if block == nil {
			return nil, fmt.Errorf("key %s: no PEM block", name)
		}
		k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("key %s: %w", name, err)
		}
		signer, ok := k.(crypto.Signer)
		if !ok {
			return nil, fmt.Errorf("key %s: a %T cannot sign", name, k)
		}
		keys[name] = signer
	}
	return keys, nil
}

// CreateKeys writes the keys that are missing in a folder. It is the one place with randomness; what it wrote is committed.
func CreateKeys(dir string) error {
	for _, name := range keyNames {
		file := filepath.Join(dir, name+".pem")
		if _, err := os.Stat(file); err == nil {
			continue
		}
		k, err := newKey(name)
		if err != nil {
			return err
		}
		der, err := x509.MarshalPKCS8PrivateKey(k)
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func newKey(name string) (crypto.Signer, error) {
	kind, _, _ := strings.Cut(name, "-")
	switch kind {
	case "p256":
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "p384":
		return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "p521":
		return ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case "ed25519":
		_, k, err := ed25519.GenerateKey(rand.Reader)
		return k, err
	case "rsa":
		return rsa.GenerateKey(rand.Reader, 2048)
	}
	if bits, err := strconv.Atoi(strings.TrimPrefix(kind, "rsa")); err == nil {
		return rsa.GenerateKey(rand.Reader, bits)
	}
	return nil, fmt.Errorf("key %s: unknown kind", name)
}

// digest hashes with the named algorithm ("MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512"; empty: SHA256).
func digest(name string, parts ...[]byte) []byte {
	var h hash.Hash
	switch name {
	case "MD5":
		h = md5.New()
	case "SHA1":
		h = sha1.New()
	case "SHA224":
		h = sha256.New224()
	case "SHA384":
		h = sha512.New384()
	case "SHA512":
		h = sha512.New()
	default:
		h = sha256.New()
	}
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

func cryptoHash(name string) crypto.Hash {
	return map[string]crypto.Hash{"MD5": crypto.MD5, "SHA224": crypto.SHA224, "SHA1": crypto.SHA1, "SHA384": crypto.SHA384, "SHA512": crypto.SHA512, "SHA256": crypto.SHA256, "": crypto.SHA256}[name]
}

func digestOID(name string) string {
	return map[string]string{"MD5": "1.2.840.113549.2.5", "SHA1": "1.3.14.3.2.26", "SHA224": "2.16.840.1.101.3.4.2.4", "SHA384": "2.16.840.1.101.3.4.2.2", "SHA512": "2.16.840.1.101.3.4.2.3"}[orSHA256(name)]
}

// digestAlg is the AlgorithmIdentifier of a digest.
func digestAlg(name string) []byte {
	if o := digestOID(name); o != "" {
		return seq(oid(o))
	}
	return seq(oid("2.16.840.1.101.3.4.2.1"))
}

func orSHA256(name string) string {
	if name == "" {
		return "SHA256"
	}
	return name
}

// spki is the SubjectPublicKeyInfo of a key.
func spki(k crypto.Signer) []byte {
	b, err := x509.MarshalPKIXPublicKey(k.Public())
	if err != nil {
		return nil
	}
	return b
}

// sign signs msg deterministically: PKCS #1 v1.5, RSASSA-PSS with a salt taken from the message, RFC 6979, or Ed25519.
func sign(k crypto.Signer, hash string, pss bool, msg []byte) ([]byte, error) {
	switch k := k.(type) {
	case *rsa.PrivateKey:
		if pss {
			return signPSS(k, hash, msg)
		}
		return rsa.SignPKCS1v15(nil, k, cryptoHash(hash), digest(hash, msg))
	case *ecdsa.PrivateKey:
		return k.Sign(nil, digest(hash, msg), cryptoHash(hash))
	case ed25519.PrivateKey:
		return ed25519.Sign(k, msg), nil
	}
	return nil, errors.New("unknown kind of key")
}

// signPSS encodes by RFC 8017 9.1.1 with a salt of the digest's length, MGF1 over the same digest.
func signPSS(k *rsa.PrivateKey, hash string, msg []byte) ([]byte, error) {
	mHash := digest(hash, msg)
	salt := digest(hash, []byte("salt"), msg)
	emBits := k.N.BitLen() - 1
	emLen := (emBits + 7) / 8
	h := digest(hash, make([]byte, 8), mHash, salt)
	dbLen := emLen - len(h) - 1
	if dbLen < len(salt)+1 {
		return nil, errors.New("key too short for the digest")
	}
	em := make([]byte, emLen)
	em[dbLen-len(salt)-1] = 1
	copy(em[dbLen-len(salt):], salt)
	for i, n := 0, byte(0); i < dbLen; n++ {
		for _, c := range digest(hash, h, []byte{0, 0, 0, n}) {
			if i < dbLen {
				em[i] ^= c
				i++
			}
		}
	}
	em[0] &= 0xff >> (8*emLen - emBits)
	copy(em[dbLen:], h)
	em[emLen-1] = 0xbc
	s := new(big.Int).Exp(new(big.Int).SetBytes(em), k.D, k.N)
	return s.FillBytes(make([]byte, (k.N.BitLen()+7)/8)), nil
}

// signatureAlg is the AlgorithmIdentifier of a signature by k.
func signatureAlg(k crypto.Signer, hash string, pss bool) []byte {
	hash = orSHA256(hash)
	switch k.(type) {
	case *rsa.PrivateKey:
		if pss {
			alg := digestAlg(hash)
			return seq(oid("1.2.840.113549.1.1.10"), seq(explicit(0, alg), explicit(1, seq(oid("1.2.840.113549.1.1.8"), alg)), explicit(2, number(int64(len(digest(hash)))))))
		}
		n := map[string]string{"MD5": "4", "SHA1": "5", "SHA224": "14", "SHA256": "11", "SHA384": "12", "SHA512": "13"}[hash]
		return seq(oid("1.2.840.113549.1.1."+n), null())
	case *ecdsa.PrivateKey:
		n := map[string]string{"SHA1": "1", "SHA224": "3.1", "SHA256": "3.2", "SHA384": "3.3", "SHA512": "3.4"}[hash]
		return seq(oid("1.2.840.10045.4." + n))
	}
	return seq(oid("1.3.101.112"))
}

// xmlSignatureURI is the SignatureMethod of a signature by k.
func xmlSignatureURI(k crypto.Signer, hash string, pss bool) string {
	h := strings.ToLower(orSHA256(hash))
	const more = "http://www.w3.org/2001/04/xmldsig-more#"
	switch k.(type) {
	case *rsa.PrivateKey:
		switch {
		case pss:
			return "http://www.w3.org/2007/05/xmldsig-more#" + h + "-rsa-MGF1"
		case h == "sha1":
			return "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
		}
		return more + "rsa-" + h
	case *ecdsa.PrivateKey:
		return more + "ecdsa-" + h
	}
	return "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519"
}

func xmlDigestURI(hash string) string {
	switch hash {
	case "SHA1":
		return "http://www.w3.org/2000/09/xmldsig#sha1"
	case "MD5", "SHA224", "SHA384":
		return "http://www.w3.org/2001/04/xmldsig-more#" + strings.ToLower(hash)
	case "SHA512":
		return "http://www.w3.org/2001/04/xmlenc#sha512"
	}
	return "http://www.w3.org/2001/04/xmlenc#sha256"
}

// xmlSignature turns an ECDSA signature into r‖s; others stay as they are (RFC 9231 2.3.6).
func xmlSignature(k crypto.Signer, sig []byte) ([]byte, error) {
	e, ok := k.(*ecdsa.PrivateKey)
	if !ok {
		return sig, nil
	}
	var rs struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(sig, &rs); err != nil {
		return nil, err
	}
	n := (e.Curve.Params().N.BitLen() + 7) / 8
	out := make([]byte, 2*n)
	rs.R.FillBytes(out[:n])
	rs.S.FillBytes(out[n:])
	return out, nil
}
