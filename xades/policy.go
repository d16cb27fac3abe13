// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"bytes"
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// policy reads SignaturePolicyIdentifier (EN 319 132-1 5.2.9).
func (r *reader) policy(s *signature, e *etree.Element) {
	p := &s.props
	out := &ades.SignaturePolicy{}
	s.out.Attributes.Policy = out
	id := p.get(e, "SignaturePolicyId")
	if id == nil {
		out.Implied = p.get(e, "SignaturePolicyImplied") != nil
		if !out.Implied {
			out.Problem = "there is neither an identifier nor SignaturePolicyImplied"
		}
		return
	}
	sp := p.get(id, "SigPolicyId")
	out.ID = strings.TrimPrefix(xmltree.Trimmed(p.get(sp, "Identifier")), "urn:oid:")
	out.Description = xmltree.Trimmed(p.get(sp, "Description"))
	if h := p.get(id, "SigPolicyHash"); h != nil {
		out.Hash = digestOf(h)
	}
	out.ZeroHash = len(out.Hash.Value) == 0 || len(out.Hash.Value) == 1 && out.Hash.Value[0] == 0
	for _, q := range p.list(p.get(id, "SigPolicyQualifiers"), "SigPolicyQualifier") {
		if u := p.get(q, "SPURI"); u != nil {
			out.URL = xmltree.Trimmed(u)
		}
		if n := p.get(q, "SPUserNotice"); n != nil {
			out.UserNotice = xmltree.Trimmed(p.get(n, "ExplicitText"))
		}
	}
}

// spDocDigest is the pseudo-transform of EN 319 132-1 5.2.9: the digest is computed as the policy's own format says.
const spDocDigest = "http://uri.etsi.org/01903/v1.3.2/SignaturePolicy/SPDocDigestAsInSpecification"

// policyStore takes the policy document out of SignaturePolicyStore and digests it (EN 319 132-1 5.3).
func (r *reader) policyStore(s *signature, e *etree.Element) {
	out := s.out.Attributes.Policy
	if out == nil {
		return
	}
	out.StorePresent = true
	d := xmltree.Child(e, ns141, "SignaturePolicyDocument")
	if d == nil {
		return
	}
	doc, err := xmltree.Base64(d)
	if err != nil {
		out.Problem = "SignaturePolicyDocument: " + err.Error()
		return
	}
	out.Document = doc
	id := s.props.get(s.props.get(s.props.ssp, "SignaturePolicyIdentifier"), "SignaturePolicyId")
	transforms := xmltree.Children(xmltree.Child(id, xmldsig.NS, "Transforms"), xmldsig.NS, "Transform")
	for _, t := range transforms {
		if uri, _ := xmltree.Attr(t, "Algorithm"); uri == spDocDigest {
			out.Problem = "the digest is computed as the policy's specification says, which is not known"
			return
		}
	}
	var b bytes.Buffer
	if err := r.d.Transform(&b, doc, transforms); err != nil {
		out.Problem = err.Error()
		return
	}
	out.Computed = out.Hash.Algorithm.Sum(b.Bytes())
}
