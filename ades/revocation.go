// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ades

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/mitome-project/mitome/internal/crl"
	"github.com/mitome-project/mitome/internal/ocsp"
)

// Revocation is a CRL or an OCSP response, with its raw bytes.
type Revocation struct {
	id      ID
	raw     []byte
	crl     *crl.List
	ocsp    *ocsp.Response
	Origins []Origin
}

// ParseCRL reads one CRL. The error says that it is no CRL at all.
func ParseCRL(der []byte) (*Revocation, error) {
	l, err := crl.Parse(der)
	if err != nil {
		return nil, err
	}
	return &Revocation{id: NewID("R", der), raw: der, crl: l}, nil
}

// ParseOCSP reads an OCSPResponse or a bare BasicOCSPResponse. Its id is that of the BasicOCSPResponse, so that the same
// answer in both wrappings is one.
func ParseOCSP(der []byte) (*Revocation, error) {
	r, err := ocsp.Parse(der)
	if err != nil {
		return nil, err
	}
	return &Revocation{id: NewID("R", r.Basic), raw: der, ocsp: r}, nil
}

// ID is "R-" and the SHA-256 of the CRL or the BasicOCSPResponse.
func (r *Revocation) ID() ID { return r.id }

// Raw is the data as found.
func (r *Revocation) Raw() []byte { return r.raw }

// Kind is "CRL" or "OCSP".
func (r *Revocation) Kind() string {
	if r.crl != nil {
		return "CRL"
	}
	return "OCSP"
}

// ProducedAt is the CRL's thisUpdate or the OCSP response's producedAt.
func (r *Revocation) ProducedAt() time.Time {
	if r.crl != nil {
		return r.crl.ThisUpdate
	}
	return r.ocsp.ProducedAt
}

// CRL is the parsed CRL, nil for an OCSP response; for this module's own packages.
func (r *Revocation) CRL() *crl.List { return r.crl }

// OCSP is the parsed OCSP response, nil for a CRL; for this module's own packages.
func (r *Revocation) OCSP() *ocsp.Response { return r.ocsp }

// storedRevocation is the form in evidence files.
type storedRevocation struct {
	Kind    string   `json:"kind"`
	Raw     []byte   `json:"raw"`
	Origins []Origin `json:"origins,omitempty"`
}

// MarshalJSON writes the raw bytes and the origins; the content is read again when it is loaded.
func (r *Revocation) MarshalJSON() ([]byte, error) {
	return json.Marshal(storedRevocation{r.Kind(), r.raw, r.Origins})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (r *Revocation) UnmarshalJSON(b []byte) error {
	var s storedRevocation
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	var p *Revocation
	var err error
	switch s.Kind {
	case "CRL":
		p, err = ParseCRL(s.Raw)
	case "OCSP":
		p, err = ParseOCSP(s.Raw)
	default:
		err = errors.New("revocation data of unknown kind " + s.Kind)
	}
	if err != nil {
		return err
	}
	*r = *p
	r.Origins = s.Origins
	return nil
}
