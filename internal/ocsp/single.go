// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ocsp

import (
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/tlv"
)

// parseSingle reads a SingleResponse, RFC 6960 4.2.1.
func parseSingle(v tlv.Value) (*Single, error) {
	s := &Single{Reason: -1}
	c := v.Children()
	id, ok := c.Take(tlv.Sequence)
	if !ok {
		return nil, errors.New("no certificate id")
	}
	if err := s.readCertID(id); err != nil {
		return nil, err
	}
	status, ok := c.Next()
	if !ok {
		return nil, errors.New("no certificate status")
	}
	if err := s.readStatus(status); err != nil {
		return nil, err
	}
	this, ok := c.Next()
	if !ok {
		return nil, errors.New("no thisUpdate")
	}
	var err error
	if s.ThisUpdate, err = this.Time(); err != nil {
		return nil, fmt.Errorf("thisUpdate: %w", err)
	}
	if next, ok := c.Take(tlv.ContextConstructed(0)); ok {
		inner, _, err := tlv.Read(next.Content)
		if err != nil {
			return nil, fmt.Errorf("nextUpdate: %w", err)
		}
		if s.NextUpdate, err = inner.Time(); err != nil {
			return nil, fmt.Errorf("nextUpdate: %w", err)
		}
	}
	if ext, ok := c.Take(tlv.ContextConstructed(1)); ok {
		if err := s.readExtensions(ext); err != nil {
			return nil, fmt.Errorf("single extensions: %w", err)
		}
	}
	if c.More() || c.Err() != nil {
		return nil, errors.New("unexpected octets at its end")
	}
	return s, nil
}

func (s *Single) readCertID(id tlv.Value) error {
	c := id.Children()
	algorithm, ok := c.Take(tlv.Sequence)
	if !ok {
		return errors.New("no hash algorithm")
	}
	s.HashAlgorithm, _ = sigalg.HashFromIdentifier(algorithm.Raw)
	name, ok := c.Next()
	if !ok {
		return errors.New("no issuer name hash")
	}
	key, ok := c.Next()
	if !ok {
		return errors.New("no issuer key hash")
	}
	serial, ok := c.Take(tlv.Integer)
	if !ok {
		return errors.New("no serial number")
	}
	var err error
	if s.IssuerNameHash, err = name.Octets(); err != nil {
		return err
	}
	if s.IssuerKeyHash, err = key.Octets(); err != nil {
		return err
	}
	if s.Serial = serial.Integer(); s.Serial == nil {
		return errors.New("malformed serial number")
	}
	return nil
}

func (s *Single) readStatus(v tlv.Value) error {
	switch v.ID &^ 0x20 {
	case tlv.Context(0):
		s.Status = Good
	case tlv.Context(2):
		s.Status = Unknown
	case tlv.Context(1):
		s.Status = Revoked
		c := v.Children()
		at, ok := c.Next()
		if !ok {
			return errors.New("no revocation time")
		}
		var err error
		if s.RevokedAt, err = at.Time(); err != nil {
			return fmt.Errorf("revocation time: %w", err)
		}
		if reason, ok := c.Take(tlv.ContextConstructed(0)); ok {
			inner, _, err := tlv.Read(reason.Content)
			if n, ok := inner.Int(); err == nil && ok && n >= 0 && n <= 10 {
				s.Reason = n
			}
		}
	default:
		return fmt.Errorf("certificate status %#x", v.ID)
	}
	return nil
}

// Extensions that change nothing in what a SingleResponse says: the CRL it was taken from, the service locator, the
// preferred algorithms, extended revoke, and the CRL entry extensions reasonCode and invalidityDate (RFC 6960 4.4).
func ignorable(oid string) bool {
	switch oid {
	case "1.3.6.1.5.5.7.48.1.3", "1.3.6.1.5.5.7.48.1.7", "1.3.6.1.5.5.7.48.1.8", "1.3.6.1.5.5.7.48.1.9",
		"2.5.29.21", "2.5.29.24":
		return true
	}
	return false
}

func (s *Single) readExtensions(explicit tlv.Value) error {
	return eachExtension(explicit, func(oid string, critical bool, value []byte) {
		switch {
		case oid == oidArchive:
			if v, _, err := tlv.Read(value); err == nil {
				s.ArchiveCutoff, _ = v.Time()
			}
		case oid == oidHash:
			s.readCertHash(value)
		case critical && !ignorable(oid):
			s.UnknownCritical = append(s.UnknownCritical, oid)
		}
	})
}

// readCertHash reads CertHash ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, certificateHash OCTET STRING }.
// One that is malformed is there, and matches nothing.
func (s *Single) readCertHash(value []byte) {
	s.CertHash = append([]byte{0}, value...)
	v, _, err := tlv.Read(value)
	if err != nil {
		return
	}
	c := v.Children()
	algorithm, ok := c.Take(tlv.Sequence)
	if !ok {
		return
	}
	hash, ok := c.Next()
	if !ok {
		return
	}
	if octets, err := hash.Octets(); err == nil {
		s.CertHashAlgorithm, _ = sigalg.HashFromIdentifier(algorithm.Raw)
		s.CertHash = octets
	}
}
