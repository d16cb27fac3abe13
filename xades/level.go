// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/ltdata"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// level works out the structural level (EN 319 132-1 6.3 and EN 319 132-2; TS 101 903).
func (r *reader) level(s *signature) {
	s.out.Level = ades.XMLNotETSI
	if !r.isBES(s) {
		return
	}
	base := r.isBaselineB(s)
	if !r.isT(s) {
		switch {
		case base:
			s.out.Level = "XAdES-BASELINE-B"
		case s.out.Attributes.Policy != nil && !s.out.Attributes.Policy.Implied || s.counts["SignaturePolicyIdentifier"] > 0:
			s.out.Level = "XAdES-EPES"
		default:
			s.out.Level = "XAdES-BES"
		}
		return
	}
	base = base && r.isBaselineT(s)
	lt, archive := r.isLT(s), s.hasStamp("ArchiveTimeStamp")
	ers := s.out.Attributes.EvidenceRecords > 0
	x := s.hasStamp("SigAndRefsTimeStamp") || s.hasStamp("RefsOnlyTimeStamp")
	pick := func(level ades.Level) { s.out.Level = level }
	switch {
	case base && lt && r.isBaselineLT(s):
		pick("XAdES-BASELINE-LT")
		if archive {
			pick("XAdES-BASELINE-LTA")
		}
	case s.isC():
		pick("XAdES-C")
		if x {
			pick("XAdES-X")
		}
		if lt {
			if x {
				pick("XAdES-XL")
			}
			if archive {
				pick("XAdES-A")
			}
		}
	case lt:
		pick("XAdES-LT")
		if archive {
			pick("XAdES-A")
		}
	case base:
		pick("XAdES-BASELINE-T")
	default:
		pick("XAdES-T")
	}
	if ers && lt {
		pick("XAdES-ERS")
	}
}

func (s *signature) hasStamp(prefix string) bool {
	for _, st := range s.stamps {
		if strings.HasPrefix(st.container.Tag, prefix) {
			return true
		}
	}
	return false
}

// isBES: usable qualifying properties, each at most once, and a protected signing certificate (TS 101 903 4.4.1).
func (r *reader) isBES(s *signature) bool {
	if s.props.qualifier == nil {
		return s.signsKeyInfo() && len(s.out.Candidates) > 0
	}
	if s.props.signed == nil || len(s.props.all) > 1 {
		return false
	}
	n := s.counts
	for _, name := range []string{"SigningTime", "SignaturePolicyIdentifier"} {
		if n[name] > 1 {
			return false
		}
	}
	certs := n["SigningCertificate"] + n["SigningCertificateV2"]
	if n["SignerRole"]+n["SignerRoleV2"] > 1 || n["SignatureProductionPlace"]+n["SignatureProductionPlaceV2"] > 1 || certs > 1 {
		return false
	}
	if !s.formatsValid() {
		return false
	}
	return certs == 1 || s.signsKeyInfo()
}

func (s *signature) signsKeyInfo() bool {
	return slices.ContainsFunc(s.refs, func(ref *reference) bool { return ref.out.Kind == ades.RefKeyInfo })
}

// isBaselineB is EN 319 132-1 table 2, column B.
func (r *reader) isBaselineB(s *signature) bool {
	n := s.counts
	if s.x.KeyInfo == nil || s.props.qualifier == nil || s.x.C14NError != "" || len(s.refs) < 2 || n["SigningTime"] != 1 {
		return false
	}
	if n["SigningCertificate"]+n["SigningCertificateV2"] != 1 {
		return false
	}
	for _, ref := range s.refs {
		if len(xmltree.Children(ref.x.Element, xmldsig.NS, "Transforms")) > 1 {
			return false
		}
	}
	if store := n["141:SignaturePolicyStore"] + n["SignaturePolicyStore"]; store > 0 {
		if p := s.out.Attributes.Policy; store > 1 || p == nil || len(p.Hash.Value) == 0 {
			return false
		}
	}
	for _, ref := range descendAll(s.props.ssp, "SigningCertificateV2", "Cert") {
		if _, ok := xmltree.Attr(ref, "URI"); ok {
			return false
		}
	}
	return r.signerInKeyInfo(s) && s.dataFormats()
}

// signerInKeyInfo reports whether the signing certificate stands in the KeyInfo.
func (r *reader) signerInKeyInfo(s *signature) bool {
	known := s.out.Intact
	for _, ref := range s.out.Attributes.CertRefs {
		known = known || r.certByDigest(ref.Digest) == s.out.Signer
	}
	return known && s.out.Signer != "" && slices.Contains(r.keyInfoIDs(s), s.out.Signer)
}

