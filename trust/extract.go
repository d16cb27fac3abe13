// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// Extract returns a store with those anchors only that some of the certificates is an identity of, and their services. It
// answers for these certificates as s does, and keeps the id, the number of anchors and the lists of s.
func (s *Store) Extract(certs []*ades.Certificate) *Store {
	if s == nil {
		s = new(Builder).Build(time.Time{})
	}
	var b Builder
	for _, c := range certs {
		for _, e := range s.find(c) {
			b.take(e, nil)
		}
	}
	b.lists, b.tables = s.Status(), s.Agreements()
	out := b.Build(s.loaded)
	out.id, out.anchors = s.ID(), s.Anchors()
	out.direct = slices.Clone(s.direct)
	if s.anchors == 0 {
		for _, e := range s.entries {
			if e.direct {
				out.direct = append(out.direct, e.id)
			}
		}
	}
	return out
}

// storedStore is the form of an extract in evidence files. Certificates stand beside it.
type storedStore struct {
	ID       string          `json:"id"`
	Anchors  int             `json:"anchors"`
	Loaded   time.Time       `json:"loaded"`
	Lists    []ListStatus    `json:"lists"`
	Tables   []*Agreement    `json:"agreements"`
	Own      int             `json:"ownAgreements"` // how many of the tables are the store's, the others hang at services
	Services []storedService `json:"services"`
	Entries  []storedEntry   `json:"entries"`
	// Direct are the anchors of the whole store that the caller gave: with the lists they make up its id.
	Direct []ades.ID `json:"direct"`
}

type storedService struct {
	*Service
	Agreement *int   `json:"Agreement"` // number of the table
	Reverse   *int   `json:"Reverse"`
	Key       string `json:"key"`
}

type storedEntry struct {
	Certificate ades.ID `json:"certificate"`
	Direct      bool    `json:"direct"`
	Services    []int   `json:"services"`
}

// EncodeExtract writes an extract, for [DecodeExtract]. The certificates of its anchors, [Store.Certificates], are to be kept beside it.
func (s *Store) EncodeExtract() ([]byte, error) {
	if s == nil || s.anchors == 0 && len(s.entries) > 0 {
		return nil, errors.New("trust: not an extract")
	}
	w := storedStore{ID: s.id, Anchors: s.anchors, Loaded: s.loaded, Lists: s.lists, Tables: slices.Clone(s.tables), Own: len(s.tables), Direct: s.direct}
	table := func(a *Agreement) *int {
		if a == nil {
			return nil
		}
		i := slices.Index(w.Tables, a)
		if i < 0 {
			i = len(w.Tables)
			w.Tables = append(w.Tables, a)
		}
		return &i
	}
	number := map[*Service]int{}
	for _, e := range s.entries {
		o := storedEntry{Certificate: e.id, Direct: e.direct}
		for _, sv := range e.services {
			i, ok := number[sv]
			if !ok {
				i = len(w.Services)
				number[sv] = i
				w.Services = append(w.Services, storedService{sv, table(sv.Agreement), table(sv.Reverse), sv.key})
			}
			o.Services = append(o.Services, i)
		}
		w.Entries = append(w.Entries, o)
	}
	return json.MarshalIndent(w, "", " ")
}

// DecodeExtract reads what [Store.EncodeExtract] wrote; cert gives the certificates by their ids, nil for one that is not
// there. It refuses an id that is not the digest of the lists and anchors named.
func DecodeExtract(b []byte, cert func(ades.ID) *ades.Certificate) (*Store, error) {
	var w storedStore
	if err := json.Unmarshal(b, &w); err != nil {
		return nil, fmt.Errorf("trust extract: %w", err)
	}
	if w.Own < 0 || w.Own > len(w.Tables) || slices.Contains(w.Tables, nil) || w.Anchors < len(w.Entries) {
		return nil, errors.New("trust extract: numbers of tables or anchors do not fit")
	}
	if got := digest(w.Lists, w.Direct); got != w.ID {
		return nil, fmt.Errorf("trust extract: id is %s, its lists and anchors give %s", w.ID, got)
	}
	if err := w.link(); err != nil {
		return nil, err
	}
	bld := Builder{lists: w.Lists, tables: w.Tables[:w.Own]}
	for _, e := range w.Entries {
		c := cert(e.Certificate)
		if c == nil {
			return nil, fmt.Errorf("trust extract: certificate %s is missing", e.Certificate)
		}
		if e.Direct && !slices.Contains(w.Direct, e.Certificate) {
			return nil, fmt.Errorf("trust extract: anchor %s is not among those of the store", e.Certificate)
		}
		if e.Direct {
			bld.AddCertificate(c)
		}
		for _, i := range e.Services {
			if i < 0 || i >= len(w.Services) {
				return nil, fmt.Errorf("trust extract: service %d is missing", i)
			}
			bld.addService(w.Services[i].Service, []*ades.Certificate{c})
		}
	}
	s := bld.Build(w.Loaded)
	s.id, s.anchors, s.direct = w.ID, w.Anchors, w.Direct
	return s, nil
}

// link gives the services their tables again.
func (w *storedStore) link() error {
	for i := range w.Services {
		sv := &w.Services[i]
		if sv.Service == nil {
			return fmt.Errorf("trust extract: service %d is empty", i)
		}
		for _, ref := range []struct {
			number *int
			field  **Agreement
		}{{sv.Agreement, &sv.Service.Agreement}, {sv.Reverse, &sv.Service.Reverse}} {
			*ref.field = nil
			if ref.number == nil {
				continue
			}
			if *ref.number < 0 || *ref.number >= len(w.Tables) {
				return fmt.Errorf("trust extract: agreement %d is missing", *ref.number)
			}
			*ref.field = w.Tables[*ref.number]
		}
		sv.Service.key = sv.Key
	}
	return nil
}
