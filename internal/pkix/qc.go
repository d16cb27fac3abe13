// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import (
	"fmt"

	"github.com/mitome-project/mitome/internal/tlv"
)

// readQCStatements reads the statements of RFC 3739 3.2.6, EN 319 412-5 v2.4.1 4 and TS 119 495 (PSD2). A malformed statement is
// reported and the others are read.
func readQCStatements(c *Certificate, v tlv.Value) error {
	if v.ID != tlv.Sequence {
		return errExtension
	}
	q := &QCStatements{Retention: -1}
	c.QC = q
	var first error
	cur := v.Children()
	for cur.More() && len(q.IDs) < maxItems {
		s, ok := cur.Take(tlv.Sequence)
		if !ok {
			return errExtension
		}
		parts := s.Children()
		id, _ := parts.Take(tlv.ObjectID)
		oid := id.OID()
		if oid == "" {
			return errExtension
		}
		q.IDs = append(q.IDs, oid)
		info, has := parts.Next()
		if err := q.statement(oid, info, has); err != nil && first == nil {
			first = fmt.Errorf("statement %s: %w", oid, err)
		}
	}
	if cur.Err() != nil {
		return cur.Err()
	}
	return first
}

// statement reads one statement; info is its value where there is one.
func (q *QCStatements) statement(oid string, info tlv.Value, has bool) error {
	switch oid {
	case "0.4.0.1862.1.1":
		q.Compliance = true
		return nil
	case "0.4.0.1862.1.4":
		q.SSCD = true
		return nil
	}
	if !has {
		if oid == "1.3.6.1.5.5.7.11.1" || oid == "1.3.6.1.5.5.7.11.2" { // RFC 3739: semantics are optional
			return nil
		}
		if len(oid) > 11 && oid[:11] == "0.4.0.1862." {
			return errExtension
		}
		return nil
	}
	switch oid {
	case "0.4.0.1862.1.2":
		return q.limitValue(info)
	case "0.4.0.1862.1.3":
		n, ok := info.Int()
		if info.ID != tlv.Integer || !ok || n < 0 {
			return errExtension
		}
		q.Retention = n
	case "0.4.0.1862.1.5":
		return q.disclosure(info)
	case "0.4.0.1862.1.6":
		return eachOID(info, &q.Types)
	case "0.4.0.1862.1.7":
		return eachText(info, &q.Legislation)
	case "1.3.6.1.5.5.7.11.1", "1.3.6.1.5.5.7.11.2":
		parts := info.Children()
		if id, ok := parts.Take(tlv.ObjectID); ok {
			q.Semantics = id.OID()
		}
	case "0.4.0.19495.2":
		return q.psd2(info)
	}
	return nil
}

// limitValue reads MonetaryValue: currency, amount, exponent.
func (q *QCStatements) limitValue(v tlv.Value) error {
	parts := v.Children()
	currency, _ := parts.Next()
	amount, _ := parts.Take(tlv.Integer)
	exponent, ok := parts.Take(tlv.Integer)
	code, isText := currency.Text()
	if !isText { // the numeric form of ISO 4217
		n, good := currency.Int()
		if !good {
			return errExtension
		}
		code = fmt.Sprintf("%03d", n)
	}
	a, good1 := amount.Int()
	e, good2 := exponent.Int()
	if !ok || !good1 || !good2 {
		return errExtension
	}
	q.LimitValue = fmt.Sprintf("%s %d*10^%d", code, a, e)
	return nil
}

// disclosure reads QcEuPDS: locations of disclosure statements with their languages.
func (q *QCStatements) disclosure(v tlv.Value) error {
	cur := v.Children()
	for cur.More() && len(q.PDS) < maxItems {
		loc, ok := cur.Take(tlv.Sequence)
		parts := loc.Children()
		url, good1 := parts.Next()
		lang, good2 := parts.Next()
		u, isText1 := url.Text()
		l, isText2 := lang.Text()
		if !ok || !good1 || !good2 || !isText1 || !isText2 {
			return errExtension
		}
		q.PDS = append(q.PDS, l+" "+u)
	}
	return cur.Err()
}

// eachText appends the strings of a SEQUENCE OF.
func eachText(v tlv.Value, to *[]string) error {
	if v.ID != tlv.Sequence {
		return errExtension
	}
	cur := v.Children()
	for cur.More() && len(*to) < maxItems {
		s, _ := cur.Next()
		text, ok := s.Text()
		if !ok {
			return errExtension
		}
		*to = append(*to, text)
	}
	return cur.Err()
}

// psd2 reads PSD2QcType, TS 119 495 v1.7.1 5.1: roles, name and identifier of the national authority.
func (q *QCStatements) psd2(v tlv.Value) error {
	parts := v.Children()
	roles, ok := parts.Take(tlv.Sequence)
	if !ok {
		return errExtension
	}
	cur := roles.Children()
	for cur.More() && len(q.PSD2Roles) < maxItems {
		role, ok := cur.Take(tlv.Sequence)
		inner := role.Children()
		id, _ := inner.Take(tlv.ObjectID)
		name, _ := inner.Next()
		text, isText := name.Text()
		if !isText {
			text = id.OID()
		}
		if !ok || text == "" {
			return errExtension
		}
		q.PSD2Roles = append(q.PSD2Roles, text)
	}
	name, _ := parts.Next()
	id, _ := parts.Next()
	var ok1, ok2 bool
	q.PSD2NCA, ok1 = name.Text()
	q.PSD2NCAID, ok2 = id.Text()
	if !ok1 || !ok2 || cur.Err() != nil {
		return errExtension
	}
	return nil
}
