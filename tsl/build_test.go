// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	xpkix "crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/trust"
)

const description = `
sequence: 4
issued: 2026-09-01T00:00:00Z
nextUpdate: 2027-02-28T00:00:00Z
territory: JP
operator: {en: "UNOFFICIAL TEST operator", ja: "非公式"}
name: {en: "JP: UNOFFICIAL TEST list"}
legalNotice: {en: "Of no legal effect & for tests only"}
rules: ["https://mitome-project.github.io/jtsl/v1/rules"]
providers:
- name: {en: "Example CA", ja: "例示認証局"}
  tradeName: {en: "NTRJP-1234567890123"}
  services:
  - type: CA/Accredited
    name: {en: "Example accredited certificates"}
    certificates: [ca.pem]
    history:
    - status: accreditationceased
      from: 2026-01-01T00:00:00Z
    - status: accredited
      from: 2003-04-01T00:00:00Z
      additional: [ForeSignatures]
      qualifications:
      - qualifiers: [JPWithQSCD]
        criteria: {policies: ["1.2.392.200149.8.5.1.1.20"], keyUsage: {nonRepudiation: true}, criteria: [{assert: none, extKeyUsages: ["1.3.6.1.5.5.7.3.1"], subjectAttributes: ["2.5.4.10"]}]}
`

// selfSigned makes a certificate for tests.
func selfSigned(t testing.TB, name string, key crypto.Signer, ca bool) []byte {
	t.Helper()
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: xpkix.Name{CommonName: name, Country: []string{"JP"}},
		NotBefore: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA: ca, BasicConstraintsValid: true, SubjectKeyId: []byte{1, 2, 3}}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

type maker struct {
	key    crypto.Signer
	cert   []byte
	caCert []byte
}

func newMaker(t testing.TB) *maker {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &maker{key: k, cert: selfSigned(t, "List signer", k, false), caCert: selfSigned(t, "Example CA", k, true)}
}

