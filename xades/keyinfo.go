// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// nsMore07 is the namespace of RSAPSSParams (RFC 9231 2.3.9).
const nsMore07 = "http://www.w3.org/2007/05/xmldsig-more#"

// algorithm works out the signature algorithm; failed says that the signed octets could not be produced.
func (r *reader) algorithm(s *signature, failed error) {
	a, err := sigalg.FromURI(s.x.MethodURI, pssParams(s.x.Method))
	s.out.Algorithm = a
	switch {
	case err != nil:
		s.out.AlgorithmProblem = err.Error()
	case failed != nil:
		s.out.AlgorithmProblem = failed.Error()
	case s.x.ValueError != "":
		s.out.AlgorithmProblem = s.x.ValueError
	case len(xmltree.Children(s.x.Method, xmldsig.NS, "HMACOutputLength")) > 0:
		s.out.AlgorithmProblem = "HMACOutputLength in a signature method"
	}
}

func pssParams(method *etree.Element) *sigalg.PSSParams {
	e := xmltree.Child(method, nsMore07, "RSAPSSParams")
	if e == nil {
		return nil
	}
	p := &sigalg.PSSParams{SaltLength: -1, TrailerField: -1}
	p.DigestURI, _ = xmltree.Attr(xmltree.Child(e, xmldsig.NS, "DigestMethod"), "Algorithm")
	if m := xmltree.Child(e, nsMore07, "MaskGenerationFunction"); m != nil {
		p.MGFURI, _ = xmltree.Attr(m, "Algorithm")
		p.MGFDigestURI, _ = xmltree.Attr(xmltree.Child(m, xmldsig.NS, "DigestMethod"), "Algorithm")
	}
	number := func(name string, to *int) {
		c := xmltree.Child(e, nsMore07, name)
		if c == nil {
			return
		}
		n, err := strconv.Atoi(xmltree.Trimmed(c))
		if err != nil || n < 0 {
			n = 1 << 30 // refused by its size
		}
		*to = n
	}
	number("SaltLength", &p.SaltLength)
	number("TrailerField", &p.TrailerField)
	return p
}

// keyInfo puts the certificates and CRLs of the KeyInfo into the pool and notes a bare key. Nothing is retrieved.
func (r *reader) keyInfo(s *signature) {
	k := s.x.KeyInfo
	from := ades.Origin{Where: "KEY_INFO", In: s.out.ID}
	for _, x := range xmltree.Children(k, xmldsig.NS, "X509Data") {
		for _, c := range xmltree.Children(x, xmldsig.NS, "X509Certificate") {
			if x := r.candidate(s, c, from); x != nil {
				r.values[k] = append(r.values[k], x.ID())
			}
		}
		for _, c := range xmltree.Children(x, xmldsig.NS, "X509CRL") {
			if x := r.crl(s, c, from); x != nil {
				r.values[k] = append(r.values[k], x.ID())
			}
		}
	}
	for _, v := range xmltree.Children(k, xmldsig.NS, "KeyValue") {
		key, err := keyValue(v)
		if err != nil {
			s.problem("KeyValue", "%s", err)
		} else if key != nil && s.out.KeyValue == nil {
			s.out.KeyValue = key
		}
	}
	for _, v := range xmltree.Children(k, xmldsig.NS11, "DEREncodedKeyValue") {
		der, err := xmltree.Base64(v)
		if err != nil {
			s.problem("DEREncodedKeyValue", "%s", err)
			continue
		}
		if key, err := sigalg.ParseSPKI(der); err != nil {
			s.problem("DEREncodedKeyValue", "%s", err)
		} else if s.out.KeyValue == nil {
			s.out.KeyValue = key
		}
	}
}

// candidate adds a certificate to the pool and to the signature's candidates.
func (r *reader) candidate(s *signature, e *etree.Element, from ades.Origin) *ades.Certificate {
	der, err := xmltree.Base64(e)
	if err != nil {
		s.problem(e.Tag, "%s", err)
		return nil
	}
	if len(r.doc.Pool.Certificates) >= r.lim.Certificates {
		return nil
	}
	c := r.doc.Pool.AddCertificate(der, from)
	if c == nil {
		return nil
	}
	for _, id := range s.out.Candidates {
		if id == c.ID() {
			return c
		}
	}
	s.out.Candidates = append(s.out.Candidates, c.ID())
	return c
}

func (r *reader) crl(s *signature, e *etree.Element, from ades.Origin) *ades.Revocation {
	return r.revocation(s, e, from, r.doc.Pool.AddCRL)
}

func (r *reader) ocsp(s *signature, e *etree.Element, from ades.Origin) *ades.Revocation {
	return r.revocation(s, e, from, r.doc.Pool.AddOCSP)
}

// revocation adds encapsulated revocation data to the pool; nil: it cannot be read, or the pool is full.
func (r *reader) revocation(s *signature, e *etree.Element, from ades.Origin, add func([]byte, ades.Origin) *ades.Revocation) *ades.Revocation {
	der, err := xmltree.Base64(e)
	if err != nil {
		s.problem(e.Tag, "%s", err)
		return nil
	}
	if len(r.doc.Pool.Revocations) >= r.lim.Revocations {
		return nil
	}
	return add(der, from)
}

// keyValue reads an RSA, DSA or named-curve key (XML-DSig 4.5.2); nil: of another kind.
func keyValue(v *etree.Element) (*sigalg.PublicKey, error) {
	if e := xmltree.Child(v, xmldsig.NS, "RSAKeyValue"); e != nil {
		return sigalg.NewRSAPublicKey(crypto(e, "Modulus"), crypto(e, "Exponent"))
	}
	if e := xmltree.Child(v, xmldsig.NS, "DSAKeyValue"); e != nil {
		return sigalg.NewDSAPublicKey(crypto(e, "P"), crypto(e, "Q"), crypto(e, "G"), crypto(e, "Y"))
	}
	if e := xmltree.Child(v, xmldsig.NS11, "ECKeyValue"); e != nil {
		curve, _ := xmltree.Attr(xmltree.Child(e, xmldsig.NS11, "NamedCurve"), "URI")
		point, err := xmltree.Base64(xmltree.Child(e, xmldsig.NS11, "PublicKey"))
		if err != nil {
			return nil, err
		}
		return sigalg.NewECPublicKey(strings.TrimPrefix(curve, "urn:oid:"), point)
	}
	return nil, nil
}

// crypto is a CryptoBinary (XML-DSig 4.1); what cannot be read is zero, which no key accepts.
func crypto(e *etree.Element, name string) *big.Int {
	b, err := xmltree.Base64(xmltree.Child(e, xmldsig.NS, name))
	if err != nil {
		return new(big.Int)
	}
	return new(big.Int).SetBytes(b)
}

// digestOf reads a DigestAlgAndValue type. Its children are in the namespace of XML-DSig, but in that of XAdES in version 1.1.1.
func digestOf(e *etree.Element) ades.Digest {
	part := func(name string) *etree.Element {
		if c := xmltree.Child(e, xmldsig.NS, name); c != nil {
			return c
		}
		return xmltree.Child(e, ns111, name)
	}
	uri, _ := xmltree.Attr(part("DigestMethod"), "Algorithm")
	h, _ := sigalg.HashByURI(uri)
	v, err := xmltree.Base64(part("DigestValue"))
	if err != nil {
		v = nil
	}
	return ades.Digest{Algorithm: h, Value: v}
}
