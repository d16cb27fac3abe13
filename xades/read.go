// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package xades reads XML documents with XML-DSig and XAdES signatures (EN 319 132-1, and TS 101 903 in its older
// namespaces) into an [ades.Document]: digests computed, properties read from the node that was digested, time-stamp imprints
// worked out. It judges nothing.
package xades

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/signer"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// ErrNoSignature says that a document is XML but holds no signature.
var ErrNoSignature = errors.New("xml document without a signature")

// Detect reports whether a document that begins with head may be XML.
func Detect(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte{0xEF, 0xBB, 0xBF})
	for _, bom := range [][]byte{{0xFE, 0xFF, 0, '<'}, {0xFF, 0xFE, '<', 0}, {0, '<', 0, '?'}, {'<', 0, '?', 0}} {
		if bytes.HasPrefix(head, bom) {
			return true
		}
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	return len(head) > 1 && head[0] == '<' && (head[1] == '?' || head[1] == '!' || head[1] == '_' || head[1] >= 'A' && head[1] <= 'Z' ||
		head[1] >= 'a' && head[1] <= 'z' || head[1] >= 0x80)
}

// reader is the state of one reading.
type reader struct {
	in   *ades.Input
	lim  limits.Limits
	d    *xmldsig.Document
	doc  *ades.Document
	sigs []*signature
	by   map[*etree.Element]*signature

	values                  map[*etree.Element][]ades.ID // certificates and revocation data by the element that holds them
	certSums                map[sum]ades.ID
	certsSummed, revsSummed map[sigalg.Hash]int
	stampCount              int
}

// signature is one signature while it is read.
type signature struct {
	x      *xmldsig.Signature
	out    *ades.Signature
	props  properties
	refs   []*reference
	parent *signature
	stamps []*stamp
	// records are the positions of the evidence records' properties, as in out.EvidenceRecords.
	records []int
	counts  map[string]int // facts for the level
}

// reference is one reference with what was made of it.
type reference struct {
	x       *xmldsig.Reference
	out     *ades.Reference
	entries []*reference // of a manifest
	refused string       // why its target is not taken, although it resolves
}

// Read reads all signatures of an XML document. The error says that it is not XML, holds no signature ([ErrNoSignature]), or
// passed a limit; all else is recorded in the result.
func Read(ctx context.Context, in *ades.Input) (*ades.Document, error) {
	lim := in.Bounds()
	if in.Size > lim.XMLBytes {
		return nil, limits.Exceeded("bytes of an XML document", lim.XMLBytes)
	}
	data := make([]byte, in.Size)
	if _, err := io.ReadFull(io.NewSectionReader(in.Data, 0, in.Size), data); err != nil {
		return nil, fmt.Errorf("reading %q: %w", in.Name, err)
	}
	tree, err := xmltree.Parse(data, xmltree.Options{Limits: lim})
	if err != nil {
		return nil, err
	}
	r := newReader(in, tree, lim)
	r.doc.Digest = sha256.Sum256(data)
	return r.read(ctx)
}

func newReader(in *ades.Input, tree *xmltree.Document, lim limits.Limits) *reader {
	return &reader{in: in, lim: lim, d: xmldsig.New(tree, in.Contents, lim), by: map[*etree.Element]*signature{},
		values: map[*etree.Element][]ades.ID{}, certSums: map[sum]ades.ID{}, certsSummed: map[sigalg.Hash]int{}, revsSummed: map[sigalg.Hash]int{},
		doc: &ades.Document{Format: ades.XAdES, Name: in.Name, Size: in.Size, Pool: ades.Pool{Anchors: in.Anchors}}}
}

