// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/ltdata"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// covers sets what each time-stamp protects (EN 319 102-1 v1.4.1 5.6.2.3), closed under "contains": a covered token brings
// its certificates and revocation data, a covered OCSP answer its certificates.
func (c *reader) covers() {
	x := c.newCoverage()
	for _, w := range c.works {
		c.orphans(w, x)
		for _, s := range w.stamps {
			cov := x.start()
			switch s.oid {
			case cmsattr.ContentTimestamp:
				cov.add(w.core.Reference.Data)
			case cmsattr.SignatureTimestamp:
				cov.signature(w)
			case cmsattr.CTimestamp:
				cov.signature(w)
				cov.attributes(w, w.of(cmsattr.SignatureTimestamp, cmsattr.CertificateRefs, cmsattr.RevocationRefs))
			case cmsattr.RefsTimestamp:
				cov.attributes(w, w.of(cmsattr.CertificateRefs, cmsattr.RevocationRefs))
			case cmsattr.ArchiveTimestampV2:
				cov.signature(w)
				cov.add(c.objects.All()...)
				cov.attributes(w, w.before(s))
			case cmsattr.ArchiveTimestampV3:
				c.indexedCoverage(cov, w, s)
			}
			s.ts.Covers, s.ts.CoverDigests = cov.ids, cov.digests
		}
	}
}

// indexedCoverage adds the signature and what the ats-hash-index names.
func (c *reader) indexedCoverage(cov *coverage, w *work, s *stamp) {
	cov.signature(w)
	if s.index == nil || s.index.raw == nil {
		return
	}
	found := s.index.resolve(c.sd, w.si)
	s.ts.IndexProblem = s.index.problem
	for _, i := range found.certs {
		cov.add(c.objects.Certificates[i])
	}
	for _, i := range found.crls {
		cov.add(c.objects.Revocations[i])
	}
	cov.attributes(w, found.attrs)
}

// of lists the unsigned attributes of these types.
func (w *work) of(oids ...string) []int {
	var out []int
	for i, a := range w.si.Unsigned {
		if slices.Contains(oids, a.OID) {
			out = append(out, i)
		}
	}
	return out
}

// contents knows what each token and revocation data holds.
type contents struct {
	pool   *ades.Pool
	within map[ades.ID][]ades.ID
	digest map[sigalg.Hash]map[string]ades.ID // of certificates

	revocations map[sigalg.Hash]map[string]bool // digests of revocation data
}

func (c *reader) newCoverage() *contents {
	return &contents{pool: &c.doc.Pool, within: ltdata.Within(&c.doc.Pool), digest: map[sigalg.Hash]map[string]ades.ID{},
		revocations: map[sigalg.Hash]map[string]bool{}}
}

// certificate finds the certificate with a digest.
func (x *contents) certificate(d ades.Digest) ades.ID {
	m := x.digest[d.Algorithm]
	if m == nil {
		m = map[string]ades.ID{}
		for _, k := range x.pool.Certificates {
			if sum := d.Algorithm.Sum(k.Raw()); sum != nil {
				m[string(sum)] = k.ID()
			}
		}
		x.digest[d.Algorithm] = m
	}
	return m[string(d.Value)]
}

func (x *contents) start() *coverage { return &coverage{x: x, seen: map[ades.ID]bool{}} }

// coverage collects what one time-stamp covers, each id once.
type coverage struct {
	x       *contents
	ids     []ades.ID
	digests []ades.Digest
	seen    map[ades.ID]bool
}

// add adds ids and what they contain.
func (v *coverage) add(ids ...ades.ID) {
	for _, id := range ids {
		if id == "" || v.seen[id] {
			continue
		}
		v.seen[id] = true
		v.ids = append(v.ids, id)
		if id[0] == 'T' || id[0] == 'R' {
			v.add(v.x.within[id]...)
		}
	}
}

// signature adds a signature with all that its value protects: the content, the content time-stamps, what signed attributes
// hold, and the certificates that its signing-certificate attributes name by digest.
func (v *coverage) signature(w *work) {
	v.add(w.sig.ID, w.core.Reference.Data)
	v.add(w.signed...)
	for _, s := range w.stamps {
		if s.signed {
			v.add(s.ts.ID)
		}
	}
	for _, r := range w.core.CertRefs {
		if len(r.Value) > 0 {
			v.add(v.x.certificate(r.Digest))
		}
	}
}

// attributes adds what these unsigned attributes of w hold.
func (v *coverage) attributes(w *work, indexes []int) {
	for _, i := range indexes {
		facts := w.attrs[i]
		v.add(facts.objects.All()...)
		v.digests = append(v.digests, facts.digests...)
		for _, s := range w.stamps {
			if !s.signed && s.attr == i {
				v.add(s.ts.ID)
			}
		}
		for _, k := range facts.counters {
			if !v.seen[k.sig.ID] {
				v.signature(k)
				all := make([]int, len(k.attrs))
				for j := range all {
					all[j] = j
				}
				v.attributes(k, all)
			}
		}
	}
}
