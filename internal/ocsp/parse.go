// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ocsp

import (
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/tlv"
)

// Object identifiers of RFC 6960 and of the certHash extension (Common PKI, part 4).
const (
	oidBasic   = "1.3.6.1.5.5.7.48.1.1"
	oidNonce   = "1.3.6.1.5.5.7.48.1.2"
	oidArchive = "1.3.6.1.5.5.7.48.1.6"
	oidHash    = "1.3.36.8.3.13"
)

// Bounds on one response: a responder answers for a handful of certificates.
const (
	maxSingles      = 4096
	maxCertificates = 64
)

// errNone says that the bytes are not an OCSP response.
var errNone = errors.New("not an ocsp response")

// Parse reads an OCSPResponse, a ResponseBytes or a bare BasicOCSPResponse (RFC 6960 4.2.1). The error says that it is none
// of them or that the responder refused to answer; lesser faults are in Problems, and a SingleResponse that cannot be read is left out.
func Parse(der []byte) (*Response, error) {
	outer, rest, err := tlv.Read(der)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNone, err)
	}
	if outer.ID != tlv.Sequence {
		return nil, fmt.Errorf("%w: identifier octet %#x", errNone, outer.ID)
	}
	basic, err := unwrap(outer)
	if err != nil {
		return nil, err
	}
	r := &Response{Raw: outer.Raw, Basic: basic.Raw, verified: &sigalg.Memory{}}
	if len(rest) > 0 {
		r.problem("%d octets after the response", len(rest))
	}
	if err := r.readBasic(basic); err != nil {
		return nil, fmt.Errorf("%w: %w", errNone, err)
	}
	return r, nil
}

var statusNames = [...]string{"successful", "malformedRequest", "internalError", "tryLater", "4", "sigRequired", "unauthorized"}

// unwrap returns the BasicOCSPResponse inside outer.
func unwrap(outer tlv.Value) (tlv.Value, error) {
	c := outer.Children()
	if status, ok := c.Take(tlv.Enumerated); ok {
		n, ok := status.Int()
		if !ok {
			return tlv.Value{}, fmt.Errorf("%w: malformed response status", errNone)
		}
		if n != 0 {
			name := fmt.Sprint(n)
			if n > 0 && n < len(statusNames) {
				name = statusNames[n]
			}
			return tlv.Value{}, fmt.Errorf("ocsp response status is %s", name)
		}
		explicit, ok := c.Take(tlv.ContextConstructed(0))
		if !ok {
			return tlv.Value{}, fmt.Errorf("%w: no response bytes", errNone)
		}
		bytes, _, err := tlv.Read(explicit.Content)
		if err != nil {
			return tlv.Value{}, fmt.Errorf("%w: %w", errNone, err)
		}
		c = bytes.Children()
	}
	if !c.Peek(tlv.ObjectID) {
		return outer, nil
	}
	kind, _ := c.Next()
	if oid := kind.OID(); oid != oidBasic {
		return tlv.Value{}, fmt.Errorf("%w: response type %q", errNone, oid)
	}
	octets, ok := c.Next()
	if !ok || octets.ID&0x1f != tlv.OctetString {
		return tlv.Value{}, fmt.Errorf("%w: no response octets", errNone)
	}
	content, err := octets.Octets()
	if err != nil {
		return tlv.Value{}, fmt.Errorf("%w: %w", errNone, err)
	}
	basic, _, err := tlv.Read(content)
	if err != nil {
		return tlv.Value{}, fmt.Errorf("%w: %w", errNone, err)
	}
	if basic.ID != tlv.Sequence {
		return tlv.Value{}, fmt.Errorf("%w: identifier octet %#x of the basic response", errNone, basic.ID)
	}
	return basic, nil
}

func (r *Response) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// readBasic reads a BasicOCSPResponse.
func (r *Response) readBasic(basic tlv.Value) error {
	c := basic.Children()
	data, ok := c.Take(tlv.Sequence)
	if !ok {
		return errors.New("no response data")
	}
	r.RawTBS = data.Raw
	algorithm, ok := c.Take(tlv.Sequence)
	if !ok {
		return errors.New("no signature algorithm")
	}
	signature, ok := c.Next()
	if !ok || signature.ID&0x1f != tlv.BitString {
		return errors.New("no signature value")
	}
	if err := r.readData(data); err != nil {
		return err
	}
	var err error
	if r.SignatureAlgorithm, err = sigalg.FromAlgorithmIdentifier(algorithm.Raw, ""); err != nil {
		r.problem("signature algorithm: %v", err)
	}
	octets, unused, ok := signature.Bits()
	if !ok || unused != 0 {
		r.problem("signature value is not a whole number of octets")
	}
	r.Signature = octets
	if certs, ok := c.Take(tlv.ContextConstructed(0)); ok {
		r.readCertificates(certs)
	}
	if c.More() {
		r.problem("unexpected value after the signature")
	}
	if err := c.Err(); err != nil {
		r.problem("after the signature: %v", err)
	}
	return nil
}

