// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cms

import (
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
)

// read reads the fields of SignedData (RFC 5652 5.1). What cannot be read after encapContentInfo becomes a problem.
func (sd *SignedData) read(seq element, rd *der.Reader) error {
	src := sd.src
	off := seq.body
	next := func() (element, error) {
		e, err := src.at(off, seq.stop, 4)
		if err == nil {
			off = e.end
		}
		return e, err
	}
	version, err := next()
	if err != nil {
		return wrapNot(err)
	}
	v, err := src.value(version, rd)
	if err == nil {
		sd.Version, err = v.SmallInt()
	}
	if err != nil {
		return wrapNot(fmt.Errorf("version: %w", err))
	}
	digests, err := next()
	if err == nil {
		v, err = src.value(digests, rd)
	}
	if err != nil {
		return wrapNot(fmt.Errorf("digestAlgorithms: %w", err))
	}
	sd.digestAlgorithms(v)
	if sd.encap, err = next(); err != nil || !isSeq(sd.encap) {
		return wrapNot(fmt.Errorf("encapContentInfo is missing or no sequence: %w", errors.Join(err)))
	}
	if err := sd.encapsulated(rd); err != nil {
		return wrapNot(err)
	}
	for off < seq.stop {
		e, err := next()
		if err == nil {
			v, err = src.value(e, rd)
		}
		if err != nil {
			return sd.soften("field after encapContentInfo", err)
		}
		if v.IsSet() {
			sd.signers, sd.signerSet = e, v
			sd.signerSets++
		}
		if err := sd.field(v); err != nil {
			return err
		}
	}
	return nil
}

// soften passes a limit error on and records any other.
func (sd *SignedData) soften(where string, err error) error {
	var l *limits.Error
	if errors.As(err, &l) {
		return err
	}
	sd.problem(where, err.Error())
	return nil
}

func (sd *SignedData) digestAlgorithms(v der.Value) {
	items, err := v.Children()
	if err != nil || !v.IsSet() {
		sd.problem("digestAlgorithms", "not a set of algorithm identifiers")
	}
	for _, c := range items {
		a, err := ReadAlgorithm(c)
		if err != nil {
			sd.problem("digestAlgorithms", err.Error())
			continue
		}
		sd.DigestAlgorithms = append(sd.DigestAlgorithms, a)
	}
}

// ReadAlgorithm reads an AlgorithmIdentifier.
func ReadAlgorithm(v der.Value) (Algorithm, error) {
	a := Algorithm{Raw: v.Raw}
	if !v.IsSequence() {
		return a, fmt.Errorf("algorithm identifier at offset %d is no sequence", v.Offset)
	}
	c, err := v.Children()
	if err != nil {
		return a, err
	}
	if len(c) == 0 || len(c) > 2 {
		return a, fmt.Errorf("algorithm identifier at offset %d has %d elements", v.Offset, len(c))
	}
	a.OID, err = c[0].OID()
	return a, err
}

// encapsulated reads encapContentInfo.
func (sd *SignedData) encapsulated(rd *der.Reader) error {
	src := sd.src
	typ, err := src.at(sd.encap.body, sd.encap.stop, 5)
	if err != nil {
		return fmt.Errorf("encapContentInfo: %w", err)
	}
	if sd.ContentType, sd.RawContentType, err = src.oid(typ, rd); err != nil {
		return fmt.Errorf("eContentType: %w", err)
	}
	if typ.end >= sd.encap.stop {
		return nil
	}
	wrap, err := src.at(typ.end, sd.encap.stop, 5)
	if err != nil {
		return fmt.Errorf("eContent: %w", err)
	}
	if wrap.Class != der.Context || wrap.Tag != 0 || !wrap.Constructed {
		return fmt.Errorf("eContent at offset %d is not tagged [0]", wrap.off)
	}
	if wrap.end < sd.encap.stop {
		sd.problem("encapContentInfo", "has more than two elements")
	}
	if wrap.body >= wrap.stop {
		sd.problem("eContent", "is tagged but empty")
		return nil
	}
	inner, err := src.at(wrap.body, wrap.stop, 6)
	if err != nil {
		return fmt.Errorf("eContent: %w", err)
	}
	if inner.end < wrap.stop {
		sd.problem("eContent", "holds more than one value")
	}
	sd.Content = &Content{src: src, value: inner, depth: 6,
		Octets: inner.Class == der.Universal && inner.Tag == der.OctetString}
	return nil
}

// field reads one field after encapContentInfo.
func (sd *SignedData) field(v der.Value) error {
	items, err := v.Children()
	if err != nil {
		if err := sd.soften(fmt.Sprintf("field at offset %d", v.Offset), err); err != nil {
			return err
		}
	}
	switch {
	case v.Is(der.Context, 0):
		if sd.RawCertificates != nil {
			sd.problem("certificates", "the field is there twice")
		}
		sd.RawCertificates = v.Raw
		for _, c := range items {
			sd.Certificates = append(sd.Certificates, certificateChoice(c))
		}
	case v.Is(der.Context, 1):
		if sd.RawCRLs != nil {
			sd.problem("crls", "the field is there twice")
		}
		sd.RawCRLs = v.Raw
		for _, c := range items {
			sd.Revocations = append(sd.Revocations, ReadRevocationChoice(c))
		}
	case v.IsSet():
		for _, c := range items {
			si, err := ReadSignerInfo(c)
			if err != nil {
				if err := sd.soften("signerInfos", err); err != nil {
					return err
				}
			}
			if si != nil {
				sd.Signers = append(sd.Signers, si)
			}
		}
	default:
		sd.problem("signedData", fmt.Sprintf("unexpected field with tag %d at offset %d", v.Tag, v.Offset))
	}
	return nil
}

func certificateChoice(v der.Value) Choice {
	c := Choice{Kind: UnknownChoice, Raw: v.Raw}
	switch {
	case v.IsSequence():
		c.Kind = Certificate
	case v.Class != der.Context:
	case v.Tag == 0:
		c.Kind = ExtendedCertificate
	case v.Tag == 1:
		c.Kind = AttributeCertificateV1
	case v.Tag == 2:
		c.Kind = AttributeCertificateV2
	case v.Tag == 3:
		c.Kind = OtherCertificate
		c.other(v)
	}
	return c
}

// ReadRevocationChoice reads a RevocationInfoChoice (RFC 5652 10.2.1).
func ReadRevocationChoice(v der.Value) Choice {
	c := Choice{Kind: UnknownChoice, Raw: v.Raw}
	switch {
	case v.IsSequence():
		c.Kind = CRL
	case v.Is(der.Context, 1):
		c.Kind = OtherRevocation
		c.other(v)
	}
	return c
}

// other reads the format and value of an OtherCertificateFormat or OtherRevocationInfoFormat.
func (c *Choice) other(v der.Value) {
	items, err := v.Children()
	if err != nil || len(items) != 2 {
		return
	}
	if oid, err := items[0].OID(); err == nil {
		c.Format, c.Value = oid, items[1].Raw
	}
}
