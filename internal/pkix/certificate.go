// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import (
	"errors"
	"fmt"
	"math/big"
	"sync/atomic"
	"time"

	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/tlv"
)

// The bounds on one certificate; real ones stay far below.
const (
	maxExtensions = 200
	maxItems      = 2000 // names, policies, URLs in one extension
	maxProblems   = 50
)

// errNotCertificate says that the outer structure is not that of a certificate.
var errNotCertificate = errors.New("not a certificate")

// ParseCertificate reads one certificate, RFC 5280 4.1. The error says that it is no certificate at all: the sequence of
// TBSCertificate, algorithm and signature, or the issuer, validity or subject is missing. All else that is wrong is in Problems.
// Octets after the certificate are dropped.
func ParseCertificate(der []byte) (*Certificate, error) {
	outer, rest, err := tlv.Read(der)
	if err != nil || outer.ID != tlv.Sequence {
		return nil, fmt.Errorf("%w: no asn.1 sequence", errNotCertificate)
	}
	c := &Certificate{Raw: outer.Raw, Version: 1, PathLen: -1, InhibitAnyPolicy: -1, verified: &sigalg.Memory{}}
	if len(rest) > 0 {
		c.problem("%d octets follow the certificate", len(rest))
	}
	parts := outer.Children()
	tbs, ok1 := parts.Take(tlv.Sequence)
	alg, ok2 := parts.Take(tlv.Sequence)
	sig, ok3 := parts.Take(tlv.BitString)
	if !ok1 || !ok2 || !ok3 {
		return nil, fmt.Errorf("%w: no sequence of content, algorithm and signature", errNotCertificate)
	}
	if outer.BER || tbs.BER {
		c.problem("encoding is not DER")
	}
	if parts.More() || parts.Err() != nil {
		c.problem("octets follow the signature")
	}
	c.RawTBS = tbs.Raw
	if octets, unused, ok := sig.Bits(); ok && unused == 0 {
		c.Signature = octets
	} else {
		c.problem("signature is no bit string of whole octets")
	}
	if c.SignatureAlgorithm, err = sigalg.FromAlgorithmIdentifier(alg.Raw, ""); err != nil {
		c.problem("signature algorithm: %v", err)
	}
	if err := c.parseTBS(tbs, alg.Raw); err != nil {
		return nil, err
	}
	return c, nil
}

// problem notes a deviation.
func (c *Certificate) problem(format string, args ...any) {
	if len(c.Problems) < maxProblems {
		c.Problems = append(c.Problems, fmt.Sprintf(format, args...))
	}
}

// parseTBS reads TBSCertificate. Outer is the AlgorithmIdentifier outside it.
func (c *Certificate) parseTBS(tbs tlv.Value, outer []byte) error {
	cur := tbs.Children()
	if v, ok := cur.Take(tlv.ContextConstructed(0)); ok {
		inner := v.Children()
		n, _ := inner.Take(tlv.Integer)
		if version, ok := n.Int(); ok && version >= 0 && version <= 2 {
			c.Version = version + 1
		} else {
			c.Version = 3
			c.problem("version is not 1, 2 or 3")
		}
	}
	serial, ok := cur.Take(tlv.Integer)
	if !ok {
		return fmt.Errorf("%w: no serial number", errNotCertificate)
	}
	c.parseSerial(serial)
	alg, ok := cur.Take(tlv.Sequence)
	if !ok {
		return fmt.Errorf("%w: no signature algorithm", errNotCertificate)
	}
	if string(alg.Raw) != string(outer) {
		c.problem("signature algorithm inside and outside the signed part differ")
	}
	issuer, ok1 := cur.Take(tlv.Sequence)
	validity, ok2 := cur.Take(tlv.Sequence)
	subject, ok3 := cur.Take(tlv.Sequence)
	if !ok1 || !ok2 || !ok3 {
		return fmt.Errorf("%w: no issuer, validity and subject", errNotCertificate)
	}
	c.Issuer = c.name("issuer", issuer)
	c.Subject = c.name("subject", subject)
	c.parseValidity(validity)
	if spki, ok := cur.Take(tlv.Sequence); ok {
		c.RawSPKI = spki.Raw
		key, err := sigalg.ParseSPKI(spki.Raw)
		if err != nil {
			c.problem("public key: %v", err)
		}
		c.PublicKey = key
	} else {
		c.problem("no public key")
	}
	c.parseTail(&cur)
	return nil
}

