// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/tlv"
)

// maxBundle bounds the certificates of one answer: a bundle of a CA's issuers has a handful.
const maxBundle = 64

const oidSignedData = "1.2.840.113549.1.7.2"

// Issuers downloads the certificates that cert's authority information access says its issuer has (RFC 5280 4.2.2.1): a
// certificate in DER or PEM, or a certs-only CMS message. It stops at the first address that gives one with the issuer's name;
// only certificates with that name are returned. The error joins those of all addresses if none did.
func (c *Client) Issuers(ctx context.Context, cert *ades.Certificate) ([]*ades.Certificate, error) {
	if cert == nil {
		return nil, errors.New("no certificate")
	}
	var errs []error
	for _, url := range first(cert.X509().IssuerURLs) {
		found, err := c.issuers(ctx, url, cert)
		if err == nil {
			return found, nil
		}
		errs = append(errs, err)
	}
	if errs == nil {
		return nil, errors.New("certificate does not say where its issuer's certificate is")
	}
	return nil, errors.Join(errs...)
}

// issuers asks one address.
func (c *Client) issuers(ctx context.Context, url string, cert *ades.Certificate) ([]*ades.Certificate, error) {
	answer, err := c.do(ctx, "GET", url, nil, nil, maxIssuers)
	if err != nil {
		return nil, err
	}
	found, err := readCertificates(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("fetch %q: %w", url, err)
	}
	found = slices.DeleteFunc(found, func(i *ades.Certificate) bool { return !i.X509().Subject.Equal(cert.X509().Issuer) })
	if len(found) == 0 {
		return nil, fmt.Errorf("fetch %q: %w", url, errUnrelated)
	}
	return found, nil
}

// readCertificates reads a certificate, PEM, or a certs-only CMS message.
func readCertificates(body []byte) ([]*ades.Certificate, error) {
	list := [][]byte{body}
	if blocks, ok := fromPEM(body, "CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"); ok {
		list = blocks
	} else if blocks, ok := fromPEM(body, "PKCS7", "CMS"); ok {
		list = bundle(blocks[0])
	} else if b := bundle(body); b != nil {
		list = b
	}
	if len(list) > maxBundle {
		return nil, limits.Exceeded("certificates of one answer", maxBundle)
	}
	var out []*ades.Certificate
	err := errors.New("no certificate in the answer")
	for _, der := range list {
		cert, e := ades.ParseCertificate(der)
		if e != nil {
			err = e
			continue
		}
		out = append(out, cert)
	}
	if len(out) == 0 {
		return nil, err
	}
	return out, nil
}

// fromPEM returns the blocks of these types.
func fromPEM(body []byte, types ...string) (out [][]byte, ok bool) {
	for len(out) <= maxBundle {
		var block *pem.Block
		if block, body = pem.Decode(body); block == nil {
			break
		}
		if slices.Contains(types, block.Type) {
			out = append(out, block.Bytes)
		}
	}
	return out, len(out) > 0
}

// bundle returns the certificates of a certs-only SignedData (RFC 5652 5.1), nil if body is none.
func bundle(body []byte) [][]byte {
	outer, _, err := tlv.Read(body)
	if err != nil {
		return nil
	}
	c := outer.Children()
	kind, ok := c.Take(tlv.ObjectID)
	if !ok || kind.OID() != oidSignedData {
		return nil
	}
	explicit, ok := c.Take(tlv.ContextConstructed(0))
	if !ok {
		return nil
	}
	data, _, err := tlv.Read(explicit.Content)
	if err != nil {
		return nil
	}
	for c = data.Children(); c.More(); {
		v, ok := c.Next()
		if !ok || v.ID != tlv.ContextConstructed(0) {
			continue
		}
		out := [][]byte{}
		for certs := v.Children(); len(out) <= maxBundle; {
			cert, ok := certs.Next()
			if !ok {
				break
			}
			out = append(out, cert.Raw)
		}
		return out
	}
	return nil
}
