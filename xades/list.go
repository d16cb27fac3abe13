// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// List is a trusted list whose signature was verified.
type List struct {
	// Root is the root element, the very node that was digested: all further reading starts here, and must leave out Signature.
	Root *etree.Element
	// Signature is the ds:Signature element, which the signature does not cover.
	Signature *etree.Element
	// Signer is the certificate, one of those allowed, whose key verifies the signature.
	Signer *ades.Certificate
	// Facts are the facts of the signature (signing time, algorithm, problems).
	Facts *ades.Signature
}

// ErrListSignature says that a list's signature is absent, not acceptable in form, not intact, or not by a signer allowed.
var ErrListSignature = errors.New("list signature")

// VerifyList verifies the signature of a trusted list (TS 119 612 v2.4.1 5.7.1 and annex B): exactly one, an enveloped XAdES
// signature that is a child of the root and covers the whole root but itself, with all references intact, made with the key of
// one of the certificates allowed, which its signing-certificate property must name if it is there. Certificates are compared as
// wholes; their validity is the caller's to judge. On an error the List is nil.
func VerifyList(ctx context.Context, data []byte, allowed []*ades.Certificate, lim limits.Limits) (*List, error) {
	if lim == (limits.Limits{}) {
		lim = limits.Default()
	}
	tree, err := xmltree.Parse(data, xmltree.Options{Limits: lim})
	if err != nil {
		return nil, err
	}
	return VerifyListTree(ctx, tree, data, allowed, lim)
}

// VerifyListTree is [VerifyList] of a list that was parsed already; data are the bytes that tree was read from.
func VerifyListTree(ctx context.Context, tree *xmltree.Document, data []byte, allowed []*ades.Certificate, lim limits.Limits) (*List, error) {
	in := &ades.Input{Data: bytes.NewReader(data), Size: int64(len(data)), Limits: lim}
	r := newReader(in, tree, lim)
	doc, err := r.read(ctx)
	if errors.Is(err, ErrNoSignature) {
		return nil, fmt.Errorf("%w: there is none", ErrListSignature)
	}
	if err != nil {
		return nil, err
	}
	if len(doc.Signatures) != 1 {
		return nil, fmt.Errorf("%w: %d signatures, one is wanted", ErrListSignature, len(doc.Signatures))
	}
	s := r.sigs[0]
	if s.x.Element.Parent() != tree.Root {
		return nil, fmt.Errorf("%w: stands at %s, not below the root", ErrListSignature, xmltree.Path(s.x.Element))
	}
	if len(s.x.Problems) > 0 {
		return nil, fmt.Errorf("%w: %s: %s", ErrListSignature, s.x.Problems[0].Where, s.x.Problems[0].Text)
	}
	if err := s.coversRoot(tree.Root); err != nil {
		return nil, err
	}
	c, err := s.signedByOneOf(allowed)
	if err != nil {
		return nil, err
	}
	return &List{Root: tree.Root, Signature: s.x.Element, Signer: c, Facts: s.out}, nil
}

// coversRoot checks that all references are intact, that one covers the root but for this signature, and one the signed properties.
func (s *signature) coversRoot(root *etree.Element) error {
	covered, props := false, false
	for _, ref := range s.refs {
		if !ref.out.Intact() {
			return fmt.Errorf("%w: reference %q is not intact: %s", ErrListSignature, ref.x.URI, ref.out.Problem)
		}
		if ref.out.Kind == ades.RefSignedProperties {
			props = true
			continue
		}
		if n := ref.x.Node; n == nil || n.Parent() != nil && n != root {
			continue
		}
		plain, enveloped := true, false
		for _, t := range ref.x.Transforms {
			if uri, _ := xmltree.Attr(t, "Algorithm"); uri == xmldsig.Enveloped {
				enveloped = true
			} else if _, err := xmldsig.Method(t); err != nil {
				plain = false
			}
		}
		covered = covered || plain && enveloped
	}
	if !covered {
		return fmt.Errorf("%w: no reference covers the whole list (enveloped signature on the root)", ErrListSignature)
	}
	if !props || s.props.signed == nil {
		return fmt.Errorf("%w: the signed properties are missing or not signed", ErrListSignature)
	}
	return nil
}

// signedByOneOf finds the certificate allowed that made the signature.
func (s *signature) signedByOneOf(allowed []*ades.Certificate) (*ades.Certificate, error) {
	if p := s.out.AlgorithmProblem; p != "" {
		return nil, fmt.Errorf("%w: %s", ErrListSignature, p)
	}
	for _, c := range allowed {
		key := c.X509().PublicKey
		if key == nil || sigalg.Verify(key, s.out.Algorithm, s.out.SignedData.Bytes, s.out.Value) != nil {
			continue
		}
		if !s.names(c) {
			return nil, fmt.Errorf("%w: verifies with the key of %s, but its signing-certificate property names another certificate", ErrListSignature, c.Subject())
		}
		return c, nil
	}
	if s.out.Intact {
		return nil, fmt.Errorf("%w: made by a signer who is not among the %d allowed", ErrListSignature, len(allowed))
	}
	return nil, fmt.Errorf("%w: the value verifies with none of the %d certificates allowed", ErrListSignature, len(allowed))
}

// names reports whether the signing-certificate property, if there is one, names the certificate.
func (s *signature) names(c *ades.Certificate) bool {
	for _, ref := range s.out.Attributes.CertRefs {
		if sum := ref.Algorithm.Sum(c.Raw()); sum != nil && bytes.Equal(sum, ref.Value) {
			return true
		}
	}
	return len(s.out.Attributes.CertRefs) == 0
}
