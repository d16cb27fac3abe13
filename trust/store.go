// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package trust is the unified, immutable trust store: anchors from trusted lists and from the caller, each with the
// path by which it was reached and the history of its service.
//
// A [Store] is a snapshot: it never changes, is safe for concurrent use, and is named by its content ([Store.ID]).
// [Live] holds the current one for a program that refreshes its lists. The store keeps facts; what a service is worth in
// law is worked out in qualification, for the view asked for.
package trust

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// Store is an immutable snapshot of trust anchors. Its zero value has none. All methods may be called on a nil Store.
type Store struct {
	id      string
	entries []*entry // sorted by certificate id
	byID    map[ades.ID]*entry
	byKey   map[string][]*entry // subject public key info
	byName  map[string][]*entry
	lists   []ListStatus
	tables  []*Agreement
	loaded  time.Time
	// anchors and direct are those of the store that an extract was taken from; 0: this is none.
	anchors int
	direct  []ades.ID
	// refused remembers what RefuseExpired made of the store.
	refused atomic.Pointer[refusal]
}

// entry is one anchor.
type entry struct {
	*anchor
	services []*Service // nil for a certificate that only the caller gave
	direct   bool       // the caller gave it: trusted at all times
}

// anchor is the certificate of an entry, which stores share. One from a compiled snapshot is parsed when it is first asked for.
type anchor struct {
	id   ades.ID
	key  string // SubjectPublicKeyInfo
	name string // normalised subject
	der  string // empty if cert is set from the start
	once sync.Once
	cert *ades.Certificate
}

func newAnchor(c *ades.Certificate) *anchor {
	x := c.X509()
	return &anchor{id: c.ID(), key: string(x.RawSPKI), name: nameKey(x.Subject), cert: c}
}

// certificate is nil only where a compiled snapshot holds something else than it says.
func (a *anchor) certificate() *ades.Certificate {
	a.once.Do(func() {
		if a.cert == nil {
			if c, err := ades.ParseCertificate([]byte(a.der)); err == nil && c.ID() == a.id {
				a.cert = c
			}
		}
	})
	return a.cert
}

// Source gives the snapshot to use: a [*Store] gives itself, a [*Live] the current one.
type Source interface {
	Store() *Store
}

// Store returns s itself.
func (s *Store) Store() *Store { return s }

// Service is one trust service, with its history and the path by which it was reached.
type Service struct {
	Scheme    string // name of the scheme: "EU", "JP", "MRA-…"; "" for a certificate that the caller gave
	Official  bool   // false: a test or unofficial list
	List      string // URL of the list
	Parent    string // URL of the list of lists that points to the list; empty: none
	Territory string
	// Provider holds the provider's names, TradeNames its trade names and registration numbers, in every language of the list.
	Provider   []Text
	TradeNames []Text
	Names      []Text
	Type       string   // current service type URI
	Periods    []Period // newest first, no gaps implied
	// Certificates are the ids of the certificates of the service's digital identity, in list order.
	Certificates []ades.ID
	// SubjectNames and SubjectKeyIDs are further digital identities, as found.
	SubjectNames  []string
	SubjectKeyIDs [][]byte
	// SupplyPoints are the ServiceSupplyPoints, with the type that TS 119 612 v2.3.1 introduced.
	SupplyPoints []SupplyPoint
	// Agreement is the mutual-recognition table of the pointer by which the list was reached; nil: none.
	Agreement *Agreement
	// Reverse is the table by which the list itself recognises the list that points to it; nil: none.
	Reverse *Agreement
	// Problems are deviations found in this service's entry.
	Problems []string

	key string // identity of the entry: scheme, list of lists, list digest, position
}

// Text is a text in a language (BCP 47).
type Text struct{ Lang, Value string }

// SupplyPoint is one ServiceSupplyPoint. Type is empty where the list gives none.
type SupplyPoint struct{ URL, Type string }

// Period is one status period, half-open: From ≤ t < To; a zero To is open.
type Period struct {
	From, To   time.Time
	Type       string // service type URI
	Status     string // status URI
	Names      []Text
	Additional []string
	Qualifiers []Qualification
	// Accepted says that the status makes the service's certificates trust anchors; see [ActiveStatus].
	Accepted bool
	// ExpiredCertsRevocation is the ExpiredCertsRevocationInfo date; zero: absent.
	ExpiredCertsRevocation time.Time
	TakenOver              bool
	TakenOverBy            *TakenOver
	// Unknown are extensions that are not understood. A critical one makes the service unusable for qualification.
	Unknown []Extension
}

// Contains reports whether t lies in the period.
func (p *Period) Contains(t time.Time) bool {
	return !t.Before(p.From) && (p.To.IsZero() || t.Before(p.To))
}

// UnknownCritical reports whether the period has a critical extension that is not understood (TS 119 612 v2.4.1 5.5.9).
func (p *Period) UnknownCritical() bool {
	for _, e := range p.Unknown {
		if e.Critical {
			return true
		}
	}
	return false
}

// TakenOver says who took a service over (TS 119 612 v2.4.1 5.5.9.3).
type TakenOver struct {
	URI       string
	Provider  []Text
	Operator  []Text
	Territory string
}

// Extension names an extension that is not understood.
type Extension struct {
	Name     string // {namespace}local
	Critical bool
}

// Qualification is one QualificationElement: qualifiers that apply to certificates that meet its criteria.
type Qualification struct {
	URIs     []string
	Criteria Criteria
	Critical bool
}

// At returns the period that contains t, nil if there is none.
func (s *Service) At(t time.Time) *Period {
	for i := range s.Periods {
		if s.Periods[i].Contains(t) {
			return &s.Periods[i]
		}
	}
	return nil
}

// QualifiersFor returns the qualifier URIs that apply to c in the period, each once, in list order.
func (p *Period) QualifiersFor(c *ades.Certificate) []string {
	var out []string
	seen := map[string]bool{}
	for i := range p.Qualifiers {
		if !p.Qualifiers[i].Criteria.Match(c) {
			continue
		}
		for _, u := range p.Qualifiers[i].URIs {
			if !seen[u] {
				seen[u] = true
				out = append(out, u)
			}
		}
	}
	return out
}
