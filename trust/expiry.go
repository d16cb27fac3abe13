// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"fmt"
	"slices"
	"time"
)

// Whether a list has expired is judged at the time of a validation, not when it is loaded: a mirror is a snapshot of the past,
// and a program may hold one snapshot for long.

// refusal is a store without what its expired lists of lists gave.
type refusal struct {
	lists string // the identities of those lists
	store *Store
}

// RefuseExpired returns the store without the anchors and tables that were reached by a list of lists whose next update is past
// at t (TS 119 615 v1.4.1 4.1.4: nothing follows from an expired one); their status says why. It keeps the id and the
// number of anchors, which name the snapshot. Where nothing has expired it is s itself.
func (s *Store) RefuseExpired(t time.Time) *Store {
	if s == nil {
		return s
	}
	var expired []*ListStatus
	key := ""
	for i := range s.lists {
		if l := &s.lists[i]; l.Kind == KindLOTL && l.Used && l.Expired(t) {
			expired = append(expired, l)
			key += l.identity() + "\n"
		}
	}
	if len(expired) == 0 {
		return s
	}
	if r := s.refused.Load(); r != nil && r.lists == key {
		return r.store
	}
	r := &refusal{key, s.without(expired)}
	s.refused.Store(r)
	return r.store
}

// without is the store without what the given lists of lists lead to.
func (s *Store) without(lotls []*ListStatus) *Store {
	from := func(scheme, list, parent string) bool {
		return slices.ContainsFunc(lotls, func(l *ListStatus) bool { return l.Scheme == scheme && (l.URL == list || l.URL == parent) })
	}
	var b Builder
	for _, e := range s.entries {
		b.take(e, func(sv *Service) bool { return !from(sv.Scheme, sv.List, sv.Parent) })
	}
	refusedURLs := map[string]bool{}
	for _, l := range s.lists {
		if !from(l.Scheme, l.URL, l.Parent) {
			b.lists = append(b.lists, l)
			continue
		}
		if l.Kind == KindLOTL && l.Used {
			l.Refused = "expired: its next update was due " + l.NextUpdate.UTC().Format(time.RFC3339) + "; none of the lists that it points to is used"
		}
		refusedURLs[l.URL] = true
		l.Used = false
		b.lists = append(b.lists, l)
	}
	for _, a := range s.tables {
		if !refusedURLs[a.List] {
			b.tables = append(b.tables, a)
		}
	}
	out := b.Build(s.loaded)
	out.id, out.anchors, out.direct = s.ID(), s.Anchors(), s.direct
	return out
}

// ProblemsAt are the store's problems, and the lists in use whose next update is past at t, one line each.
func (s *Store) ProblemsAt(t time.Time) []string {
	return slices.Concat(s.Problems(), s.Expired(t), s.unofficialProblem())
}

// Expired returns the lists in use whose next update is past at t, one line each.
func (s *Store) Expired(t time.Time) []string {
	if s == nil {
		return nil
	}
	var out []string
	for i := range s.lists {
		l := &s.lists[i]
		if l.Kind != KindPivot && l.Used && l.Expired(t) {
			out = append(out, fmt.Sprintf("%s list %s: expired: its next update was due %s", l.label(), l.URL, l.NextUpdate.UTC().Format(time.RFC3339)))
		}
	}
	return out
}
