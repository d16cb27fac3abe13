// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cmsattr

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// Core are the facts of one SignerInfo's own signature.
type Core struct {
	Value            []byte
	Algorithm        sigalg.Algorithm
	AlgorithmProblem string
	// Digest is the algorithm of the message digest.
	Digest            sigalg.Hash
	SignedData        ades.SignedData
	HasSigned         bool
	Reference         *ades.Reference
	SignerID          ades.SignerID
	CertRefs          []ades.CertRef
	CertRefAttributes int
	Problems          []ades.Problem
	misnamed          bool // a signature algorithm stands as the digest algorithm
}

// Read reads the facts that need no content. contentType is the eContentType; counter says that the SignerInfo
// counter-signs another.
func Read(si *cms.SignerInfo, contentType string, counter bool) *Core {
	c := &Core{Value: si.Signature, HasSigned: si.RawSigned != nil}
	for _, p := range si.Problems {
		c.Problems = append(c.Problems, ades.Problem{Where: p.Where, Text: p.Text, Structural: true})
	}
	c.SignerID = ades.SignerID{Issuer: si.Issuer, Serial: si.Serial, SubjectKeyID: si.SubjectKeyID}
	c.Digest, _ = sigalg.HashByOID(si.Digest.OID)
	c.algorithm(si)
	c.Reference = &ades.Reference{Kind: ades.RefMessageDigest, Algorithm: c.Digest}
	if c.Digest == "" {
		c.Reference.Problem = fmt.Sprintf("digest algorithm %s is not known", si.Digest.OID)
		raw, err := der.Normalize(si.Digest.Raw)
		if err == nil {
			_, err = sigalg.FromAlgorithmIdentifier(raw, "")
		}
		c.misnamed = err == nil && c.HasSigned
	}
	if !c.HasSigned {
		c.Reference.Kind = ades.RefContentDigest
		if c.Algorithm.Hash != "" {
			c.Reference.Algorithm = c.Algorithm.Hash
		}
		if contentType != cms.OIDData && !counter {
			c.refuse("signed attributes are missing although the content type is %s (RFC 5652 5.3)", contentType)
		}
		return c
	}
	c.signed(si)
	c.contentType(si, contentType, counter)
	c.messageDigest(si)
	c.protection(si)
	c.CertRefs, c.CertRefAttributes = SigningCertRefs(si.Signed)
	return c
}

// refuse records a contradiction for which the value must not be taken as verified.
func (c *Core) refuse(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	c.Problems = append(c.Problems, ades.Problem{Where: "signerInfo", Text: text, Structural: true})
	if c.AlgorithmProblem == "" {
		c.AlgorithmProblem = text
	}
}

func (c *Core) algorithm(si *cms.SignerInfo) {
	raw, err := der.Normalize(si.SignatureAlgorithm.Raw)
	if err == nil {
		c.Algorithm, err = sigalg.FromAlgorithmIdentifier(raw, c.Digest)
	}
	switch {
	case errors.Is(err, sigalg.ErrContradiction): // verified with what the signature algorithm names, and with nothing else
		c.Problems = append(c.Problems, ades.Problem{Where: "signatureAlgorithm", Text: err.Error()})
	case err != nil:
		c.AlgorithmProblem = fmt.Sprintf("signature algorithm %s with digest %s: %v", si.SignatureAlgorithm.OID, si.Digest.OID, err)
	}
}

// signed takes the encoding of the signed attributes that is signed.
func (c *Core) signed(si *cms.SignerInfo) {
	enc, err := si.SignedEncodings()
	if err != nil || len(enc) == 0 {
		c.refuse("signed attributes cannot be encoded: %v", err)
		return
	}
	c.SignedData = ades.SignedData{Bytes: enc[0]} // RFC 5652 5.4: the DER encoding, whatever order they are stored in
	if len(enc) > 1 {
		c.Problems = append(c.Problems, ades.Problem{Where: "signedAttrs", Text: "the signed attributes are not in DER order or encoding (RFC 5652 5.3)"})
	}
}

