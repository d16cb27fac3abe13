// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"bytes"
	"sync"
)

// Memory remembers how the signature of one object was verified: a certificate or its revocation data is asked for by several
// stages, and each public-key operation is made once. An outcome is remembered under all that it depends on, the key, the
// algorithm, the digest of what is signed and the value, so that another key or other bytes are never answered from memory.
// It is safe for concurrent use; nil remembers nothing.
type Memory struct {
	mu       sync.Mutex
	outcomes []outcome
}

// remembered bounds the outcomes kept: as a rule one key is tried on an object, and a second one where a CA's name has two.
const remembered = 4

// outcome is one verification and what came of it.
type outcome struct {
	pub         *PublicKey
	algorithm   Algorithm
	digest, sig []byte
	err         error
}

// Verify is [Verify], from memory where the same was asked before.
func (m *Memory) Verify(pub *PublicKey, a Algorithm, signed, sig []byte) error {
	h, whole := a.Hash, a.Scheme == Ed25519 || a.Scheme == Ed448
	if whole {
		h = SHA512
	}
	if m == nil || pub == nil || h.New() == nil {
		return Verify(pub, a, signed, sig)
	}
	digest := h.Sum(signed)
	if o, ok := m.find(pub, a, digest, sig); ok {
		return o.err
	}
	var err error
	if whole {
		err = Verify(pub, a, signed, sig)
	} else {
		err = VerifyDigest(pub, a, digest, sig)
	}
	m.keep(outcome{pub, a, digest, bytes.Clone(sig), err})
	return err
}

func (m *Memory) find(pub *PublicKey, a Algorithm, digest, sig []byte) (outcome, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, o := range m.outcomes {
		if o.pub.same(pub) && o.algorithm == a && bytes.Equal(o.digest, digest) && bytes.Equal(o.sig, sig) {
			return o, true
		}
	}
	return outcome{}, false
}

// keep notes an outcome; the oldest goes where there are too many.
func (m *Memory) keep(o outcome) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.outcomes) == remembered {
		m.outcomes = append(m.outcomes[:0], m.outcomes[1:]...)
	}
	m.outcomes = append(m.outcomes, o)
}

// same reports whether both were made from the same SubjectPublicKeyInfo.
func (k *PublicKey) same(o *PublicKey) bool {
	return k == o || len(k.SPKI) > 0 && k.Kind == o.Kind && bytes.Equal(k.SPKI, o.SPKI)
}
