// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"sync"
	"testing"
)

// signed is a message with a good value for it.
type signed struct {
	pub       *PublicKey
	algorithm Algorithm
	message   []byte
	value     []byte
}

func ecdsaSigned(t *testing.T, message string) signed {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256([]byte(message))
	return signedBy(t, key, Algorithm{Scheme: ECDSA, Hash: SHA256}, []byte(message), digest[:], crypto.SHA256)
}

func ed25519Signed(t *testing.T, message string) signed {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return signedBy(t, key, Algorithm{Scheme: Ed25519}, []byte(message), []byte(message), crypto.Hash(0))
}

func signedBy(t *testing.T, key crypto.Signer, a Algorithm, message, input []byte, h crypto.Hash) signed {
	t.Helper()
	value, err := key.Sign(rand.Reader, input, h)
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	pub, err := ParseSPKI(spki)
	if err != nil {
		t.Fatal(err)
	}
	return signed{pub, a, message, value}
}

// TestMemory asks one memory, after it knows a good value, for what differs from it in one respect each.
func TestMemory(t *testing.T) {
	for name, s := range map[string]signed{"ECDSA": ecdsaSigned(t, "message"), "Ed25519": ed25519Signed(t, "message")} {
		other := ecdsaSigned(t, "message")
		if name == "Ed25519" {
			other = ed25519Signed(t, "message")
		}
		again, err := ParseSPKI(bytes.Clone(s.pub.SPKI))
		if err != nil {
			t.Fatal(err)
		}
		nameless := *other.pub // without the encoding that tells keys apart
		nameless.SPKI = nil
		flip := func(b []byte) []byte {
			b = bytes.Clone(b)
			b[len(b)-1] ^= 1
			return b
		}
		for _, c := range []struct {
			what    string
			pub     *PublicKey
			a       Algorithm
			message []byte
			value   []byte
			want    error
			known   bool // answered from memory
		}{
			{"the same", s.pub, s.algorithm, s.message, s.value, nil, true},
			{"the same in other memory", again, s.algorithm, bytes.Clone(s.message), bytes.Clone(s.value), nil, true},
			{"another key", other.pub, s.algorithm, s.message, s.value, ErrSignature, false},
			{"another key without an encoding", &nameless, s.algorithm, s.message, s.value, ErrSignature, false},
			{"another message", s.pub, s.algorithm, flip(s.message), s.value, ErrSignature, false},
			{"another value", s.pub, s.algorithm, s.message, flip(s.value), ErrSignature, false},
			{"a shorter value", s.pub, s.algorithm, s.message, s.value[:len(s.value)-1], ErrSignature, false},
			{"another scheme", s.pub, Algorithm{Scheme: RSA, Hash: SHA256}, s.message, s.value, ErrUnsupported, false},
			{"a digest that cannot be computed", s.pub, Algorithm{Scheme: ECDSA, Hash: WHIRLPOOL}, s.message, s.value, ErrUnsupported, false},
			{"no key", nil, s.algorithm, s.message, s.value, ErrUnsupported, false},
		} {
			m := &Memory{}
			if err := m.Verify(s.pub, s.algorithm, s.message, s.value); err != nil {
				t.Fatalf("%s: good value: %v", name, err)
			}
			for range 2 {
				if err := m.Verify(c.pub, c.a, c.message, c.value); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
					t.Errorf("%s, %s: %v, expected %v", name, c.what, err, c.want)
				}
			}
			if known := len(m.outcomes) == 1; known != c.known && c.pub != nil && c.a.Hash.New() != nil {
				t.Errorf("%s, %s: %d outcomes kept", name, c.what, len(m.outcomes))
			}
			if err := (*Memory)(nil).Verify(c.pub, c.a, c.message, c.value); (err == nil) != (c.want == nil) {
				t.Errorf("%s, %s: without memory: %v", name, c.what, err)
			}
		}
	}
}

// TestMemoryOfChangedBytes changes, in place, what the memory was asked about.
func TestMemoryOfChangedBytes(t *testing.T) {
	for name, s := range map[string]signed{"ECDSA": ecdsaSigned(t, "message"), "Ed25519": ed25519Signed(t, "message")} {
		for what, b := range map[string][]byte{"message": s.message, "value": s.value} {
			var m Memory
			for _, want := range []error{nil, ErrSignature, nil} {
				if err := m.Verify(s.pub, s.algorithm, s.message, s.value); !errors.Is(err, want) {
					t.Errorf("%s, %s: %v, expected %v", name, what, err, want)
				}
				b[len(b)-1] ^= 1
			}
			b[len(b)-1] ^= 1
		}
	}
}

// TestMemoryIsBounded asks for more keys than are kept, from several goroutines.
func TestMemoryIsBounded(t *testing.T) {
	s := ecdsaSigned(t, "message")
	var m Memory
	var wait sync.WaitGroup
	for range 3 * remembered {
		other := ecdsaSigned(t, "another message")
		wait.Add(1)
		go func() {
			defer wait.Done()
			if err := m.Verify(other.pub, s.algorithm, s.message, s.value); !errors.Is(err, ErrSignature) {
				t.Errorf("another key: %v", err)
			}
			if err := m.Verify(s.pub, s.algorithm, s.message, s.value); err != nil {
				t.Errorf("the key: %v", err)
			}
		}()
	}
	wait.Wait()
	if n := len(m.outcomes); n != remembered {
		t.Errorf("%d outcomes are kept, expected %d", n, remembered)
	}
}
