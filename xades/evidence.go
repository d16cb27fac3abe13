// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"encoding/binary"
	"io"
	"slices"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/ers"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/ltdata"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// nsEvidence is the namespace of TS 119 132-3.
const nsEvidence = "http://uri.etsi.org/19132/v1.1.1#"

// evidence reads the evidence records of a signature (TS 119 132-3 v1.1.1). Records that stand in one SealingEvidenceRecords
// cover the same.
func (r *reader) evidence(s *signature) error {
	if s.props.usp == nil {
		return nil
	}
	for i, t := range s.props.usp.Child {
		e, ok := t.(*etree.Element)
		if !ok || !xmltree.Is(e, nsEvidence, "SealingEvidenceRecords") {
			continue
		}
		for n, t := range e.Child {
			c, ok := t.(*etree.Element)
			if !ok {
				continue
			}
			if len(s.out.EvidenceRecords) >= ers.MaxRecords {
				s.problem(e.Tag, "%v", limits.Exceeded("evidence records of one signature", ers.MaxRecords))
				return nil
			}
			rec, err := r.evidenceRecord(s, c)
			if err != nil {
				return err
			}
			if rec == nil {
				s.problem(e.Tag, "holds %.80q, which is no evidence record", c.Tag)
				continue
			}
			if err := r.describe(s, rec, i, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// evidenceRecord reads a child of SealingEvidenceRecords; nil: it is no evidence record.
func (r *reader) evidenceRecord(s *signature, e *etree.Element) (*ers.Record, error) {
	switch {
	case xmltree.Is(e, ers.NS, "EvidenceRecord"):
		return ers.ReadXML(r.d, e, r.lim)
	case xmltree.Is(e, nsEvidence, "ASN1EvidenceRecord"):
		raw, err := xmltree.Base64(e)
		if err != nil {
			s.problem(e.Tag, "%s", err)
			return nil, nil
		}
		return ers.ReadASN1(raw, r.lim)
	}
	return nil, nil
}

// describe works out what a record in the property at a position covers.
func (r *reader) describe(s *signature, rec *ers.Record, position, n int) error {
	if r.stampCount += rec.Stamps(); r.stampCount > r.lim.Timestamps {
		return limits.Exceeded("time-stamps of one document", int64(r.lim.Timestamps))
	}
	objects := []ers.Object{{Kind: ades.RefMasterSignature, Name: s.out.Name,
		Find: func(h sigalg.Hash, m c14n.Method, fits func([]byte) bool) ([]byte, int, error) {
			return r.sealed(s, h, r.methods(s, rec, m), position, fits)
		},
		Covers: func(int) []ades.ID { return r.sealedIDs(s, position) },
	}}
	for i := range r.d.Contents {
		objects = append(objects, r.contentObject(s, i, rec.Form == ers.FormXML))
	}
	id := binary.BigEndian.AppendUint32([]byte(s.out.ID), uint32(position))
	id = append(binary.BigEndian.AppendUint32(id, uint32(n)), rec.Digest[:]...)
	out, err := ers.Describe(rec, ades.NewID("ER", id), objects, &r.doc.Pool, r.lim)
	if err != nil {
		return err
	}
	s.out.EvidenceRecords = append(s.out.EvidenceRecords, out)
	s.records = append(s.records, position)
	return nil
}

// methods are the canonicalisations to try: the one that an XML record names, that of the signature, and the exclusive one. What
// makers take differs, and each of them tells the same data.
func (r *reader) methods(s *signature, rec *ers.Record, m c14n.Method) []c14n.Method {
	exclusive, _ := c14n.ByURI(c14n.Exclusive)
	list := []c14n.Method{s.x.C14N, exclusive}
	if rec.Form == ers.FormXML {
		list = append([]c14n.Method{m}, list...)
	}
	var out []c14n.Method
	for _, x := range list {
		if x.URI != "" && !slices.ContainsFunc(out, func(o c14n.Method) bool { return o.URI == x.URI && slices.Equal(o.Prefixes, x.Prefixes) }) {
			out = append(out, x)
		}
	}
	return out
}

// sealed looks for the digest of the data object group that a record in the property at a position covers.
func (r *reader) sealed(s *signature, h sigalg.Hash, methods []c14n.Method, position int, fits func([]byte) bool) (first []byte, at int, err error) {
	for i, m := range methods {
		sum, err := r.group(s, h, m, position)
		if err != nil {
			if tooMuch(err) {
				return nil, 0, err
			}
			return nil, 0, nil // what is missing in the group is told with the references
		}
		if fits(sum) {
			return sum, i, nil
		}
		if first == nil {
			first = sum
		}
	}
	return first, 0, nil
}

// group is the digest of the data object group: of the result of each reference, of each entry of a signed manifest, of
// SignedInfo, SignatureValue and KeyInfo, of each unsigned property before the record, and of each Object but the one with the
// qualifying properties (TS 119 132-3 v1.1.1).
func (r *reader) group(s *signature, h sigalg.Hash, m c14n.Method, position int) ([]byte, error) {
	var members [][]byte
	add := func(write func(io.Writer) error) error {
		d := h.New()
		if d == nil {
			return errMissing
		}
		if err := write(d); err != nil {
			return err
		}
		members = append(members, d.Sum(nil))
		return nil
	}
	for _, ref := range s.refs {
		for _, x := range append([]*reference{ref}, ref.entries...) {
			if err := add(func(w io.Writer) error { return r.output(w, x, m) }); err != nil {
				return nil, err
			}
		}
	}
	for _, e := range s.sealedElements(position) {
		if err := add(func(w io.Writer) error { return r.parts(w, m, e) }); err != nil {
			return nil, err
		}
	}
	return ers.Group(h, members), nil
}

// sealedElements are the elements of the signature in the data object group.
func (s *signature) sealedElements(position int) []*etree.Element {
	out := []*etree.Element{s.x.SignedInfo, s.x.SignatureValue}
	if s.x.KeyInfo != nil {
		out = append(out, s.x.KeyInfo)
	}
	for _, t := range s.props.usp.Child[:position] {
		if e, ok := t.(*etree.Element); ok {
			out = append(out, e)
		}
	}
	for _, o := range s.x.Objects {
		if o != s.props.object {
			out = append(out, o)
		}
	}
	return out
}

// sealedIDs lists what the data object group holds: what an archive time-stamp at that place covers, and the records before.
func (r *reader) sealedIDs(s *signature, position int) []ades.ID {
	c := &collector{&ades.Timestamp{}, map[ades.ID]bool{}}
	r.coverSignature(c, s)
	r.coverArchive(c, s, &stamp{out: c.t, position: position, container: s.props.usp.Child[position].(*etree.Element)})
	var within map[ades.ID][]ades.ID
	for i, rec := range s.out.EvidenceRecords {
		if s.records[i] >= position {
			continue
		}
		if within == nil {
			within = ltdata.Within(&r.doc.Pool)
		}
		for _, t := range rec.Timestamps {
			c.add(t.ID)
			c.add(within[t.ID]...)
		}
	}
	r.coverResponders(c)
	return c.t.Covers
}

// contentObject is a detached content as an object of its own. The group holds it already where a reference names it; an XML record
// may cover it as it is or in canonical form (RFC 6283 2.2).
func (r *reader) contentObject(s *signature, i int, canonical bool) ers.Object {
	c := &r.d.Contents[i]
	return ers.Object{Kind: ades.RefArchiveObject, Name: c.Name,
		Covers: func(int) []ades.ID { return s.dataOf(c) },
		Find: func(h sigalg.Hash, m c14n.Method, fits func([]byte) bool) ([]byte, int, error) {
			sum := r.d.ContentDigest(i, h)
			if fits(sum) || !canonical || c.Data == nil || c.Size > r.lim.XMLBytes {
				return sum, 0, nil
			}
			other, err := r.canonicalContent(c, h, m)
			if err != nil || !fits(other) {
				return sum, 0, err
			}
			return other, 1, nil
		}}
}

// canonicalContent is the digest of a content in canonical form; nil: it is not XML.
func (r *reader) canonicalContent(c *ades.Content, h sigalg.Hash, m c14n.Method) ([]byte, error) {
	raw := make([]byte, c.Size)
	if _, err := io.ReadFull(io.NewSectionReader(c.Data, 0, c.Size), raw); err != nil {
		return nil, err
	}
	if !Detect(raw[:min(len(raw), 512)]) {
		return nil, nil
	}
	tree, err := xmltree.Parse(raw, xmltree.Options{Limits: r.lim})
	if err != nil {
		return nil, nil // no XML after all, or more than is read: it is covered as it is, or not at all
	}
	d := h.New()
	if d == nil {
		return nil, nil
	}
	if err := r.d.CanonicalWithout(d, tree.Node, nil, m); err != nil {
		return nil, err
	}
	return d.Sum(nil), nil
}

// dataOf are the ids of the references to a content.
func (s *signature) dataOf(c *ades.Content) []ades.ID {
	var out []ades.ID
	for _, ref := range s.refs {
		for _, x := range append([]*reference{ref}, ref.entries...) {
			if x.x.Content == c {
				out = append(out, x.out.Data)
			}
		}
	}
	return out
}
