// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"io"
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/token"
)

// imprints computes the imprint of each time-stamp of w.
func (c *reader) imprints(w *work) error {
	for _, s := range w.stamps {
		h := s.ts.ImprintAlgorithm
		if h == "" || h.New() == nil {
			continue
		}
		var err error
		switch s.oid {
		case cmsattr.ContentTimestamp:
			err = c.contentImprint(w, s)
		case cmsattr.SignatureTimestamp:
			s.set(token.Imprint(h, w.si.Signature))
		case cmsattr.CTimestamp:
			s.setBoth([][]byte{w.si.Signature}, typeAndValues(w.si, cmsattr.SignatureTimestamp, cmsattr.CertificateRefs, cmsattr.RevocationRefs))
		case cmsattr.RefsTimestamp:
			s.setBoth(nil, typeAndValues(w.si, cmsattr.CertificateRefs, cmsattr.RevocationRefs))
		case cmsattr.ArchiveTimestampV2:
			err = c.archiveV2(w, s)
		case cmsattr.ArchiveTimestampV3:
			err = c.archiveV3(w, s)
		default:
			s.ts.Problems = append(s.ts.Problems, ades.Problem{Where: s.oid,
				Text: "the imprint of an archive time-stamp of RFC 3126 is not computed: its clause 3.12.3 does not say which octets of the attributes it is made of"})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// set records an acceptable imprint.
func (s *stamp) set(imprint []byte) {
	if imprint == nil {
		return
	}
	s.ts.Found = true
	if !slices.ContainsFunc(s.ts.Computed, func(b []byte) bool { return bytes.Equal(b, imprint) }) {
		s.ts.Computed = append(s.ts.Computed, imprint)
	}
}

// setBoth records the imprints of octets and of attributes after them, with the attributes as found and in DER.
func (s *stamp) setBoth(octets, attributes [][]byte) {
	s.set(token.Imprint(s.ts.ImprintAlgorithm, slices.Concat(octets, attributes)...))
	if encoded, changed := derEach(attributes, -1); changed {
		s.set(token.Imprint(s.ts.ImprintAlgorithm, slices.Concat(octets, encoded)...))
	}
}

// typeAndValues are the attributes of each type in turn as RFC 5126 6.3.5 digests them: without the outer sequence's header.
func typeAndValues(si *cms.SignerInfo, oids ...string) [][]byte {
	var out [][]byte
	for _, oid := range oids {
		for _, a := range cms.Find(si.Unsigned, oid) {
			out = append(out, a.RawType, a.RawSet)
		}
	}
	return out
}

// contentImprint is the digest of the content (EN 319 122-1 v1.3.1 5.2.8).
func (c *reader) contentImprint(w *work, s *stamp) error {
	if w.content.src == nil {
		return nil
	}
	if err := w.content.prepare(append(c.digestsWanted(), s.ts.ImprintAlgorithm)); err != nil {
		return err
	}
	s.set(w.content.got[s.ts.ImprintAlgorithm])
	return nil
}

// archiveV3 computes the imprint of EN 319 122-1 v1.3.1 5.5.3, with the fields as found and in DER.
func (c *reader) archiveV3(w *work, s *stamp) error {
	s.index = readHashIndex(s.parsed.Unsigned)
	if s.index == nil {
		s.ts.IndexProblem = "the token has no ats-hash-index (EN 319 122-1 v1.3.1 5.5.2)"
		return nil
	}
	s.ts.IndexProblem = s.index.problem
	if s.index.raw == nil || s.index.problem != "" { // what cannot be read cannot be said to be covered
		s.ts.Found = true
		return nil
	}
	if w.content.src == nil {
		return nil
	}
	if err := w.content.prepare(append(c.digestsWanted(), s.ts.ImprintAlgorithm)); err != nil {
		return err
	}
	content := w.content.got[s.ts.ImprintAlgorithm]
	if content == nil {
		return nil
	}
	si := w.si
	fields := [][]byte{c.sd.RawContentType, content, si.RawVersion, si.RawSID, si.Digest.Raw, si.RawSigned, si.SignatureAlgorithm.Raw,
		si.RawSignature, s.index.raw}
	s.set(token.Imprint(s.ts.ImprintAlgorithm, fields...))
	encoded, changed := derEach(fields, 1)
	if sorted, err := si.SignedEncodings(); err == nil && len(sorted) > 1 {
		changed = true
		encoded[5] = bytes.Clone(sorted[0])
		encoded[5][0] = 0xa0
	}
	if changed {
		s.set(token.Imprint(s.ts.ImprintAlgorithm, encoded...))
	}
	return nil
}

// derEach re-encodes each part but the one at skip, and reports whether any changed. What cannot be read stays.
func derEach(parts [][]byte, skip int) (out [][]byte, changed bool) {
	out = slices.Clone(parts)
	for i, p := range out {
		if i == skip || len(p) == 0 {
			continue
		}
		if d, err := der.Normalize(p); err == nil && !bytes.Equal(d, p) {
			out[i], changed = d, true
		}
	}
	return out, changed
}

// archiveV2 computes the imprints of RFC 5126 6.4.1: encapContentInfo, detached content, certificates, crls, then the fields
// of the SignerInfo with the unsigned attributes that were there before the token. Practice differs in whether the unsigned
// attributes are digested with the header of their set, and whether BER parts are kept or turned into DER.
func (c *reader) archiveV2(w *work, s *stamp) error {
	if c.sd.Content == nil && (c.content.src == nil || c.content.src.Stream == nil) {
		return nil
	}
	var attrs, without [][]byte
	for _, i := range w.before(s) {
		a := w.si.Unsigned[i]
		attrs = append(attrs, a.Raw)
		if a.OID != cmsattr.EvidenceRecordInternal && a.OID != cmsattr.EvidenceRecordExternal {
			without = append(without, a.Raw)
		}
	}
	err := c.encodingsV2(w, s, attrs)
	if err != nil || s.ts.ImprintIntact() || len(without) == len(attrs) {
		return err
	}
	return c.encodingsV2(w, s, without) // evidence records may have come later
}

// encodingsV2 tries the encodings with which the imprint may have been made over these unsigned attributes.
func (c *reader) encodingsV2(w *work, s *stamp, attrs [][]byte) error {
	si := w.si
	fields := [][]byte{si.RawVersion, si.RawSID, si.Digest.Raw, si.RawSigned, si.SignatureAlgorithm.Raw, si.RawSignature}
	lists := [][]byte{c.sd.RawCertificates, c.sd.RawCRLs}
	if err := c.hashV2(s, c.sd.WriteEncap, lists, fields, attrs); err != nil || s.ts.ImprintIntact() {
		return err
	}
	fields, _ = derEach(fields, -1)
	attrs, _ = derEach(attrs, -1)
	if err := c.hashV2(s, c.sd.WriteEncap, lists, fields, attrs); err != nil || s.ts.ImprintIntact() {
		return err
	}
	lists, _ = derEach(lists, -1)
	return c.hashV2(s, c.sd.WriteEncapDER, lists, fields, attrs)
}

// hashV2 computes both forms of the imprint for one choice of encodings.
func (c *reader) hashV2(s *stamp, encap func(io.Writer) error, lists, fields, attrs [][]byte) error {
	withSet, bare := s.ts.ImprintAlgorithm.New(), s.ts.ImprintAlgorithm.New()
	out := io.MultiWriter(ctxWriter{c.ctx}, withSet, bare)
	if err := encap(out); err != nil {
		return err
	}
	if c.sd.Content == nil {
		if err := c.content.src.Stream(out); err != nil {
			return err
		}
	}
	for _, part := range slices.Concat(lists, fields) {
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	if len(attrs) > 0 {
		withSet.Write(der.Encode(0xa1, attrs...))
	}
	for _, a := range attrs {
		bare.Write(a)
	}
	s.set(withSet.Sum(nil))
	s.set(bare.Sum(nil))
	return nil
}

// before lists the unsigned attributes that an archive time-stamp v2 covers: all but those that hold an archive time-stamp
// that is not earlier than this one.
func (w *work) before(s *stamp) []int {
	late := map[int]bool{s.attr: true}
	for _, o := range w.stamps {
		if o.signed || o.ts.Kind != ades.TSArchive {
			continue
		}
		if !o.ts.GenTime.Before(s.ts.GenTime) {
			late[o.attr] = true
		}
	}
	var out []int
	for i := range w.si.Unsigned {
		if !late[i] {
			out = append(out, i)
		}
	}
	return out
}
