// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package crl

import (
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/tlv"
)

// Object identifiers of the CRL extensions (RFC 5280 5.2) and CRL entry extensions (5.3), and of X.509's expiredCertsOnCRL.
const (
	oidIssuerAltName     = "2.5.29.18"
	oidNumber            = "2.5.29.20"
	oidReason            = "2.5.29.21"
	oidHoldInstruction   = "2.5.29.23"
	oidInvalidityDate    = "2.5.29.24"
	oidDelta             = "2.5.29.27"
	oidIssuingPoint      = "2.5.29.28"
	oidCertificateIssuer = "2.5.29.29"
	oidAuthorityKey      = "2.5.29.35"
	oidFreshest          = "2.5.29.46"
	oidExpiredCerts      = "2.5.29.60"
	oidAuthorityInfo     = "1.3.6.1.5.5.7.1.1"
)

// errNone says that the bytes are not a CRL.
var errNone = errors.New("not a crl")

// Parse reads the header and the extensions of a CertificateList, RFC 5280 5.1, version 1 too; entries are not walked. The
// error says that it is no CRL; lesser faults are in Problems.
func Parse(der []byte) (*List, error) {
	outer, rest, err := tlv.Read(der)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNone, err)
	}
	c := outer.Children()
	tbs, ok := c.Take(tlv.Sequence)
	if outer.ID != tlv.Sequence || !ok {
		return nil, fmt.Errorf("%w: no tbsCertList", errNone)
	}
	algorithm, ok := c.Take(tlv.Sequence)
	if !ok {
		return nil, fmt.Errorf("%w: no signature algorithm", errNone)
	}
	signature, ok := c.Next()
	if !ok || signature.ID&0x1f != tlv.BitString {
		return nil, fmt.Errorf("%w: no signature value", errNone)
	}
	l := &List{Raw: outer.Raw, RawTBS: tbs.Raw, Version: 1, verified: &sigalg.Memory{}}
	if len(rest) > 0 {
		l.problem("%d octets after the crl", len(rest))
	}
	if l.SignatureAlgorithm, err = sigalg.FromAlgorithmIdentifier(algorithm.Raw, ""); err != nil {
		l.problem("signature algorithm: %v", err)
	}
	octets, unused, ok := signature.Bits()
	if !ok || unused != 0 {
		l.problem("signature value is not a whole number of octets")
	}
	l.Signature = octets
	if err := l.readTBS(tbs, algorithm); err != nil {
		return nil, fmt.Errorf("%w: %w", errNone, err)
	}
	return l, nil
}

func (l *List) problem(format string, args ...any) {
	l.Problems = append(l.Problems, fmt.Sprintf(format, args...))
}

func isTime(c *tlv.Cursor) bool { return c.Peek(tlv.UTCTime) || c.Peek(tlv.GeneralizedTime) }

// readTBS reads TBSCertList.
func (l *List) readTBS(tbs, outerAlgorithm tlv.Value) error {
	c := tbs.Children()
	if v, ok := c.Take(tlv.Integer); ok {
		n, ok := v.Int()
		if !ok || n < 0 || n > 1 {
			l.problem("version is not v2")
		}
		l.Version = n + 1
	}
	algorithm, ok := c.Take(tlv.Sequence)
	if !ok {
		return errors.New("no inner signature algorithm")
	}
	if string(algorithm.Raw) != string(outerAlgorithm.Raw) { // RFC 5280 5.1.1.2: must be the same; the inner one is signed
		l.problem("inner and outer signature algorithm differ")
		inner, err := sigalg.FromAlgorithmIdentifier(algorithm.Raw, "")
		if err != nil || inner != l.SignatureAlgorithm {
			l.SignatureAlgorithm = sigalg.Algorithm{}
		}
	}
	name, ok := c.Take(tlv.Sequence)
	if !ok {
		return errors.New("no issuer")
	}
	var err error
	if l.Issuer, err = pkix.ParseName(name.Raw); err != nil {
		return fmt.Errorf("issuer: %w", err)
	}
	if !isTime(&c) {
		return errors.New("no thisUpdate")
	}
	this, _ := c.Next()
	if l.ThisUpdate, err = this.Time(); err != nil {
		return fmt.Errorf("thisUpdate: %w", err)
	}
	if isTime(&c) {
		next, _ := c.Next()
		if l.NextUpdate, err = next.Time(); err != nil {
			return fmt.Errorf("nextUpdate: %w", err)
		}
	}
	if entries, ok := c.Take(tlv.Sequence); ok {
		l.entries = entries.Content
	}
	if ext, ok := c.Take(tlv.ContextConstructed(0)); ok {
		if l.Version == 1 {
			l.problem("version 1 with extensions")
		}
		l.readExtensions(ext)
	}
	if c.More() {
		return errors.New("unexpected value at the end of tbsCertList")
	}
	return c.Err()
}

// readExtensions reads crlExtensions. One that is understood but malformed counts as not understood and critical: what it
// restricts is not known.
func (l *List) readExtensions(explicit tlv.Value) {
	outer := explicit.Children()
	list, ok := outer.Take(tlv.Sequence)
	if !ok {
		l.malformed("extensions", errors.New("no sequence"))
		return
	}
	err := pkix.EachExtension(list.Content, func(oid string, critical bool, value []byte) {
		known, err := l.readExtension(oid, value)
		switch {
		case err != nil:
			l.malformed(oid, err)
		case !known && critical:
			l.UnknownCritical = append(l.UnknownCritical, oid)
		}
	})
	if err != nil {
		l.malformed("extensions", err)
	}
}

func (l *List) malformed(what string, err error) {
	l.problem("%s: %v", what, err)
	l.UnknownCritical = append(l.UnknownCritical, what)
}

func (l *List) readExtension(oid string, value []byte) (known bool, err error) {
	switch oid {
	case oidIssuerAltName, oidFreshest, oidAuthorityInfo:
		return true, nil
	case oidNumber, oidDelta, oidIssuingPoint, oidAuthorityKey, oidExpiredCerts:
	default:
		return false, nil
	}
	v, _, err := tlv.Read(value)
	if err != nil {
		return true, err
	}
	switch oid {
	case oidNumber:
		if l.Number = v.Integer(); l.Number == nil {
			err = errors.New("no integer")
		}
	case oidDelta:
		if l.BaseNumber = v.Integer(); l.BaseNumber == nil {
			err = errors.New("no integer")
		}
	case oidIssuingPoint:
		l.rawPoint = v.Raw
		l.Point, err = parseIssuingPoint(v)
	case oidAuthorityKey:
		c := v.Children()
		if id, ok := c.Take(tlv.Context(0)); ok {
			l.AuthorityKeyID = id.Content
		}
	case oidExpiredCerts:
		l.ExpiredCertsOnCRL, err = v.Time()
	}
	return true, err
}

// CheckSignature reports whether the CRL's signature verifies with pub. It says nothing of whether the key's owner may sign it.
func (l *List) CheckSignature(pub *sigalg.PublicKey) error {
	if pub == nil {
		return errors.New("crl: no public key")
	}
	return l.verified.Verify(pub, l.SignatureAlgorithm, l.RawTBS, l.Signature)
}
