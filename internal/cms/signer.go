// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cms

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
)

// ReadSignerInfo reads a SignerInfo (RFC 5652 5.3). It is nil only where v is no sequence or a limit is passed; what is
// missing or malformed inside is in its Problems.
func ReadSignerInfo(v der.Value) (*SignerInfo, error) {
	if !v.IsSequence() {
		return nil, fmt.Errorf("signer info at offset %d is no sequence", v.Offset)
	}
	items, err := v.Children()
	var limit *limits.Error
	if errors.As(err, &limit) {
		return nil, err
	}
	si := &SignerInfo{Raw: v.Raw}
	if err != nil {
		si.problem("signerInfo", err.Error())
	}
	next := func(what string, ok func(der.Value) bool) (der.Value, bool) {
		if len(items) == 0 || !ok(items[0]) {
			si.problem(what, fmt.Sprintf("is missing or of another type in the signer info at offset %d", v.Offset))
			return der.Value{}, false
		}
		c := items[0]
		items = items[1:]
		return c, true
	}
	if c, ok := next("version", isInteger); ok {
		si.RawVersion = c.Raw
		si.Version, _ = c.SmallInt()
	}
	if c, ok := next("sid", isSID); ok {
		si.sid(c)
	}
	if c, ok := next("digestAlgorithm", der.Value.IsSequence); ok {
		if si.Digest, err = ReadAlgorithm(c); err != nil {
			si.problem("digestAlgorithm", err.Error())
		}
	}
	if len(items) > 0 && items[0].Is(der.Context, 0) {
		si.signedAttrs, si.RawSigned = items[0], items[0].Raw
		si.Signed = si.attributes("signedAttrs", items[0])
		items = items[1:]
	}
	if c, ok := next("signatureAlgorithm", der.Value.IsSequence); ok {
		if si.SignatureAlgorithm, err = ReadAlgorithm(c); err != nil {
			si.problem("signatureAlgorithm", err.Error())
		}
	}
	if c, ok := next("signature", isOctetString); ok {
		si.RawSignature = c.Raw
		if si.Signature, err = c.Octets(); err != nil {
			si.problem("signature", err.Error())
		}
	}
	if len(items) > 0 && items[0].Is(der.Context, 1) {
		si.RawUnsigned = items[0].Raw
		si.Unsigned = si.attributes("unsignedAttrs", items[0])
		items = items[1:]
	}
	if len(items) > 0 {
		si.problem("signerInfo", fmt.Sprintf("unexpected element with tag %d at offset %d", items[0].Tag, items[0].Offset))
	}
	return si, nil
}

func isInteger(v der.Value) bool     { return v.Is(der.Universal, der.Integer) }
func isOctetString(v der.Value) bool { return v.Is(der.Universal, der.OctetString) }
func isSID(v der.Value) bool         { return v.IsSequence() || v.Is(der.Context, 0) }

func (si *SignerInfo) problem(where, text string) {
	si.Problems = append(si.Problems, Problem{where, text})
}

// sid reads the SignerIdentifier.
func (si *SignerInfo) sid(v der.Value) {
	si.RawSID = v.Raw
	if v.Class == der.Context {
		b, err := v.Octets() // also where an explicit tag stands around the octet string
		if err != nil || len(b) == 0 {
			si.problem("sid", "subjectKeyIdentifier cannot be read")
		}
		si.SubjectKeyID = b
		return
	}
	c, err := v.Children()
	if err != nil || len(c) != 2 || !c[0].IsSequence() || !isInteger(c[1]) {
		si.problem("sid", "issuerAndSerialNumber is not a name and an integer")
		return
	}
	if si.Issuer, err = c[0].DER(); err != nil {
		si.problem("sid", "issuer: "+err.Error())
	}
	si.Serial = c[1].Content
}

// attributes reads a set of attributes.
func (si *SignerInfo) attributes(where string, v der.Value) []Attribute {
	items, err := v.Children()
	if err != nil {
		si.problem(where, err.Error())
	}
	out := make([]Attribute, 0, len(items))
	for _, c := range items {
		a, err := ReadAttribute(c)
		if err != nil {
			si.problem(where, err.Error())
			continue
		}
		out = append(out, a)
	}
	return out
}

// ReadAttribute reads one Attribute (RFC 5652 5.3).
func ReadAttribute(v der.Value) (Attribute, error) {
	c, err := v.Children()
	if err != nil {
		return Attribute{}, err
	}
	if !v.IsSequence() || len(c) != 2 || !c[1].IsSet() {
		return Attribute{}, fmt.Errorf("attribute at offset %d is not a type and a set of values", v.Offset)
	}
	a := Attribute{Raw: v.Raw, RawType: c[0].Raw, RawSet: c[1].Raw}
	if a.OID, err = c[0].OID(); err != nil {
		return a, err
	}
	a.Values, err = c[1].Children()
	return a, err
}

// SignedEncodings returns the encodings of the signed attributes that a signer may have signed: first the DER that RFC 5652
// 5.4 prescribes (sorted, tag SET), then, where they differ, the bytes as found and their DER in the order found.
func (si *SignerInfo) SignedEncodings() ([][]byte, error) {
	if si.RawSigned == nil {
		return nil, nil
	}
	sorted, err := si.signedAttrs.SortSet(0x31)
	if err != nil {
		return nil, err
	}
	out := [][]byte{sorted}
	add := func(b []byte) {
		for _, o := range out {
			if bytes.Equal(o, b) {
				return
			}
		}
		out = append(out, b)
	}
	asFound := bytes.Clone(si.RawSigned)
	asFound[0] = 0x31
	add(asFound)
	if d, err := si.signedAttrs.DER(); err == nil {
		d = bytes.Clone(d)
		d[0] = 0x31
		add(d)
	}
	return out, nil
}

// SignedAreDER reports whether the signed attributes are found in DER, sorted.
func (si *SignerInfo) SignedAreDER() bool {
	enc, err := si.SignedEncodings()
	return err == nil && len(enc) == 1
}
