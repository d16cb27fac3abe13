// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// Builder gathers what goes into a [Store]. It is not safe for concurrent use; its zero value is ready.
type Builder struct {
	entries map[ades.ID]*entry
	lists   []ListStatus
	tables  []*Agreement
	seen    map[string]bool // services and lists that are in already
}

func (b *Builder) entry(c *ades.Certificate) *entry {
	if e := b.entries[c.ID()]; e != nil {
		return e
	}
	return b.adopt(newAnchor(c))
}

// adopt is the builder's own entry of an anchor.
func (b *Builder) adopt(a *anchor) *entry {
	if b.entries == nil {
		b.entries = map[ades.ID]*entry{}
	}
	e := b.entries[a.id]
	if e == nil {
		e = &entry{anchor: a}
		b.entries[a.id] = e
	}
	return e
}

// take adds an entry of another store, with those of its services that keep says.
func (b *Builder) take(o *entry, keep func(*Service) bool) {
	if o.direct {
		b.adopt(o.anchor).direct = true
	}
	for _, sv := range o.services {
		if keep == nil || keep(sv) {
			b.adopt(o.anchor).addService(sv)
		}
	}
}

func (e *entry) addService(s *Service) {
	if !slices.ContainsFunc(e.services, func(o *Service) bool { return o == s || o.key == s.key }) {
		e.services = append(e.services, s)
	}
}

func (b *Builder) once(key string) bool {
	if b.seen == nil {
		b.seen = map[string]bool{}
	}
	if b.seen[key] {
		return false
	}
	b.seen[key] = true
	return true
}

// AddCertificate adds an anchor that the caller trusts at all times.
func (b *Builder) AddCertificate(c *ades.Certificate) { b.entry(c).direct = true }

// AddService adds a service, whose certificates become anchors. Key identifies the entry (scheme, list, position), so that
// merging the same list twice gives it once. The service is not to be changed afterwards, but for what AddService sets:
// Certificates, and Accepted of each period.
func (b *Builder) AddService(s *Service, key string, certs []*ades.Certificate) {
	s.key = key
	for i := range s.Periods {
		s.Periods[i].Accepted = ActiveStatus(s.Periods[i].Status) || s.Agreement.accepts(s.Periods[i].Status)
	}
	s.Certificates = s.Certificates[:0:0]
	for _, c := range certs {
		if !slices.Contains(s.Certificates, c.ID()) {
			s.Certificates = append(s.Certificates, c.ID())
		}
	}
	b.addService(s, certs)
}

func (b *Builder) addService(s *Service, certs []*ades.Certificate) {
	for _, c := range certs {
		b.entry(c).addService(s)
	}
}

// AddList adds what is known of a list.
func (b *Builder) AddList(l ListStatus) {
	if b.once(l.identity()) {
		b.lists = append(b.lists, l)
	}
}

// AddAgreement adds a recognition table of a good list. It is not to be changed afterwards.
func (b *Builder) AddAgreement(a *Agreement) {
	if !slices.Contains(b.tables, a) {
		b.tables = append(b.tables, a)
	}
}

// Build makes the store. The builder is not to be used afterwards.
func (b *Builder) Build(loaded time.Time) *Store {
	s := &Store{lists: b.lists, tables: b.tables, loaded: loaded,
		byID: b.entries, byKey: make(map[string][]*entry, len(b.entries)), byName: make(map[string][]*entry, len(b.entries))}
	for _, e := range b.entries {
		s.entries = append(s.entries, e)
	}
	slices.SortFunc(s.entries, func(x, y *entry) int { return strings.Compare(string(x.id), string(y.id)) })
	for _, e := range s.entries {
		s.byKey[e.key] = append(s.byKey[e.key], e)
		s.byName[e.name] = append(s.byName[e.name], e)
	}
	s.id = s.digest()
	return s
}

// digest names the content: every list by the digest of its bytes and what was made of it, every certificate of the caller's.
func (s *Store) digest() string {
	var direct []ades.ID
	for _, e := range s.entries {
		if e.direct {
			direct = append(direct, e.id)
		}
	}
	return digest(s.lists, direct)
}

func digest(lists []ListStatus, direct []ades.ID) string {
	lines := make([]string, 0, len(lists)+len(direct))
	for i := range lists {
		lines = append(lines, lists[i].identity())
	}
	for _, id := range direct {
		lines = append(lines, "anchor\x1f"+string(id))
	}
	slices.Sort(lines)
	h := sha256.New()
	for _, l := range lines {
		h.Write([]byte(l))
		h.Write([]byte{'\n'})
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// Merge returns a store with the anchors and lists of all. Its age is that of the oldest.
func Merge(stores ...*Store) *Store {
	var b Builder
	var loaded time.Time
	for _, s := range stores {
		if s == nil {
			continue
		}
		for _, e := range s.entries {
			b.take(e, nil)
		}
		for _, l := range s.lists {
			b.AddList(l)
		}
		for _, a := range s.tables {
			b.AddAgreement(a)
		}
		if !s.loaded.IsZero() && (loaded.IsZero() || s.loaded.Before(loaded)) {
			loaded = s.loaded
		}
	}
	return b.Build(loaded)
}

// Live holds the current snapshot and swaps it atomically. Its zero value holds an empty store.
type Live struct{ p atomic.Pointer[Store] }

// Set makes s the current snapshot. Validations that run keep the one they began with.
func (l *Live) Set(s *Store) { l.p.Store(s) }

// Get returns the current snapshot, never nil.
func (l *Live) Get() *Store {
	if s := l.p.Load(); s != nil {
		return s
	}
	return new(Builder).Build(time.Time{})
}

// Store is Get.
func (l *Live) Store() *Store { return l.Get() }
