// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/ers"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/signer"
)

// record is one evidence record in an attribute.
type record struct {
	w    *work
	attr int // index in si.Unsigned
	out  *ades.EvidenceRecord
}

// place is where an attribute stands.
type place struct{ signer, attr int }

// evidence reads the evidence records of the signatures (RFC 5276, TS 119 122-3 v1.1.1).
func (c *reader) evidence() error {
	c.evidenceLeft = 1<<30 + 16*c.sd.Size()
	for _, w := range c.works {
		if err := c.evidenceOf(w); err != nil {
			return err
		}
	}
	return nil
}

// evidenceOf reads the evidence records of one signature.
func (c *reader) evidenceOf(w *work) error {
	for i, a := range w.si.Unsigned {
		if a.OID != cmsattr.EvidenceRecordInternal && a.OID != cmsattr.EvidenceRecordExternal {
			continue
		}
		if w.parent != nil {
			w.problem(a.OID, false, "an evidence record in a counter-signature is not validated")
			continue
		}
		if (a.OID == cmsattr.EvidenceRecordExternal) != (c.sd.Content == nil) {
			w.problem(a.OID, false, "internal evidence records are for contents in the container, external ones for detached contents (RFC 5276 2)")
		}
		for n, v := range a.Values {
			if len(w.sig.EvidenceRecords) >= ers.MaxRecords {
				w.problem(a.OID, false, "%v", limits.Exceeded("evidence records of one signature", ers.MaxRecords))
				return nil
			}
			if err := c.evidenceRecord(w, i, n, v.Raw); err != nil {
				return err
			}
		}
	}
	return nil
}

// evidenceRecord reads one record and works out what it covers.
func (c *reader) evidenceRecord(w *work, attr, value int, raw []byte) error {
	rec, err := ers.ReadASN1(raw, c.opt.Limits)
	if err != nil {
		return err
	}
	oid := w.si.Unsigned[attr].OID
	if c.stamps += rec.Stamps(); c.stamps > c.opt.Limits.Timestamps {
		w.problem(oid, false, "%v", limits.Exceeded("time-stamps of one document", int64(c.opt.Limits.Timestamps)))
		return nil
	}
	id := binary.BigEndian.AppendUint32([]byte(w.sig.ID), uint32(attr))
	id = append(binary.BigEndian.AppendUint32(id, uint32(value)), raw...)
	forms := c.forms(w, attr)
	out, err := ers.Describe(rec, ades.NewID("ER", id), []ers.Object{
		{Kind: ades.RefMasterSignature, Name: w.sig.Name,
			Find: func(h sigalg.Hash, _ ers.Method, fits func([]byte) bool) ([]byte, int, error) {
				return c.sealed(h, forms, fits)
			},
			Covers: func(form int) []ades.ID {
				if form >= len(forms) {
					return nil
				}
				return c.sealedIDs(forms[form])
			}},
		c.contentObject(w),
	}, &c.doc.Pool, c.opt.Limits)
	if err != nil {
		return err
	}
	for _, t := range out.Timestamps {
		signer.IdentifyToken(t, &c.doc.Pool)
	}
	c.records = append(c.records, &record{w, attr, out})
	w.sig.EvidenceRecords = append(w.sig.EvidenceRecords, out)
	return nil
}

// contentObject is the content as an object of its own: an external record covers it beside the container.
func (c *reader) contentObject(w *work) ers.Object {
	o := ers.Object{Kind: ades.RefArchiveObject, Name: "content", Needed: c.sd.Content == nil,
		Covers: func(int) []ades.ID { return []ades.ID{w.core.Reference.Data} },
		Find: func(h sigalg.Hash, _ ers.Method, _ func([]byte) bool) ([]byte, int, error) {
			if w.content.src == nil {
				return nil, 0, nil
			}
			if err := w.content.prepare([]sigalg.Hash{h}); err != nil {
				return nil, 0, err
			}
			return w.content.got[h], 0, nil
		}}
	if w.content.src != nil && w.content.src.Name != "" {
		o.Name = w.content.src.Name
	}
	return o
}

// form is one way in which a container may have been when a record was made over it: without these attributes.
type form struct {
	without []place
	sorted  bool // with the SignerInfos in the order of DER
}

// forms lists the forms to try for a record: without any evidence records; with those that stand before it in its signature and
// those of other signatures; with all but its own attribute. The standards leave open which of several records covers the
// others, and adding an attribute may change the place of a SignerInfo in its set.
func (c *reader) forms(w *work, attr int) []form {
	own := slices.Index(c.sd.Signers, w.si)
	var all, later []place
	for s, si := range c.sd.Signers {
		for i, a := range si.Unsigned {
			if a.OID != cmsattr.EvidenceRecordInternal && a.OID != cmsattr.EvidenceRecordExternal {
				continue
			}
			all = append(all, place{s, i})
			if s == own && i >= attr {
				later = append(later, place{s, i})
			}
		}
	}
	var out []form
	for _, without := range [][]place{all, later, {{own, attr}}} {
		for _, sorted := range []bool{false, true} {
			known := slices.ContainsFunc(out, func(f form) bool { return f.sorted == sorted && slices.Equal(f.without, without) })
			if !known && !(sorted && len(c.sd.Signers) < 2) {
				out = append(out, form{without, sorted})
			}
		}
	}
	return out
}

// errSpent says that the budget of octets for evidence records is used up.
var errSpent = errors.New("budget of octets for evidence records")

// spender counts what is digested for evidence records.
type spender struct {
	w    io.Writer
	left *int64
}

func (s spender) Write(b []byte) (int, error) {
	if *s.left -= int64(len(b)); *s.left < 0 {
		return 0, errSpent
	}
	return s.w.Write(b)
}

// sealed looks for the digest of the container in one of its forms.
func (c *reader) sealed(h sigalg.Hash, forms []form, fits func([]byte) bool) (first []byte, at int, err error) {
	for i, f := range forms {
		d := h.New()
		if d == nil {
			return nil, 0, nil
		}
		x := cms.Without{Sorted: f.sorted, Drop: func(s, a int) bool { return slices.Contains(f.without, place{s, a}) }}
		err := c.sd.WriteWithout(io.MultiWriter(ctxWriter{c.ctx}, spender{d, &c.evidenceLeft}), x)
		if errors.Is(err, errSpent) {
			return nil, 0, limits.Exceeded("octets to digest for evidence records", 1<<30+16*c.sd.Size())
		}
		if err != nil {
			return nil, 0, err
		}
		sum := d.Sum(nil)
		if fits(sum) {
			return sum, i, nil
		}
		if first == nil {
			first = sum
		}
	}
	return first, 0, nil
}

// sealedIDs lists what a container holds in one form.
func (c *reader) sealedIDs(f form) []ades.ID {
	cov := c.newCoverage().start()
	for _, w := range c.works {
		if w.parent != nil {
			continue
		}
		own := slices.Index(c.sd.Signers, w.si)
		cov.signature(w)
		cov.add(c.objects.All()...)
		var kept []int
		for i := range w.si.Unsigned {
			if !slices.Contains(f.without, place{own, i}) {
				kept = append(kept, i)
			}
		}
		cov.attributes(w, kept)
		for _, r := range c.records {
			if r.w == w && slices.Contains(kept, r.attr) {
				for _, t := range r.out.Timestamps {
					cov.add(t.ID)
				}
			}
		}
	}
	return cov.ids
}
