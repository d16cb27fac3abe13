// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package crl

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/tlv"
)

// RemoveFromCRL is the reason of a delta CRL's entry that takes a certificate off the list (RFC 5280 5.3.1).
const RemoveFromCRL = 8

// ErrOtherIssuer says that a CRL is not about the certificates of an issuer: it says nothing of them, neither good nor revoked.
var ErrOtherIssuer = errors.New("crl is not about certificates of this issuer")

// ErrCriticalEntry says that some entry has a critical extension that is not understood, so that a certificate that is not
// found cannot be taken as not revoked (RFC 5280 5.3).
var ErrCriticalEntry = errors.New("crl entry has a critical extension that is not understood")

// criticalMark starts every BOOLEAN in DER and BER; an extension list without it has no critical extension.
var criticalMark = []byte{0x01, 0x01}

// issuerMark is the content of the OID of certificateIssuer.
var issuerMark = []byte{0x55, 0x1d, 0x1d}

// Lookup walks the entries for the certificate that issuer gave that serial number. A certificate that is found is revoked (or
// on hold, by its reason); one that is not is not revoked only if the error is nil.
//
// In an indirect CRL the certificateIssuer of an entry holds for those that follow, until the next (RFC 5280 5.3.3).
func (l *List) Lookup(serial *big.Int, issuer pkix.Name) (Entry, bool, error) {
	if serial == nil {
		return Entry{}, false, errors.New("no serial number")
	}
	indirect := l.Point != nil && l.Point.Indirect
	current := l.Issuer.Equal(issuer) // the entries walked now are of this issuer
	if !current && !indirect {
		return Entry{}, false, ErrOtherIssuer
	}
	var name *pkix.Name // the certificateIssuer in force; nil: the CRL issuer
	want := integer(serial)
	var fault error
	for rest := l.entries; len(rest) > 0; {
		got, tail, next, err := splitEntry(rest)
		if err != nil {
			return Entry{}, false, fmt.Errorf("crl entry at octet %d: %w", len(l.entries)-len(rest), err)
		}
		rest = next
		if needsReading(tail, indirect) {
			e, err := readEntry(tail)
			if err != nil && fault == nil {
				fault = fmt.Errorf("crl entry: %w", err)
			}
			if indirect && e.CertificateIssuer != nil {
				name, current = e.CertificateIssuer, e.CertificateIssuer.Equal(issuer)
			}
			if fault == nil && len(e.unknown(indirect)) > 0 {
				fault = ErrCriticalEntry
			}
		}
		if current && bytes.Equal(got, want) {
			return found(tail, name, indirect)
		}
	}
	return Entry{}, false, fault
}

// found reads the entry whose octets after the serial number are tail. What cannot be read of it does not make it less revoked.
func found(tail []byte, issuer *pkix.Name, indirect bool) (Entry, bool, error) {
	e, err := readEntry(tail)
	e.UnknownCritical = e.unknown(indirect)
	if e.CertificateIssuer == nil || !indirect {
		e.CertificateIssuer = issuer
	}
	if err != nil {
		err = fmt.Errorf("crl entry: %w", err)
	}
	return e, true, err
}

// unknown lists the critical extensions that are not understood; certificateIssuer is one in a CRL that is not indirect.
func (e *Entry) unknown(indirect bool) []string {
	if e.CertificateIssuer == nil || indirect {
		return e.UnknownCritical
	}
	return append(e.UnknownCritical, oidCertificateIssuer)
}

// plainReason is an extension list that holds a reasonCode in DER and nothing else, but for the reason itself: all that most
// entries have.
var plainReason = []byte{0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01}

// needsReading reports whether an entry may hold an extension that matters to other entries than itself: one that is critical,
// or in an indirect CRL a certificateIssuer. It is quick for the common forms and exact for the others.
func needsReading(tail []byte, indirect bool) bool {
	if len(tail) < 20 { // a date and nothing else
		return false
	}
	if end := 2 + int(tail[1]); tail[1] < 0x80 && len(tail) == end+len(plainReason)+1 && bytes.HasPrefix(tail[end:], plainReason) {
		return false
	}
	if indirect && bytes.Contains(tail, issuerMark) {
		return true
	}
	if !bytes.Contains(tail, criticalMark) {
		return false
	}
	c := tlv.Walk(tail)
	c.Next()
	list, ok := c.Take(tlv.Sequence)
	if !ok {
		return true
	}
	for c = list.Children(); c.More(); {
		extension, _ := c.Next()
		e := extension.Children()
		e.Next()
		if !e.Peek(tlv.OctetString) {
			return true
		}
	}
	return c.Err() != nil
}

