// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// Reference types (XML-DSig 4.4.3, EN 319 132-1 4.4.2 and 5.2.7).
const (
	typeObject          = xmldsig.NS + "Object"
	typeManifest        = xmldsig.NS + "Manifest"
	typeSignatureProps  = xmldsig.NS + "SignatureProperties"
	typeSignedProps     = "http://uri.etsi.org/01903#SignedProperties"
	typeSignedProps11   = "http://uri.etsi.org/01903/v1.1.1#SignedProperties"
	typeSignedProps12   = "http://uri.etsi.org/01903/v1.2.2#SignedProperties"
	typeSignedProps13   = "http://uri.etsi.org/01903/v1.3.2#SignedProperties"
	typeCounterSigned   = "http://uri.etsi.org/01903#CountersignedSignature"
	typeCounterSigned11 = "http://uri.etsi.org/01903/v1.1.1#CountersignedSignature"
)

func isSignedPropsType(t string) bool {
	return t == typeSignedProps || t == typeSignedProps11 || t == typeSignedProps12 || t == typeSignedProps13
}

// references digests every reference of the SignedInfo and of the manifests it refers to.
func (r *reader) references(s *signature) error {
	data, props := false, false
	for _, x := range s.x.References {
		ref := &reference{x: x, out: &ades.Reference{URI: x.URI, Name: x.ID, Algorithm: x.Algorithm, Want: x.Want}}
		ref.out.Kind = r.kind(s, x)
		r.restrict(s, ref)
		if err := r.digest(ref); err != nil {
			return err
		}
		s.refs = append(s.refs, ref)
		s.out.References = append(s.out.References, ref.out)
		switch ref.out.Kind {
		case ades.RefSignedProperties:
			// EN 319 132-1 4.4.2: the reference tells its type.
			props = props || isSignedPropsType(x.Type) && x.Node != nil && x.Node == s.props.signed
		case ades.RefKeyInfo:
		default:
			data = true
		}
		if ref.out.Kind == ades.RefManifest && x.Node != nil && ref.refused == "" {
			if err := r.manifest(s, ref); err != nil {
				return err
			}
		}
	}
	if !data {
		s.out.References = append(s.out.References, &ades.Reference{Kind: ades.RefReference, Problem: "there is no reference to data"})
	}
	s.out.Attributes.MessageDigestOrProperties = props
	r.counterSigned(s)
	return nil
}

// kind says what a reference points to, by its type and by the element it resolves to.
func (r *reader) kind(s *signature, x *xmldsig.Reference) ades.ReferenceKind {
	n := x.Node
	switch {
	case x.XPointer && n == nil && !x.Found:
		return ades.RefXPointer
	case isSignedPropsType(x.Type) && (n == nil || s.props.signed != nil), n != nil && n == s.props.signed:
		return ades.RefSignedProperties
	case s.parent != nil && (x.Type == typeCounterSigned || x.Type == typeCounterSigned11):
		return ades.RefCounterSignature
	case s.parent != nil && n != nil && n == s.parent.x.SignatureValue:
		return ades.RefCounterSignature
	case n != nil && n == s.x.KeyInfo:
		return ades.RefKeyInfo
	case x.Type == typeSignatureProps, n != nil && xmltree.Is(n, xmldsig.NS, "SignatureProperties"):
		return ades.RefSignatureProps
	case x.Type == typeManifest, n != nil && xmltree.Is(n, xmldsig.NS, "Manifest"):
		return ades.RefManifest
	case x.XPointer:
		return ades.RefXPointer
	case x.Type == typeObject:
		return ades.RefObject
	}
	return ades.RefReference
}

