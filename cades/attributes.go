// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/der"
)

// readers reads each signed attribute that the model has a field for (EN 319 122-1 v1.3.1 5.1, 5.2).
func readSigned(out *ades.Attributes, a cms.Attribute, v der.Value) error {
	switch a.OID {
	case cmsattr.SigningTime:
		t, err := v.Time()
		if err == nil && v.Tag == der.GeneralizedTime && t.Year() < 2050 && t.Year() >= 1950 {
			return fmt.Errorf("signing time %s is a GeneralizedTime, a UTCTime is wanted before 2050 (RFC 5652 11.3)", t.Format(time.RFC3339))
		}
		out.SigningTime = t
		return err
	case cmsattr.ContentType:
		oid, err := v.OID()
		out.ContentType = oid
		return err
	case cmsattr.MessageDigest:
		out.MessageDigestOrProperties = true
	case cmsattr.MimeType:
		t, err := text(v)
		out.MimeType = t
		return err
	case cmsattr.ContentHints:
		return contentHints(out, v)
	case cmsattr.ContentIdentifier:
		if !v.Is(der.Universal, der.OctetString) {
			return fmt.Errorf("content identifier has tag %d, an octet string is wanted", v.Tag)
		}
		b, err := v.Octets()
		out.ContentIdentifier = hex.EncodeToString(b)
		return err
	case cmsattr.CommitmentType:
		c, err := v.Children()
		if err != nil || len(c) == 0 {
			return errors.Join(errors.New("commitment type is missing"), err)
		}
		oid, err := c[0].OID()
		out.Commitments = append(out.Commitments, oid)
		return err
	case cmsattr.SignerLocation:
		return signerLocation(out, v)
	case cmsattr.SignerAttributes, cmsattr.SignerAttributesV2:
		return signerAttributes(out, v)
	case cmsattr.SignaturePolicyID:
		return policyID(out, v)
	}
	return nil
}

// contentHints reads ContentHints (RFC 2634 2.9): contentDescription, contentType.
func contentHints(out *ades.Attributes, v der.Value) error {
	c, err := v.Children()
	if err != nil || len(c) == 0 {
		return errors.Join(errors.New("content hints are empty"), err)
	}
	oid, err := c[len(c)-1].OID()
	out.ContentHints = oid
	if err == nil && len(c) > 1 {
		var description string
		description, err = text(c[0])
		out.ContentHints += " " + description
	}
	return err
}

// text is a character string; under an implicit tag its type is not known.
func text(v der.Value) (string, error) {
	if v.Class == der.Universal && !slices.Contains([]int{der.UTF8String, der.PrintableString, der.IA5String, der.TeletexString, der.VisibleString,
		der.NumericString, der.BMPString, der.UniversalString}, v.Tag) {
		return "", fmt.Errorf("value at offset %d has tag %d, a character string is wanted", v.Offset, v.Tag)
	}
	return v.Text(), nil
}

// signerLocation reads SignerLocation (RFC 5126 5.11.2): [0] country, [1] locality, [2] postal address.
func signerLocation(out *ades.Attributes, v der.Value) error {
	c, err := v.Children()
	if err != nil {
		return err
	}
	l := &ades.SignerLocation{}
	out.SignerLocation = l
	for _, f := range c {
		inner := []der.Value{f}
		if f.Constructed {
			if inner, err = f.Children(); err != nil {
				return err
			}
		}
		for _, v := range inner {
			var err error
			switch f.Tag {
			case 0:
				l.Country, err = text(v)
			case 1:
				l.Locality, err = text(v)
			case 2:
				l.Address, err = addressLines(l.Address, v)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// addressLines appends the lines of a postal address: a list, or the lines themselves where its tag is implicit.
func addressLines(lines []string, v der.Value) ([]string, error) {
	list := []der.Value{v}
	if v.IsSequence() {
		var err error
		if list, err = v.Children(); err != nil {
			return lines, err
		}
	}
	for _, s := range list {
		line, err := text(s)
		if err != nil {
			return lines, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// signerAttributes reads SignerAttribute (RFC 5126 5.11.3) and signer-attributes-v2 (EN 319 122-1 v1.3.1 5.2.6.1):
// [0] claimed, [1] certified, [2] signed assertions.
func signerAttributes(out *ades.Attributes, v der.Value) error {
	kinds, err := v.Children()
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if k.Class != der.Context || !k.Constructed {
			return fmt.Errorf("signer attribute at offset %d has tag %d", k.Offset, k.Tag)
		}
		items, err := k.Children()
		if err != nil {
			return err
		}
		switch k.Tag {
		case 0:
			out.ClaimedRoles = append(out.ClaimedRoles, claimedRoles(items)...)
		case 1:
			out.CertifiedRoles = append(out.CertifiedRoles, certifiedRoles(items)...)
		case 2:
			out.SignedAssertions += len(listed(items, der.Value.IsSequence))
		}
	}
	return nil
}

// listed returns the items of a list whose items are told by is: the list stands there as one value (its tag is explicit), or
// its items do (it is implicit).
func listed(items []der.Value, is func(der.Value) bool) []der.Value {
	if len(items) != 1 || !items[0].IsSequence() {
		return items
	}
	inner, err := items[0].Children()
	if err != nil || slices.ContainsFunc(inner, func(v der.Value) bool { return !is(v) }) {
		return items
	}
	return inner
}

// certifiedRoles are the ids of attribute certificates: the one of SignerAttribute, or each of a list of alternatives, in which
// [0] is an attribute certificate and [1] another kind of certificate (EN 319 122-1 v1.3.1 5.2.6.1).
func certifiedRoles(items []der.Value) []ades.ID {
	var out []ades.ID
	for _, v := range listed(items, func(v der.Value) bool { return v.Class == der.Context }) {
		raw := v.Raw
		if v.Class == der.Context {
			raw = v.Content
		}
		out = append(out, ades.NewID("C", raw))
	}
	return out
}

// claimedRoles reads the string values of claimed attributes; an explicit tag may stand around their sequence.
func claimedRoles(items []der.Value) []string {
	var out []string
	for _, it := range items {
		if a, err := cms.ReadAttribute(it); err == nil {
			for _, v := range a.Values {
				out = append(out, roleText(v, 0)...)
			}
			continue
		}
		if inner, err := it.Children(); err == nil && it.IsSequence() {
			for _, c := range inner {
				if a, err := cms.ReadAttribute(c); err == nil {
					for _, v := range a.Values {
						out = append(out, roleText(v, 0)...)
					}
				}
			}
		}
	}
	return out
}

// roleText collects the character strings in a claimed attribute's value.
func roleText(v der.Value, depth int) []string {
	if !v.Constructed {
		if v.Class == der.Universal && (v.Tag == der.Null || v.Tag == der.OID) {
			return nil
		}
		return []string{v.Text()}
	}
	if depth > 4 {
		return nil
	}
	c, _ := v.Children()
	var out []string
	for _, s := range c {
		out = append(out, roleText(s, depth+1)...)
	}
	return out
}
