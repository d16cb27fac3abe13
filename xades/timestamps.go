// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/token"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// stamp is one time-stamp token with where it stands.
type stamp struct {
	out       *ades.Timestamp
	container *etree.Element
	position  int       // of the container among the unsigned properties; -1 for content time-stamps
	objects   []ades.ID // certificates and revocation data in the token
	single    bool      // the container holds one token
}

// errMissing says that data under a time-stamp is not there.
var errMissing = errors.New("data under the time-stamp is missing")

// form is a kind of time-stamp container.
type form struct {
	kind    ades.TimestampKind
	subtype string
}

var signedForms = map[string]form{
	"AllDataObjectsTimeStamp":        {ades.TSContent, "ALL_DATA_OBJECTS_TIMESTAMP"},
	"IndividualDataObjectsTimeStamp": {ades.TSContent, "INDIVIDUAL_DATA_OBJECTS_TIMESTAMP"},
}

var unsignedForms = map[string]form{
	"SignatureTimeStamp":    {ades.TSSignature, "SIGNATURE_TIMESTAMP"},
	"SigAndRefsTimeStamp":   {ades.TSRefs, "VALIDATION_DATA_TIMESTAMP"},
	"SigAndRefsTimeStampV2": {ades.TSRefs, "VALIDATION_DATA_TIMESTAMP"},
	"RefsOnlyTimeStamp":     {ades.TSRefs, "VALIDATION_DATA_REFSONLY_TIMESTAMP"},
	"RefsOnlyTimeStampV2":   {ades.TSRefs, "VALIDATION_DATA_REFSONLY_TIMESTAMP"},
	"ArchiveTimeStamp":      {ades.TSArchive, "ARCHIVE_TIMESTAMP"},
}

