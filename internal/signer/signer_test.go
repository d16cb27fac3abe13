// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package signer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	stdpkix "crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
)

func key(t *testing.T) *ecdsa.PrivateKey {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// cert makes a self-signed certificate of k.
func cert(t *testing.T, k *ecdsa.PrivateKey, name string, serial int64) *ades.Certificate {
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: stdpkix.Name{CommonName: name}, SubjectKeyId: []byte(name),
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<31, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	c, err := ades.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestIdentify tells for each way to designate a signer which certificate is found.
func TestIdentify(t *testing.T) {
	right, wrong := key(t), key(t)
	first, renewed, other := cert(t, right, "signer", 1), cert(t, right, "signer", 2), cert(t, wrong, "other", 3)
	data := []byte("signed attributes")
	digest := sha256.Sum256(data)
	sig, err := ecdsa.SignASN1(rand.Reader, right, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	sid := func(c *ades.Certificate) ades.SignerID {
		return ades.SignerID{Issuer: c.X509().Issuer.Raw, Serial: c.Serial().Bytes()}
	}
	ref := func(c *ades.Certificate) []ades.CertRef {
		sum := sha1.Sum(c.Raw())
		return []ades.CertRef{{Digest: ades.Digest{Algorithm: sigalg.SHA1, Value: sum[:]}}}
	}
	keyValue := first.X509().PublicKey
	for _, c := range []struct {
		what   string
		change func(s *ades.Signature, p *ades.Pool) []*ades.Certificate
		want   *ades.Certificate
		intact bool
	}{
		{"in the pool alone", func(*ades.Signature, *ades.Pool) []*ades.Certificate { return nil }, first, true},
		{"renewed, by signer id", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate { s.SignerID = sid(renewed); return nil }, renewed, true},
		{"renewed, by reference", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate {
			s.Attributes.CertRefs = ref(renewed)
			return nil
		}, renewed, true},
		{"renewed, by key id and reference", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate {
			s.SignerID.SubjectKeyID, s.Attributes.CertRefs = []byte("signer"), ref(renewed)
			return nil
		}, renewed, true},
		{"signer id of another: the key decides", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate { s.SignerID = sid(other); return nil }, first, true},
		{"candidate before the pool", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate {
			s.Candidates = []ades.ID{renewed.ID()}
			return nil
		}, renewed, true},
		{"from the caller", func(_ *ades.Signature, p *ades.Pool) []*ades.Certificate {
			*p = ades.Pool{}
			return []*ades.Certificate{other, first}
		}, first, true},
		{"alternative encoding", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate {
			s.SignedData = ades.SignedData{Bytes: []byte("x"), Alternatives: [][]byte{data}}
			return nil
		}, first, true},
		{"digest of streamed content", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate {
			s.SignedData = ades.SignedData{Digest: digest[:]}
			return nil
		}, first, true},
		{"changed data, designated", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate {
			s.SignedData.Bytes, s.SignerID = []byte("x"), sid(renewed)
			return nil
		}, renewed, false},
		{"changed data, nothing designated", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate {
			s.SignedData.Bytes = []byte("x")
			return nil
		}, nil, false},
		{"algorithm problem never verifies", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate {
			s.AlgorithmProblem, s.Attributes.CertRefs = "unknown", ref(first)
			return nil
		}, first, false},
		{"scheme of another key kind", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate {
			s.Algorithm.Scheme = sigalg.RSA
			return nil
		}, nil, false},
		{"hash that cannot be computed", func(s *ades.Signature, _ *ades.Pool) []*ades.Certificate {
			s.Algorithm.Hash = sigalg.WHIRLPOOL
			return nil
		}, nil, false},
		{"bare key", func(s *ades.Signature, p *ades.Pool) []*ades.Certificate {
			*p, s.KeyValue = ades.Pool{}, keyValue
			return nil
		}, nil, true},
		{"nothing", func(_ *ades.Signature, p *ades.Pool) []*ades.Certificate { *p = ades.Pool{}; return nil }, nil, false},
	} {
		pool := &ades.Pool{}
		for _, x := range []*ades.Certificate{other, first, renewed} {
			pool.Put(x, ades.Origin{Where: "SIGNED_DATA"})
		}
		s := &ades.Signature{Value: sig, Algorithm: sigalg.Algorithm{Scheme: sigalg.ECDSA, Hash: sigalg.SHA256}, SignedData: ades.SignedData{Bytes: data}}
		s.Signer, s.Intact, s.Failure = "C-preset", true, "preset"
		more := c.change(s, pool)
		Identify(s, pool, more...)
		var want ades.ID
		if c.want != nil {
			want = c.want.ID()
		}
		if s.Signer != want || s.Intact != c.intact || (s.Failure == "") != c.intact {
			t.Errorf("%s: signer %.12s, want %.12s; intact %v; %q", c.what, s.Signer, want, s.Intact, s.Failure)
		}
		ts := &ades.Timestamp{Value: sig, Algorithm: s.Algorithm, AlgorithmProblem: s.AlgorithmProblem, SignedData: s.SignedData,
			SignerID: s.SignerID, CertRefs: s.Attributes.CertRefs, Candidates: s.Candidates}
		if s.KeyValue == nil {
			if IdentifyToken(ts, pool, more...); ts.Signer != want || ts.Intact != c.intact {
				t.Errorf("%s, as a token: signer %.12s, intact %v", c.what, ts.Signer, ts.Intact)
			}
		}
	}
}
