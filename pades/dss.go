// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pdf"
)

// The origins of validation data in a PDF.
const (
	originDSS = "DSS_DICTIONARY"
	originVRI = "VRI_DICTIONARY"
)

// store is the document security store as one view has it (EN 319 142-1 v1.2.1 5.4.2).
type store struct {
	present bool
	ids     []ades.ID // its certificates and revocation data
}

// vriStamp is a time-stamp of a VRI entry.
type vriStamp struct {
	key string // upper-case hexadecimal SHA-1
	raw []byte
}

// readStores reads the security stores of every revision into the pool, each object once. What a later revision left out counts too.
func (rd *reader) readStores() {
	n := len(rd.file.Revisions())
	for i := range n {
		v := rd.file.At(i)
		d := v.Dict(v.Catalog().Raw("DSS"))
		s := store{}
		if d != nil {
			s = rd.readStore(v, d)
		}
		rd.stores = append(rd.stores, s)
	}
}

// readStore reads one security store.
func (rd *reader) readStore(v pdf.View, d *pdf.Dict) store {
	s := store{present: true}
	rd.storeArrays(v, d, &s, originDSS)
	vri := v.Dict(d.Raw("VRI"))
	for _, k := range vri.Keys() {
		if k == "Type" {
			continue
		}
		if rd.storeSteps--; rd.storeSteps < 0 {
			rd.problem("document security store", "too many entries; the rest is not read")
			return s
		}
		e := v.Dict(vri.Raw(k))
		rd.storeArrays(v, e, &s, originVRI)
		if st, ok := v.Resolve(e.Raw("TS")).(*pdf.Stream); ok && !rd.stampSeen[st] {
			rd.stampSeen[st] = true
			if raw, err := rd.file.Decode(v, st); err == nil {
				rd.stamps = append(rd.stamps, vriStamp{strings.ToUpper(string(k)), raw})
			} else {
				rd.problem("VRI "+string(k), "time-stamp: "+err.Error())
			}
		}
	}
	return s
}

func (rd *reader) storeArrays(v pdf.View, d *pdf.Dict, s *store, where string) {
	certs, crls, ocsps := pdf.Name("Certs"), pdf.Name("CRLs"), pdf.Name("OCSPs")
	if where == originVRI {
		certs, crls, ocsps = "Cert", "CRL", "OCSP"
	}
	from := ades.Origin{Where: where}
	rd.each(v, d.Raw(certs), from, s, 'C', func(b []byte) ades.ID {
		if c := rd.doc.Pool.AddCertificate(b, from); c != nil {
			return c.ID()
		}
		return ""
	})
	rd.each(v, d.Raw(crls), from, s, 'L', func(b []byte) ades.ID {
		if r := rd.doc.Pool.AddCRL(b, from); r != nil {
			return r.ID()
		}
		return ""
	})
	rd.each(v, d.Raw(ocsps), from, s, 'O', func(b []byte) ades.ID {
		if r := rd.doc.Pool.AddOCSP(b, from); r != nil {
			return r.ID()
		}
		return ""
	})
}

// streamKey is a stream as one kind of data and from one place.
type streamKey struct {
	s     *pdf.Stream
	kind  byte
	where string
}

// each reads the streams of an array, each once.
func (rd *reader) each(v pdf.View, list pdf.Object, from ades.Origin, s *store, kind byte, add func([]byte) ades.ID) {
	for _, o := range v.Array(list) {
		if rd.storeSteps--; rd.storeSteps < 0 {
			rd.problem("document security store", "too many entries; the rest is not read")
			return
		}
		if len(rd.doc.Pool.Certificates) >= rd.lim.Certificates || len(rd.doc.Pool.Revocations) >= rd.lim.Revocations {
			rd.problem("document security store", "too many certificates or revocation data; the rest is not read")
			return
		}
		st, ok := v.Resolve(o).(*pdf.Stream)
		if !ok {
			rd.problem("document security store", "an entry is no stream")
			continue
		}
		k := streamKey{st, kind, from.Where}
		id, done := rd.streamIDs[k]
		if !done {
			b, err := v.File().Decode(v, st)
			if err != nil {
				rd.problem("document security store", err.Error())
			} else {
				id = add(b)
			}
			rd.streamIDs[k] = id
		}
		if id == "" {
			continue
		}
		s.ids = append(s.ids, id)
		if r := rd.doc.Pool.Revocation(id); r != nil && kind == 'O' {
			for _, c := range r.OCSP().Certificates {
				s.ids = append(s.ids, ades.NewID("C", c.Raw))
			}
		}
	}
}

// storedUpTo lists what the security stores of the revisions up to one hold, each id once; present says that there is a store.
func (rd *reader) storedUpTo(rev int) (ids []ades.ID, present bool) {
	seen := map[ades.ID]bool{}
	for i, s := range rd.stores {
		if i > rev {
			break
		}
		present = present || s.present
		for _, id := range s.ids {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids, present
}
