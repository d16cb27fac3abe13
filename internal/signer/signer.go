// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package signer finds the certificate whose key verifies a signature value. It is mathematics: whether the certificate is the one
// that the signature promises, and what it is worth, is judged elsewhere.
package signer

import (
	"errors"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// The bounds on one identification. Designated certificates come first, so that the bounds are met only where none fits.
const (
	maxKeys         = 256 // distinct keys tried on one value
	maxAlternatives = 4   // encodings of the signed data tried with each
)

// Identify sets Signer, Intact and Failure of s, EN 319 102-1 v1.4.1 5.2.3: the certificate whose key verifies the value, or, failing
// that, the one that the signature designates. Certificates are looked for in pool and in more; those that the container or a
// signing-certificate reference names come first, then s.Candidates. A certificate outside the pool that was chosen must be
// put there by the caller.
//
// Where no certificate verifies, but the bare key that came with the signature does, Intact is true with an empty Signer.
func Identify(s *ades.Signature, pool *ades.Pool, more ...*ades.Certificate) {
	v := value{
		algorithm: s.Algorithm, problem: s.AlgorithmProblem, data: s.SignedData, sig: s.Value,
		id: s.SignerID, refs: s.Attributes.CertRefs, candidates: s.Candidates, keyValue: s.KeyValue,
	}
	s.Signer, s.Intact, s.Failure = v.identify(pool, more)
}

// IdentifyToken does for a time-stamp token what [Identify] does for a signature.
func IdentifyToken(t *ades.Timestamp, pool *ades.Pool, more ...*ades.Certificate) {
	v := value{
		algorithm: t.Algorithm, problem: t.AlgorithmProblem, data: t.SignedData, sig: t.Value,
		id: t.SignerID, refs: t.CertRefs, candidates: t.Candidates,
	}
	t.Signer, t.Intact, t.Failure = v.identify(pool, more)
}

// value is a signature value with all that helps to find its signer.
type value struct {
	algorithm  sigalg.Algorithm
	problem    string
	data       ades.SignedData
	sig        []byte
	id         ades.SignerID
	refs       []ades.CertRef
	candidates []ades.ID
	keyValue   *sigalg.PublicKey
}

func (v *value) identify(pool *ades.Pool, more []*ades.Certificate) (id ades.ID, intact bool, failure string) {
	list := v.order(pool, more)
	if v.problem != "" {
		return v.fallback(list), false, v.problem
	}
	inputs := v.inputs()
	tried := map[string]bool{} // by key: renewed certificates share one
	var first error
	for _, c := range list {
		key := c.cert.X509().PublicKey
		if !key.Fits(v.algorithm.Scheme) {
			if first == nil && c.rank <= rankReference {
				first = v.check(key, inputs) // says why it does not fit
			}
			continue
		}
		if tried[string(key.SPKI)] {
			continue
		}
		if len(tried) >= min(maxKeys, limits.Default().SignatureChecks) {
			break
		}
		tried[string(key.SPKI)] = true
		err := v.check(key, inputs)
		if err == nil {
			return c.cert.ID(), true, ""
		}
		if first == nil {
			first = err
		}
	}
	if v.keyValue != nil && v.check(v.keyValue, inputs) == nil {
		return fallbackFor(list, v.keyValue), true, ""
	}
	if first == nil {
		first = errors.New("no certificate with a key for the signature value was found")
	}
	return v.fallback(list), false, first.Error()
}

// fallback is the certificate to name where none verifies: the designated one, or else the first that came with the signature.
// Where the container names its signer, as CMS does, the certificates that come along are in no order, and the first of them
// designates nothing.
func (v *value) fallback(list []candidate) ades.ID {
	last := rankCandidate
	if len(v.id.Serial) > 0 || len(v.id.SubjectKeyID) > 0 {
		last = rankReference
	}
	if len(list) > 0 && list[0].rank <= last {
		return list[0].cert.ID()
	}
	return ""
}

// fallbackFor is the certificate that holds a key which verified without one; empty where there is none.
func fallbackFor(list []candidate, key *sigalg.PublicKey) ades.ID {
	for _, c := range list {
		if c.cert.X509().PublicKey.Equal(key) {
			return c.cert.ID()
		}
	}
	return ""
}

// input is one form of the signed data: its digest, or the whole for the schemes that sign no digest.
type input struct{ bytes, digest []byte }

// inputs digests the signed data once for all keys.
func (v *value) inputs() []input {
	whole := v.algorithm.Scheme == sigalg.Ed25519 || v.algorithm.Scheme == sigalg.Ed448
	if len(v.data.Digest) > 0 {
		return []input{{digest: v.data.Digest}}
	}
	forms := append([][]byte{v.data.Bytes}, v.data.Alternatives...)
	if len(forms) > 1+maxAlternatives {
		forms = forms[:1+maxAlternatives]
	}
	out := make([]input, 0, len(forms))
	for _, b := range forms {
		if whole {
			out = append(out, input{bytes: b})
		} else {
			out = append(out, input{digest: v.algorithm.Hash.Sum(b)})
		}
	}
	return out
}

// check tries one key on each form of the signed data. The error is that of the first form.
func (v *value) check(key *sigalg.PublicKey, inputs []input) error {
	var first error
	for _, in := range inputs {
		var err error
		if in.digest != nil {
			err = sigalg.VerifyDigest(key, v.algorithm, in.digest, v.sig)
		} else {
			err = sigalg.Verify(key, v.algorithm, in.bytes, v.sig)
		}
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}
