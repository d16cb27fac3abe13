// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pkix"
)

// ID names the content: "sha256:" and a digest over every list and every certificate that the caller gave.
func (s *Store) ID() string {
	if s == nil || s.id == "" {
		return new(Builder).Build(time.Time{}).id
	}
	return s.id
}

// Anchors is the number of certificates in the store; of an extract, in the store that it was taken from.
func (s *Store) Anchors() int {
	if s == nil {
		return 0
	}
	return max(len(s.entries), s.anchors)
}

// Certificates returns every anchor, ordered by id. The slice is the caller's.
func (s *Store) Certificates() []*ades.Certificate {
	if s == nil {
		return nil
	}
	return certificates(s.entries)
}

// Certificate returns the anchor with that id, nil if there is none.
func (s *Store) Certificate(id ades.ID) *ades.Certificate {
	if s == nil || s.byID[id] == nil {
		return nil
	}
	return s.byID[id].certificate()
}

func certificates(list []*entry) []*ades.Certificate {
	out := make([]*ades.Certificate, 0, len(list))
	for _, e := range list {
		if c := e.certificate(); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// BySubject returns the anchors with that subject name (RFC 5280 7.1), ordered by id: the candidates for an issuer.
func (s *Store) BySubject(n pkix.Name) []*ades.Certificate {
	if s == nil {
		return nil
	}
	var stack [256]byte
	return certificates(s.byName[string(appendNameKey(stack[:0], n))])
}

// find returns the entries that c is an identity of: itself, or the same key and subject name in another certificate
// (TS 119 615 v1.2.1 4.2).
func (s *Store) find(c *ades.Certificate) []*entry {
	if s == nil || c == nil {
		return nil
	}
	x := c.X509()
	same := s.byKey[string(x.RawSPKI)]
	name := "" // computed for another certificate with the same key only
	other := func(e *entry) bool {
		if e.id == c.ID() {
			return false
		}
		if name == "" {
			name = nameKey(x.Subject)
		}
		return e.name != name
	}
	if slices.ContainsFunc(same, other) {
		same = slices.DeleteFunc(slices.Clone(same), other)
	}
	return same
}

// IsAnchor reports whether c is an anchor: itself, or by key and subject name.
func (s *Store) IsAnchor(c *ades.Certificate) bool { return len(s.find(c)) > 0 }

// IsListed reports whether exactly this certificate is in the store, by its bytes.
func (s *Store) IsListed(c *ades.Certificate) bool {
	return s != nil && c != nil && s.byID[c.ID()] != nil
}

// Services returns every service that c is an identity of, in the order of the lists; nil if there is none, also for an
// anchor that only the caller gave.
func (s *Store) Services(c *ades.Certificate) []*Service {
	var out []*Service
	for _, e := range s.find(c) {
		for _, sv := range e.services {
			if !slices.Contains(out, sv) {
				out = append(out, sv)
			}
		}
	}
	return out
}

// ListedServices returns the services whose digital identity holds exactly this certificate, by its bytes.
func (s *Store) ListedServices(c *ades.Certificate) []*Service {
	if s == nil || c == nil || s.byID[c.ID()] == nil {
		return nil
	}
	return slices.Clone(s.byID[c.ID()].services)
}

// Direct reports whether the caller gave the anchor itself, so that it is trusted at all times.
func (s *Store) Direct(c *ades.Certificate) bool {
	return slices.ContainsFunc(s.find(c), func(e *entry) bool { return e.direct })
}

// TrustedAt reports whether c is an anchor at t: some service of it has an accepted status then, or the caller gave it.
func (s *Store) TrustedAt(c *ades.Certificate, t time.Time) bool {
	for _, e := range s.find(c) {
		if e.direct {
			return true
		}
		for _, sv := range e.services {
			for i := range sv.Periods {
				if p := &sv.Periods[i]; p.Accepted && p.Contains(t) {
					return true
				}
			}
		}
	}
	return false
}

// Window is the reference implementation's reading of the same history: one interval from the first to the last instant of
// any period with an accepted status, gaps ignored; a zero to is open. It is not dated where the caller gave the anchor,
// and, as the reference has it, where no period has an accepted status at all: strict callers use [Store.TrustedAt].
func (s *Store) Window(c *ades.Certificate) (from, to time.Time, dated bool) {
	open := false
	for _, e := range s.find(c) {
		if e.direct {
			return time.Time{}, time.Time{}, false
		}
		for _, sv := range e.services {
			for i := range sv.Periods {
				p := &sv.Periods[i]
				if !ActiveStatus(p.Status) {
					continue
				}
				if !dated || p.From.Before(from) {
					from = p.From
				}
				if p.To.IsZero() {
					open = true
				} else if p.To.After(to) {
					to = p.To
				}
				dated = true
			}
		}
	}
	if open {
		to = time.Time{}
	}
	return from, to, dated
}
