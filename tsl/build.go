// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/trust"
)

// BuildOptions are what a list is built with.
type BuildOptions struct {
	// Key and Certificate (DER) sign the list: an RSA key, or an ECDSA key on P-256, P-384 or P-521.
	Key         crypto.Signer
	Certificate []byte
	// SignedAt is the signing time; zero: the time of issue.
	SignedAt time.Time
	// Open reads a file that the description names; nil: none may be named.
	Open func(name string) ([]byte, error)
}

// Build makes a signed list (TS 119 612 v2.4.1, XAdES baseline B, enveloped) from its description, and reads and verifies it
// before it is given out.
func Build(s *Spec, opt BuildOptions) ([]byte, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	cert, err := ades.ParseCertificate(opt.Certificate)
	if err != nil {
		return nil, fmt.Errorf("signing certificate: %w", err)
	}
	method, err := signatureMethod(opt.Key)
	if err != nil {
		return nil, err
	}
	if opt.SignedAt.IsZero() {
		opt.SignedAt = s.Issued
	}
	w := &writer{open: opt.Open}
	w.list(s)
	if w.err != nil {
		return nil, w.err
	}
	w.signature(method, opt.SignedAt, cert)
	w.b.WriteString("</TrustServiceStatusList>\n")
	text, err := sign(w.b.String(), opt.Key)
	if err != nil {
		return nil, err
	}
	tree, l, err := parseText(text, nil)
	if err != nil {
		return nil, fmt.Errorf("the list built cannot be read: %w", err)
	}
	if sig := verify(tree, []*ades.Certificate{cert}); sig.verdict != trust.VerdictGood {
		return nil, fmt.Errorf("the list built does not verify: %s", sig.reason)
	}
	if len(l.Problems) > 0 {
		return nil, fmt.Errorf("the list built deviates from the standard: %s", l.Problems[0])
	}
	return text, nil
}

func signatureMethod(key crypto.Signer) (string, error) {
	if key == nil {
		return "", errors.New("no key to sign with")
	}
	switch key.Public().(type) {
	case *rsa.PublicKey:
		return "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", nil
	case *ecdsa.PublicKey:
		return "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", nil
	}
	return "", fmt.Errorf("a key of type %T cannot sign a list", key.Public())
}

// The places that are filled once what they depend on is fixed. They cannot occur elsewhere: text is escaped, and names hold no "\x01".
const (
	placeList       = "MITOME-DIGEST-OF-THE-LIST"
	placeProperties = "MITOME-DIGEST-OF-THE-PROPERTIES"
	placeValue      = "TUlUT01FLVZBTFVF" // base64, so that the signature can be read while it is being made
)

// sign fills in digests and signature value.
func sign(text string, key crypto.Signer) ([]byte, error) {
	cut := strings.LastIndex(text, "<ds:Signature ")
	head, tail := text[:cut], text[cut:]
	tree, err := readTree([]byte(head+tail), limits.Default())
	if err != nil {
		return nil, err
	}
	doc := xmldsig.New(tree, nil, limits.Default())
	elements := doc.Elements()
	if len(elements) != 1 {
		return nil, errors.New("the description holds a signature")
	}
	sig, err := doc.Parse(elements[0])
	if err != nil || len(sig.References) != 2 {
		return nil, errors.New("the signature to make cannot be read")
	}
	for i, place := range []string{placeList, placeProperties} {
		h := sha256.New()
		if err := doc.Output(h, sig.References[i], nil); err != nil {
			return nil, err
		}
		tail = strings.Replace(tail, place, base64.StdEncoding.EncodeToString(h.Sum(nil)), 1)
	}
	if tree, err = readTree([]byte(head+tail), limits.Default()); err != nil {
		return nil, err
	}
	doc = xmldsig.New(tree, nil, limits.Default())
	if sig, err = doc.Parse(doc.Elements()[0]); err != nil {
		return nil, err
	}
	info, err := doc.Bytes(sig)
	if err != nil {
		return nil, err
	}
	value, err := signValue(key, info)
	if err != nil {
		return nil, err
	}
	return []byte(head + strings.Replace(tail, placeValue, base64.StdEncoding.EncodeToString(value), 1)), nil
}

// signValue signs; an ECDSA value is r‖s (XML-DSig 1.1 6.4.3).
func signValue(key crypto.Signer, data []byte) ([]byte, error) {
	sum := sha256.Sum256(data)
	value, err := key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	pub, ok := key.Public().(*ecdsa.PublicKey)
	if !ok {
		return value, nil
	}
	var rs struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(value, &rs); err != nil || len(rest) > 0 {
		return nil, errors.New("signing: the key gives no ECDSA value")
	}
	n := (pub.Curve.Params().BitSize + 7) / 8
	out := make([]byte, 2*n)
	rs.R.FillBytes(out[:n])
	rs.S.FillBytes(out[n:])
	return out, nil
}

// certificateFiles reads certificates, PEM or DER.
func (w *writer) certificateFiles(names []string) []*ades.Certificate {
	var out []*ades.Certificate
	for _, name := range names {
		text := w.file(name)
		found := 0
		for rest := text; ; {
			var block *pem.Block
			if block, rest = pem.Decode(rest); block == nil {
				break
			}
			if block.Type == "CERTIFICATE" {
				out = w.addCertificate(out, name, block.Bytes)
				found++
			}
		}
		if found == 0 && w.err == nil {
			out = w.addCertificate(out, name, text)
		}
	}
	return out
}

func (w *writer) addCertificate(out []*ades.Certificate, name string, der []byte) []*ades.Certificate {
	c, err := ades.ParseCertificate(der)
	if err != nil {
		w.fail("certificate file %s: %w", name, err)
		return out
	}
	return append(out, c)
}

func (w *writer) file(name string) []byte {
	if w.open == nil {
		w.fail("file %s: no files may be named", name)
		return nil
	}
	text, err := w.open(name)
	if err != nil {
		w.fail("%w", err)
	}
	return text
}
