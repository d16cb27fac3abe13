// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"crypto/ed25519"
	"crypto/sha3"
	"fmt"
	"strings"
)

// Verify checks that sig is the signature over signed by the private key of pub. Nil: it is. The error wraps [ErrSignature]
// where it is not, and [ErrUnsupported] where key and algorithm do not fit, are not known or cannot be computed.
func Verify(pub *PublicKey, a Algorithm, signed, sig []byte) error {
	if err := fits(pub, a); err != nil {
		return err
	}
	switch a.Scheme {
	case Ed25519:
		return verdict(ed25519.Verify(pub.key.(ed25519.PublicKey), signed, sig))
	case Ed448:
		return verdict(pub.key.(*ed448Key).verify(signed, sig))
	}
	digest := a.Hash.Sum(signed)
	if digest == nil {
		return fmt.Errorf("digest algorithm %q cannot be computed: %w", a.Hash, ErrUnsupported)
	}
	return verifyDigest(pub, a, digest, sig)
}

// VerifyDigest is [Verify] where the digest was computed before. The EdDSA schemes sign no digest and are not supported.
func VerifyDigest(pub *PublicKey, a Algorithm, digest, sig []byte) error {
	if err := fits(pub, a); err != nil {
		return err
	}
	if a.Scheme == Ed25519 || a.Scheme == Ed448 {
		return fmt.Errorf("%s needs the whole content, not its digest: %w", a.Scheme, ErrUnsupported)
	}
	if len(digest) == 0 || len(digest) != a.Hash.Size() {
		return fmt.Errorf("digest of %d octets for %q: %w", len(digest), a.Hash, ErrUnsupported)
	}
	return verifyDigest(pub, a, digest, sig)
}

func fits(pub *PublicKey, a Algorithm) error {
	switch {
	case a.Scheme == "" || a.Scheme == HMAC:
		return fmt.Errorf("signature algorithm %q: %w", strings.TrimSpace(string(a.Scheme)+" "+a.ID), ErrUnsupported)
	case pub == nil:
		return fmt.Errorf("public key cannot be read: %w", ErrUnsupported)
	case !pub.Fits(a.Scheme):
		return fmt.Errorf("%s key for signature scheme %s: %w", pub.Kind, a.Scheme, ErrUnsupported)
	}
	return nil
}

// verifyDigest is called with a key that fits the scheme.
func verifyDigest(pub *PublicKey, a Algorithm, digest, sig []byte) error {
	switch k := pub.key.(type) {
	case *rsaKey:
		if k.restricted(a) {
			return fmt.Errorf("rsassa-pss key is restricted to other parameters: %w", ErrUnsupported)
		}
		if a.Scheme == PSS {
			return verdict(k.verifyPSS(a, digest, sig))
		}
		return verdict(k.verifyPKCS1(a.Hash, digest, sig))
	case *dsaKey:
		r, s, ok := splitPair(sig, k.q, formDER|formPlain)
		return verdict(ok && k.verify(digest, r, s))
	case *ecKey:
		forms := formDER | formPlain | formHalves
		if a.Scheme == PlainECDSA {
			forms = formPlain
		}
		r, s, ok := splitPair(sig, k.curve.n, forms)
		return verdict(ok && k.verify(digest, r, s))
	}
	return fmt.Errorf("%s key: %w", pub.Kind, ErrUnsupported)
}

func verdict(ok bool) error {
	if !ok {
		return ErrSignature
	}
	return nil
}

// xof is the output of SHAKE128 or SHAKE256 of any length.
func xof(h Hash, seed []byte, size int) []byte {
	s := sha3.NewSHAKE256()
	if h == SHAKE128 {
		s = sha3.NewSHAKE128()
	}
	_, _ = s.Write(seed)
	out := make([]byte, size)
	_, _ = s.Read(out)
	return out
}