func (r *Response) readCertificates(explicit tlv.Value) {
	c := explicit.Children()
	list, ok := c.Take(tlv.Sequence)
	if !ok {
		r.problem("certificates: no sequence")
		return
	}
	for c = list.Children(); ; {
		v, ok := c.Next()
		if !ok {
			break
		}
		if len(r.Certificates) >= maxCertificates {
			r.problem("certificates: more than %d", maxCertificates)
			return
		}
		cert, err := pkix.ParseCertificate(v.Raw)
		if err != nil {
			r.problem("certificate %d: %v", len(r.Certificates)+1, err)
			continue
		}
		r.Certificates = append(r.Certificates, cert)
	}
	if err := c.Err(); err != nil {
		r.problem("certificates: %v", err)
	}
}

// readData reads ResponseData.
func (r *Response) readData(data tlv.Value) error {
	c := data.Children()
	if version, ok := c.Take(tlv.ContextConstructed(0)); ok {
		v, _, err := tlv.Read(version.Content)
		if n, ok := v.Int(); err != nil || !ok || n != 0 {
			r.problem("version is not v1")
		}
	}
	if err := r.readResponder(&c); err != nil {
		return err
	}
	produced, ok := c.Next()
	if !ok {
		return errors.New("no producedAt")
	}
	var err error
	if r.ProducedAt, err = produced.Time(); err != nil {
		return fmt.Errorf("producedAt: %w", err)
	}
	list, ok := c.Take(tlv.Sequence)
	if !ok {
		return errors.New("no responses")
	}
	r.readSingles(list)
	if ext, ok := c.Take(tlv.ContextConstructed(1)); ok {
		r.readExtensions(ext)
	}
	if c.More() || c.Err() != nil {
		r.problem("unexpected octets at the end of the response data")
	}
	return nil
}

func (r *Response) readResponder(c *tlv.Cursor) error {
	if v, ok := c.Take(tlv.ContextConstructed(1)); ok {
		name, err := pkix.ParseName(v.Content)
		if err != nil {
			return fmt.Errorf("responder name: %w", err)
		}
		r.ResponderName = &name
		return nil
	}
	v, ok := c.Next()
	if !ok || v.ID&^0x20 != tlv.Context(2) {
		return errors.New("no responder id")
	}
	hash := v.Content
	if v.Constructed() { // explicit, as the module says; some responders tag it implicitly
		inner, _, err := tlv.Read(v.Content)
		if err != nil {
			return fmt.Errorf("responder key hash: %w", err)
		}
		if hash, err = inner.Octets(); err != nil {
			return fmt.Errorf("responder key hash: %w", err)
		}
	}
	r.ResponderKeyHash = hash
	return nil
}

func (r *Response) readSingles(list tlv.Value) {
	c := list.Children()
	for i := 1; ; i++ {
		v, ok := c.Next()
		if !ok {
			break
		}
		if i > maxSingles {
			r.problem("more than %d single responses", maxSingles)
			return
		}
		s, err := parseSingle(v)
		if err != nil {
			r.problem("single response %d: %v", i, err)
			continue
		}
		r.Singles = append(r.Singles, *s)
	}
	if err := c.Err(); err != nil {
		r.problem("single responses: %v", err)
	}
}

// readExtensions reads responseExtensions. An archiveCutoff belongs in a SingleResponse (RFC 6960 4.4.4); some responders put
// it here, and it is kept apart.
func (r *Response) readExtensions(explicit tlv.Value) {
	err := eachExtension(explicit, func(oid string, critical bool, value []byte) {
		switch oid {
		case oidNonce:
			r.Nonce = value
			if v, rest, err := tlv.Read(value); err == nil && len(rest) == 0 && v.ID == tlv.OctetString {
				r.Nonce = v.Content
			}
		case oidArchive:
			r.problem("archiveCutoff stands among the response extensions")
			if v, _, err := tlv.Read(value); err == nil {
				r.ArchiveCutoff, _ = v.Time()
			}
		default:
			if critical {
				r.UnknownCritical = append(r.UnknownCritical, oid)
			}
		}
	})
	if err != nil {
		r.problem("response extensions: %v", err)
	}
}

// eachExtension calls f for each extension of an explicitly tagged Extensions.
func eachExtension(explicit tlv.Value, f func(oid string, critical bool, value []byte)) error {
	outer := explicit.Children()
	list, ok := outer.Take(tlv.Sequence)
	if !ok {
		return errors.New("no sequence")
	}
	return pkix.EachExtension(list.Content, f)
}
