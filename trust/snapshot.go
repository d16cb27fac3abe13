// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// A compiled snapshot is a whole store in a form that is read in milliseconds. It says nothing of the signatures by which its
// anchors were found good: whoever can write one decides whom its reader trusts. The package tsl keeps them beside the signed
// lists, bound to the lists' digests and under a key.

// snapshotForm changes with every change of what is written.
const snapshotForm = "mitome snapshot 1\n"

// AppendSnapshot appends the compiled form of the store to b. Extracts have none.
func (s *Store) AppendSnapshot(b []byte) ([]byte, error) {
	if s == nil || s.anchors != 0 {
		return nil, errors.New("trust: a compiled snapshot is of a whole store")
	}
	w := writer{coder: coder{writing: true}, numbers: map[string]uint64{"": 0}}
	w.texts = append(w.texts, "")
	c := &w.coder
	c.w = &w
	snap := snapshot{lists: s.lists, tables: slices.Clone(s.tables), own: uint64(len(s.tables))}
	number := map[*Service]uint64{}
	tables := map[*Agreement]uint64{}
	for i, a := range s.tables {
		tables[a] = uint64(i) + 1
	}
	table := func(a *Agreement) uint64 {
		if a == nil {
			return 0
		}
		if tables[a] == 0 {
			snap.tables = append(snap.tables, a)
			tables[a] = uint64(len(snap.tables))
		}
		return tables[a]
	}
	for _, e := range s.entries {
		x := e.certificate()
		if x == nil {
			return nil, fmt.Errorf("trust: anchor %s cannot be read", e.id)
		}
		o := storedAnchor{id: string(e.id), key: e.key, name: e.name, der: string(x.Raw()), direct: e.direct}
		for _, sv := range e.services {
			n, ok := number[sv]
			if !ok {
				n = uint64(len(snap.services))
				number[sv] = n
				snap.services = append(snap.services, linkedService{sv, table(sv.Agreement), table(sv.Reverse)})
			}
			o.services = append(o.services, n)
		}
		snap.anchors = append(snap.anchors, o)
	}
	c.snapshot(&snap)
	return w.finish(append(b, snapshotForm...)), nil
}

// ReadSnapshot reads what [Store.AppendSnapshot] wrote; the store keeps the text alive. The store counts as built at loaded;
// adjust, if it is not nil, may change what is said of when and whence each list was had.
func ReadSnapshot(text string, loaded time.Time, adjust func(*ListStatus)) (*Store, error) {
	c, err := newReader(text)
	if err != nil {
		return nil, err
	}
	var snap snapshot
	c.snapshot(&snap)
	if c.bad || len(c.r) > 0 {
		return nil, errors.New("trust snapshot: malformed")
	}
	for i := range snap.services {
		l := &snap.services[i]
		if l.agreement > uint64(len(snap.tables)) || l.reverse > uint64(len(snap.tables)) {
			return nil, errors.New("trust snapshot: a table is missing")
		}
		if l.agreement > 0 {
			l.Agreement = snap.tables[l.agreement-1]
		}
		if l.reverse > 0 {
			l.Reverse = snap.tables[l.reverse-1]
		}
	}
	if snap.own > uint64(len(snap.tables)) {
		return nil, errors.New("trust snapshot: a table is missing")
	}
	bld := Builder{entries: make(map[ades.ID]*entry, len(snap.anchors)), lists: snap.lists, tables: snap.tables[:snap.own]}
	anchors := make([]anchor, len(snap.anchors))
	for i := range snap.anchors {
		o := &snap.anchors[i]
		a := &anchors[i]
		a.id, a.key, a.name, a.der = ades.ID(o.id), o.key, o.name, o.der
		e := bld.adopt(a)
		e.direct = o.direct
		e.services = make([]*Service, 0, len(o.services))
		for _, n := range o.services {
			if n >= uint64(len(snap.services)) {
				return nil, errors.New("trust snapshot: a service is missing")
			}
			e.services = append(e.services, snap.services[n].Service)
		}
	}
	if adjust != nil {
		for i := range bld.lists {
			adjust(&bld.lists[i])
		}
	}
	return bld.Build(loaded), nil
}

// snapshot is what a compiled snapshot holds.
type snapshot struct {
	lists    []ListStatus
	tables   []*Agreement
	own      uint64 // how many of the tables are the store's, the others hang at services
	services []linkedService
	anchors  []storedAnchor
}

// linkedService is a service with the numbers of its tables, from 1; 0: none.
type linkedService struct {
	*Service
	agreement, reverse uint64
}

type storedAnchor struct {
	id, key, name, der string
	direct             bool
	services           []uint64
}

func (c *coder) snapshot(s *snapshot) {
	sequence(c, &s.lists, (*coder).listStatus)
	sequence(c, &s.tables, func(c *coder, a **Agreement) {
		if *a == nil {
			*a = &Agreement{}
		}
		c.agreement(*a)
	})
	c.number(&s.own)
	sequence(c, &s.services, func(c *coder, l *linkedService) {
		if l.Service == nil {
			l.Service = one[Service](c)
		}
		c.service(l.Service)
		c.number(&l.agreement)
		c.number(&l.reverse)
	})
	sequence(c, &s.anchors, func(c *coder, a *storedAnchor) {
		for _, f := range []*string{&a.id, &a.key, &a.name, &a.der} {
			c.text(f)
		}
		c.flag(&a.direct)
		sequence(c, &a.services, (*coder).number)
	})
}