func (m *maker) build(t testing.TB, text string) []byte {
	t.Helper()
	s, err := ReadSpec([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	open := func(name string) ([]byte, error) {
		if name != "ca.pem" && name != "signer.pem" {
			return nil, os.ErrNotExist
		}
		der := m.caCert
		if name == "signer.pem" {
			der = m.cert
		}
		return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), nil
	}
	out, err := Build(s, BuildOptions{Key: m.key, Certificate: m.cert, Open: open})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBuildReadsBack(t *testing.T) {
	m := newMaker(t)
	text := m.build(t, description)
	l, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if l.Type != TypeJPList || l.Version != 6 || l.Sequence != 4 || l.Territory != "JP" || len(l.Operator) != 2 || l.Operator[1].Value != "非公式" {
		t.Errorf("scheme: %+v", l)
	}
	s := l.Providers[0].Services[0]
	if s.Service.Type != JPServiceAccredited || len(s.Certificates) != 1 || len(s.Service.Periods) != 2 {
		t.Fatalf("service: %+v", s.Service)
	}
	p := s.Service.Periods[1]
	if p.Status != trust.StatusPrefix+"accredited" || !p.To.Equal(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) || p.Qualifiers[0].URIs[0] != JPWithQSCD {
		t.Errorf("period: %+v", p)
	}
	c := p.Qualifiers[0].Criteria
	if u := c.Unsupported(); u != "" || len(c.Items) != 3 || c.Items[2].Nested.Assert != trust.AssertNone {
		t.Errorf("criteria: %+v %s", c, u)
	}
	changed := bytes.Replace(text, []byte("accreditationceased"), []byte("accredited"), 1)
	if v, reason := verifyAlone(changed); v != trust.VerdictBad {
		t.Errorf("changed list: %s %s", v, reason)
	}
}

func TestBuildWithRSA(t *testing.T) {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	m := &maker{key: k, cert: selfSigned(t, "List signer", k, false), caCert: selfSigned(t, "Example CA", k, true)}
	if v, reason := verifyAlone(m.build(t, description)); v != trust.VerdictGood {
		t.Error(v, reason)
	}
}

// TestBuildSchemaValid checks a list against ETSI's schemas, which lie beside the corpus; they name each other by URL.
func TestBuildSchemaValid(t *testing.T) {
	from := beside.Path(t, "schema")
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	local := strings.NewReplacer(
		"https://forge.etsi.org/rep/esi/x19_612_trusted_lists/-/raw/v2.4.1/19612_xsd.xsd", "ts_119612v020401_xsd.xsd",
		"https://uri.etsi.org/01903/v1.3.2/XAdES01903v132-201601.xsd", "XAdES01903v132-202407.xsd",
		"http://www.w3.org/2001/xml.xsd", "xml.xsd",
		"http://www.w3.org/TR/2008/REC-xmldsig-core-20080610/xmldsig-core-schema.xsd", "xmldsig-core-schema.xsd")
	dir := t.TempDir()
	write := func(name string, text []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"ts_119612v020401_xsd.xsd", "ts_119612v020401_sie_xsd.xsd", "ts_119612v020401_additionaltypes_xsd.xsd",
		"XAdES01903v132-202407.xsd", "xmldsig-core-schema.xsd", "xml.xsd"} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		write(name, []byte(local.Replace(string(text))))
	}
	write("all.xsd", []byte(`<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">`+
		`<xsd:import namespace="`+nsTSL+`" schemaLocation="ts_119612v020401_xsd.xsd"/>`+
		`<xsd:import namespace="`+nsECC+`" schemaLocation="ts_119612v020401_sie_xsd.xsd"/>`+
		`<xsd:import namespace="`+nsTSLX+`" schemaLocation="ts_119612v020401_additionaltypes_xsd.xsd"/></xsd:schema>`))
	write("list.xml", newMaker(t).build(t, description))
	out, err := exec.Command(tool, "--nonet", "--noout", "--schema", filepath.Join(dir, "all.xsd"), filepath.Join(dir, "list.xml")).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestReadSpecRefuses(t *testing.T) {
	for name, edit := range map[string][2]string{
		"unknown field":     {"sequence: 4", "sequence: 4\nsequenz: 5"},
		"no sequence":       {"sequence: 4", "sequence: 0"},
		"order of history":  {"from: 2003-04-01", "from: 2030-04-01"},
		"no English name":   {`name: {en: "JP: UNOFFICIAL TEST list"}`, `name: {ja: "x"}`},
		"territory":         {"territory: JP", "territory: JPN"},
		"update before":     {"nextUpdate: 2027", "nextUpdate: 2020"},
		"status is missing": {"status: accredited\n", "status: \n"},
	} {
		text := strings.Replace(description, edit[0], edit[1], 1)
		if text == description {
			t.Fatal(name, "edit does not apply")
		}
		if _, err := ReadSpec([]byte(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestJapanScheme(t *testing.T) {
	m := newMaker(t)
	text := m.build(t, description)
	c := &fakeClient{files: map[string][]byte{"https://jtsl.example/list.xml": text}}
	l, err := NewLoader(Options{Schemes: []Scheme{Japan("https://jtsl.example/list.xml", m.cert)}, Client: c})
	if err != nil {
		t.Fatal(err)
	}
	store, st, err := l.Load(t.Context())
	if err != nil {
		t.Fatal(err, st.Problems)
	}
	ca, err := ades.ParseCertificate(m.caCert)
	if err != nil {
		t.Fatal(err)
	}
	sv := store.Services(ca)
	if len(sv) != 1 || sv[0].Official || sv[0].Territory != "JP" || sv[0].Scheme != "JP" {
		t.Fatalf("services: %+v", sv)
	}
	for at, want := range map[string]bool{"2003-03-31T23:59:59Z": false, "2003-04-01T00:00:00Z": true, "2025-12-31T23:59:59Z": true, "2026-01-01T00:00:00Z": false} {
		tm, _ := time.Parse(time.RFC3339, at)
		if store.TrustedAt(ca, tm) != want {
			t.Errorf("trusted at %s: %v", at, !want)
		}
	}
	other := newMaker(t)
	l, _ = NewLoader(Options{Schemes: []Scheme{Japan("https://jtsl.example/list.xml", other.cert)}, Client: c})
	if store, _, err := l.Load(t.Context()); err != ErrNoAnchors || store.Anchors() != 0 {
		t.Errorf("list of an unknown signer: %v, %d anchors", err, store.Anchors())
	}
}
