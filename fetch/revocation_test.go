// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/tlv"
)

var (
	t0 = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	t1 = t0.AddDate(1, 0, 0)
)

// services is a CA with a certificate and online services that answer as a test says.
type services struct {
	*httptest.Server
	key    *ecdsa.PrivateKey
	ca     *x509.Certificate
	cert   *ades.Certificate
	issuer *ades.Certificate
	serial *big.Int
	bodies map[string]func(request []byte) []byte
	asked  []string
}

func newServices(t *testing.T) *services {
	s := &services{bodies: map[string]func([]byte) []byte{}, serial: big.NewInt(4711)}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = append(s.asked, r.Method+" "+r.URL.Path)
		body, _ := io.ReadAll(r.Body)
		f := s.bodies[r.URL.Path]
		if f == nil {
			http.NotFound(w, r)
			return
		}
		w.Write(f(body))
	}))
	t.Cleanup(s.Close)
	var err error
	if s.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA"}, NotBefore: t0, NotAfter: t1, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCRLSign | x509.KeyUsageCertSign, SubjectKeyId: []byte{1}}
	make := func(template, parent *x509.Certificate) []byte {
		der, err := x509.CreateCertificate(rand.Reader, template, parent, s.key.Public(), s.key)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	der := make(root, root)
	if s.ca, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	s.issuer, _ = ades.ParseCertificate(der)
	leaf := &x509.Certificate{SerialNumber: s.serial, Subject: pkix.Name{CommonName: "leaf"}, NotBefore: t0, NotAfter: t1,
		OCSPServer: []string{s.URL + "/ocsp1", s.URL + "/ocsp2"}, CRLDistributionPoints: []string{s.URL + "/crl1", s.URL + "/crl2"}, IssuingCertificateURL: []string{"ldap://x/", s.URL + "/ca1", s.URL + "/ca2"}}
	if s.cert, err = ades.ParseCertificate(make(leaf, s.ca)); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *services) ocsp(t *testing.T, status int, serial *big.Int) func([]byte) []byte {
	return func(request []byte) []byte {
		if _, err := ocsp.ParseRequest(request); err != nil {
			t.Error(err)
		}
		der, err := ocsp.CreateResponse(s.ca, s.ca, ocsp.Response{Status: status, SerialNumber: serial, ThisUpdate: t0, NextUpdate: t1, RevokedAt: t0}, s.key)
		if err != nil {
			t.Error(err)
		}
		return der
	}
}

func (s *services) crl(t *testing.T) func([]byte) []byte {
	return func([]byte) []byte {
		der, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: t0, NextUpdate: t1}, s.ca, s.key)
		if err != nil {
			t.Error(err)
		}
		return der
	}
}

func fixed(b []byte) func([]byte) []byte { return func([]byte) []byte { return b } }

