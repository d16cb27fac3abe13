// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/ltdata"
)

// Structure are the facts that the level of a signature is told by: what is there, not whether it is good.
type Structure struct {
	// BES says that the attributes of a CAdES-BES are there, each at most once. EPES: with a signature policy.
	BES, EPES bool
	// BaselineB is BES with the demands of EN 319 122-1 v1.3.1 6.3 on level B, but for the signing time.
	BaselineB bool
	// SigningTime says that there is exactly one signing-time attribute.
	SigningTime bool
	// T says that there is a signature time-stamp, each from before the end of the signer's certificate.
	T bool
	// LT says that all revocation data that the chains need is in the signature. Values says that attributes stand beside the
	// container's own fields, where level LT of the baseline wants the data.
	LT, Values bool
	// C, X, XL, A, LTA and ERS say that the attributes of these levels are there.
	C, X, A, LTA, ERS bool
}

// Level is the highest level whose demands are met, spelt as DESIGN names them.
func (s Structure) Level() ades.Level {
	base := s.BaselineB && s.SigningTime
	switch {
	case !s.BES:
		return ades.CMSNotETSI
	case !s.T && base:
		return "CAdES-BASELINE-B"
	case !s.T && s.EPES:
		return "CAdES-EPES"
	case !s.T:
		return "CAdES-BES"
	case base && s.LT && !s.Values:
		return first(s.ERS, "CAdES-ERS", s.LTA, "CAdES-BASELINE-LTA", "CAdES-BASELINE-LT")
	case s.C && s.LT:
		return first(s.ERS, "CAdES-ERS", s.A, "CAdES-A", first(s.X, "CAdES-XL", true, "CAdES-C", ""))
	case s.C:
		return first(s.X, "CAdES-X", true, "CAdES-C", "")
	case s.LT:
		return first(s.ERS, "CAdES-ERS", s.A, "CAdES-A", "CAdES-LT")
	case base:
		return "CAdES-BASELINE-T"
	}
	return "CAdES-T"
}

// first returns the name of the first condition that holds.
func first(a bool, ifA ades.Level, b bool, ifB, otherwise ades.Level) ades.Level {
	if a {
		return ifA
	}
	if b {
		return ifB
	}
	return otherwise
}

// structureOf tells the structure of one signature.
func (c *reader) structureOf(w *work) Structure {
	si := w.si
	signed := func(oid string) int { return len(cms.Find(si.Signed, oid)) }
	unsigned := func(oid string) int { return len(cms.Find(si.Unsigned, oid)) }
	v1, v2 := signed(cmsattr.SigningCertificate), signed(cmsattr.SigningCertificateV2)
	var s Structure
	s.BES = (signed(cmsattr.ContentType) == 1 || w.parent != nil) && signed(cmsattr.MessageDigest) == 1 && v1+v2 == 1
	for _, oid := range []string{cmsattr.SigningTime, cmsattr.ContentHints, cmsattr.ContentReference, cmsattr.ContentIdentifier,
		cmsattr.CommitmentType, cmsattr.SignerLocation, cmsattr.MimeType, cmsattr.SignaturePolicyID} {
		s.BES = s.BES && signed(oid) <= 1
	}
	s.BES = s.BES && signed(cmsattr.SignerAttributes)+signed(cmsattr.SignerAttributesV2) <= 1
	s.BES = s.BES && refHashesFit(w.core.CertRefs)
	s.EPES = s.BES && signed(cmsattr.SignaturePolicyID) == 1
	s.SigningTime = signed(cmsattr.SigningTime) == 1 && len(cms.Find(si.Signed, cmsattr.SigningTime)[0].Values) == 1
	s.BaselineB = s.BES && c.baselineB(w)
	s.T = c.levelT(w)
	s.C = unsigned(cmsattr.CertificateRefs) == 1 && unsigned(cmsattr.RevocationRefs) == 1
	s.X = unsigned(cmsattr.CTimestamp)+unsigned(cmsattr.RefsTimestamp) == 1
	s.LTA = unsigned(cmsattr.ArchiveTimestampV3) > 0
	s.A = s.LTA || unsigned(cmsattr.ArchiveTimestampV2) > 0 || unsigned(cmsattr.ArchiveTimestampV1) > 0
	internal, external := unsigned(cmsattr.EvidenceRecordInternal), unsigned(cmsattr.EvidenceRecordExternal)
	if c.sd.Content == nil { // RFC 5276 2: which form, by whether the content is detached; not both
		internal, external = external, internal
	}
	s.ERS = internal > 0 && external == 0
	for _, oid := range []string{cmsattr.CertificateValues, cmsattr.RevocationValues, cmsattr.CertificateRefs, cmsattr.RevocationRefs,
		cmsattr.RefsTimestamp, cmsattr.CTimestamp} {
		s.Values = s.Values || unsigned(oid) > 0
	}
	s.LT = s.T && c.levelLT(w)
	return s
}

// refHashesFit reports whether the signing-certificate attributes keep SHA-1 and the other digests apart: the first form is for
// SHA-1, the second for any other (EN 319 122-1 v1.3.1 5.2.2.1).
func refHashesFit(refs []ades.CertRef) bool {
	for _, r := range refs {
		if r.Attribute == "signing-certificate-v2" && r.Algorithm == "SHA1" {
			return false
		}
	}
	return true
}

// baselineB are the demands of level B beyond those of BES (EN 319 122-1 v1.3.1 6.3), but for the signing time.
func (c *reader) baselineB(w *work) bool {
	if len(c.sd.Certificates) == 0 || w.parent == nil && w.sig.Attributes.ContentType != cms.OIDData {
		return false
	}
	if !c.signerInContainer(w) {
		return false
	}
	if p := w.sig.Attributes.Policy; p != nil && p.StorePresent && len(p.Hash.Value) == 0 {
		return false
	}
	return true
}

// signerInContainer reports whether the signer's certificate stands in the certificates field.
func (c *reader) signerInContainer(w *work) bool {
	for _, id := range c.objects.Certificates {
		if id != "" && id == w.sig.Signer {
			return true
		}
	}
	return false
}

// levelT reports whether there is a signature time-stamp, and none from after the end of the signer's certificate.
func (c *reader) levelT(w *work) bool {
	signer := c.doc.Pool.Certificate(w.sig.Signer)
	found := false
	for _, s := range w.stamps {
		if s.oid != cmsattr.SignatureTimestamp {
			continue
		}
		if signer != nil && !s.ts.GenTime.Before(signer.NotAfter()) {
			return false
		}
		found = true
	}
	return found
}

// levelLT reports whether the revocation data for the chains of the signer and of all time-stamps but the last archive
// time-stamp is there.
func (c *reader) levelLT(w *work) bool {
	var certs []*ades.Certificate
	if signer := c.doc.Pool.Certificate(w.sig.Signer); signer != nil {
		certs = append(certs, signer)
	}
	last := -1
	for i, s := range w.stamps {
		if s.ts.Kind == ades.TSArchive && (last < 0 || !s.ts.GenTime.Before(w.stamps[last].ts.GenTime)) {
			last = i
		}
	}
	for i, s := range w.stamps {
		if i == last {
			continue
		}
		if k := c.doc.Pool.Certificate(s.ts.Signer); k != nil {
			certs = append(certs, k)
		}
	}
	return ltdata.Complete(&c.doc.Pool, certs, c.opt.Anchors)
}
