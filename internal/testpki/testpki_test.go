// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"crypto/x509"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
)

func repositoryKeys(t *testing.T) Keys {
	t.Helper()
	keys, err := RepositoryKeys()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// TestGenerated makes everything again and compares it with what is committed, in both directions.
func TestGenerated(t *testing.T) {
	want, err := Generate(repositoryKeys(t))
	if err != nil {
		t.Fatal(err)
	}
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range want {
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%v: run go generate ./...", err)
			continue
		}
		if !bytes.Equal(got, b) {
			t.Errorf("%s differs from what the generator makes: run go generate ./...", name)
		}
	}
	for _, dir := range GeneratedDirs() {
		err := filepath.WalkDir(filepath.Join(root, filepath.FromSlash(dir)), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(root, path)
			if err == nil && want[filepath.ToSlash(rel)] == nil {
				t.Errorf("%s is not made by the generator", rel)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestReproducible makes the same documents twice.
func TestReproducible(t *testing.T) {
	keys := repositoryKeys(t)
	for _, f := range []string{"cades", "xades", "pades"} {
		for _, signer := range []string{"alice", "p384", "ed", "pss"} {
			r := by(signer, caseBefore).stamped("tsa-short", caseSigned).archived("tsa", caseLate)
			r.Format, r.Content, r.PSS = f, defaultContent(f, ""), signer == "pss"
			var docs [2][]byte
			for i := range docs {
				p, err := New(EnginePKI(), keys)
				if err != nil {
					t.Fatal(err)
				}
				m, err := p.Make(r)
				if err != nil {
					t.Fatal(err)
				}
				docs[i] = m.Document
			}
			if !bytes.Equal(docs[0], docs[1]) {
				t.Errorf("%s by %s differs between two runs", f, signer)
			}
		}
	}
}

// TestCertificates reads every certificate with crypto/x509 and verifies its issuer's signature.
func TestCertificates(t *testing.T) {
	for _, spec := range []Spec{EnginePKI(), DemoPKI()} {
		p, err := New(spec, repositoryKeys(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range spec.Certs {
			cert, err := x509.ParseCertificate(p.Cert(c.ID).DER)
			if err != nil {
				t.Errorf("%s/%s: %v", spec.Name, c.ID, err)
				continue
			}
			issuer, err := x509.ParseCertificate(p.Cert(c.ID).issuer.DER)
			if err != nil {
				t.Fatal(err)
			}
			err = issuer.CheckSignature(cert.SignatureAlgorithm, cert.RawTBSCertificate, cert.Signature)
			if (err != nil) != c.WrongSignature {
				t.Errorf("%s/%s: signature: %v", spec.Name, c.ID, err)
			}
		}
	}
}

// TestRevocations reads CRLs with crypto/x509 and finds those revoked.
func TestRevocations(t *testing.T) {
	p, err := New(EnginePKI(), repositoryKeys(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		issuer string
		want   int
	}{{"ca", 5}, {"root", 1}, {"tsa-ca", 1}, {"other-ca", 0}} {
		der, err := p.CRL(CRLSpec{Issuer: tt.issuer, ThisUpdate: caseAfter, NextUpdate: caseLate})
		if err != nil {
			t.Fatal(err)
		}
		crl, err := x509.ParseRevocationList(der)
		if err != nil {
			t.Fatal(err)
		}
		issuer, err := x509.ParseCertificate(p.Cert(tt.issuer).DER)
		if err != nil {
			t.Fatal(err)
		}
		if err := crl.CheckSignatureFrom(issuer); err != nil {
			t.Errorf("CRL of %s: %v", tt.issuer, err)
		}
		if got := len(crl.RevokedCertificateEntries); got != tt.want {
			t.Errorf("CRL of %s: %d entries, want %d", tt.issuer, got, tt.want)
		}
	}
}

func TestErrors(t *testing.T) {
	keys := repositoryKeys(t)
	p, err := New(EnginePKI(), keys)
	if err != nil {
		t.Fatal(err)
	}
	_, err1 := p.Make(Recipe{Format: "cades", Signer: "nobody"})
	_, err2 := p.Make(Recipe{Format: "jades", Signer: "alice"})
	_, err3 := p.Token(Stamp{TSA: "nobody"}, nil, nil)
	_, err4 := p.List(ListSpec{ID: "L", Signer: "nobody"})
	_, err5 := New(Spec{Name: "x", Certs: []CertSpec{{ID: "a", Key: "no-key"}}}, keys)
	_, err6 := New(Spec{Name: "x", Certs: []CertSpec{{ID: "a", Key: "rsa-1", Issuer: "b"}}}, keys)
	for i, err := range []error{err1, err2, err3, err4, err5, err6} {
		if err == nil {
			t.Errorf("error %d: none", i+1)
		}
	}
}

// TestCasesReachEverySub asserts that each sub-indication is expected of some case; CUSTOM takes a caller's own check.
func TestCasesReachEverySub(t *testing.T) {
	reached := map[string]bool{"CUSTOM": true}
	for _, c := range EngineCases() {
		for _, w := range strings.Split(c.Want, "|") {
			reached[w] = true
		}
		reached[c.Inside] = true
	}
	for _, s := range ades.Subs() {
		if !reached[s.String()] {
			t.Errorf("no case gives %s", s)
		}
	}
	for w := range reached {
		known := w == "" || w == passed
		for _, s := range ades.Subs() {
			known = known || s.String() == w
		}
		if !known {
			t.Errorf("case expects %q, which is no sub-indication", w)
		}
	}
}