func TestRevocation(t *testing.T) {
	for what, c := range map[string]struct {
		setup  func(*services)
		kinds  string
		errors int
		asked  string
	}{
		"first responder answers": {func(s *services) { s.bodies["/ocsp1"] = s.ocsp(t, ocsp.Good, s.serial) }, "OCSP", 0, "POST /ocsp1"},
		"second responder": {func(s *services) {
			s.bodies["/ocsp1"], s.bodies["/ocsp2"] = fixed(ocsp.TryLaterErrorResponse), s.ocsp(t, ocsp.Revoked, s.serial)
		}, "OCSP", 1, "POST /ocsp1 POST /ocsp2"},
		"another certificate's answer": {func(s *services) {
			s.bodies["/ocsp1"], s.bodies["/crl1"] = s.ocsp(t, ocsp.Good, big.NewInt(5)), s.crl(t)
		}, "CRL", 2, "POST /ocsp1 POST /ocsp2 GET /crl1"},
		"unknown, then crl": {func(s *services) {
			s.bodies["/ocsp1"], s.bodies["/crl1"] = s.ocsp(t, ocsp.Unknown, s.serial), s.crl(t)
		}, "OCSP CRL", 1, "POST /ocsp1 POST /ocsp2 GET /crl1"},
		"pem crl": {func(s *services) {
			s.bodies["/crl2"] = fixed(pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: s.crl(t)(nil)}))
		}, "CRL", 3, "POST /ocsp1 POST /ocsp2 GET /crl1 GET /crl2"},
		"html everywhere": {func(s *services) {
			for _, p := range []string{"/ocsp1", "/ocsp2", "/crl1", "/crl2"} {
				s.bodies[p] = fixed([]byte("<html>"))
			}
		}, "", 4, "POST /ocsp1 POST /ocsp2 GET /crl1 GET /crl2"},
		"nothing there": {func(*services) {}, "", 4, "POST /ocsp1 POST /ocsp2 GET /crl1 GET /crl2"},
	} {
		s := newServices(t)
		c.setup(s)
		got, errs := NewClient(Options{InsecurePrivateNetworks: true}).Revocation(t.Context(), s.cert, s.issuer)
		var kinds []string
		for _, r := range got {
			kinds = append(kinds, r.Kind())
		}
		if strings.Join(kinds, " ") != c.kinds || len(errs) != c.errors || strings.Join(s.asked, " ") != c.asked {
			t.Errorf("%s: %v, errors %v, asked %v", what, kinds, errs, s.asked)
		}
	}
	s := newServices(t)
	if got, errs := NewClient(Options{}).Revocation(t.Context(), s.cert, s.issuer); len(got) != 0 || len(errs) != 4 || !errors.Is(errs[0], ErrRefused) || len(s.asked) != 0 {
		t.Errorf("default options: %v, asked %v", errs, s.asked)
	}
	if _, errs := NewClient(Options{}).Revocation(t.Context(), nil, nil); len(errs) != 1 {
		t.Error("no certificate, and no error")
	}
}

func TestIssuers(t *testing.T) {
	seq := func(parts ...[]byte) []byte { return tlv.Encode(tlv.Sequence, slices.Concat(parts...)) }
	for what, c := range map[string]struct {
		setup func(*services)
		want  int
	}{
		"der": {func(s *services) { s.bodies["/ca1"] = fixed(s.ca.Raw) }, 1},
		"pem, second address": {func(s *services) {
			s.bodies["/ca1"] = fixed([]byte("<html>"))
			s.bodies["/ca2"] = fixed(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.ca.Raw}))
		}, 1},
		"certs-only, with strangers": {func(s *services) {
			data := seq([]byte{2, 1, 1}, tlv.Encode(tlv.Set, nil), seq(tlv.EncodeOID("1.2.840.113549.1.7.1")),
				tlv.Encode(0xa0, slices.Concat(s.ca.Raw, s.cert.Raw(), s.ca.Raw)), tlv.Encode(tlv.Set, nil))
			s.bodies["/ca1"] = fixed(seq(tlv.EncodeOID(oidSignedData), tlv.Encode(0xa0, data)))
		}, 2},
		"another's certificate": {func(s *services) { s.bodies["/ca1"], s.bodies["/ca2"] = fixed(s.cert.Raw()), fixed(nil) }, 0},
		"too many": {func(s *services) {
			data := seq([]byte{2, 1, 1}, tlv.Encode(0xa0, slices.Concat(slices.Repeat([][]byte{s.ca.Raw}, 1000)...)))
			s.bodies["/ca1"] = fixed(seq(tlv.EncodeOID(oidSignedData), tlv.Encode(0xa0, data)))
		}, 0},
	} {
		s := newServices(t)
		c.setup(s)
		got, err := NewClient(Options{InsecurePrivateNetworks: true}).Issuers(t.Context(), s.cert)
		if len(got) != c.want || (err == nil) != (c.want > 0) {
			t.Errorf("%s: %d, %v", what, len(got), err)
		}
	}
	s := newServices(t)
	if _, err := NewClient(Options{}).Issuers(t.Context(), s.issuer); err == nil {
		t.Error("no address, and no error")
	}
}
