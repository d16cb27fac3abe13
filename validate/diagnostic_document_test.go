// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
)

// references are the entries of the signing-certificate attributes.
func (c *converter) references(f diagFoundCertificates) []ades.CertRef {
	var out []ades.CertRef
	for _, found := range append(slices.Clone(f.Related), f.Orphan...) {
		for _, r := range found.Refs {
			if r.Origin != "SIGNING_CERTIFICATE" {
				continue
			}
			var ref ades.CertRef
			cert := c.ev.Pool.Certificate(ades.ID(found.Certificate))
			ref.Algorithm = hashName(r.Digest.Method)
			ref.Value, _ = base64.StdEncoding.DecodeString(r.Digest.Value)
			if cert != nil && r.Digest.Match == "true" {
				ref.Value = ref.Algorithm.Sum(cert.Raw())
			}
			if r.IssuerSerial.Value != "" {
				ref.Issuer, ref.Serial = []byte("another"), []byte{1}
				if cert != nil && r.IssuerSerial.Match == "true" {
					ref.Issuer, ref.Serial = cert.X509().Issuer.Raw, append([]byte{0}, cert.Serial().Bytes()...)
				}
			}
			out = append(out, ref)
		}
	}
	return out
}

func (c *converter) document() {
	stamps := map[string]*ades.Timestamp{}
	for i := range c.in.Timestamps {
		stamps[c.in.Timestamps[i].ID] = c.stamp(&c.in.Timestamps[i])
	}
	used := map[string]bool{}
	for i := range c.in.Signatures {
		d := &c.in.Signatures[i]
		s := c.signature(d)
		for _, f := range d.Stamps {
			if t := stamps[f.Timestamp]; t != nil {
				s.Timestamps = append(s.Timestamps, t)
				used[f.Timestamp] = true
			}
		}
		c.ev.Document.Signatures = append(c.ev.Document.Signatures, s)
		c.ev.Document.Format = s.Format
	}
	for _, d := range c.in.Timestamps {
		if !used[d.ID] || d.Type == "DOCUMENT_TIMESTAMP" {
			c.ev.Document.Timestamps = append(c.ev.Document.Timestamps, stamps[d.ID])
		}
	}
}

func (c *converter) signature(d *diagSignature) *ades.Signature {
	level := strings.ReplaceAll(d.SignatureFormat, "_", "-")
	s := &ades.Signature{ID: ades.ID(d.ID), Format: ades.Format(strings.SplitN(level, "-", 2)[0]), Level: ades.Level(level), Algorithm: algorithm(d.Basic),
		Signer: ades.ID(d.Signer.Certificate), Intact: d.Basic.Intact, Duplicate: d.Duplicated}
	if c.ev.Pool.Certificate(s.Signer) == nil {
		s.Signer = ""
	}
	if d.Parent != nil {
		s.Parent = ades.ID(d.Parent.Id)
	} else {
		s.Parent = ades.ID(d.ParentAttribute)
	}
	for i := range d.Matchers {
		s.References = append(s.References, reference(&d.Matchers[i]))
	}
	a := &s.Attributes
	a.SigningTime, a.MessageDigestOrProperties, a.ContentType, a.MimeType = value(d.ClaimedTime), s.Format == "JAdES", d.ContentType, d.MimeType
	for _, r := range s.References {
		if r.Kind == ades.RefMessageDigest || r.Kind == ades.RefSignedProperties {
			a.MessageDigestOrProperties = true
		}
	}
	a.CertRefs = c.references(d.Certs)
	a.CertRefAttributes = min(1, len(a.CertRefs))
	if d.Structure != nil && !d.Structure.Valid {
		s.Problems = append(s.Problems, ades.Problem{Where: "signature", Text: "not valid against its schema", Structural: true})
	}
	for _, x := range d.Scopes {
		s.Scopes = append(s.Scopes, ades.Scope{Kind: x.Scope, Name: x.Name, Data: ades.ID(x.Data)})
	}
	if p := d.Policy; p != nil {
		sp := &ades.SignaturePolicy{ID: p.ID, Implied: p.ID == "IMPLICIT_POLICY", URL: p.URL, StorePresent: d.PolicyStore != nil, Problem: p.Error}
		if p.Identified {
			sp.Document = []byte("policy")
		}
		if p.Digest != nil {
			sp.ZeroHash = p.Digest.Zero
			sp.Hash = ades.Digest{Algorithm: hashName(p.Digest.Method), Value: []byte{1}}
			sp.Computed = []byte{2}
			if p.Digest.Match == "true" {
				sp.Computed = []byte{1}
			}
		}
		a.Policy = sp
	}
	s.PDF = revision(d.PDF)
	if s.PDF != nil {
		s.PDF.SignerInfos = len(d.SignerInfos)
		if s.PDF.SignerInfos == 0 { // older files do not tell
			s.PDF.SignerInfos = 1
		}
	}
	return s
}

