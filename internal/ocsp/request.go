// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ocsp

import (
	"errors"
	"slices"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/tlv"
)

// Request is an OCSPRequest (RFC 6960 4.1.1) for cert, which issuer issued. The CertID is by SHA-1, which every responder
// knows; it identifies, and protects nothing. An empty nonce is left out.
func Request(cert, issuer *pkix.Certificate, nonce []byte) ([]byte, error) {
	key := keyBits(issuer)
	if len(key) == 0 || cert.Serial == nil {
		return nil, errors.New("ocsp request: key or serial number cannot be read")
	}
	seq := func(parts ...[]byte) []byte { return tlv.Encode(tlv.Sequence, slices.Concat(parts...)) }
	serial, err := rawSerial(cert)
	if err != nil {
		return nil, err
	}
	id := seq(
		seq(tlv.EncodeOID(sigalg.SHA1.OID()), tlv.Encode(tlv.Null, nil)),
		tlv.Encode(tlv.OctetString, sigalg.SHA1.Sum(cert.Issuer.Raw)),
		tlv.Encode(tlv.OctetString, sigalg.SHA1.Sum(key)),
		serial,
	)
	tbs := seq(seq(id))
	if len(nonce) > 0 {
		value := tlv.Encode(tlv.OctetString, tlv.Encode(tlv.OctetString, nonce))
		tbs = append(tbs, tlv.Encode(tlv.ContextConstructed(2), seq(seq(tlv.EncodeOID(oidNonce), value)))...)
	}
	return seq(seq(tbs)), nil
}

// rawSerial is the serial number's INTEGER as it is encoded in cert.
func rawSerial(cert *pkix.Certificate) ([]byte, error) {
	tbs, _, err := tlv.Read(cert.RawTBS)
	if err != nil {
		return nil, err
	}
	c := tbs.Children()
	c.Take(tlv.ContextConstructed(0))
	serial, ok := c.Take(tlv.Integer)
	if !ok {
		return nil, errors.New("ocsp request: no serial number")
	}
	return serial.Raw, nil
}