// timestamps reads the time-stamps of one signature, in document order.
func (r *reader) timestamps(s *signature) error {
	if s.props.sdop != nil {
		for _, t := range s.props.sdop.Child {
			if e, ok := t.(*etree.Element); ok && isXAdES(xmltree.Space(e)) {
				if f, ok := signedForms[e.Tag]; ok {
					if err := r.container(s, e, f, -1); err != nil {
						return err
					}
				}
			}
		}
	}
	if s.props.usp == nil {
		return nil
	}
	for i, t := range s.props.usp.Child {
		if e, ok := t.(*etree.Element); ok && isXAdES(xmltree.Space(e)) {
			if f, ok := unsignedForms[e.Tag]; ok {
				if err := r.container(s, e, f, i); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// container reads the tokens of one XAdESTimeStampType.
func (r *reader) container(s *signature, e *etree.Element, f form, position int) error {
	var tokens []*etree.Element
	for _, t := range e.Child {
		c, ok := t.(*etree.Element)
		switch {
		case !ok || !isXAdES(xmltree.Space(c)):
		case c.Tag == "EncapsulatedTimeStamp":
			tokens = append(tokens, c)
		case c.Tag == "XMLTimeStamp":
			s.problem(e.Tag, "holds an XMLTimeStamp, which is not supported")
		}
	}
	if len(tokens) == 0 {
		s.problem(e.Tag, "holds no EncapsulatedTimeStamp")
	}
	for _, c := range tokens {
		raw, err := xmltree.Base64(c)
		if err != nil {
			s.problem(e.Tag, "EncapsulatedTimeStamp: %s", err)
			continue
		}
		if r.stampCount++; r.stampCount > r.lim.Timestamps {
			return limits.Exceeded("time-stamps of one document", int64(r.lim.Timestamps))
		}
		t, p := token.ReadParsed(raw, f.kind, f.subtype, &r.doc.Pool, r.lim)
		st := &stamp{out: t, container: e, position: position, objects: p.Objects, single: len(tokens) == 1}
		if f.kind == ades.TSArchive {
			t.ArchiveType = "XAdES"
			if xmltree.Space(e) == ns141 {
				t.ArchiveType = "XAdES_141"
			}
		}
		if err := r.imprints(s, st); err != nil {
			return err
		}
		r.covers(s, st)
		s.stamps = append(s.stamps, st)
		s.out.Timestamps = append(s.out.Timestamps, t)
	}
	return nil
}

// imprints computes the imprints that the token may have.
func (r *reader) imprints(s *signature, st *stamp) error {
	t := st.out
	h := t.ImprintAlgorithm.New()
	if h == nil {
		return nil
	}
	m, err := xmldsig.Method(xmltree.Child(st.container, xmldsig.NS, "CanonicalizationMethod"))
	if err != nil {
		t.Problems = append(t.Problems, ades.Problem{Where: st.container.Tag, Text: err.Error()})
		return nil
	}
	t.Found = true
	if err := r.compute(t, h, func(w io.Writer) error { return r.implicit(w, s, st, m) }); err != nil {
		return err
	}
	list := explicitParts(st.container)
	if len(list) == 0 || st.container.Tag == "IndividualDataObjectsTimeStamp" {
		return nil
	}
	return r.compute(t, t.ImprintAlgorithm.New(), func(w io.Writer) error { return r.explicit(w, s, list, m) })
}

// compute adds one imprint.
func (r *reader) compute(t *ades.Timestamp, h hash.Hash, write func(io.Writer) error) error {
	err := write(h)
	switch {
	case err == nil:
		t.Computed = append(t.Computed, h.Sum(nil))
	case tooMuch(err):
		return err
	default:
		if errors.Is(err, errMissing) {
			t.Found = false
		}
		t.Problems = append(t.Problems, ades.Problem{Where: "messageImprint", Text: err.Error()})
	}
	return nil
}

// explicitParts are the Include (or HashDataInfo, in version 1.1.1) elements of a container.
func explicitParts(e *etree.Element) []*etree.Element {
	var out []*etree.Element
	for _, t := range e.Child {
		if c, ok := t.(*etree.Element); ok && (c.Tag == "Include" || c.Tag == "HashDataInfo") && isXAdES(xmltree.Space(c)) {
			out = append(out, c)
		}
	}
	return out
}

// explicit writes what the Include or HashDataInfo elements point to, in order.
func (r *reader) explicit(w io.Writer, s *signature, list []*etree.Element, m c14n.Method) error {
	for _, e := range list {
		uri, ok := xmltree.Attr(e, "URI")
		if !ok {
			uri, _ = xmltree.Attr(e, "uri")
		}
		found := r.d.ByID(strings.TrimPrefix(uri, "#"))
		if !strings.HasPrefix(uri, "#") || len(found) != 1 {
			return fmt.Errorf("%w: %.80q", errMissing, uri)
		}
		referenced, _ := xmltree.Attr(e, "referencedData")
		if ref := s.reference(found[0]); ref != nil && (referenced == "true" || referenced == "1") {
			if err := r.output(w, ref, m); err != nil {
				return err
			}
			continue
		}
		var transforms []*etree.Element
		for _, c := range e.Child {
			if x, ok := c.(*etree.Element); ok && x.Tag == "Transforms" {
				transforms = xmltree.Children(x, xmldsig.NS, "Transform")
			}
		}
		if err := r.d.TransformNode(w, found[0], transforms, s.x, &m); err != nil {
			return err
		}
	}
	return nil
}

// reference is the reference of the SignedInfo that an element is.
func (s *signature) reference(e *etree.Element) *reference {
	for _, ref := range s.refs {
		if ref.x.Element == e {
			return ref
		}
	}
	return nil
}

// output writes the result of a reference's transforms, for an imprint.
func (r *reader) output(w io.Writer, ref *reference, m c14n.Method) error {
	if ref.x.Duplicated {
		return fmt.Errorf("reference %.80q: %s", ref.x.URI, ref.x.Problem)
	}
	if !ref.x.Found {
		return fmt.Errorf("%w: reference %.80q", errMissing, ref.x.URI)
	}
	if c := ref.x.Content; c != nil && c.Data == nil {
		return fmt.Errorf("%w: only the digest of %.80q is known", errMissing, c.Name)
	}
	return r.d.Output(w, ref.x, &m)
}

// implicit writes what the container covers by its kind (EN 319 132-1 5.2.8, 5.3, 5.5.2, A.1.5; TS 101 903 7.2.9, 7.7).
func (r *reader) implicit(w io.Writer, s *signature, st *stamp, m c14n.Method) error {
	switch st.container.Tag {
	case "AllDataObjectsTimeStamp":
		for _, ref := range s.refs {
			if ref.out.Kind == ades.RefSignedProperties {
				continue
			}
			if err := r.output(w, ref, m); err != nil {
				return err
			}
		}
		return nil
	case "IndividualDataObjectsTimeStamp":
		return r.individual(w, s, st.container, m)
	case "SignatureTimeStamp":
		return r.parts(w, m, s.x.SignatureValue)
	case "SigAndRefsTimeStamp", "SigAndRefsTimeStampV2":
		if err := r.parts(w, m, s.x.SignatureValue); err != nil {
			return err
		}
		return r.parts(w, m, s.refProperties(st, true)...)
	case "RefsOnlyTimeStamp", "RefsOnlyTimeStampV2":
		return r.parts(w, m, s.refProperties(st, false)...)
	}
	return r.archive(w, s, st, m)
}

// parts writes the canonical forms of elements.
func (r *reader) parts(w io.Writer, m c14n.Method, list ...*etree.Element) error {
	for _, e := range list {
		if e == nil {
			return errMissing
		}
		if err := r.d.Canonical(w, e, m); err != nil {
			return err
		}
	}
	return nil
}

// individual writes the data of the references that the container includes.
func (r *reader) individual(w io.Writer, s *signature, e *etree.Element, m c14n.Method) error {
	for _, inc := range explicitParts(e) {
		uri, _ := xmltree.Attr(inc, "URI")
		referenced, _ := xmltree.Attr(inc, "referencedData")
		var hit *reference
		for _, ref := range s.refs {
			if ref.x.ID != "" && uri == "#"+ref.x.ID {
				hit = ref
			}
		}
		if hit == nil || referenced != "true" && referenced != "1" {
			return fmt.Errorf("%w: Include %.80q", errMissing, uri)
		}
		if err := r.output(w, hit, m); err != nil {
			return err
		}
	}
	return nil
}

// refProperties are the unsigned properties before the container that a time-stamp over references covers.
func (s *signature) refProperties(st *stamp, stamps bool) []*etree.Element {
	v2 := strings.HasSuffix(st.container.Tag, "V2")
	var out []*etree.Element
	for _, t := range s.props.usp.Child[:st.position] {
		e, ok := t.(*etree.Element)
		if !ok {
			continue
		}
		switch e.Tag {
		case "SignatureTimeStamp":
			if !stamps {
				continue
			}
		case "CompleteRevocationRefs", "AttributeRevocationRefs":
		case "CompleteCertificateRefs", "AttributeCertificateRefs":
			if v2 {
				continue
			}
		case "CompleteCertificateRefsV2", "AttributeCertificateRefsV2":
			if !v2 {
				continue
			}
		default:
			continue
		}
		out = append(out, e)
	}
	return out
}

// archive writes what an archive time-stamp covers (EN 319 132-1 5.5.2.2; TS 101 903 v1.3.2 7.7.1).
func (r *reader) archive(w io.Writer, s *signature, st *stamp, m c14n.Method) error {
	for _, ref := range s.refs {
		if err := r.output(w, ref, m); err != nil {
			return err
		}
	}
	if err := r.parts(w, m, s.x.SignedInfo, s.x.SignatureValue); err != nil {
		return err
	}
	if s.x.KeyInfo != nil {
		if err := r.parts(w, m, s.x.KeyInfo); err != nil {
			return err
		}
	}
	for _, t := range s.props.usp.Child[:st.position] {
		if e, ok := t.(*etree.Element); ok {
			if err := r.parts(w, m, e); err != nil {
				return err
			}
		}
	}
	for _, o := range s.x.Objects {
		if o == s.props.object || st.out.ArchiveType == "XAdES" && s.refers(o) {
			continue
		}
		if err := r.parts(w, m, o); err != nil {
			return err
		}
	}
	return nil
}

// refers reports whether a reference of the SignedInfo points to the object.
func (s *signature) refers(o *etree.Element) bool {
	for _, ref := range s.refs {
		if ref.x.Node == o {
			return true
		}
	}
	return false
}

// sum names a digest of a certificate.
type sum struct {
	algorithm sigalg.Hash
	value     string
}
