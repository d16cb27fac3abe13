// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/cades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/ltdata"
)

// levels tells the structural level of each signature.
func (rd *reader) levels() {
	for i, it := range rd.items {
		for k, s := range it.sigs {
			if s.Parent == "" && len(s.Value) > 0 {
				s.Level = rd.level(i, it, s, it.parts[k])
			}
		}
	}
}

// level follows EN 319 142-1 v1.2.1 6.3 and EN 319 142-2 v1.2.1 5.
func (rd *reader) level(i int, it *item, s *ades.Signature, p part) ades.Level {
	switch it.facts.SubFilter {
	case subPKCS7, subSHA1:
		if !profilePKCS7(it, s, p, rd.signerInside(s)) {
			return ades.PDFNotETSI
		}
		return rd.withTime(i, it, s, "PKCS7-B", "PKCS7-T", "PKCS7-LT", "PKCS7-LTA")
	}
	if !profileBES(it, s, p) {
		return ades.PDFNotETSI
	}
	if baselineB(it, s, p.structure) {
		return rd.withTime(i, it, s, "PAdES-BASELINE-B", "PAdES-BASELINE-T", "PAdES-BASELINE-LT", "PAdES-BASELINE-LTA")
	}
	if rd.hasLT(it, s) && rd.stampAfter(i, it) {
		return "PAdES-LTV"
	}
	if s.Attributes.Policy != nil && s.Attributes.Reason == "" {
		return "PAdES-EPES"
	}
	return "PAdES-BES"
}

// withTime picks the level by time-stamps and validation data.
func (rd *reader) withTime(i int, it *item, s *ades.Signature, b, t, lt, lta ades.Level) ades.Level {
	switch {
	case len(stampsOver(s)) == 0:
		return b
	case !rd.hasLT(it, s):
		return t
	case rd.hasLTA(i, it):
		return lta
	}
	return lt
}

// stampsOver are the time-stamps that prove the signature's existence.
func stampsOver(s *ades.Signature) []*ades.Timestamp {
	var out []*ades.Timestamp
	for _, t := range s.Timestamps {
		if t.Kind == ades.TSSignature || t.Kind == ades.TSVRI || t.Kind == ades.TSDocument {
			out = append(out, t)
		}
	}
	return out
}

func (rd *reader) signerInside(s *ades.Signature) bool {
	for _, id := range s.Candidates {
		if id == s.Signer && id != "" {
			return true
		}
	}
	return false
}

// profilePKCS7 is the CMS profile of ISO 32000-1:2008 12.8.3.3 (EN 319 142-2 v1.2.1 4).
func profilePKCS7(it *item, s *ades.Signature, p part, signerInside bool) bool {
	if !signerInside || it.facts.SignerInfos != 1 {
		return false
	}
	if it.facts.SubFilter == subSHA1 {
		return p.encapsulated && p.contentOK
	}
	return !p.encapsulated && s.Attributes.MessageDigestOrProperties
}

// profileBES is EN 319 142-2 v1.2.1 5.3 as far as every PAdES signature needs it.
func profileBES(it *item, s *ades.Signature, p part) bool {
	d := it.dict
	return p.structure.BES && it.facts.SignerInfos == 1 && !p.encapsulated &&
		d.Has("Filter") && d.Has("ByteRange") && d.Has("SubFilter") && d.Has("Contents") &&
		s.Attributes.ContentType == cms.OIDData && it.facts.SubFilter == subCAdES &&
		(s.Attributes.Reason == "" || len(s.Attributes.Commitments) == 0)
}

// baselineB is EN 319 142-1 v1.2.1 6.3, level B.
func baselineB(it *item, s *ades.Signature, st cades.Structure) bool {
	d := it.dict
	reason := s.Attributes.Reason != ""
	return st.BaselineB && !hasSigningTime(s) && d.Has("M") && !d.Has("Cert") &&
		(!reason || len(s.Attributes.Commitments) == 0 && s.Attributes.Policy == nil)
}

// oidSigningTime is the signing-time attribute, which PAdES forbids.
const oidSigningTime = "1.2.840.113549.1.9.5"

func hasSigningTime(s *ades.Signature) bool {
	for _, a := range s.Attributes.All {
		if a.Signed && a.Name == oidSigningTime {
			return true
		}
	}
	return false
}

// hasLT reports whether the revocation data for the signer and the time-stamps but the last document time-stamp is there, and a
// security store that was added after it.
func (rd *reader) hasLT(it *item, s *ades.Signature) bool {
	signer := rd.doc.Pool.Certificate(s.Signer)
	if signer == nil {
		return false
	}
	certs := []*ades.Certificate{signer}
	over := stampsOver(s)
	for i, t := range over {
		if i == len(over)-1 && t.Kind == ades.TSDocument && t.ArchiveType != "" {
			continue
		}
		if c := rd.doc.Pool.Certificate(t.Signer); c != nil {
			certs = append(certs, c)
		}
	}
	if !ltdata.Complete(&rd.doc.Pool, certs, rd.in.Anchors) {
		return false
	}
	return rd.storeAfter(it)
}

// storeAfter reports whether a revision later than the one signed has a security store.
func (rd *reader) storeAfter(it *item) bool {
	for i, s := range rd.stores {
		if s.present && (!it.hasSigned || rd.file.Revisions()[i].End > it.end) {
			return true
		}
	}
	return false
}

// hasLTA reports whether a document time-stamp covers revocation data.
func (rd *reader) hasLTA(i int, it *item) bool {
	for _, t := range rd.items[i+1:] {
		if t.ts != nil && covers(t, it) && t.ts.ArchiveType != "" {
			return true
		}
	}
	return false
}

// stampAfter reports whether a document time-stamp covers the item.
func (rd *reader) stampAfter(i int, it *item) bool {
	for _, t := range rd.items[i+1:] {
		if t.ts != nil && covers(t, it) {
			return true
		}
	}
	return false
}