// contentType checks RFC 5652 11.1: exactly one content-type attribute with one value, equal to the eContentType; none in a
// counter-signature.
func (c *Core) contentType(si *cms.SignerInfo, contentType string, counter bool) {
	attrs := cms.Find(si.Signed, ContentType)
	if counter {
		if len(attrs) > 0 {
			c.refuse("a counter-signature has a content-type attribute, which it must not (RFC 5652 11.4)")
		}
		return
	}
	if len(attrs) != 1 || len(attrs[0].Values) != 1 {
		c.refuse("there is not exactly one content-type attribute with one value (RFC 5652 11.1)")
		return
	}
	if oid, err := attrs[0].Values[0].OID(); err != nil || oid != contentType {
		c.refuse("content-type attribute %q differs from the content's type %s (RFC 5652 11.1)", oid, contentType)
	}
}

// messageDigest takes the message-digest attribute. With two attributes or two values there is none (RFC 5652 11.2).
func (c *Core) messageDigest(si *cms.SignerInfo) {
	attrs := cms.Find(si.Signed, MessageDigest)
	if len(attrs) != 1 || len(attrs[0].Values) != 1 || !attrs[0].Values[0].Is(der.Universal, der.OctetString) {
		c.Reference.Problem = "there is not exactly one message-digest attribute with one value (RFC 5652 11.2)"
		c.Problems = append(c.Problems, ades.Problem{Where: "message-digest", Text: c.Reference.Problem, Structural: true})
		return
	}
	b, err := attrs[0].Values[0].Octets()
	if err != nil {
		c.Reference.Problem = err.Error()
		return
	}
	c.Reference.Want = b
}

// protection checks the CMSAlgorithmProtection attribute (RFC 6211): the algorithms in it are those of the SignerInfo.
func (c *Core) protection(si *cms.SignerInfo) {
	attrs := cms.Find(si.Signed, AlgorithmProtection)
	if len(attrs) == 0 {
		return
	}
	if len(attrs) != 1 || len(attrs[0].Values) != 1 {
		c.refuse("there is more than one algorithm protection (RFC 6211 2)")
		return
	}
	fields, err := attrs[0].Values[0].Children()
	if err != nil || len(fields) != 2 {
		c.refuse("algorithm protection is not a digest and a signature algorithm (RFC 6211 2)")
		return
	}
	digest, err := cms.ReadAlgorithm(fields[0])
	if err != nil || digest.OID != si.Digest.OID {
		c.refuse("algorithm protection names the digest algorithm %q, the signer info %s (RFC 6211 3)", digest.OID, si.Digest.OID)
		return
	}
	// [1] IMPLICIT signatureAlgorithm: compare the content.
	want, err := der.Normalize(si.SignatureAlgorithm.Raw)
	if err != nil {
		return
	}
	got, err := fields[1].DER()
	if err != nil || !fields[1].Is(der.Context, 1) || len(got) != len(want) || !bytes.Equal(got[1:], want[1:]) {
		c.refuse("algorithm protection names another signature algorithm than the signer info (RFC 6211 3)")
	}
}

// SetContent completes the facts with the content's digest, as digest gives it; digest returns nil where there is no content.
// head is the start of the content, to tell signed attributes passed off as content.
func (c *Core) SetContent(digest func(sigalg.Hash) ([]byte, error), head []byte) {
	if c.Reference.Algorithm == "" {
		if c.misnamed { // the content is there, and its digest cannot be that which was signed
			got, err := digest(sigalg.SHA256)
			c.Reference.Found = err == nil && got != nil
		}
		return
	}
	got, err := digest(c.Reference.Algorithm)
	if err != nil {
		c.Reference.Problem = err.Error()
		return
	}
	c.Reference.Got, c.Reference.Found = got, got != nil
	if c.HasSigned || got == nil {
		return
	}
	c.SignedData.Digest = got
	if LooksSigned(head) {
		c.refuse("there are no signed attributes, and the content is itself a set of signed attributes")
	}
}

// LooksSigned reports whether content starts like the DER of signed attributes: a signature over such content may have been
// made over the attributes of another message (draft-ietf-lamps-cms-euf-cma-signeddata).
func LooksSigned(head []byte) bool {
	h, err := der.ReadHeader(head)
	if err != nil || h.Class != der.Universal || h.Tag != der.Set || !h.Constructed {
		return false
	}
	lim := limits.Default()
	lim.DERElements = 10000
	r := der.NewReader(lim)
	for rest := head[h.Size:]; len(rest) > 0; {
		v, next, err := r.Read(rest, 0)
		if err != nil {
			return false
		}
		if a, err := cms.ReadAttribute(v); err == nil && a.OID == MessageDigest {
			return true
		}
		rest = next
	}
	return false
}