func (r *reader) read(ctx context.Context) (*ades.Document, error) {
	elements := r.d.Elements()
	if len(elements) == 0 {
		return nil, ErrNoSignature
	}
	if len(elements) > r.lim.Signatures {
		return nil, limits.Exceeded("signatures of one document", int64(r.lim.Signatures))
	}
	for _, e := range elements {
		x, err := r.d.Parse(e)
		if err != nil {
			return nil, err
		}
		s := &signature{x: x, out: &ades.Signature{Name: x.ID, Format: ades.XAdES, Value: x.Value}, counts: map[string]int{}}
		s.out.ID = ades.NewID("S", append(append([]byte(x.ID), 0), x.Value...))
		r.sigs = append(r.sigs, s)
		r.by[e] = s
	}
	for _, s := range r.sigs {
		r.findProperties(s)
	}
	r.parents()
	for _, s := range r.sigs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := r.signature(s); err != nil {
			return nil, err
		}
	}
	r.duplicates()
	for _, s := range r.sigs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := r.timestamps(s); err != nil {
			return nil, err
		}
	}
	for _, s := range r.sigs {
		if err := r.evidence(s); err != nil {
			return nil, err
		}
	}
	for _, s := range r.sigs {
		for _, st := range s.stamps {
			signer.IdentifyToken(st.out, &r.doc.Pool)
		}
		for _, rec := range s.out.EvidenceRecords {
			for _, t := range rec.Timestamps {
				signer.IdentifyToken(t, &r.doc.Pool)
			}
		}
		signer.Identify(s.out, &r.doc.Pool)
		r.resolveIssuers(s)
		r.level(s)
	}
	r.order()
	return r.doc, nil
}

// duplicates marks signatures that share an identifier.
func (r *reader) duplicates() {
	ids, names := map[ades.ID]int{}, map[string]int{}
	for _, s := range r.sigs {
		ids[s.out.ID]++
		names[s.out.Name]++
	}
	for _, s := range r.sigs {
		s.out.Duplicate = ids[s.out.ID] > 1 || s.out.Name != "" && names[s.out.Name] > 1
	}
}

// order lists the signatures in document order, counter-signatures after the signature that they sign.
func (r *reader) order() {
	var put func(s *signature)
	put = func(s *signature) {
		r.doc.Signatures = append(r.doc.Signatures, s.out)
		for _, c := range r.sigs {
			if c.parent == s {
				put(c)
			}
		}
	}
	for _, s := range r.sigs {
		if s.parent == nil {
			put(s)
		}
	}
}

// parents finds out which signature counter-signs which: by the CounterSignature element it stands in (EN 319 132-1 5.2.7), or
// by a reference of type CountersignedSignature to a signature value.
func (r *reader) parents() {
	for _, s := range r.sigs {
		if p := s.x.Element.Parent(); p != nil && p.Tag == "CounterSignature" && isXAdES(xmltree.Space(p)) {
			for ; p != nil && s.parent == nil; p = p.Parent() {
				s.parent = r.by[p]
			}
			continue
		}
		for _, ref := range s.x.References {
			if ref.Type != typeCounterSigned && ref.Type != typeCounterSigned11 || ref.Node == nil {
				continue
			}
			if up := r.by[ref.Node.Parent()]; up != nil && up != s && up.x.SignatureValue == ref.Node {
				s.parent = up
			}
		}
	}
	for _, s := range r.sigs {
		depth := 0
		for p := s.parent; p != nil; p = p.parent {
			if depth++; depth > r.lim.CounterDepth {
				s.problem("CounterSignature", "nested more than %d deep, or in a circle", r.lim.CounterDepth)
				s.parent = nil
				break
			}
		}
	}
	for _, s := range r.sigs {
		if s.parent != nil {
			s.out.Parent = s.parent.out.ID
		}
	}
}

// signature reads one signature but for its time-stamps.
func (r *reader) signature(s *signature) error {
	s.out.Problems = append(s.out.Problems, s.x.Problems...)
	n := len(s.x.Problems)
	signed, err := r.d.Bytes(s.x)
	if err != nil {
		if tooMuch(err) {
			return err
		}
		s.out.Problems = append(s.out.Problems, ades.Problem{Where: "SignedInfo", Text: err.Error()})
	}
	s.out.SignedData = ades.SignedData{Bytes: signed}
	r.algorithm(s, err)
	r.keyInfo(s)
	if err := r.references(s); err != nil {
		return err
	}
	r.signedProperties(s)
	r.unsignedProperties(s)
	if more := s.x.Problems[n:]; len(more) > 0 {
		s.out.Problems = append(s.out.Problems, more...)
	}
	r.scopes(s)
	return nil
}

// tooMuch reports whether err is a passed limit, which ends the reading.
func tooMuch(err error) bool {
	var l *limits.Error
	return errors.As(err, &l)
}

func (s *signature) problem(where, format string, args ...any) {
	s.out.Problems = append(s.out.Problems, ades.Problem{Where: where, Text: fmt.Sprintf(format, args...), Structural: true})
}
