// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ers

import (
	"bytes"
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/token"
)

// Object is one thing that a record may cover: the signature that it stands in, or a detached content.
type Object struct {
	Kind ades.ReferenceKind // RefMasterSignature or RefArchiveObject
	Name string
	// Needed says that signed data is left uncovered if the record does not name the object.
	Needed bool
	// Find looks for the digest of the object by h. Practice differs in how an object is encoded: the digest of each form is
	// offered to fits until it takes one. Returned are the digest taken and its form, or else the first digest; nil: none can be
	// computed. m is the canonicalisation that an XML record names.
	Find func(h sigalg.Hash, m Method, fits func([]byte) bool) (sum []byte, form int, err error)
	// Covers are the ids of what the object holds in one form.
	Covers func(form int) []ades.ID
}

// Describe works out what the archive time-stamps of a record cover and gives the model of it, with id. The certificates and
// revocation data in it go to the pool; finding the signers of the tokens is left to the format. An error says that a limit
// was passed, or that data could not be read.
func Describe(r *Record, id ades.ID, objects []Object, pool *ades.Pool, lim limits.Limits) (*ades.EvidenceRecord, error) {
	d := &describer{r: r, objects: objects, pool: pool, lim: lim, covered: map[ades.ID]bool{},
		out: &ades.EvidenceRecord{ID: id, Form: r.Form, Digest: r.Digest, Problems: r.Problems}}
	harvest := cmsattr.Harvester{Pool: pool, Lim: lim}
	for _, a := range r.crypto {
		harvest.Attribute(a, id)
	}
	for _, c := range r.Chains {
		for i := range c.Stamps {
			if err := d.stamp(c, i); err != nil {
				return nil, err
			}
		}
	}
	d.out.Faults = r.Faults
	return d.out, nil
}

// describer describes one record.
type describer struct {
	r       *Record
	objects []Object
	named   []bool // the objects that the initial time-stamp names
	pool    *ades.Pool
	lim     limits.Limits
	out     *ades.EvidenceRecord
	before  []ades.ID // the time-stamp described last, and what it holds
	covered map[ades.ID]bool
}

// stamp describes the i-th time-stamp of a chain.
func (d *describer) stamp(c *Chain, i int) error {
	s := c.Stamps[i]
	t, p := token.ReadParsed(s.Token, ades.TSEvidence, "EVIDENCE_RECORD_TIMESTAMP", d.pool, d.lim)
	if p.Info == nil {
		d.r.fault("timeStamp", "time-stamp %d is no time-stamp token", len(d.out.Timestamps)+1)
	}
	t.ArchiveType, t.Tree, t.Found = d.r.Form, s.Algorithm, true
	if t.Tree == "" {
		t.Tree = t.ImprintAlgorithm // RFC 4998 4.1: the tree's algorithm is then that of the time-stamp
	}
	if n := len(d.out.Timestamps); n > 0 {
		if before := d.out.Timestamps[n-1]; t.GenTime.Before(before.GenTime) {
			d.r.fault("timeStamp", "time-stamp %d is earlier than the one that it renews (RFC 4998 5.3)", n+1)
		} else if i > 0 && t.Tree != before.Tree {
			d.r.fault("digestAlgorithm", "time-stamps %d and %d of one chain have hash trees by %s and by %s (RFC 4998 5.1)", n, n+1, before.Tree, t.Tree)
		}
	}
	first := [][]byte{t.Imprint}
	switch {
	case len(s.Tree) > 0 && t.Tree == t.ImprintAlgorithm:
		first = s.Tree[0]
		t.Computed = present(root(t.Tree, s.Tree))
	case len(s.Tree) > 0:
		first = s.Tree[0]
		t.Problems = append(t.Problems, ades.Problem{Where: "messageImprint", Text: "is by " + string(t.ImprintAlgorithm) + ", the hash tree by " + string(t.Tree)})
	}
	refs, err := d.refer(t, c, i, first)
	if err != nil {
		return err
	}
	if len(s.Tree) == 0 {
		t.Computed = nil
		for _, r := range refs {
			t.Computed = append(t.Computed, present(r.Got)...)
		}
	}
	// What an older time-stamp covers is covered through it, at its own, better time.
	t.Covers = d.before
	if i == 0 {
		t.Covers = slices.Concat(d.before, d.out.Covers)
	}
	d.before = append([]ades.ID{t.ID}, p.Objects...)
	d.out.Timestamps = append(d.out.Timestamps, t)
	return nil
}

func present(sum []byte) [][]byte {
	if sum == nil {
		return nil
	}
	return [][]byte{sum}
}

// refer sets and returns the references of a time-stamp whose first list of hashes is given.
func (d *describer) refer(t *ades.Timestamp, c *Chain, i int, first [][]byte) (refs []*ades.Reference, err error) {
	l := &list{hash: t.Tree, method: c.Method, rest: slices.Clone(first)}
	switch {
	case len(d.out.Timestamps) == 0:
		err = d.initial(l)
		d.out.References = l.refs
	case i > 0:
		err = d.renewsTimestamp(l, c.Stamps[i-1])
		t.Renewal = l.refs
	default:
		err = d.renewsTree(l, c)
		t.Renewal = l.refs
	}
	return l.refs, err
}