// splitEntry splits the first entry off b: its serial number (minimal content octets) and the octets after it.
func splitEntry(b []byte) (serial, tail, rest []byte, err error) {
	// Nearly every entry is SEQUENCE and INTEGER with lengths below 128: these are read in place.
	if len(b) > 4 && b[0] == tlv.Sequence && b[1] < 0x80 && b[2] == tlv.Integer && b[3] < 0x80 {
		end, n := 2+int(b[1]), int(b[3])
		if end <= len(b) && 4+n <= end && n > 0 {
			return minimal(b[4 : 4+n]), b[4+n : end], b[end:], nil
		}
	}
	v, rest, err := tlv.Read(b)
	if err != nil {
		return nil, nil, nil, err
	}
	c := v.Children()
	number, ok := c.Take(tlv.Integer)
	if v.ID != tlv.Sequence || !ok || len(number.Content) == 0 {
		return nil, nil, nil, errors.New("no serial number")
	}
	return minimal(number.Content), c.Rest(), rest, nil
}

// minimal strips the leading octets that an INTEGER does not need: some CAs pad.
func minimal(b []byte) []byte {
	for len(b) > 1 && (b[0] == 0 && b[1] < 0x80 || b[0] == 0xff && b[1] >= 0x80) {
		b = b[1:]
	}
	return b
}

// integer is the minimal two's complement of n, the content octets of its DER.
func integer(n *big.Int) []byte {
	if n.Sign() < 0 {
		size := uint(new(big.Int).Not(n).BitLen()/8 + 1)
		b := new(big.Int).Add(n, new(big.Int).Lsh(big.NewInt(1), 8*size)).Bytes()
		return b // the sign bit is set, so no octet is lost
	}
	b := n.Bytes()
	if len(b) == 0 || b[0]&0x80 != 0 {
		return append([]byte{0}, b...)
	}
	return b
}

// readEntry reads the octets after the serial number.
func readEntry(tail []byte) (Entry, error) {
	e := Entry{Reason: -1}
	c := tlv.Walk(tail)
	date, ok := c.Next()
	if !ok {
		return e, errors.New("no revocation date")
	}
	var err error
	if e.RevokedAt, err = date.Time(); err != nil {
		return e, fmt.Errorf("revocation date: %w", err)
	}
	list, ok := c.Take(tlv.Sequence)
	if !ok {
		if c.More() {
			return e, errors.New("unexpected value after the revocation date")
		}
		return e, c.Err()
	}
	var fault error
	err = pkix.EachExtension(list.Content, func(oid string, critical bool, value []byte) {
		known, err := e.readExtension(oid, value)
		if err != nil && fault == nil {
			fault = fmt.Errorf("%s: %w", oid, err)
		}
		if !known && critical {
			e.UnknownCritical = append(e.UnknownCritical, oid)
		}
	})
	if err == nil {
		err = fault
	}
	return e, err
}

func (e *Entry) readExtension(oid string, value []byte) (known bool, err error) {
	switch oid {
	case oidHoldInstruction:
		return true, nil
	case oidReason, oidInvalidityDate, oidCertificateIssuer:
	default:
		return false, nil
	}
	v, _, err := tlv.Read(value)
	if err != nil {
		return true, err
	}
	switch oid {
	case oidReason:
		n, ok := v.Int()
		if !ok || n < 0 || n > 10 { // 7 is not used, and occurs
			return true, errors.New("malformed reason")
		}
		e.Reason = n
	case oidInvalidityDate:
		e.Invalidity, err = v.Time()
	case oidCertificateIssuer:
		var names []pkix.GeneralName
		if names, err = pkix.ParseGeneralNames(v.Raw); err != nil {
			return true, err
		}
		for _, n := range names {
			if n.Directory != nil {
				e.CertificateIssuer = n.Directory
				return true, nil
			}
		}
		err = errors.New("no directory name")
	}
	return true, err
}

// Entries counts the entries; the error says where the walk had to stop.
func (l *List) Entries() (int, error) {
	n := 0
	for rest := l.entries; len(rest) > 0; n++ {
		var err error
		if _, _, rest, err = splitEntry(rest); err != nil {
			return n, fmt.Errorf("crl entry %d: %w", n+1, err)
		}
	}
	return n, nil
}
