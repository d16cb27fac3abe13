// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// Pick returns the text in the language, else the English one, else the first; empty if there is none.
func Pick(texts []Text, lang string) string {
	for _, want := range []string{lang, "en"} {
		for _, t := range texts {
			if l, _, _ := strings.Cut(t.Lang, "-"); strings.EqualFold(l, want) {
				return t.Value
			}
		}
	}
	if len(texts) > 0 {
		return texts[0].Value
	}
	return ""
}

// Explanation is what a store knows of one certificate.
type Explanation struct {
	Certificate *ades.Certificate
	// Listed says that these very bytes are in the store; Anchor also that its key and name are.
	Listed, Anchor bool
	Direct         bool // given by the caller
	TrustedAt      bool // at the time asked for
	Services       []ServiceExplanation
	// Issuers are the anchors with the name of the certificate's issuer: it may chain to them.
	Issuers []*ades.Certificate
}

// ServiceExplanation is one service of a certificate, and what it says at the time asked for.
type ServiceExplanation struct {
	Service *Service
	List    *ListStatus
	// At is the period at the time asked for, nil if there is none; Qualifiers are those that apply to the certificate then.
	At         *Period
	Qualifiers []string
	// Unsupported are criteria that are not understood, so that their qualifiers do not apply.
	Unsupported []string
	Recognition []*Agreement
}

// Explain gathers what the store knows of a certificate, and of its status at t. Qualifiers are those that the services of
// anchor give c, where c is one; for an end-entity certificate use the services of its issuer with [Period.QualifiersFor].
func (s *Store) Explain(c *ades.Certificate, t time.Time) Explanation {
	x := Explanation{Certificate: c, Listed: s.IsListed(c), Anchor: s.IsAnchor(c), Direct: s.Direct(c), TrustedAt: s.TrustedAt(c, t)}
	for _, sv := range s.Services(c) {
		x.Services = append(x.Services, s.explain(sv, c, t))
	}
	x.Issuers = s.BySubject(c.X509().Issuer)
	return x
}

// ExplainUnder tells what the services of an anchor say of a certificate below it at t.
func (s *Store) ExplainUnder(anchor, c *ades.Certificate, t time.Time) []ServiceExplanation {
	var out []ServiceExplanation
	for _, sv := range s.Services(anchor) {
		out = append(out, s.explain(sv, c, t))
	}
	return out
}

func (s *Store) explain(sv *Service, c *ades.Certificate, t time.Time) ServiceExplanation {
	e := ServiceExplanation{Service: sv, List: s.List(sv.List), At: sv.At(t), Recognition: s.Recognitions(sv)}
	if e.At != nil {
		e.Qualifiers = e.At.QualifiersFor(c)
		for i := range e.At.Qualifiers {
			if u := e.At.Qualifiers[i].Criteria.Unsupported(); u != "" {
				e.Unsupported = append(e.Unsupported, u)
			}
		}
	}
	return e
}

// ServicesOf returns every service with a certificate whose list has that territory ("" for all), by provider and name.
func (s *Store) ServicesOf(territory string) []*Service {
	_, byKey := s.services(nil)
	var out []*Service
	for _, sv := range byKey {
		if territory == "" || strings.EqualFold(sv.Territory, territory) {
			out = append(out, sv)
		}
	}
	slices.SortFunc(out, func(a, b *Service) int { return strings.Compare(sortKey(a), sortKey(b)) })
	return out
}

func sortKey(sv *Service) string {
	return strings.Join([]string{sv.Territory, Pick(sv.Provider, "en"), Pick(sv.Names, "en"), sv.key}, "\x1f")
}

// Expiry is something that ends soon.
type Expiry struct {
	What string    `json:"what"` // "list" or "anchor"
	Name string    `json:"name"`
	At   time.Time `json:"at"`
}

// Expiring returns the lists in use whose next update is due, and the anchors of currently accepted services that expire, from
// t until within later, in the order of time.
func (s *Store) Expiring(t time.Time, within time.Duration) []Expiry {
	if s == nil {
		return nil
	}
	end := t.Add(within)
	soon := func(at time.Time) bool { return !at.IsZero() && !at.Before(t) && at.Before(end) }
	var out []Expiry
	for i := range s.lists {
		if l := &s.lists[i]; l.Used && l.Kind != KindPivot && soon(l.NextUpdate) {
			out = append(out, Expiry{"list", l.label() + " " + l.URL, l.NextUpdate})
		}
	}
	for _, e := range s.entries {
		if c := e.certificate(); c != nil && soon(c.NotAfter()) && s.TrustedAt(c, t) {
			out = append(out, Expiry{"anchor", c.Subject(), c.NotAfter()})
		}
	}
	slices.SortStableFunc(out, func(a, b Expiry) int { return a.At.Compare(b.At) })
	return out
}

// String is the criteria in one line, for people and for comparison.
func (cl *Criteria) String() string {
	parts := make([]string, len(cl.Items))
	for i := range cl.Items {
		parts[i] = cl.Items[i].String()
	}
	return string(cl.Assert) + "(" + strings.Join(parts, ", ") + ")"
}

// String is the condition in one line.
func (it *Criterion) String() string {
	switch {
	case it.Unsupported != "":
		return "not understood: " + it.Unsupported
	case it.Nested != nil:
		return it.Nested.String()
	case it.KeyUsage != nil:
		parts := make([]string, len(it.KeyUsage))
		for i, b := range it.KeyUsage {
			parts[i] = fmt.Sprintf("%s=%v", b.Name, b.Value)
		}
		return "key usage " + strings.Join(parts, " ")
	case it.Policies != nil:
		return "policy " + strings.Join(it.Policies, " ")
	case it.SubjectAttributes != nil:
		return "subject has " + strings.Join(it.SubjectAttributes, " ")
	case it.ExtKeyUsages != nil:
		return "extended key usage " + strings.Join(it.ExtKeyUsages, " ")
	case it.Statements != nil:
		parts := make([]string, len(it.Statements))
		for i, s := range it.Statements {
			parts[i] = strings.Join(strings.Fields(s.ID+" "+s.Type+" "+s.Legislation), "/")
		}
		return "statement " + strings.Join(parts, " ")
	}
	return "nothing"
}