// list is the first list of a reduced hash tree, with what was made of it.
type list struct {
	hash   sigalg.Hash
	method Method
	rest   [][]byte // the hashes not yet accounted for
	refs   []*ades.Reference
}

func (l *list) has(sum []byte) bool {
	return sum != nil && slices.ContainsFunc(l.rest, func(b []byte) bool { return bytes.Equal(b, sum) })
}

// take accounts for a digest that the list has.
func (l *list) take(kind ades.ReferenceKind, name string, sum []byte) {
	i := slices.IndexFunc(l.rest, func(b []byte) bool { return bytes.Equal(b, sum) })
	l.rest = slices.Delete(l.rest, i, i+1)
	l.refs = append(l.refs, &ades.Reference{Kind: kind, Name: name, Algorithm: l.hash, Want: sum, Got: sum, Found: true})
}

// miss records a digest that the list ought to have: another one stands in its place, or none does.
func (l *list) miss(kind ades.ReferenceKind, name string, sum []byte) {
	r := &ades.Reference{Kind: kind, Name: name, Algorithm: l.hash, Got: sum}
	switch {
	case sum == nil:
		r.Problem = "its digest cannot be computed"
	case len(l.rest) == 0:
		r.Problem = "its digest does not stand in the hash tree"
	default:
		r.Found, r.Want, r.Problem = true, l.rest[0], "another digest stands in the hash tree"
		l.rest = l.rest[1:]
	}
	l.refs = append(l.refs, r)
}

// initial accounts for the data objects (RFC 4998 4.3 step 1).
func (d *describer) initial(l *list) error {
	d.named = make([]bool, len(d.objects))
	var lost []func()
	for n, o := range d.objects {
		sum, form, err := o.Find(l.hash, l.method, l.has)
		if err != nil {
			return err
		}
		switch {
		case l.has(sum):
			l.take(o.Kind, o.Name, sum)
			d.named[n] = true
			d.cover(o.Covers(form))
		case o.Kind == ades.RefMasterSignature:
			lost = append(lost, func() { l.miss(o.Kind, o.Name, sum) })
		case o.Needed:
			d.out.Uncovered = append(d.out.Uncovered, o.Name)
		}
	}
	for _, f := range lost {
		f()
	}
	for _, b := range l.rest {
		l.refs = append(l.refs, &ades.Reference{Kind: ades.RefOrphan, Algorithm: l.hash, Want: b, Problem: "is the digest of nothing that is known here"})
	}
	return nil
}

func (d *describer) cover(ids []ades.ID) {
	for _, id := range ids {
		if id != "" && !d.covered[id] {
			d.covered[id] = true
			d.out.Covers = append(d.out.Covers, id)
		}
	}
}

// renewsTimestamp accounts for the time-stamp before (RFC 4998 5.2, time-stamp renewal; RFC 6283 4.2.1).
func (d *describer) renewsTimestamp(l *list, before *Stamp) error {
	sum, err := l.digest(before.field)
	if err != nil {
		return err
	}
	if l.has(sum) {
		l.take(ades.RefArchiveTimestamp, "", sum)
	} else {
		l.miss(ades.RefArchiveTimestamp, "", sum)
	}
	return nil
}

// renewsTree accounts for the data and all chains before (RFC 4998 5.2, hash-tree renewal; RFC 6283 4.2.2). In ASN.1 the digest of
// an object is joined with that of the sequence, in this order; in XML both stand in the list.
func (d *describer) renewsTree(l *list, c *Chain) error {
	sequence, err := l.digest(c.before)
	if err != nil {
		return err
	}
	var lost []func()
	joined := func(sum []byte) []byte { return sum }
	switch {
	case d.r.Form == FormXML && l.has(sequence):
		l.take(ades.RefArchiveSequence, "", sequence)
	case d.r.Form == FormXML:
		lost = append(lost, func() { l.miss(ades.RefArchiveSequence, "", sequence) })
	default:
		joined = func(sum []byte) []byte {
			if sum == nil || sequence == nil {
				return nil
			}
			return l.hash.Sum(slices.Concat(sum, sequence))
		}
	}
	for n, o := range d.objects {
		if !d.named[n] {
			continue
		}
		sum, _, err := o.Find(l.hash, l.method, func(b []byte) bool { return l.has(joined(b)) })
		if err != nil {
			return err
		}
		if sum = joined(sum); l.has(sum) {
			l.take(o.Kind, o.Name, sum)
		} else {
			lost = append(lost, func() { l.miss(o.Kind, o.Name, sum) })
		}
	}
	for _, f := range lost {
		f()
	}
	return nil
}
