// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package signer

import (
	"bytes"
	"math/big"
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/tlv"
)

// The ranks of candidates: the lower, the sooner tried.
const (
	rankBoth      = iota // named by the container, and by a reference's digest
	rankSignerID         // named by the container
	rankReference        // its digest stands in a signing-certificate reference
	rankCandidate        // came with the signature
	rankPool             // came with the document
	rankMore             // the caller's
)

// candidate is a certificate with its rank.
type candidate struct {
	cert *ades.Certificate
	rank int
}

// order lists every certificate once, by rank, and within a rank in the order given.
func (v *value) order(pool *ades.Pool, more []*ades.Certificate) []candidate {
	var list []candidate
	seen := map[ades.ID]bool{}
	m := v.matcher()
	add := func(c *ades.Certificate, rank int) {
		if c == nil || seen[c.ID()] {
			return
		}
		seen[c.ID()] = true
		list = append(list, candidate{c, min(rank, m.rank(c))})
	}
	if pool != nil {
		for _, id := range v.candidates {
			add(pool.Certificate(id), rankCandidate)
		}
		for _, c := range pool.Certificates {
			add(c, rankPool)
		}
	}
	for _, c := range more {
		add(c, rankMore)
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return a.rank - b.rank })
	return list
}

// matcher compares certificates with what designates the signer.
type matcher struct {
	issuer  *pkix.Name
	serial  *big.Int
	ski     []byte
	digests map[sigalg.Hash][][]byte
	hashes  []sigalg.Hash
}

func (v *value) matcher() *matcher {
	m := &matcher{ski: v.id.SubjectKeyID, digests: map[sigalg.Hash][][]byte{}}
	if len(v.id.Issuer) > 0 && len(v.id.Serial) > 0 {
		if n, err := pkix.ParseName(v.id.Issuer); err == nil {
			m.issuer = &n
			m.serial = tlv.Value{ID: tlv.Integer, Content: v.id.Serial}.Integer()
		}
	}
	for _, r := range v.refs {
		if r.Algorithm.New() == nil || len(r.Value) != r.Algorithm.Size() {
			continue
		}
		if m.digests[r.Algorithm] == nil {
			m.hashes = append(m.hashes, r.Algorithm)
		}
		m.digests[r.Algorithm] = append(m.digests[r.Algorithm], r.Value)
	}
	return m
}

// rank is the rank by designation alone; rankMore where nothing designates c.
func (m *matcher) rank(c *ades.Certificate) int {
	byID, byRef := m.named(c), m.referenced(c)
	switch {
	case byID && byRef:
		return rankBoth
	case byID:
		return rankSignerID
	case byRef:
		return rankReference
	}
	return rankMore
}

// named reports whether the container's signer identifier names c.
func (m *matcher) named(c *ades.Certificate) bool {
	x := c.X509()
	if m.issuer != nil {
		return x.Serial.Cmp(m.serial) == 0 && x.Issuer.Equal(*m.issuer)
	}
	return len(m.ski) > 0 && bytes.Equal(m.ski, x.SubjectKeyID)
}

// referenced reports whether the digest of c stands in a signing-certificate reference.
func (m *matcher) referenced(c *ades.Certificate) bool {
	for _, h := range m.hashes {
		sum := h.Sum(c.Raw())
		for _, d := range m.digests[h] {
			if bytes.Equal(d, sum) {
				return true
			}
		}
	}
	return false
}