// restrict refuses references whose kind and target disagree: the defence against moved (wrapped) elements. The signed
// properties must be those of this signature, and so the object, and a counter-signed value the parent's.
func (r *reader) restrict(s *signature, ref *reference) {
	x := ref.x
	if !x.Found || x.Duplicated {
		return
	}
	refuse := func(why string) { ref.refused = why }
	switch ref.out.Kind {
	case ades.RefSignedProperties:
		if x.Node == nil || x.Node != s.props.signed {
			refuse("does not resolve to the signed properties of this signature")
		}
	case ades.RefObject:
		if x.URI != "" && (x.Node == nil || x.Node.Parent() != s.x.Element || !xmltree.Is(x.Node, xmldsig.NS, "Object")) {
			refuse("is of type Object and does not resolve to an object of this signature")
		}
	case ades.RefManifest:
		switch {
		case x.Node == nil || !xmltree.Is(x.Node, xmldsig.NS, "Manifest") && !holdsManifest(x.Node):
			refuse("is of type Manifest and resolves to something else")
		case !slices.Contains(s.x.Objects, x.Node) && !slices.Contains(s.x.Objects, x.Node.Parent()):
			refuse("is a manifest that does not stand in an object of this signature")
		}
	}
}

func holdsManifest(e *etree.Element) bool { return xmltree.Child(e, xmldsig.NS, "Manifest") != nil }

// digest computes the digests of one reference.
func (r *reader) digest(ref *reference) error {
	got, sum := r.d.Digest(ref.x)
	if x := ref.x; !x.SameDocument && (!x.Found || x.Content != nil && !bytes.Equal(got, x.Want)) && len(r.in.Contents) > 0 {
		if g, s2 := r.d.Match(x); g != nil {
			got, sum = g, s2
		} else if x.Content != nil && (ref.out.Kind == ades.RefManifestEntry || r.detachedRefs(x.Signature) > 1) && !xmldsig.Named(x) {
			x.Found, x.Content, x.Problem, got, sum = false, nil, "not found", nil, nil
		}
	}
	o := ref.out
	if ref.x.Unsupported {
		// What an unknown transform would give is not known, so that nothing can be said of its digest.
		ref.x.Found = false
	}
	if ref.refused != "" {
		o.Problem = ref.refused
		return nil
	}
	o.Found, o.Duplicated, o.Got, o.Problem = ref.x.Found, ref.x.Duplicated, got, ref.x.Problem
	if ref.x.Content != nil {
		o.DocumentName = ref.x.Content.Name
	}
	if sum != nil {
		o.Data = ades.ID("D-" + hex.EncodeToString(sum))
	}
	return nil
}

// manifest digests the entries of a manifest (XML-DSig 5.1). Manifests inside a manifest are not followed.
func (r *reader) manifest(s *signature, ref *reference) error {
	m := ref.x.Node
	if m.Tag != "Manifest" {
		m = xmltree.Child(m, xmldsig.NS, "Manifest")
	}
	list := xmltree.Children(m, xmldsig.NS, "Reference")
	if len(s.out.References)+len(list) > r.lim.References {
		return limits.Exceeded("references of one signature", int64(r.lim.References))
	}
	for _, e := range list {
		x := r.d.Reference(e, s.x)
		entry := &reference{x: x, out: &ades.Reference{Kind: ades.RefManifestEntry, URI: x.URI, Name: x.ID, Algorithm: x.Algorithm, Want: x.Want}}
		if entry.out.Name == "" {
			entry.out.Name = x.URI
		}
		if err := r.digest(entry); err != nil {
			return err
		}
		ref.entries = append(ref.entries, entry)
		s.out.References = append(s.out.References, entry.out)
	}
	return nil
}

// counterSigned adds the comparison of the counter-signed value with that of the parent.
func (r *reader) counterSigned(s *signature) {
	if s.parent == nil {
		return
	}
	out := &ades.Reference{Kind: ades.RefCounterSigned, Want: s.parent.x.Value, Found: true, Problem: "no reference covers the value of the counter-signed signature"}
	for _, ref := range s.refs {
		n := ref.x.Node
		if n == nil || n != s.parent.x.SignatureValue || !ref.out.Intact() {
			continue
		}
		if v, err := xmltree.Base64(n); err == nil && bytes.Equal(v, s.parent.x.Value) {
			out.Got, out.Problem = v, ""
			break
		}
	}
	s.out.References = append(s.out.References, out)
}

