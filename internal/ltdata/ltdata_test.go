// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ltdata

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/testpki"
)

// anchor is a trust anchor alone.
type anchor struct{ cert *ades.Certificate }

func (a anchor) IsAnchor(c *ades.Certificate) bool { return c.ID() == a.cert.ID() }

func (a anchor) Certificate(id ades.ID) *ades.Certificate {
	if id == a.cert.ID() {
		return a.cert
	}
	return nil
}

func (a anchor) BySubject(n pkix.Name) []*ades.Certificate {
	if n.Equal(a.cert.X509().Subject) {
		return []*ades.Certificate{a.cert}
	}
	return nil
}

func TestComplete(t *testing.T) {
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2024, 6, 3, 0, 0, 0, 0, time.UTC)
	certOf := func(id string) *ades.Certificate {
		c, err := ades.ParseCertificate(p.Cert(id).DER)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, c := range []struct {
		name   string
		signer string
		certs  []string
		crls   []string // issuers
		ocsp   bool     // for the signer
		anchor string
		want   bool
	}{
		{"crls of both issuers", "alice", []string{"ca", "root"}, []string{"ca", "root"}, false, "", true},
		{"ocsp, and the root's crl", "alice", []string{"ca", "root", "ocsp"}, []string{"root"}, true, "", true},
		{"ocsp by a responder that is not there", "alice", []string{"ca", "root"}, []string{"root"}, true, "", true},
		{"nothing for the CA", "alice", []string{"ca", "root"}, []string{"ca"}, false, "", false},
		{"nothing for the CA, which is an anchor", "alice", []string{"ca", "root"}, []string{"ca"}, false, "ca", true},
		{"anchor outside the document", "alice", nil, []string{"ca"}, false, "ca", true},
		{"nothing for the signer", "alice", []string{"ca", "root"}, []string{"root"}, false, "", false},
		{"nothing at all", "alice", []string{"ca", "root"}, nil, false, "", false},
		{"the issuer is not there", "alice", nil, []string{"ca", "root"}, false, "", false},
		{"crl of another CA", "alice", []string{"ca", "root", "tsa-ca"}, []string{"tsa-ca", "root"}, false, "", false},
		{"short-term certificate", "short", []string{"ca", "root"}, []string{"root"}, false, "", true},
		{"self-signed", "self", nil, nil, false, "", true},
	} {
		pool := &ades.Pool{}
		from := ades.Origin{Where: "SIGNED_DATA"}
		signer := pool.Put(certOf(c.signer), from)
		for _, id := range c.certs {
			pool.Put(certOf(id), from)
		}
		for _, id := range c.crls {
			b, err := p.CRL(testpki.CRLSpec{Issuer: id, ThisUpdate: at, NextUpdate: at.AddDate(0, 0, 7)})
			if err != nil || pool.AddCRL(b, from) == nil {
				t.Fatal(err)
			}
		}
		if c.ocsp {
			b, err := p.OCSP(testpki.OCSPSpec{Cert: c.signer, Produced: at})
			if err != nil || pool.AddOCSP(b, from) == nil {
				t.Fatal(err)
			}
		}
		var anchors ades.Anchors
		if c.anchor != "" {
			anchors = anchor{certOf(c.anchor)}
		}
		if got := Complete(pool, []*ades.Certificate{signer}, anchors); got != c.want {
			t.Errorf("%s: complete %v", c.name, got)
		}
	}
	if Complete(&ades.Pool{}, nil, nil) {
		t.Error("complete without any certificate and any revocation data")
	}
}

// TestTwoAnswers: a responder that lacks revocation data of its own lacks it for its second answer as for its first.
func TestTwoAnswers(t *testing.T) {
	keys, err := testpki.RepositoryKeys()
	if err != nil {
		t.Fatal(err)
	}
	for _, noCheck := range []bool{true, false} {
		spec := testpki.EnginePKI()
		for i := range spec.Certs {
			if spec.Certs[i].ID == "ocsp" {
				spec.Certs[i].NoCheck = noCheck
			}
		}
		p, err := testpki.New(spec, keys)
		if err != nil {
			t.Fatal(err)
		}
		pool := &ades.Pool{}
		from := ades.Origin{Where: "SIGNED_DATA"}
		var signer *ades.Certificate
		for _, id := range []string{"root", "ca", "ocsp", "alice"} {
			c, err := ades.ParseCertificate(p.Cert(id).DER)
			if err != nil {
				t.Fatal(err)
			}
			signer = pool.Put(c, from)
		}
		at := time.Date(2024, 6, 3, 0, 0, 0, 0, time.UTC)
		for day := range 2 {
			b, err := p.OCSP(testpki.OCSPSpec{Cert: "alice", Produced: at.AddDate(0, 0, day)})
			if err != nil || pool.AddOCSP(b, from) == nil {
				t.Fatal(err)
			}
		}
		crl, err := p.CRL(testpki.CRLSpec{Issuer: "root", ThisUpdate: at, NextUpdate: at.AddDate(0, 0, 7)})
		if err != nil || pool.AddCRL(crl, from) == nil {
			t.Fatal(err)
		}
		if got := Complete(pool, []*ades.Certificate{signer}, nil); got != noCheck {
			t.Errorf("responder with ocsp-nocheck %v: complete %v", noCheck, got)
		}
	}
}
