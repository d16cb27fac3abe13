// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/internal/sigalg"
)

func loadFile(t *testing.T, name string) *Policy {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := Load(f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return p
}

// TestDSSDocument holds the built-in table against the document of the reference implementation, line by line.
func TestDSSDocument(t *testing.T) {
	p := loadFile(t, beside.Path(t, "corpus", "policies", "constraint.xml"))
	if d := cmp.Diff(p.All(), DSS().All()); d != "" {
		t.Errorf("constraints (- document, + built-in):\n%s", d)
	}
	if d := cmp.Diff(p.Suite(Signature).Algorithms(), DSS().Suite(Signature).Algorithms()); d != "" {
		t.Errorf("suite (- document, + built-in):\n%s", d)
	}
	if p.SHA256() != DSS().SHA256() {
		t.Error("digests differ")
	}
	if len(p.Unknown()) > 0 {
		t.Error("not understood:", p.Unknown())
	}
	if !p.Qualified() || p.Model() != Shell || p.Rules() != DSSRules() {
		t.Error("qualified, model or rules are wrong")
	}
}

func TestLoadAll(t *testing.T) {
	var files []string
	for _, dir := range []string{beside.Path(t, "corpus", "policies"), beside.Path(t, "corpus", "policies", "variants"), beside.Path(t, "matrix", "policies")} {
		m, _ := filepath.Glob(filepath.Join(dir, "*.xml"))
		files = append(files, m...)
	}
	n := 0
	for _, name := range files {
		if strings.Contains(name, "crypto-suite") {
			continue
		}
		p := loadFile(t, name)
		n++
		if len(p.Unknown()) > 0 {
			t.Logf("%s: %d not understood, first: %s", filepath.Base(name), len(p.Unknown()), p.Unknown()[0])
		}
	}
	t.Logf("%d policies loaded", n)
	if n < 20 {
		t.Errorf("only %d policies", n)
	}
}

func TestStrictDocument(t *testing.T) {
	p := loadFile(t, beside.Path(t, "matrix", "policies", "strict.xml"))
	for path, want := range map[Path]Level{
		Basic(Signature, "UndefinedChanges"):                       LevelFail,
		Cert(Signature, SigningCertificate, "NameConstraints"):     LevelFail,
		Cert(Signature, CACertificate, "RevocationDataAvailable"):  LevelWarn,
		Cert(Timestamp, SigningCertificate, "RevocationDataSkip"):  LevelAbsent,
		Cert(Revocation, SigningCertificate, "RevocationDataSkip"): LevelIgnore,
		Signed(CounterSignature, "SigningCertificatePresent"):      LevelFail,
		In(Timestamp, "Coherence"):                                 LevelFail,
		Cert(Signature, SigningCertificate, "RevocationFreshness"): LevelIgnore,
	} {
		if got := p.Get(path).Level; got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestSuiteFiles(t *testing.T) {
	for _, name := range []string{"dss-crypto-suite.xml", "dss-crypto-suite.json"} {
		f, err := os.Open(beside.Path(t, "corpus", "policies", name))
		if err != nil {
			t.Fatal(err)
		}
		s, err := LoadSuite(f)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := suite2024()
		if s.Issued != want.Issued {
			t.Errorf("%s: issued %s", name, s.Issued)
		}
		at := day(2026, 6, 1)
		for _, h := range []sigalg.Hash{"MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3-256", "RIPEMD160", "WHIRLPOOL", "MD2"} {
			if got, want := s.Digest(h, at), want.Digest(h, at); got != want {
				t.Errorf("%s: %s: %+v, want %+v", name, h, got, want)
			}
			for _, scheme := range []sigalg.Scheme{"RSA", "RSASSA-PSS", "DSA", "ECDSA", "PLAIN-ECDSA", "Ed25519"} {
				if scheme == "RSA" && h == "WHIRLPOOL" {
					continue // the suite file has no such signature algorithm
				}
				for _, bits := range []int{512, 1024, 2048, 3072, 256, 384, 192} {
					a := sigalg.Algorithm{Scheme: scheme, Hash: h}
					if got, want := s.Signature(a, bits, at), want.Signature(a, bits, at); got != want {
						t.Errorf("%s: %s %s %d: %+v, want %+v", name, scheme, h, bits, got, want)
					}
				}
			}
		}
	}
}

func TestShortForm(t *testing.T) {
	p, err := Load(strings.NewReader(`
name: acme
base: dss
rules: {any-responder: false}
constraints:
  SignatureConstraints/AcceptableFormats: {values: [PAdES-BASELINE-LT]}
  Timestamp/TimestampDelay: {level: fail, duration: 48h}
  Timestamp/Coherence: {level: absent}
`))
	if err != nil {
		t.Fatal(err)
	}
	c := p.Get("SignatureConstraints/AcceptableFormats")
	if p.Name() != "acme" || c.Level != LevelFail || !slices.Equal(c.Values, []string{"PAdES-BASELINE-LT"}) {
		t.Errorf("%s %+v", p.Name(), c)
	}
	if c := p.Get("Timestamp/TimestampDelay"); c.Level != LevelFail || c.Duration != 48*time.Hour {
		t.Errorf("%+v", c)
	}
	if p.Get("Timestamp/Coherence").Present() || p.Rules().AnyResponder || !p.Rules().OneChain {
		t.Error("override not applied")
	}
	for _, bad := range []string{"base: none", "name: x", "base: dss\nrules: {no-such: true}", "base: dss\nconstraints: {Nowhere/CA: {level: FAIL}}",
		"base: dss\nconstraints: {Timestamp/Coherence: {level: HARD}}", "base: dss\nunknown: 1", "base: [", "",
		"<x/>", "<!DOCTYPE a><ConstraintsParameters/>", "<ConstraintsParameters><Timestamp><Coherence Level='HARD'/></Timestamp></ConstraintsParameters>"} {
		if _, err := Load(strings.NewReader(bad)); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}

func TestUnknownElements(t *testing.T) {
	p, err := Load(strings.NewReader(`<ConstraintsParameters Name="n"><Timestamp><New Level="FAIL"/><Coherence/></Timestamp>
<Cryptographic Level="WARN"><AcceptableDigestAlgo><Algo>SHA256</Algo><Algo>SHA999</Algo></AcceptableDigestAlgo></Cryptographic></ConstraintsParameters>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Timestamp/New: element not known", "Timestamp/Coherence: without a level it has no effect",
		`Cryptographic/AcceptableDigestAlgo: algorithm "SHA999" not known`}
	if d := cmp.Diff(want, p.Unknown()); d != "" {
		t.Error(d)
	}
	s := p.Suite(Revocation)
	if v := s.Digest("SHA256", day(2026, 1, 1)); !v.Acceptable {
		t.Errorf("%+v", v)
	}
	if v := s.Signature(sigalg.Algorithm{Scheme: "RSA", Hash: "SHA256"}, 4096, day(2026, 1, 1)); v.Acceptable || v.Level != LevelWarn {
		t.Errorf("a list that is not stated accepts nothing: %+v", v)
	}
	if p.Qualified() {
		t.Error("qualified without an eIDAS section")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte("base: dss\nconstraints: {Timestamp/Coherence: {level: WARN}}"))
	f.Add([]byte(`<ConstraintsParameters><Cryptographic Level="FAIL"><AlgoExpirationDate Format="yyyy-MM-dd"><Algo Date="2029-01-01" Size="1900">RSA</Algo></AlgoExpirationDate></Cryptographic></ConstraintsParameters>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Load(strings.NewReader(string(b)))
		if err == nil && p.SHA256() != p.With().SHA256() {
			t.Error("a copy has another digest")
		}
	})
}

func FuzzLoadSuite(f *testing.F) {
	f.Add([]byte(`{"SecuritySuitabilityPolicy":{"PolicyIssueDate":"2024-10-13","Algorithm":[{"AlgorithmIdentifier":{"Name":"x","ObjectIdentifier":"1.2.840.113549.2.5"},"Evaluation":[{"Validity":{"End":"2004-08-01"}}]}]}}`))
	f.Add([]byte(`<SecuritySuitabilityPolicy><PolicyIssueDate>2024-10-13</PolicyIssueDate></SecuritySuitabilityPolicy>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := LoadSuite(strings.NewReader(string(b))); err == nil {
			s.Algorithms()
		}
	})
}
