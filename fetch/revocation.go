// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/ocsp"
)

// Bounds for things that are small by nature.
const (
	maxOCSP    = 1 << 20
	maxIssuers = 1 << 20
	maxURLs    = 8 // of one kind in one certificate
)

// errUnrelated says that an answer does not speak of the certificate asked for.
var errUnrelated = errors.New("answer is not about the certificate")

// Revocation asks for revocation data of cert, which issuer issued: the OCSP responders named in cert first, then, where none
// gave a status, its CRL distribution points. Errors of single sources are returned beside what others gave. The answers
// speak of the certificate; whether they are authentic, authorised and fresh is not decided here.
func (c *Client) Revocation(ctx context.Context, cert, issuer *ades.Certificate) ([]*ades.Revocation, []error) {
	if cert == nil || issuer == nil {
		return nil, []error{errors.New("revocation data need a certificate and its issuer")}
	}
	var out []*ades.Revocation
	var errs []error
	for _, url := range first(cert.X509().OCSPURLs) {
		r, err := c.ocsp(ctx, url, cert, issuer)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out = append(out, r)
		if s, ok := r.OCSP().For(cert.X509(), issuer.X509()); ok && s.Status != ocsp.Unknown {
			return out, errs
		}
	}
	crls, more := c.crls(ctx, cert)
	return append(out, crls...), append(errs, more...)
}

func first(urls []string) []string { return urls[:min(len(urls), maxURLs)] }

// ocsp asks one responder (RFC 6960 appendix A.1, POST).
func (c *Client) ocsp(ctx context.Context, url string, cert, issuer *ades.Certificate) (*ades.Revocation, error) {
	nonce := make([]byte, 16)
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	request, err := ocsp.Request(cert.X509(), issuer.X509(), nonce)
	if err != nil {
		return nil, err
	}
	header := http.Header{"Content-Type": {"application/ocsp-request"}, "Accept": {"application/ocsp-response"}}
	answer, err := c.do(ctx, http.MethodPost, url, header, request, maxOCSP)
	if err != nil {
		return nil, err
	}
	r, err := ades.ParseOCSP(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("fetch %q: %w", url, err)
	}
	if n := r.OCSP().Nonce; n != nil && !bytes.Equal(n, nonce) {
		return nil, fmt.Errorf("fetch %q: answer has another nonce", url)
	}
	if _, ok := r.OCSP().For(cert.X509(), issuer.X509()); !ok {
		return nil, fmt.Errorf("fetch %q: %w", url, errUnrelated)
	}
	return r, nil
}

// crls downloads from the distribution points of cert until one CRL covers it whole.
func (c *Client) crls(ctx context.Context, cert *ades.Certificate) ([]*ades.Revocation, []error) {
	var out []*ades.Revocation
	var errs []error
	asked := 0
	for _, point := range cert.X509().CRLPoints {
		for _, url := range point.URLs {
			if asked++; asked > maxURLs {
				return out, errs
			}
			r, err := c.crl(ctx, url, cert)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			out = append(out, r)
			if whole, _ := r.CRL().InScope(cert.X509()); whole {
				return out, errs
			}
			break // the other URLs of a point lead to the same CRL
		}
	}
	return out, errs
}

func (c *Client) crl(ctx context.Context, url string, cert *ades.Certificate) (*ades.Revocation, error) {
	answer, err := c.Get(ctx, url)
	if err != nil {
		return nil, err
	}
	body := answer.Body
	if der, ok := fromPEM(body, "X509 CRL", "CRL"); ok {
		body = der[0]
	}
	r, err := ades.ParseCRL(body)
	if err != nil {
		return nil, fmt.Errorf("fetch %q: %w", url, err)
	}
	if mask, why := r.CRL().Scope(cert.X509()); mask == 0 {
		return nil, fmt.Errorf("fetch %q: %w: %s", url, errUnrelated, why)
	}
	return r, nil
}
