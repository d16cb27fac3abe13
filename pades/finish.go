// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"crypto/sha1" //nolint:gosec // the keys of VRI entries are made with it
	"encoding/hex"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/ltdata"
	"github.com/mitome-project/mitome/internal/token"
)

// finish ties time-stamps to what they cover, tells the levels, and hands over the problems.
func (rd *reader) finish() {
	rd.vriStamps()
	rd.coverage()
	rd.levels()
	for _, it := range rd.items {
		for _, s := range it.sigs {
			if s.Parent == "" {
				s.Problems = append(s.Problems, it.problems...)
			}
		}
		if it.ts != nil {
			it.ts.Problems = append(it.ts.Problems, it.problems...)
		}
	}
}

// vriStamps attaches the time-stamps of VRI entries to the signatures whose /Contents the key names; the key is the SHA-1 of the
// contents with or without padding.
func (rd *reader) vriStamps() {
	if len(rd.stamps) == 0 {
		return
	}
	byKey := map[string]*item{}
	for _, it := range rd.items {
		for _, b := range [][]byte{it.contents, trimmed(it.contents)} {
			sum := sha1.Sum(b)
			k := strings.ToUpper(hex.EncodeToString(sum[:]))
			if byKey[k] == nil {
				byKey[k] = it
			}
		}
	}
	for i, s := range rd.stamps {
		it := byKey[s.key]
		if it == nil || i >= rd.lim.Timestamps {
			rd.problem("VRI "+s.key, "a time-stamp for no signature of the document")
			continue
		}
		for _, sig := range it.sigs {
			if sig.Parent != "" {
				continue
			}
			t := token.Read(s.raw, ades.TSVRI, "VRI_TIMESTAMP", &rd.doc.Pool, rd.lim)
			if sum := t.ImprintAlgorithm.Sum(sig.Value); len(sum) > 0 {
				t.Found, t.Computed = true, [][]byte{sum}
			}
			t.Covers = []ades.ID{sig.ID}
			sig.Timestamps = append(sig.Timestamps, t)
		}
	}
}

// trimmed cuts the zero padding.
func trimmed(b []byte) []byte {
	return []byte(strings.TrimRight(string(b), "\x00"))
}

// coverage attaches document time-stamps to the earlier signatures, and lists what each covers: all signatures and time-stamps before it, with
// what they contain, and the validation data in the revisions that it covers (EN 319 142-1 v1.2.1 5.4.3).
func (rd *reader) coverage() {
	within := ltdata.Within(&rd.doc.Pool)
	for i, it := range rd.items {
		if it.ts == nil {
			continue
		}
		c := collector{within: within, seen: map[ades.ID]bool{it.ts.ID: true}}
		revocation := false
		for _, e := range rd.items[:i] {
			if !covers(it, e) {
				continue
			}
			for k, s := range e.sigs {
				s.Timestamps = append(s.Timestamps, it.ts)
				c.signature(s, e.parts[k])
			}
			if e.ts != nil {
				c.add(e.ts.ID)
				c.add(e.ts.Candidates...)
			}
		}
		ids, _ := rd.storedFor(it)
		for _, id := range ids {
			revocation = revocation || rd.doc.Pool.Revocation(id) != nil
			c.add(id)
		}
		if revocation {
			it.ts.ArchiveType = "PAdES"
		}
		if it.facts.ByteRangeValid {
			it.ts.Covers = c.ids
		}
	}
}

// storedFor lists the validation data in the revisions that an item covers.
func (rd *reader) storedFor(it *item) ([]ades.ID, bool) {
	if !it.hasSigned {
		return nil, false
	}
	if it.signed.File() == rd.file {
		return rd.storedUpTo(it.signed.Revision())
	}
	rev := -1 // the byte range ends within a revision: only those before it count
	for i, r := range rd.file.Revisions() {
		if r.End >= 0 && r.End <= it.end {
			rev = i
		}
	}
	return rd.storedUpTo(rev)
}

// covers reports whether all of e's byte range lies in the first part of t's.
func covers(t, e *item) bool {
	return t.usable && e.usable && t.facts.ByteRange[0] == 0 && e.end <= t.facts.ByteRange[1]
}

// collector collects ids with what they contain, each once.
type collector struct {
	within map[ades.ID][]ades.ID
	ids    []ades.ID
	seen   map[ades.ID]bool
}

func (c *collector) add(ids ...ades.ID) {
	for _, id := range ids {
		if id == "" || c.seen[id] {
			continue
		}
		c.seen[id] = true
		c.ids = append(c.ids, id)
		c.add(c.within[id]...)
	}
}

// signature adds a signature, its signed data, certificates, revocation data and own time-stamps.
func (c *collector) signature(s *ades.Signature, p part) {
	c.add(s.ID)
	for _, r := range s.References {
		c.add(r.Data)
	}
	c.add(p.objects...)
	for _, t := range s.Timestamps {
		if t.Kind == ades.TSDocument || t.Kind == ades.TSVRI {
			continue
		}
		c.add(t.ID)
		c.add(t.Candidates...)
	}
}
