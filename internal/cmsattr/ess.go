// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cmsattr

import (
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// SigningCertRefs reads every signing-certificate attribute (RFC 5035, EN 319 122-1 v1.3.1 5.2.2 and the older
// other-signing-certificate), and counts them.
func SigningCertRefs(attrs []cms.Attribute) (refs []ades.CertRef, count int) {
	for _, a := range attrs {
		var read func(der.Value) ades.CertRef
		var name string
		switch a.OID {
		case SigningCertificate:
			read, name = essV1, "signing-certificate"
		case SigningCertificateV2:
			read, name = essV2, "signing-certificate-v2"
		case OtherSigningCertificate:
			read, name = otherCertID, "other-signing-certificate"
		default:
			continue
		}
		count++
		if len(a.Values) != 1 {
			refs = append(refs, ades.CertRef{Attribute: name, Problem: fmt.Sprintf("attribute has %d values", len(a.Values))})
		}
		for _, v := range a.Values {
			ids, err := firstList(v)
			if err != nil {
				refs = append(refs, ades.CertRef{Attribute: name, Problem: err.Error()})
			}
			for _, id := range ids {
				r := read(id)
				r.Attribute = name
				refs = append(refs, r)
			}
		}
	}
	return refs, count
}

// firstList returns the items of the first element of a sequence.
func firstList(v der.Value) ([]der.Value, error) {
	c, err := v.Children()
	if err != nil {
		return nil, err
	}
	if len(c) == 0 || !c[0].IsSequence() {
		return nil, fmt.Errorf("value at offset %d holds no list", v.Offset)
	}
	return c[0].Children()
}

// essV1 reads an ESSCertID: certHash (SHA-1), issuerSerial.
func essV1(v der.Value) ades.CertRef {
	r := ades.CertRef{Digest: ades.Digest{Algorithm: "SHA1"}}
	c, err := v.Children()
	if err == nil && len(c) == 0 {
		err = errors.New("certificate identifier is empty")
	}
	if err == nil {
		err = setHash(&r, c[0])
	}
	if err == nil && len(c) > 1 {
		err = setIssuerSerial(&r, c[1])
	}
	return withProblem(r, err)
}

// essV2 reads an ESSCertIDv2: hashAlgorithm (default SHA-256), certHash, issuerSerial.
func essV2(v der.Value) ades.CertRef {
	r := ades.CertRef{Digest: ades.Digest{Algorithm: "SHA256"}}
	c, err := v.Children()
	if err == nil && len(c) > 0 && c[0].IsSequence() {
		r.Algorithm, err = hashOf(c[0])
		c = c[1:]
	}
	if err == nil && len(c) == 0 {
		err = errors.New("certificate identifier has no digest")
	}
	if err == nil {
		err = setHash(&r, c[0])
	}
	if err == nil && len(c) > 1 {
		err = setIssuerSerial(&r, c[1])
	}
	return withProblem(r, err)
}

// otherCertID reads an OtherCertID: otherCertHash (a bare SHA-1 or an algorithm and a digest), issuerSerial.
func otherCertID(v der.Value) ades.CertRef {
	var r ades.CertRef
	c, err := v.Children()
	if err == nil && len(c) == 0 {
		err = errors.New("certificate identifier is empty")
	}
	if err == nil {
		r.Digest, err = otherHash(c[0])
	}
	if err == nil && len(c) > 1 {
		err = setIssuerSerial(&r, c[1])
	}
	return withProblem(r, err)
}

func withProblem(r ades.CertRef, err error) ades.CertRef {
	if err != nil {
		r.Problem = err.Error()
	}
	return r
}

// otherHash reads an OtherHash: an OCTET STRING is SHA-1 (RFC 5126 5.8.1).
func otherHash(v der.Value) (ades.Digest, error) {
	if v.Is(der.Universal, der.OctetString) {
		b, err := v.Octets()
		return ades.Digest{Algorithm: "SHA1", Value: b}, err
	}
	c, err := v.Children()
	if err != nil || len(c) != 2 {
		return ades.Digest{}, fmt.Errorf("digest at offset %d is not an algorithm and a value", v.Offset)
	}
	h, err := hashOf(c[0])
	if err != nil {
		return ades.Digest{}, err
	}
	b, err := c[1].Octets()
	return ades.Digest{Algorithm: h, Value: b}, err
}

// hashOf reads the AlgorithmIdentifier of a digest.
func hashOf(v der.Value) (sigalg.Hash, error) {
	a, err := cms.ReadAlgorithm(v)
	if err != nil {
		return "", err
	}
	h, ok := sigalg.HashByOID(a.OID)
	if !ok {
		return "", fmt.Errorf("digest algorithm %s is not known", a.OID)
	}
	return h, nil
}

func setHash(r *ades.CertRef, v der.Value) error {
	if !v.Is(der.Universal, der.OctetString) {
		return fmt.Errorf("digest at offset %d is no octet string", v.Offset)
	}
	b, err := v.Octets()
	r.Value = b
	return err
}

// setIssuerSerial reads an IssuerSerial: GeneralNames with one directoryName, and the serial number.
func setIssuerSerial(r *ades.CertRef, v der.Value) error {
	c, err := v.Children()
	if err != nil || len(c) < 2 || !c[1].Is(der.Universal, der.Integer) {
		return fmt.Errorf("issuerSerial at offset %d is not a name and an integer", v.Offset)
	}
	r.Serial = c[1].Content
	names, err := c[0].Children()
	if err != nil {
		return err
	}
	for _, n := range names {
		if !n.Is(der.Context, 4) {
			continue
		}
		if r.Issuer, err = der.Normalize(n.Content); err != nil {
			return fmt.Errorf("issuerSerial: %w", err)
		}
		return nil
	}
	return fmt.Errorf("issuerSerial at offset %d names no directory name", v.Offset)
}

// CompleteCertRefs reads the references of the complete-certificate-references and attribute-certificate-references
// attributes (EN 319 122-1 v1.3.1 A.1.1.1).
func CompleteCertRefs(a cms.Attribute) ([]ades.CertRef, error) {
	var out []ades.CertRef
	name := "complete-certificate-references"
	if a.OID == AttrCertificateRefs {
		name = "attribute-certificate-references"
	}
	for _, v := range a.Values {
		ids, err := v.Children()
		for _, id := range ids {
			r := otherCertID(id)
			r.Attribute = name
			out = append(out, r)
		}
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// CompleteRevocationRefs reads the digests in the complete-revocation-references and attribute-revocation-references
// attributes (EN 319 122-1 v1.3.1 A.1.2.1).
func CompleteRevocationRefs(a cms.Attribute) ([]ades.Digest, error) {
	var out []ades.Digest
	var first error
	note := func(err error) {
		if first == nil {
			first = err
		}
	}
	for _, v := range a.Values {
		refs, err := v.Children()
		note(err)
		for _, ref := range refs { // CrlOcspRef
			kinds, err := ref.Children()
			note(err)
			for _, k := range kinds {
				out = append(out, revocationIDs(k, note)...)
			}
		}
	}
	return out, first
}

// revocationIDs reads [0] CRLListID or [1] OcspListID, explicitly tagged: a sequence that holds a list of identifiers.
func revocationIDs(k der.Value, note func(error)) []ades.Digest {
	if k.Class != der.Context || k.Tag > 1 {
		return nil // [2] other references: no known form
	}
	seq, err := k.Children()
	note(err)
	var out []ades.Digest
	for _, s := range seq {
		ids, err := firstList(s)
		note(err)
		for _, id := range ids {
			c, err := id.Children()
			note(err)
			at := 0 // CrlValidatedID: crlHash first
			if k.Tag == 1 {
				at = 1 // OcspResponsesID: ocspIdentifier, ocspRepHash
			}
			if len(c) <= at {
				continue
			}
			d, err := otherHash(c[at])
			note(err)
			if err == nil {
				out = append(out, d)
			}
		}
	}
	return out
}