// parseTail reads the unique identifiers and the extensions.
func (c *Certificate) parseTail(cur *tlv.Cursor) {
	for cur.More() {
		v, ok := cur.Next()
		if !ok {
			break
		}
		switch v.ID {
		case tlv.Context(1), tlv.Context(2), tlv.ContextConstructed(1), tlv.ContextConstructed(2):
		case tlv.ContextConstructed(3):
			c.parseExtensions(v)
		default:
			c.problem("unknown field with identifier octet %#02x", v.ID)
		}
	}
	if cur.Err() != nil {
		c.problem("signed part: %v", cur.Err())
	}
}

func (c *Certificate) parseSerial(v tlv.Value) {
	if len(v.Content) > 1024 || len(v.Content) == 0 {
		c.problem("serial number has %d octets", len(v.Content))
		c.Serial = new(big.Int)
		return
	}
	c.Serial = v.Integer()
	switch {
	case c.Serial.Sign() < 0:
		c.problem("serial number is negative")
	case c.Serial.Sign() == 0:
		c.problem("serial number is zero")
	case len(v.Content) > 21 || len(v.Content) == 21 && v.Content[0] != 0:
		c.problem("serial number is longer than 20 octets")
	}
}

func (c *Certificate) parseValidity(v tlv.Value) {
	cur := v.Children()
	for _, to := range []struct {
		t    *time.Time
		what string
	}{{&c.NotBefore, "notBefore"}, {&c.NotAfter, "notAfter"}} {
		v, ok := cur.Next()
		if !ok {
			c.problem("%s is missing", to.what)
			continue
		}
		t, err := v.Time()
		if err != nil {
			c.problem("%s: %v", to.what, err)
			continue
		}
		*to.t = t
	}
}

// name reads a distinguished name and notes what is wrong with it.
func (c *Certificate) name(what string, v tlv.Value) Name {
	n, problem := parseName(v)
	if problem != "" {
		c.problem("%s: %s", what, problem)
	}
	return n
}

// SelfIssued reports whether subject and issuer are the same name, RFC 5280 3.2.
func (c *Certificate) SelfIssued() bool { return c.Subject.Equal(c.Issuer) }

// SelfSigned reports whether the certificate is self-issued and its signature verifies with its own key. It is
// computed once.
func (c *Certificate) SelfSigned() bool {
	switch atomic.LoadUint32(&c.selfSigned) {
	case selfSignedYes:
		return true
	case selfSignedNo:
		return false
	}
	yes := c.SelfIssued() && c.CheckSignature(c.PublicKey) == nil
	atomic.StoreUint32(&c.selfSigned, selfSignedAs(yes))
	return yes
}

// CheckSignature verifies the certificate's signature with the issuer's key; see [sigalg.Verify] for the errors. The
// certificate remembers the outcome.
func (c *Certificate) CheckSignature(pub *sigalg.PublicKey) error {
	return c.verified.Verify(pub, c.SignatureAlgorithm, c.RawTBS, c.Signature)
}

// What [Certificate.SelfSigned] remembers; 0: it was not asked yet.
const (
	selfSignedNo uint32 = iota + 1
	selfSignedYes
)

func selfSignedAs(yes bool) uint32 {
	if yes {
		return selfSignedYes
	}
	return selfSignedNo
}

// Described returns a certificate that is known by its facts alone and not by its bytes, as other tools tell them.
func Described(c Certificate, selfSigned bool) *Certificate {
	c.selfSigned = selfSignedAs(selfSigned)
	return &c
}