// scopes say which data the signature covers.
func (r *reader) scopes(s *signature) {
	for _, ref := range s.refs {
		o := ref.out
		if !o.Found || o.Duplicated {
			continue
		}
		sc := ades.Scope{Kind: "PARTIAL", Name: o.URI, Data: o.Data}
		switch o.Kind {
		case ades.RefSignedProperties, ades.RefKeyInfo, ades.RefSignatureProps:
			continue
		case ades.RefCounterSignature:
			sc.Kind = "COUNTER_SIGNATURE"
			if s.parent != nil {
				sc.Name, sc.Data = s.parent.out.Name, s.parent.out.ID
			}
		case ades.RefManifest:
			sc.Kind, sc.Name = "FULL", o.Name
			s.out.Scopes = append(s.out.Scopes, sc)
			for _, e := range ref.entries {
				if e.out.Intact() {
					s.out.Scopes = append(s.out.Scopes, ades.Scope{Kind: "FULL", Name: e.out.Name, Data: e.out.Data})
				}
			}
			continue
		default:
			if ref.x.Content != nil && !o.Intact() {
				continue
			}
			if whole(r.d.Root, ref.x) {
				sc.Kind = "FULL"
			}
			if sc.Name == "" {
				sc.Name = r.in.Name
			}
		}
		s.out.Scopes = append(s.out.Scopes, sc)
	}
}

// whole reports whether a reference covers a content entirely: all of the document, of an object of the signature, or of a detached
// content, with no transform that may leave something out but the signatures.
func whole(root *etree.Element, x *xmldsig.Reference) bool {
	for _, t := range x.Transforms {
		if _, err := xmldsig.Method(t); err == nil {
			continue
		}
		switch uri, _ := xmltree.Attr(t, "Algorithm"); uri {
		case xmldsig.Enveloped, xmldsig.Base64:
		case xmldsig.XPath:
			if !notSignature(t) {
				return false
			}
		case xmldsig.XPath2:
			if !subtractsSignatures(t) {
				return false
			}
		default:
			return false
		}
	}
	if x.Content != nil {
		return true
	}
	n := x.Node
	return n != nil && (n.Parent() == nil || n == root)
}

// notSignature reports whether an XPath transform leaves out signatures and nothing else.
func notSignature(t *etree.Element) bool {
	e := xmltree.Child(t, xmldsig.NS, "XPath")
	if e == nil {
		return false
	}
	p, ok := strings.CutPrefix(xmltree.Trimmed(e), "not(ancestor-or-self::")
	p, end := strings.CutSuffix(p, ":Signature)")
	return ok && end && xmltree.Lookup(e, p) == xmldsig.NS
}

// subtractsSignatures reports the same of an XPath filter.
func subtractsSignatures(t *etree.Element) bool {
	list := xmltree.Children(t, xmldsig.XPath2, "XPath")
	if len(list) != 1 {
		return false
	}
	op, _ := xmltree.Attr(list[0], "Filter")
	x := xmltree.Trimmed(list[0])
	if op != "subtract" {
		return false
	}
	if x == "here()/ancestor::ds:Signature[1]" {
		return xmltree.Lookup(list[0], "ds") == xmldsig.NS
	}
	p, ok := strings.CutPrefix(x, "/descendant::")
	if !ok {
		p, ok = strings.CutPrefix(x, "//")
	}
	p, end := strings.CutSuffix(p, ":Signature")
	return ok && end && xmltree.Lookup(list[0], p) == xmldsig.NS
}

// detachedRefs counts the references of a signature that do not point into the document.
func (r *reader) detachedRefs(s *xmldsig.Signature) int {
	n := 0
	for _, x := range s.References {
		if !x.SameDocument {
			n++
		}
	}
	return n
}
