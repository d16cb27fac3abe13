// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package cms reads CMS SignedData (RFC 5652; PKCS #7 1.5) from BER or DER, keeping the raw bytes of every part, and
// streams the content. A malformed part is recorded as a problem; only a container that is none at all is an error.
package cms

import (
	"errors"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
)

// The object identifiers of the container itself.
const (
	OIDData       = "1.2.840.113549.1.7.1"
	OIDSignedData = "1.2.840.113549.1.7.2"
	OIDTSTInfo    = "1.2.840.113549.1.9.16.1.4"
)

// ErrNotSignedData says that the input is no CMS SignedData.
var ErrNotSignedData = errors.New("not a CMS SignedData")

// SignedData is one CMS SignedData.
type SignedData struct {
	Version          int
	DigestAlgorithms []Algorithm
	ContentType      string
	RawContentType   []byte
	Content          *Content // nil: detached
	// RawCertificates and RawCRLs are the [0] and [1] fields with their headers; nil: absent.
	RawCertificates []byte
	RawCRLs         []byte
	Certificates    []Choice
	Revocations     []Choice
	Signers         []*SignerInfo
	Problems        []Problem
	// Trailing counts the octets after the container; TrailingZeros says that all of them are 0.
	Trailing      int64
	TrailingZeros bool

	src   *source
	encap element
	// outer are the elements around the fields, the outermost first: ContentInfo, its [0], SignedData. signers is the set of
	// SignerInfos, with its value; more than one such set is counted.
	outer      [3]element
	signers    element
	signerSet  der.Value
	signerSets int
}

// Algorithm is an AlgorithmIdentifier.
type Algorithm struct {
	OID string
	Raw []byte // DER or BER as found
}

// Choice is one item of the certificates or crls field.
type Choice struct {
	Kind ChoiceKind
	Raw  []byte // the item as found
	// Format and Value are the OID and the value of an other certificate or revocation format.
	Format string
	Value  []byte
}

// ChoiceKind tells the alternatives of CertificateChoices and RevocationInfoChoice apart.
type ChoiceKind int

// The alternatives of RFC 5652 10.2.1 and 10.2.2.
const (
	Certificate ChoiceKind = iota
	ExtendedCertificate
	AttributeCertificateV1
	AttributeCertificateV2
	OtherCertificate
	CRL
	OtherRevocation
	UnknownChoice
)

// SignerInfo is one SignerInfo.
type SignerInfo struct {
	Raw     []byte
	Version int
	// Issuer (DER name) and Serial (content of the INTEGER), or SubjectKeyID.
	Issuer, Serial, SubjectKeyID []byte
	Digest, SignatureAlgorithm   Algorithm
	// The fields as found, with their headers; nil: absent.
	RawVersion, RawSID, RawSigned, RawSignature, RawUnsigned []byte
	Signed, Unsigned                                         []Attribute
	Signature                                                []byte
	Problems                                                 []Problem
	signedAttrs                                              der.Value
}

// Attribute is one attribute with every value.
type Attribute struct {
	OID     string
	Raw     []byte // the SEQUENCE
	RawType []byte // the OBJECT IDENTIFIER with its header
	RawSet  []byte // the SET with its header
	Values  []der.Value
}

// Problem is a malformed part.
type Problem struct {
	Where string
	Text  string
}

// Parse reads the SignedData at the start of r.
func Parse(r io.ReaderAt, size int64, lim limits.Limits) (*SignedData, error) {
	src := newSource(r, size, lim)
	info, err := src.at(0, size, 1)
	if err != nil {
		return nil, wrapNot(err)
	}
	if !isSeq(info) {
		return nil, fmt.Errorf("%w: it starts with tag %d", ErrNotSignedData, info.Tag)
	}
	typ, err := src.at(info.body, info.stop, 2)
	if err != nil {
		return nil, wrapNot(err)
	}
	rd := der.NewReader(lim)
	oid, _, err := src.oid(typ, rd)
	if err != nil {
		return nil, wrapNot(err)
	}
	if oid != OIDSignedData {
		return nil, fmt.Errorf("%w: content type %q", ErrNotSignedData, oid)
	}
	wrap, err := src.at(typ.end, info.stop, 2)
	if err != nil {
		return nil, wrapNot(err)
	}
	if wrap.Class != der.Context || wrap.Tag != 0 || !wrap.Constructed {
		return nil, fmt.Errorf("%w: no content", ErrNotSignedData)
	}
	seq, err := src.at(wrap.body, wrap.stop, 3)
	if err != nil {
		return nil, wrapNot(err)
	}
	if !isSeq(seq) {
		return nil, fmt.Errorf("%w: the content is no sequence", ErrNotSignedData)
	}
	sd := &SignedData{src: src, outer: [3]element{info, wrap, seq}}
	if err := sd.read(seq, rd); err != nil {
		return nil, err
	}
	if err := sd.trailing(info.end); err != nil {
		return nil, err
	}
	return sd, nil
}

// wrapNot keeps limit errors and marks any other as ErrNotSignedData.
func wrapNot(err error) error {
	var l *limits.Error
	if errors.As(err, &l) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrNotSignedData, err)
}

func isSeq(e element) bool {
	return e.Class == der.Universal && e.Tag == der.Sequence && e.Constructed
}

// oid loads an object identifier.
func (s *source) oid(e element, rd *der.Reader) (string, []byte, error) {
	if e.Class != der.Universal || e.Tag != der.OID {
		return "", nil, fmt.Errorf("value at offset %d is no object identifier (tag %d)", e.off, e.Tag)
	}
	v, err := s.value(e, rd)
	if err != nil {
		return "", nil, err
	}
	oid, err := v.OID()
	return oid, v.Raw, err
}

// trailing looks at what follows the container.
func (sd *SignedData) trailing(end int64) error {
	sd.Trailing, sd.TrailingZeros = sd.src.size-end, true
	for off := end; off < sd.src.size; {
		b, err := sd.src.peek(off, windowSize)
		if err != nil {
			return err
		}
		for _, c := range b {
			if c != 0 {
				sd.TrailingZeros = false
				return nil
			}
		}
		off += int64(len(b))
	}
	return nil
}

// Size is the size of the container, with what follows it.
func (sd *SignedData) Size() int64 { return sd.src.size }

func (sd *SignedData) problem(where, text string) {
	sd.Problems = append(sd.Problems, Problem{where, text})
}

// Find returns the attributes with that type.
func Find(attrs []Attribute, oid string) []Attribute {
	var out []Attribute
	for _, a := range attrs {
		if a.OID == oid {
			out = append(out, a)
		}
	}
	return out
}
