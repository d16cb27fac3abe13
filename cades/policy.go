// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/token"
)

// The qualifiers of a signature policy identifier (EN 319 122-1 v1.3.1 5.2.9.1).
const (
	qualifierURI    = "1.2.840.113549.1.9.16.5.1"
	qualifierNotice = "1.2.840.113549.1.9.16.5.2"
)

// policyID reads SignaturePolicy: NULL (implied), or SignaturePolicyId.
func policyID(out *ades.Attributes, v der.Value) error {
	p := &ades.SignaturePolicy{}
	out.Policy = p
	if v.Is(der.Universal, der.Null) {
		p.Implied = true
		return nil
	}
	c, err := v.Children()
	if err != nil || len(c) == 0 {
		err = errors.Join(errors.New("signature policy identifier is empty"), err)
		p.Problem = err.Error()
		return err
	}
	if p.ID, err = c[0].OID(); err != nil {
		p.Problem = err.Error()
		return err
	}
	p.ZeroHash = true
	for _, f := range c[1:] {
		parts, err := f.Children()
		if err != nil {
			p.Problem = err.Error()
			return err
		}
		if len(parts) == 2 && parts[0].IsSequence() && parts[1].Is(der.Universal, der.OctetString) {
			if err := policyHash(p, parts[0], parts[1]); err != nil {
				p.Problem = err.Error()
			}
			continue
		}
		for _, q := range parts {
			qualifier(p, q)
		}
	}
	return nil
}

func policyHash(p *ades.SignaturePolicy, alg, value der.Value) error {
	b, err := value.Octets()
	if err != nil {
		return err
	}
	p.Hash.Value = b
	p.ZeroHash = len(bytes.Trim(b, "\x00")) == 0
	a, err := cms.ReadAlgorithm(alg)
	if err != nil {
		return err
	}
	var ok bool
	if p.Hash.Algorithm, ok = sigalg.HashByOID(a.OID); !ok {
		return fmt.Errorf("digest algorithm %s of the signature policy is not known", a.OID)
	}
	return nil
}

func qualifier(p *ades.SignaturePolicy, q der.Value) {
	c, err := q.Children()
	if err != nil || len(c) != 2 {
		return
	}
	switch oid, _ := c[0].OID(); oid {
	case qualifierURI:
		p.URL = c[1].Text()
	case qualifierNotice: // SPUserNotice: noticeRef, explicitText
		parts, _ := c[1].Children()
		for _, t := range parts {
			if !t.Constructed {
				p.UserNotice = t.Text()
			}
		}
	}
}

// policyStore reads signature-policy-store (EN 319 122-1 v1.3.1 5.2.10): spDocSpec, and the document or a local URI.
func policyStore(out *ades.Attributes, v der.Value) error {
	if out.Policy == nil {
		return errors.New("signature policy store without a signature policy identifier")
	}
	p := out.Policy
	p.StorePresent = true
	c, err := v.Children()
	if err != nil || len(c) < 2 {
		return errors.Join(errors.New("signature policy store does not hold two elements"), err)
	}
	if !c[1].Is(der.Universal, der.OctetString) {
		return nil // a local URI: the document is elsewhere
	}
	if p.Document, err = c[1].Octets(); err != nil {
		return err
	}
	p.Computed = policyDigest(p.Hash, p.Document)
	return nil
}

// policyDigest is the digest of a policy document. Of one in ASN.1 (RFC 3125 3) it covers the hash algorithm and the policy
// information without the outer type and length.
func policyDigest(want ades.Digest, doc []byte) []byte {
	plain := want.Algorithm.Sum(doc)
	v, err := der.NewReader(limits.Default()).Single(doc, 0)
	if err != nil || !v.IsSequence() || bytes.Equal(plain, want.Value) {
		return plain
	}
	c, err := v.Children()
	if err != nil || len(c) < 2 || !c[0].IsSequence() || !c[1].IsSequence() {
		return plain
	}
	if inner := token.Imprint(want.Algorithm, c[0].Raw, c[1].Raw); bytes.Equal(inner, want.Value) {
		return inner
	}
	return plain
}
