// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ocsp

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	xocsp "golang.org/x/crypto/ocsp"

	mpkix "github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/tlv"
)

var (
	t0 = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	t1 = t0.Add(24 * time.Hour)
)

type pair struct {
	std  *x509.Certificate
	ours *mpkix.Certificate
	key  *ecdsa.PrivateKey
}

func issue(t testing.TB, cn string, serial int64, by *pair) *pair {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: cn}, NotBefore: t0, NotAfter: t0.AddDate(5, 0, 0),
		IsCA: by == nil, BasicConstraintsValid: true}
	p := &pair{key: key}
	parent, signer := template, key
	if by != nil {
		parent, signer = by.std, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	if p.std, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	if p.ours, err = mpkix.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return p
}

func answer(t testing.TB, issuer, responder *pair, template xocsp.Response) []byte {
	if template.ThisUpdate.IsZero() {
		template.ThisUpdate, template.NextUpdate = t0, t1
	}
	if responder != issuer {
		template.Certificate = responder.std
	}
	der, err := xocsp.CreateResponse(issuer.std, responder.std, template, responder.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func parse(t testing.TB, der []byte) *Response {
	r, err := Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Problems) > 0 {
		t.Fatal(r.Problems)
	}
	return r
}

func TestParse(t *testing.T) {
	ca := issue(t, "CA", 1, nil)
	leaf := issue(t, "leaf", 77, ca)
	responder := issue(t, "responder", 78, ca)
	for _, h := range []crypto.Hash{crypto.SHA1, crypto.SHA256, crypto.SHA384, crypto.SHA512} {
		der := answer(t, ca, responder, xocsp.Response{SerialNumber: big.NewInt(77), Status: xocsp.Revoked, RevokedAt: t0, RevocationReason: 4, IssuerHash: h})
		r := parse(t, der)
		s, ok := r.For(leaf.ours, ca.ours)
		if !ok || s.Status != Revoked || !s.RevokedAt.Equal(t0) || s.Reason != 4 || !s.ThisUpdate.Equal(t0) || !s.NextUpdate.Equal(t1) {
			t.Fatalf("%v: %+v %v", h, s, ok)
		}
		if r.CheckSignature(responder.ours.PublicKey) != nil || r.CheckSignature(ca.ours.PublicKey) == nil || r.CheckSignature(nil) == nil {
			t.Errorf("%v: signature", h)
		}
		if !r.Designates(responder.ours) || r.Designates(ca.ours) || r.Designates(nil) || len(r.Certificates) != 1 {
			t.Errorf("%v: responder", h)
		}
		if bare := parse(t, r.Basic); !bytes.Equal(bare.Basic, r.Basic) || bare.Singles[0].Status != Revoked || !bytes.Equal(r.Raw, der) {
			t.Errorf("%v: bare response differs", h)
		}
	}
}

// TestMatch: the serial number alone never makes an answer speak of a certificate.
func TestMatch(t *testing.T) {
	ca, twin, other := issue(t, "CA", 1, nil), issue(t, "CA", 1, nil), issue(t, "Other", 1, nil)
	leaf, next := issue(t, "leaf", 77, ca), issue(t, "leaf", 78, ca)
	ofTwin, ofOther := issue(t, "leaf", 77, twin), issue(t, "leaf", 77, other)
	r := parse(t, answer(t, ca, ca, xocsp.Response{SerialNumber: big.NewInt(77), Status: xocsp.Good}))
	for what, c := range map[string]struct {
		cert, issuer *pair
		want         bool
	}{
		"same": {leaf, ca, true}, "other serial number": {next, ca, false}, "same name, other key": {ofTwin, twin, false},
		"other issuer": {ofOther, other, false}, "wrong issuer given": {leaf, other, false}, "wrong key given": {leaf, twin, false},
	} {
		if _, ok := r.For(c.cert.ours, c.issuer.ours); ok != c.want {
			t.Errorf("%s: %v", what, ok)
		}
	}
	if r.Singles[0].Matches(nil, ca.ours) || r.Singles[0].Matches(leaf.ours, nil) {
		t.Error("matches nothing")
	}
	s := r.Singles[0]
	s.HashAlgorithm = ""
	if s.Matches(leaf.ours, ca.ours) {
		t.Error("matches by an unknown digest")
	}
}

func TestSeveral(t *testing.T) {
	ca := issue(t, "CA", 1, nil)
	leaf := issue(t, "leaf", 77, ca)
	r := parse(t, answer(t, ca, ca, xocsp.Response{SerialNumber: big.NewInt(77), Status: xocsp.Good}))
	base := r.Singles[0]
	with := func(status Status, this time.Time) Single { s := base; s.Status, s.ThisUpdate = status, this; return s }
	for what, c := range map[string]struct {
		singles []Single
		want    Status
	}{
		"later good":         {[]Single{with(Revoked, t0), with(Good, t1)}, Good},
		"later revoked":      {[]Single{with(Revoked, t1), with(Good, t0)}, Revoked},
		"same time":          {[]Single{with(Good, t0), with(Revoked, t0), with(Unknown, t0)}, Revoked},
		"same time, unknown": {[]Single{with(Good, t0), with(Unknown, t0)}, Unknown},
	} {
		for range 2 {
			r.Singles = c.singles
			if s, ok := r.For(leaf.ours, ca.ours); !ok || s.Status != c.want {
				t.Errorf("%s: %+v", what, s)
			}
			slices.Reverse(c.singles)
		}
	}
}

func TestExtensions(t *testing.T) {
	ca := issue(t, "CA", 1, nil)
	leaf := issue(t, "leaf", 77, ca)
	hash := slices.Concat(tlv.Encode(tlv.Sequence, tlv.EncodeOID(sigalg.SHA256.OID())), tlv.Encode(tlv.OctetString, sigalg.SHA256.Sum(leaf.ours.Raw)))
	r := parse(t, answer(t, ca, ca, xocsp.Response{SerialNumber: big.NewInt(77), Status: xocsp.Good, ExtraExtensions: []pkix.Extension{
		{Id: []int{1, 3, 6, 1, 5, 5, 7, 48, 1, 6}, Value: tlv.Encode(tlv.GeneralizedTime, []byte("20100101000000.5Z"))},
		{Id: []int{1, 3, 36, 8, 3, 13}, Critical: true, Value: tlv.Encode(tlv.Sequence, hash)},
		{Id: []int{1, 2, 3, 4}, Critical: true, Value: []byte{5, 0}},
		{Id: []int{1, 2, 3, 5}, Value: []byte{5, 0}},
	}}))
	s := r.Singles[0]
	if s.ArchiveCutoff.Year() != 2010 || !s.CertHashMatches(leaf.ours) || s.CertHashMatches(ca.ours) || !slices.Equal(s.UnknownCritical, []string{"1.2.3.4"}) {
		t.Errorf("%+v", s)
	}
}

func TestRefused(t *testing.T) {
	ca := issue(t, "CA", 1, nil)
	der := answer(t, ca, ca, xocsp.Response{SerialNumber: big.NewInt(77), Status: xocsp.Good})
	for what, c := range map[string]struct {
		der  []byte
		want string
	}{
		"empty": {nil, "not an ocsp"}, "tryLater": {xocsp.TryLaterErrorResponse, "tryLater"}, "unauthorized": {xocsp.UnauthorizedErrorResponse, "unauthorized"},
		"truncated": {der[:len(der)-9], "not an ocsp"}, "certificate": {ca.ours.Raw, "not an ocsp"}, "text": {[]byte("<html>"), "not an ocsp"},
		"successful without an answer": {[]byte{0x30, 3, 10, 1, 0}, "no response bytes"},
		"other type":                   {bytes.Replace(der, tlv.EncodeOID(oidBasic), tlv.EncodeOID("1.3.6.1.5.5.7.48.1.9"), 1), "response type"},
	} {
		if _, err := Parse(c.der); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if r, err := Parse(append(slices.Clone(der), 0, 0)); err != nil || len(r.Problems) != 1 || len(r.Raw) != len(der) {
		t.Errorf("trailing octets: %v", err)
	}
}

// TestFlip: no octet of the signed part can be changed.
func TestFlip(t *testing.T) {
	ca := issue(t, "CA", 1, nil)
	der := answer(t, ca, ca, xocsp.Response{SerialNumber: big.NewInt(77), Status: xocsp.Good})
	at := bytes.Index(der, parse(t, der).RawTBS)
	for i := range parse(t, der).RawTBS {
		bad := slices.Clone(der)
		bad[at+i] ^= 1
		if r, err := Parse(bad); err == nil && r.CheckSignature(ca.ours.PublicKey) == nil {
			t.Fatalf("octet %d changed, and the signature verifies", i)
		}
	}
}

func TestRequest(t *testing.T) {
	ca := issue(t, "CA", 1, nil)
	leaf := issue(t, "leaf", 1<<62, ca)
	der, err := Request(leaf.ours, ca.ours, []byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	req, err := xocsp.ParseRequest(der)
	if err != nil || req.SerialNumber.Cmp(leaf.std.SerialNumber) != 0 || req.HashAlgorithm != crypto.SHA1 {
		t.Fatalf("%+v %v", req, err)
	}
	want, err := xocsp.CreateRequest(leaf.std, ca.std, nil)
	if err != nil {
		t.Fatal(err)
	}
	if der, _ = Request(leaf.ours, ca.ours, nil); !bytes.Equal(der, want) {
		t.Errorf("%x, want %x", der, want)
	}
}

func FuzzParse(f *testing.F) {
	ca := issue(f, "CA", 1, nil)
	leaf := issue(f, "leaf", 77, ca)
	f.Add(answer(f, ca, ca, xocsp.Response{SerialNumber: big.NewInt(77), Status: xocsp.Good}))
	f.Add(answer(f, ca, leaf, xocsp.Response{SerialNumber: big.NewInt(77), Status: xocsp.Revoked, RevokedAt: t0, RevocationReason: 1}))
	f.Fuzz(func(t *testing.T, der []byte) {
		r, err := Parse(der)
		if err != nil {
			return
		}
		if again, err := Parse(r.Basic); err != nil || len(again.Singles) != len(r.Singles) {
			t.Fatalf("bare response: %v", err)
		}
		r.For(leaf.ours, ca.ours)
		r.Designates(ca.ours)
	})
}
