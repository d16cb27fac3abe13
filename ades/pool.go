// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ades

import (
	"fmt"
	"slices"
)

// Pool holds certificates and revocation data, each once, in the order in which they were found.
type Pool struct {
	Certificates []*Certificate
	Revocations  []*Revocation
	// Unread are certificates and revocation data that could not be read at all.
	Unread []Problem
	// Anchors are read already: a certificate that is one of them shares its content. Nil: none.
	Anchors Anchors `json:"-"`

	certs  map[ID]*Certificate
	revs   map[ID]*Revocation
	tokens map[ID]int // times that each token was met
}

// TokenID returns the id for a time-stamp token. A token that stands in a document more than once covers something else at each
// place, so that each further occurrence gets an id of its own.
func (p *Pool) TokenID(token []byte) ID {
	id := NewID("T", token)
	if p.tokens == nil {
		p.tokens = map[ID]int{}
	}
	p.tokens[id]++
	return occurrence(id, p.tokens[id])
}

// occurrences bounds the occurrences of one token that [IsTokenID] looks for: more time-stamps are not read from any document.
const occurrences = 4096

// IsTokenID reports whether id is one that [Pool.TokenID] gives for a token, at whatever occurrence.
func IsTokenID(id ID, token []byte) bool {
	first := NewID("T", token)
	for n := 1; n <= occurrences; n++ {
		if occurrence(first, n) == id {
			return true
		}
	}
	return false
}

func occurrence(first ID, n int) ID {
	if n == 1 {
		return first
	}
	return NewID("T", fmt.Appendf(nil, "%s occurrence %d", first, n))
}

// Certificate returns the certificate with that id, or nil.
func (p *Pool) Certificate(id ID) *Certificate {
	p.index()
	return p.certs[id]
}

// Revocation returns the revocation data with that id, or nil.
func (p *Pool) Revocation(id ID) *Revocation {
	p.index()
	return p.revs[id]
}

// AddCertificate reads der into the pool, once, notes the origin and returns it. What cannot be read goes to Unread, and nil is returned.
func (p *Pool) AddCertificate(der []byte, from Origin) *Certificate {
	id := NewID("C", der)
	if c := p.Certificate(id); c != nil {
		return p.Put(c, from)
	}
	if p.Anchors != nil {
		if a := p.Anchors.Certificate(id); a != nil {
			return p.Put(&Certificate{id: id, parsed: a.parsed}, from)
		}
	}
	c, err := ParseCertificate(der)
	if err != nil {
		p.Unread = append(p.Unread, Problem{Where: from.Where, Text: "certificate: " + err.Error()})
		return nil
	}
	return p.Put(c, from)
}

// Put adds a certificate that was read already, once, and notes the origin.
func (p *Pool) Put(c *Certificate, from Origin) *Certificate {
	p.index()
	if old := p.certs[c.ID()]; old != nil {
		c = old
	} else {
		p.Certificates = append(p.Certificates, c)
		p.certs[c.ID()] = c
	}
	if !slices.Contains(c.Origins, from) {
		c.Origins = append(c.Origins, from)
	}
	return c
}

// AddCRL reads der into the pool, as AddCertificate does.
func (p *Pool) AddCRL(der []byte, from Origin) *Revocation {
	r, err := p.Revocation(NewID("R", der)), error(nil)
	if r == nil || r.crl == nil {
		r, err = ParseCRL(der)
	}
	return p.addRevocation(r, err, "CRL", from)
}

// AddOCSP reads an OCSPResponse or BasicOCSPResponse into the pool, as AddCertificate does. The certificates in it are added too.
func (p *Pool) AddOCSP(der []byte, from Origin) *Revocation {
	r, err := ParseOCSP(der)
	r = p.addRevocation(r, err, "OCSP response", from)
	if r != nil {
		for _, c := range r.OCSP().Certificates {
			p.Put(certificateOf(c), Origin{Where: "OCSP_RESPONSE", In: r.ID()})
		}
	}
	return r
}

func (p *Pool) addRevocation(r *Revocation, err error, what string, from Origin) *Revocation {
	if err != nil {
		p.Unread = append(p.Unread, Problem{Where: from.Where, Text: what + ": " + err.Error()})
		return nil
	}
	p.index()
	if old := p.revs[r.ID()]; old != nil {
		r = old
	} else {
		p.Revocations = append(p.Revocations, r)
		p.revs[r.ID()] = r
	}
	if !slices.Contains(r.Origins, from) {
		r.Origins = append(r.Origins, from)
	}
	return r
}

// Index enters a certificate that was appended to Certificates into the look-up table.
func (p *Pool) Index(c *Certificate) {
	p.index()
	p.certs[c.ID()] = c
}

// IndexRevocation enters revocation data that was appended to Revocations into the look-up table.
func (p *Pool) IndexRevocation(r *Revocation) {
	p.index()
	p.revs[r.ID()] = r
}

// index builds the look-up tables of a pool that was made without them (read from evidence).
func (p *Pool) index() {
	if p.certs != nil {
		return
	}
	p.certs, p.revs = map[ID]*Certificate{}, map[ID]*Revocation{}
	for _, c := range p.Certificates {
		p.certs[c.ID()] = c
	}
	for _, r := range p.Revocations {
		p.revs[r.ID()] = r
	}
}
