// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ers

import (
	"cmp"
	"crypto/sha256"
	"io"
	"slices"
	"strconv"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// ReadXML reads an EvidenceRecord of RFC 6283 in a document. What is malformed is in its Faults; an error says that a limit was
// passed.
func ReadXML(d *xmldsig.Document, e *etree.Element, lim limits.Limits) (*Record, error) {
	r := &Record{Form: FormXML}
	sum := sha256.New()
	whole, _ := c14n.ByURI(c14n.V10WithComments)
	if err := d.Canonical(sum, e, whole); err != nil {
		return nil, err
	}
	r.Digest = [32]byte(sum.Sum(nil))
	if v, _ := xmltree.Attr(e, "Version"); v != "1.0" {
		r.fault("EvidenceRecord", "version %.20q is not 1.0", v)
	}
	if xmltree.Child(e, NS, "EncryptionInformation") != nil {
		r.problem("EncryptionInformation", "the record was made for encrypted data, which is not made again")
	}
	list := xmltree.Children(e, NS, "ArchiveTimeStampSequence")
	if len(list) != 1 {
		r.fault("ArchiveTimeStampSequence", "occurs %d times", len(list))
		return r, nil
	}
	seq := list[0]
	chains := r.ordered(seq, "ArchiveTimeStampChain")
	if len(chains) > maxChains {
		return nil, limits.Exceeded("chains of one evidence record", maxChains)
	}
	for i, ce := range chains {
		r.Chains = append(r.Chains, r.chain(d, seq, ce, chains[i:], i > 0))
	}
	if err := r.room(lim); err != nil {
		return nil, err
	}
	r.check()
	return r, nil
}

// chain reads one ArchiveTimeStampChain. A renewal covers the sequence without the chains from this one on (RFC 6283 4.2.2).
func (r *Record) chain(d *xmldsig.Document, seq, e *etree.Element, from []*etree.Element, renews bool) *Chain {
	c := &Chain{}
	uri, _ := xmltree.Attr(xmltree.Child(e, NS, "DigestMethod"), "Algorithm")
	h, ok := sigalg.HashByURI(uri)
	if !ok {
		r.fault("DigestMethod", "%.80q is not known", uri)
	}
	m := xmltree.Child(e, NS, "CanonicalizationMethod")
	var err error
	if c.Method, err = xmldsig.Method(m); m == nil || err != nil {
		r.fault("CanonicalizationMethod", "is missing or not known: %v", err)
	}
	if renews {
		c.before = func(w io.Writer) error { return d.CanonicalWithout(w, seq, from, c.Method) }
	}
	for _, se := range r.ordered(e, "ArchiveTimeStamp") {
		c.Stamps = append(c.Stamps, r.xmlStamp(d, se, h, c.Method))
	}
	return c
}

// xmlStamp reads one ArchiveTimeStamp (RFC 6283 3.1.1).
func (r *Record) xmlStamp(d *xmldsig.Document, e *etree.Element, h sigalg.Hash, m c14n.Method) *Stamp {
	s := &Stamp{Algorithm: h}
	if tree := xmltree.Child(e, NS, "HashTree"); tree != nil {
		s.Tree = [][][]byte{}
		for _, q := range r.ordered(tree, "Sequence") {
			var list [][]byte
			for _, v := range xmltree.Children(q, NS, "DigestValue") {
				b, err := xmltree.Base64(v)
				if err != nil {
					r.fault("DigestValue", "%v", err)
				}
				list = append(list, b)
			}
			if len(list) == 0 {
				r.fault("Sequence", "is empty")
				continue
			}
			s.Tree = append(s.Tree, list)
		}
		if len(s.Tree) == 0 {
			r.fault("HashTree", "is empty")
		}
	}
	field := xmltree.Child(e, NS, "TimeStamp")
	token := xmltree.Child(field, NS, "TimeStampToken")
	if token == nil {
		r.fault("TimeStamp", "holds no token")
		return s
	}
	if t, _ := xmltree.Attr(token, "Type"); t != "RFC3161" {
		r.fault("TimeStampToken", "is of type %.40q; read are those of RFC 3161", t)
		return s
	}
	var err error
	if s.Token, err = xmltree.Base64(token); err != nil {
		r.fault("TimeStampToken", "%v", err)
	}
	s.field = func(w io.Writer) error { return d.Canonical(w, field, m) }
	return s
}

// ordered lists the children of that name in the order that their Order attributes give.
func (r *Record) ordered(e *etree.Element, name string) []*etree.Element {
	type numbered struct {
		e *etree.Element
		n int
	}
	var list []numbered
	seen := map[int]bool{}
	for _, c := range xmltree.Children(e, NS, name) {
		text, _ := xmltree.Attr(c, "Order")
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || seen[n] {
			r.fault(name, "order %.20q is no number of its own", text)
		}
		seen[n] = true
		list = append(list, numbered{c, n})
	}
	slices.SortStableFunc(list, func(a, b numbered) int { return cmp.Compare(a.n, b.n) })
	out := make([]*etree.Element, len(list))
	for i, x := range list {
		out[i] = x.e
	}
	return out
}