// formatsValid checks the DataObjectFormat properties: each whole and pointing to a reference (EN 319 132-1 5.2.4).
func (s *signature) formatsValid() bool {
	p := &s.props
	for _, f := range p.list(p.sdop, "DataObjectFormat") {
		to, ok := xmltree.Attr(f, "ObjectReference")
		id, hash := strings.CutPrefix(to, "#")
		if !ok || !hash || len(p.list(f, "MimeType")) > 1 {
			return false
		}
		some := p.get(f, "MimeType") != nil
		for _, name := range []string{"Description", "ObjectIdentifier", "Encoding"} {
			n := len(p.list(f, name))
			if n > 1 {
				return false
			}
			some = some || n == 1 && name != "Encoding"
		}
		if !some {
			return false
		}
		ref := s.byID(id)
		if ref == nil {
			return false
		}
		if o := ref.x.Node; o != nil && xmltree.Is(o, xmldsig.NS, "Object") {
			if mime, ok := xmltree.Attr(o, "MimeType"); ok && p.get(f, "MimeType") != nil && mime != xmltree.Trimmed(p.get(f, "MimeType")) {
				return false
			}
			if enc, ok := xmltree.Attr(o, "Encoding"); ok && p.get(f, "Encoding") != nil && enc != xmltree.Trimmed(p.get(f, "Encoding")) {
				return false
			}
		}
	}
	return true
}

// byID is the reference with that Id, in the SignedInfo or in a manifest; nil: none.
func (s *signature) byID(id string) *reference {
	for _, ref := range s.refs {
		if ref.x.ID == id {
			return ref
		}
		for _, e := range ref.entries {
			if e.x.ID == id {
				return e
			}
		}
	}
	return nil
}

// dataFormats reports whether each signed data object has its DataObjectFormat.
func (s *signature) dataFormats() bool {
	described := map[string]bool{}
	for _, f := range s.props.list(s.props.sdop, "DataObjectFormat") {
		to, _ := xmltree.Attr(f, "ObjectReference")
		described[strings.TrimPrefix(to, "#")] = true
		if s.props.get(f, "MimeType") == nil {
			return false
		}
	}
	for _, ref := range s.refs {
		switch ref.out.Kind {
		case ades.RefSignedProperties:
			if ref.x.Type != "" && !isSignedPropsType(ref.x.Type) { // EN 319 132-1 4.4.2
				return false
			}
			continue
		case ades.RefCounterSignature, ades.RefManifest, ades.RefKeyInfo, ades.RefSignatureProps:
			continue
		}
		// A reference without an Id cannot be described; the reference implementation does not hold that against the signature.
		if ref.x.ID != "" && !described[ref.x.ID] {
			return false
		}
	}
	return true
}

// isT: a signature time-stamp, and none later than the signing certificate's end.
func (r *reader) isT(s *signature) bool {
	c := r.doc.Pool.Certificate(s.out.Signer)
	some := false
	for _, st := range s.stamps {
		if st.container.Tag != "SignatureTimeStamp" {
			continue
		}
		some = true
		if c != nil && !st.out.GenTime.Before(c.NotAfter()) {
			return false
		}
	}
	return some
}

func (r *reader) isBaselineT(s *signature) bool {
	for _, st := range s.stamps {
		if st.container.Tag == "SignatureTimeStamp" && !st.single {
			return false
		}
	}
	return true
}

// isLT: all revocation data that validation needs is there.
func (r *reader) isLT(s *signature) bool {
	certs := []*ades.Certificate{}
	put := func(id ades.ID) { certs = append(certs, r.doc.Pool.Certificate(id)) }
	if s.out.Signer != "" {
		put(s.out.Signer)
	}
	last := -1 // the youngest archive time-stamp, whose own revocation data cannot be under a time-stamp yet
	for i, st := range s.stamps {
		if st.out.Kind == ades.TSArchive && (last < 0 || !st.out.GenTime.Before(s.stamps[last].out.GenTime)) {
			last = i
		}
	}
	for i, st := range s.stamps {
		if i != last {
			put(st.out.Signer)
		}
	}
	if slices.Contains(certs, nil) || !ltdata.Complete(&r.doc.Pool, certs, r.in.Anchors) {
		return false
	}
	for _, c := range certs {
		if c.Subject() != c.Issuer() {
			return len(r.doc.Pool.Revocations) > 0
		}
	}
	n := s.counts
	return n["CertificateValues"]+n["AttrAuthoritiesCertValues"]+n["141:TimeStampValidationData"]+n["141:AnyValidationData"]+n["AnyValidationData"] > 0
}

func (r *reader) isBaselineLT(s *signature) bool {
	n := s.counts
	for _, name := range []string{"CertificateValues", "RevocationValues", "AttrAuthoritiesCertValues", "AttributeRevocationValues"} {
		if n[name] > 1 {
			return false
		}
	}
	for _, name := range []string{"CompleteCertificateRefs", "CompleteRevocationRefs", "AttributeCertificateRefs", "AttributeRevocationRefs",
		"SigAndRefsTimeStamp", "RefsOnlyTimeStamp", "141:CompleteCertificateRefsV2", "141:AttributeCertificateRefsV2",
		"141:SigAndRefsTimeStampV2", "141:RefsOnlyTimeStampV2"} {
		if n[name] > 0 {
			return false
		}
	}
	return true
}

func (s *signature) isC() bool {
	n := s.counts
	return n["CompleteCertificateRefs"]+n["141:CompleteCertificateRefsV2"] == 1 && n["CompleteRevocationRefs"] == 1
}
