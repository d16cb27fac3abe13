// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ades

import (
	"encoding/json"
	"math/big"
	"slices"
	"time"

	"github.com/mitome-project/mitome/internal/pkix"
)

// Certificate is an X.509 certificate, read tolerantly, with its raw bytes.
type Certificate struct {
	id      ID
	parsed  *pkix.Certificate
	Origins []Origin
}

// Origin says where in a document a certificate or revocation data was found.
type Origin struct {
	Where string // "SIGNED_DATA", "CERTIFICATE_VALUES", "KEY_INFO", "DSS_DICTIONARY", "VRI_DICTIONARY", "TIMESTAMP_VALIDATION_DATA", "OCSP_RESPONSE", …
	In    ID     // the signature, time-stamp or revocation data; empty: the document
}

// Accompanies reports whether both certificates stand in one time-stamp token or in one OCSP answer.
func (c *Certificate) Accompanies(o *Certificate) bool {
	for _, a := range c.Origins {
		if a.In != "" && slices.ContainsFunc(o.Origins, func(b Origin) bool { return a.In == b.In }) {
			return true
		}
	}
	return false
}

// ParseCertificate reads one DER (or BER) certificate. The error says that it is no certificate at all; lesser faults are in Problems.
func ParseCertificate(der []byte) (*Certificate, error) {
	p, err := pkix.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return certificateOf(p), nil
}

func certificateOf(p *pkix.Certificate) *Certificate {
	return &Certificate{id: NewID("C", p.Raw), parsed: p}
}

// ID is "C-" and the SHA-256 of the certificate.
func (c *Certificate) ID() ID { return c.id }

// Raw is the certificate as found.
func (c *Certificate) Raw() []byte { return c.parsed.Raw }

// Subject is the subject's distinguished name, in the form of RFC 4514.
func (c *Certificate) Subject() string { return c.parsed.Subject.String() }

// Issuer is the issuer's distinguished name, in the form of RFC 4514.
func (c *Certificate) Issuer() string { return c.parsed.Issuer.String() }

// Serial is the serial number.
func (c *Certificate) Serial() *big.Int { return c.parsed.Serial }

// NotBefore and NotAfter bound the validity period, both inclusive.
func (c *Certificate) NotBefore() time.Time { return c.parsed.NotBefore }

// NotAfter is the last second of the validity period.
func (c *Certificate) NotAfter() time.Time { return c.parsed.NotAfter }

// SubjectValues are the values of one attribute type (dotted OID, "2.5.4.6" for the country) of the subject.
func (c *Certificate) SubjectValues(oid string) []string { return c.parsed.Subject.Values(oid) }

// Problems are deviations from RFC 5280 that did not hinder the reading.
func (c *Certificate) Problems() []string { return c.parsed.Problems }

// X509 is the parsed content, for this module's own packages.
func (c *Certificate) X509() *pkix.Certificate { return c.parsed }

// storedCertificate is the form in evidence files.
type storedCertificate struct {
	Raw     []byte   `json:"raw"`
	Origins []Origin `json:"origins,omitempty"`
}

// MarshalJSON writes the raw bytes and the origins; the content is read again when it is loaded.
func (c *Certificate) MarshalJSON() ([]byte, error) {
	return json.Marshal(storedCertificate{c.Raw(), c.Origins})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *Certificate) UnmarshalJSON(b []byte) error {
	var s storedCertificate
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	p, err := ParseCertificate(s.Raw)
	if err != nil {
		return err
	}
	*c = *p
	c.Origins = s.Origins
	return nil
}