func reference(m *diagMatcher) *ades.Reference {
	r := &ades.Reference{Kind: ades.ReferenceKind(m.Type), Name: m.ID, URI: m.URI, Algorithm: hashName(m.Method), Found: m.Found, Duplicated: m.Duplicated, DocumentName: m.DocumentName}
	r.Want = []byte{1}
	if m.Intact {
		r.Got = []byte{1}
	} else if m.Found {
		r.Got = []byte{2}
	}
	return r
}

func revision(r *diagRevision) *ades.PDFFacts {
	if r == nil {
		return nil
	}
	f := &ades.PDFFacts{SubFilter: r.Dictionary.SubFilter, Filter: r.Dictionary.Filter, Type: r.Dictionary.Type, ByteRangeValid: r.Dictionary.Range.Valid,
		CoversWholeFile: true, DictionaryConsistent: r.Dictionary.Consistent, PagesSigned: -1, PagesFinal: -1}
	for _, x := range r.Fields {
		f.Fields = append(f.Fields, x.Name)
		f.Field = f.Fields[0]
	}
	if r.Dictionary.DocMDP != nil {
		f.Permission = map[string]int{"NO_CHANGE_PERMITTED": 1, "MINIMAL_CHANGES_PERMITTED": 2, "CHANGES_PERMITTED": 3}[r.Dictionary.DocMDP.Permissions]
		f.Certification = true
	}
	if m := r.Changes; m != nil {
		for _, p := range m.Overlaps {
			f.AnnotationOverlaps = append(f.AnnotationOverlaps, p.Page)
		}
		for _, p := range m.Visual {
			f.VisualDifferences = append(f.VisualDifferences, p.Page)
		}
		add := func(list []diagChange, k ades.PDFChangeKind) {
			for _, x := range list {
				f.Changes = append(f.Changes, ades.PDFChange{Kind: k, Object: x.Object, Field: x.Field, Action: x.Action})
			}
		}
		add(m.Objects.Extension, ades.ChangeExtension)
		add(m.Objects.Form, ades.ChangeFormFill)
		add(m.Objects.Annotation, ades.ChangeAnnotation)
		add(m.Objects.Undefined, ades.ChangeUndefined)
	}
	return f
}

func stampKind(kind string) ades.TimestampKind {
	switch {
	case strings.Contains(kind, "DATA_OBJECTS"), kind == "CONTENT_TIMESTAMP":
		return ades.TSContent
	case kind == "SIGNATURE_TIMESTAMP":
		return ades.TSSignature
	case kind == "VRI_TIMESTAMP":
		return ades.TSVRI
	case strings.HasPrefix(kind, "VALIDATION_DATA"):
		return ades.TSRefs
	case kind == "DOCUMENT_TIMESTAMP":
		return ades.TSDocument
	}
	return ades.TSArchive
}

func (c *converter) stamp(d *diagTimestamp) *ades.Timestamp {
	t := &ades.Timestamp{ID: ades.ID(d.ID), Kind: stampKind(d.Type), Subtype: d.Type, ArchiveType: d.ArchiveType, GenTime: d.Time, Imprint: []byte{1}, Found: true,
		Algorithm: algorithm(d.Basic), Signer: ades.ID(d.Signer.Certificate), Intact: d.Basic.Intact, CertRefs: c.references(d.Certs)}
	signer := c.ev.Pool.Certificate(t.Signer)
	if signer == nil {
		t.Signer = ""
	}
	intact := false
	for i := range d.Matchers {
		m := &d.Matchers[i]
		if m.Type != "MESSAGE_IMPRINT" && m.Type != "" {
			t.References = append(t.References, reference(m))
			continue
		}
		t.ImprintAlgorithm = hashName(m.Method)
		t.Found = m.Found
		intact = m.Intact
	}
	if intact {
		t.Computed = [][]byte{{1}}
	} else {
		t.Computed = [][]byte{{2}}
	}
	if d.TSAName != nil && signer != nil {
		t.TSAName = []byte("another")
		if d.TSAName.Match {
			t.TSAName = signer.X509().Subject.Raw
		}
	}
	for _, x := range d.Covers {
		t.Covers = append(t.Covers, ades.ID(x.Token))
	}
	t.PDF = revision(d.PDF)
	return t
}
