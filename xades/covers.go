// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// collector gathers ids, each once.
type collector struct {
	t    *ades.Timestamp
	seen map[ades.ID]bool
}

func (c *collector) add(ids ...ades.ID) {
	for _, id := range ids {
		if id != "" && !c.seen[id] {
			c.seen[id] = true
			c.t.Covers = append(c.t.Covers, id)
		}
	}
}

// covers lists what a time-stamp protects (EN 319 102-1 v1.4.1 5.6.2.3).
func (r *reader) covers(s *signature, st *stamp) {
	c := &collector{st.out, map[ades.ID]bool{}}
	switch {
	case st.position < 0:
		r.coverData(c, s, st)
	case st.container.Tag == "RefsOnlyTimeStamp" || st.container.Tag == "RefsOnlyTimeStampV2":
		r.coverRefs(c, s, st)
	default:
		r.coverSignature(c, s)
		if st.out.Kind == ades.TSRefs {
			for _, before := range s.stamps {
				if before.container.Tag == "SignatureTimeStamp" && before.position < st.position {
					r.coverStamp(c, before)
				}
			}
			r.coverRefs(c, s, st)
		}
		if st.out.Kind == ades.TSArchive {
			r.coverArchive(c, s, st)
		}
	}
	r.coverResponders(c)
}

// coverResponders adds the certificates inside the OCSP responses that are covered.
func (r *reader) coverResponders(c *collector) {
	for _, id := range c.t.Covers {
		if rev := r.doc.Pool.Revocation(id); rev != nil && rev.OCSP() != nil {
			for _, cert := range rev.OCSP().Certificates {
				c.add(ades.NewID("C", cert.Raw))
			}
		}
	}
}

// coverData adds the data under a content time-stamp.
func (r *reader) coverData(c *collector, s *signature, st *stamp) {
	included := map[string]bool{}
	for _, inc := range explicitParts(st.container) {
		uri, _ := xmltree.Attr(inc, "URI")
		included[uri] = true
	}
	for _, ref := range s.refs {
		if ref.out.Kind == ades.RefSignedProperties {
			continue
		}
		if st.container.Tag == "AllDataObjectsTimeStamp" || ref.x.ID != "" && included["#"+ref.x.ID] {
			r.coverReference(c, s, ref)
		}
	}
}

// coverReference adds the data of one reference, and what is known to be inside it.
func (r *reader) coverReference(c *collector, s *signature, ref *reference) {
	c.add(ref.out.Data)
	switch ref.out.Kind {
	case ades.RefKeyInfo:
		c.add(r.keyInfoIDs(s)...)
	case ades.RefCounterSignature:
		if s.parent != nil {
			c.add(s.parent.out.ID)
		}
	}
	for _, e := range ref.entries {
		c.add(e.out.Data)
	}
}

// coverSignature adds the signature itself and what it signs.
func (r *reader) coverSignature(c *collector, s *signature) {
	c.add(s.out.ID)
	for _, ref := range s.refs {
		r.coverReference(c, s, ref)
	}
	for _, cr := range s.out.Attributes.CertRefs {
		c.add(r.certByDigest(cr.Digest))
	}
	for _, st := range s.stamps {
		if st.position < 0 {
			r.coverStamp(c, st)
		}
	}
}

func (r *reader) coverStamp(c *collector, st *stamp) {
	c.add(st.out.ID)
	c.add(st.objects...)
}

// coverRefs adds what complete references before the time-stamp name: by id where the object is known, by digest always.
func (r *reader) coverRefs(c *collector, s *signature, st *stamp) {
	for _, e := range s.refProperties(st, false) {
		for _, x := range descend(e, "Cert") {
			for _, d := range descend(x, "CertDigest") {
				r.coverDigest(c, digestOf(d))
			}
		}
		for _, name := range []string{"CRLRef", "OCSPRef"} {
			for _, x := range descend(e, name) {
				for _, d := range descend(x, "DigestAlgAndValue") {
					r.coverDigest(c, digestOf(d))
				}
			}
		}
	}
}

func (r *reader) coverDigest(c *collector, d ades.Digest) {
	if len(d.Value) == 0 {
		return
	}
	c.t.CoverDigests = append(c.t.CoverDigests, d)
	c.add(r.certByDigest(d))
	c.add(r.revByDigest(d))
}

// coverArchive adds what stands before an archive time-stamp.
func (r *reader) coverArchive(c *collector, s *signature, st *stamp) {
	c.add(r.keyInfoIDs(s)...)
	for _, before := range s.stamps {
		if before.position >= 0 && before.position < st.position {
			r.coverStamp(c, before)
		}
	}
	for _, t := range s.props.usp.Child[:st.position] {
		e, ok := t.(*etree.Element)
		if !ok {
			continue
		}
		c.add(r.values[e]...)
		if e.Tag != "CounterSignature" {
			continue
		}
		for _, other := range r.sigs {
			if xmltree.Inside(other.x.Element, e) {
				r.coverSignature(c, other)
				c.add(r.keyInfoIDs(other)...)
				for _, inner := range other.stamps {
					r.coverStamp(c, inner)
				}
				for _, v := range other.valueElements() {
					c.add(r.values[v]...)
				}
			}
		}
	}
	r.coverRefs(c, s, st)
}

func (s *signature) valueElements() []*etree.Element {
	if s.props.usp == nil {
		return nil
	}
	var out []*etree.Element
	for _, t := range s.props.usp.Child {
		if e, ok := t.(*etree.Element); ok {
			out = append(out, e)
		}
	}
	return out
}

// keyInfoIDs are the certificates and CRLs in the signature's KeyInfo.
func (r *reader) keyInfoIDs(s *signature) []ades.ID {
	if s.x.KeyInfo == nil {
		return nil
	}
	return r.values[s.x.KeyInfo]
}

// certByDigest finds a certificate of the pool by its digest; empty: not there.
func (r *reader) certByDigest(d ades.Digest) ades.ID {
	if len(d.Value) == 0 {
		return ""
	}
	if r.certSums == nil {
		r.certSums = map[sum]ades.ID{}
	}
	for n := r.certsSummed[d.Algorithm]; n < len(r.doc.Pool.Certificates); n++ {
		c := r.doc.Pool.Certificates[n]
		r.certSums[sum{d.Algorithm, string(d.Algorithm.Sum(c.Raw()))}] = c.ID()
	}
	r.certsSummed[d.Algorithm] = len(r.doc.Pool.Certificates)
	return r.certSums[sum{d.Algorithm, string(d.Value)}]
}

// revByDigest finds revocation data of the pool by its digest; empty: not there.
func (r *reader) revByDigest(d ades.Digest) ades.ID {
	for n := r.revsSummed[d.Algorithm]; n < len(r.doc.Pool.Revocations); n++ {
		v := r.doc.Pool.Revocations[n]
		r.certSums[sum{d.Algorithm, string(d.Algorithm.Sum(v.Raw()))}] = v.ID()
	}
	r.revsSummed[d.Algorithm] = len(r.doc.Pool.Revocations)
	return r.certSums[sum{d.Algorithm, string(d.Value)}]
}
