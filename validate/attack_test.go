// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// The times of the attacks: signed on 1 June 2024, things happen on 10 June, validated on 20 June.
var (
	attackSigned = parse("2024-06-01T10:00:00Z")
	attackBefore = parse("2024-06-05T12:00:00Z")
	attackAfter  = parse("2024-06-11T12:00:00Z")
	attackLate   = parse("2024-06-12T12:00:00Z")
	attackNow    = parse("2024-06-20T12:00:00Z")
)

const (
	attackPassed = "TOTAL-PASSED"
	attackChain  = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
	attackNone   = "CERTIFICATE_CHAIN_GENERAL_FAILURE|TRY_LATER"
)

func parse(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// attack is one row: a document of the engine's PKI, changed, and the verdicts that are right under the default policy.
type attack struct {
	name    string
	spec    func(*testpki.Spec)
	recipe  testpki.Recipe
	now     time.Time
	anchors []string
	policy  *policy.Policy
	want    string // "TOTAL-PASSED" or a sub-indication; several, separated by "|", where more than one is right
}

// attackBy is a B-level signature with revocation data of a time.
func attackBy(signer string, revocation time.Time) testpki.Recipe {
	return testpki.Recipe{Format: "cades", Level: "B", Signer: signer, Time: attackSigned, Content: []byte("The parties agree.\n"),
		Revocation: &testpki.Plan{At: revocation}}
}

// attackStamped adds a signature time-stamp.
func attackStamped(r testpki.Recipe, at time.Time) testpki.Recipe {
	r.Level, r.Stamp = "LT", &testpki.Stamp{TSA: "tsa", At: at}
	return r
}

func (a *attack) run(t *testing.T) *validate.Result {
	t.Helper()
	keys, err := testpki.RepositoryKeys()
	if err != nil {
		t.Fatal(err)
	}
	spec := testpki.EnginePKI()
	if a.spec != nil {
		a.spec(&spec)
	}
	p, err := testpki.New(spec, keys)
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Make(a.recipe)
	if err != nil {
		t.Fatal(err)
	}
	var b trust.Builder
	if a.anchors == nil {
		a.anchors = []string{"root"}
	}
	for _, id := range a.anchors {
		c, err := ades.ParseCertificate(p.Cert(id).DER)
		if err != nil {
			t.Fatal(err)
		}
		b.AddCertificate(c)
	}
	o := validate.Options{Trust: b.Build(time.Time{}), Policy: a.policy, View: validate.EU, Time: a.now}
	if o.Policy == nil {
		o.Policy = policy.Default()
	}
	if o.Time.IsZero() {
		o.Time = attackNow
	}
	v, err := validate.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := v.Validate(context.Background(), ades.Input{Name: "test", Data: bytes.NewReader(m.Document), Size: int64(len(m.Document))})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func runAttacks(t *testing.T, rows []attack) {
	t.Helper()
	for _, a := range rows {
		t.Run(a.name, func(t *testing.T) {
			r := a.run(t)
			if len(r.Signatures) != 1 {
				t.Fatalf("%d signatures", len(r.Signatures))
			}
			s := r.Signatures[0]
			got := s.Indication.Sub().String()
			if s.Indication.Passed() {
				got = s.Indication.Total()
			}
			if !slices.Contains(strings.Split(a.want, "|"), got) {
				t.Errorf("%s, want %s", got, a.want)
			}
		})
	}
}

// TestAttackC8 are C8 of the known attacks: algorithms before, on and after the day of their end.
func TestAttackC8(t *testing.T) {
	// RSA with 2048 bits ends on 1 January 2029 in the default suite
	rsa := func(now string) attack {
		at := parse(now)
		return attack{name: "RSA-2048 at " + now, recipe: attackBy("alice", at.Add(-time.Hour)), now: at}
	}
	before, after := rsa("2028-12-31T12:00:00Z"), rsa("2029-01-02T12:00:00Z")
	before.want, after.want = attackPassed, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
	first, on := rsa("2028-12-31T23:59:59Z"), rsa("2029-01-01T00:00:01Z")
	first.want, on.want = attackPassed, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
	sha1 := attackBy("alice", attackBefore)
	sha1.Hash = "SHA1"
	sha1Late := sha1
	sha1Late.ContentStamp = &testpki.Stamp{TSA: "tsa", At: attackSigned.Add(-time.Minute)}
	runAttacks(t, []attack{before, first, on, after,
		{name: "SHA-1 long after its end", recipe: sha1, want: "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"},
		{name: "SHA-1 long after its end, time-stamped as late", recipe: attackStamped(sha1, attackSigned.Add(time.Minute)), want: "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"},
		{name: "SHA-1 proven to be signed after its end", recipe: sha1Late, want: "CRYPTO_CONSTRAINTS_FAILURE"},
	})
}

// TestAttackC9 are C9 of the known attacks: certificates that no CA may have made so.
func TestAttackC9(t *testing.T) {
	ca := func(change func(*testpki.CertSpec)) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			ca := testpki.CertSpec{ID: "x-ca", Subject: "C=XA, O=Example Engine Tests, CN=X CA", Issuer: "root", Key: "p256-28", From: parse("2012-01-01T00:00:00Z"),
				To: parse("2040-01-01T00:00:00Z"), Profile: testpki.ProfileCA}
			change(&ca)
			s.Certs = append(s.Certs, ca, testpki.CertSpec{ID: "x", Subject: "C=XA, O=Example Engine Tests, CN=X", Issuer: "x-ca", Key: "p256-29",
				From: parse("2020-01-01T00:00:00Z"), To: parse("2030-01-01T00:00:00Z"), Profile: testpki.ProfileSigner})
		}
	}
	leaf := func(change func(*testpki.CertSpec)) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			for i := range s.Certs {
				if s.Certs[i].ID == "alice" {
					change(&s.Certs[i])
				}
			}
		}
	}
	x, alice := attackBy("x", attackBefore), attackBy("alice", attackBefore)
	runAttacks(t, []attack{
		{name: "no constraint", spec: ca(func(c *testpki.CertSpec) {}), recipe: x, want: attackPassed},
		{name: "excluded directory name", spec: ca(func(c *testpki.CertSpec) { c.ExcludedCountry = "XA" }), recipe: x, want: attackChain},
		{name: "excluded directory name of others", spec: ca(func(c *testpki.CertSpec) { c.ExcludedCountry = "XB" }), recipe: x, want: attackPassed},
		{name: "outside of the permitted directory name", spec: ca(func(c *testpki.CertSpec) { c.PermittedOrg = "C=XA, O=Another" }), recipe: x, want: attackChain},
		{name: "within the permitted directory name", spec: ca(func(c *testpki.CertSpec) { c.PermittedOrg = "C=XA, O=Example Engine Tests" }), recipe: x, want: attackPassed},
		{name: "path length", recipe: attackBy("deep", attackBefore), want: attackChain},
		{name: "issuer is no CA", recipe: attackBy("nota", attackBefore), want: attackChain},
		{name: "issuer may not sign certificates", recipe: attackBy("nosign", attackBefore), want: attackChain},
		{name: "unknown critical extension of the signer", recipe: attackBy("critical", attackBefore), want: attackChain},
		{name: "unknown critical extension of the CA", spec: ca(func(c *testpki.CertSpec) { c.Critical = "1.3.6.1.4.1.32473.9.9" }), recipe: x, want: attackChain},
		{name: "the CA's certificate is forged", spec: ca(func(c *testpki.CertSpec) { c.WrongSignature = true }), recipe: x, want: attackChain + "|NO_CERTIFICATE_CHAIN_FOUND"},
		{name: "notAfter in the year 9999", spec: leaf(func(c *testpki.CertSpec) { c.To = parse("9999-12-31T23:59:59Z") }), recipe: alice, want: attackPassed},
		{name: "negative serial number", spec: leaf(func(c *testpki.CertSpec) { c.Serial = -5 }), recipe: alice, want: attackPassed},
		{name: "name that is no UTF-8", spec: leaf(func(c *testpki.CertSpec) { c.Subject = "C=XA, CN=\xff\xfe\x80" }), recipe: alice, want: attackPassed},
	})
}

// TestAttackC10 are C10 of the known attacks: OCSP responses that say nothing of the certificate.
func TestAttackC10(t *testing.T) {
	until := attackBefore.Add(60 * 24 * time.Hour)
	answer := func(signer string, o testpki.OCSPSpec) testpki.Recipe {
		r := attackBy(signer, attackBefore)
		if o.Produced.IsZero() {
			o.Produced = attackBefore
		}
		if o.NextUpdate.IsZero() {
			o.NextUpdate = until
		}
		r.Revocation.Signer = &o
		return r
	}
	with := func(r testpki.Recipe, extra ...testpki.OCSPSpec) testpki.Recipe {
		r.Revocation.Extra = extra
		return r
	}
	responder := func(change func(*testpki.CertSpec)) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			for i := range s.Certs {
				if s.Certs[i].ID == "ocsp" {
					change(&s.Certs[i])
				}
			}
		}
	}
	// alice and ulla, of two CAs, have one serial number
	collision := func(s *testpki.Spec) {
		for i := range s.Certs {
			if id := s.Certs[i].ID; id == "alice" || id == "ulla" {
				s.Certs[i].Serial = 4711
			}
		}
	}
	stale := testpki.OCSPSpec{Produced: attackBefore.AddDate(-1, 0, 0), NextUpdate: attackBefore.AddDate(-1, 0, 7)}
	runAttacks(t, []attack{
		{name: "good answer", recipe: answer("alice", testpki.OCSPSpec{}), want: attackPassed},
		{name: "no OCSP purpose", recipe: answer("alice", testpki.OCSPSpec{Responder: "ocsp-no-eku"}), want: attackNone},
		{name: "no OCSP purpose, revoked", recipe: answer("bob", testpki.OCSPSpec{Responder: "ocsp-no-eku", Produced: attackAfter}), want: attackNone},
		{name: "responder of another CA", recipe: answer("alice", testpki.OCSPSpec{Responder: "ocsp-foreign"}), want: attackNone},
		{name: "responder of another CA says revoked", recipe: answer("alice", testpki.OCSPSpec{Responder: "ocsp-foreign", Status: "revoked"}), want: attackNone},
		{name: "the signer is the responder", recipe: answer("alice", testpki.OCSPSpec{Responder: "alice"}), want: attackNone},
		{name: "same serial number of another CA", spec: collision, recipe: answer("alice", testpki.OCSPSpec{OtherCert: "ulla"}), want: attackNone},
		{name: "revoked, same serial number of another CA", spec: collision, recipe: answer("alice", testpki.OCSPSpec{OtherCert: "ulla", Status: "revoked"}), want: attackNone},
		{name: "another certificate of the CA", recipe: answer("alice", testpki.OCSPSpec{OtherCert: "bob"}), want: attackNone},
		{name: "unknown certificate", recipe: answer("alice", testpki.OCSPSpec{Status: "unknown"}), want: attackNone},
		{name: "forged good", recipe: answer("bob", testpki.OCSPSpec{Status: "good", Forged: true}), want: attackNone},
		{name: "forged revoked", recipe: answer("alice", testpki.OCSPSpec{Status: "revoked", Forged: true}), want: attackNone},
		{name: "nocheck absent, nothing known of the responder", spec: responder(func(c *testpki.CertSpec) { c.NoCheck = false }), recipe: answer("alice", testpki.OCSPSpec{}), want: attackNone},
		{name: "responder expired before", spec: responder(func(c *testpki.CertSpec) { c.To = attackBefore.AddDate(-1, 0, 0) }), recipe: answer("alice", testpki.OCSPSpec{}),
			want: attackNone},
		{name: "responder expired since", recipe: answer("alice", testpki.OCSPSpec{Responder: "ocsp-short"}), want: "REVOCATION_OUT_OF_BOUNDS_NO_POE"},
		// a stale good answer says nothing of today, and never revoked; the reference does not mind
		{name: "stale good", recipe: answer("alice", stale), want: "TRY_LATER"},
		{name: "stale good, policy dss", policy: policy.DSS(), recipe: answer("alice", stale), want: attackPassed},
		{name: "stale good where answers must be fresh", policy: policy.EUQualified(), recipe: answer("alice", stale), want: "TRY_LATER"},
		{name: "good of before the certificate", recipe: answer("alice", testpki.OCSPSpec{Produced: parse("2019-01-01T00:00:00Z"), NextUpdate: parse("2019-01-08T00:00:00Z")}), want: attackNone},
		{name: "nonce", recipe: answer("alice", testpki.OCSPSpec{Nonce: []byte("nonce")}), want: attackPassed},
		{name: "archive cutoff", recipe: answer("alice", testpki.OCSPSpec{Cutoff: parse("2019-01-01T00:00:00Z")}), want: attackPassed},
		{name: "older good and younger revoked", recipe: with(answer("bob", testpki.OCSPSpec{}), testpki.OCSPSpec{Cert: "bob", Produced: attackAfter, NextUpdate: until}), want: "REVOKED_NO_POE"},
		{name: "younger revoked of a responder that may not answer", recipe: with(answer("alice", testpki.OCSPSpec{}),
			testpki.OCSPSpec{Cert: "alice", Responder: "ocsp-foreign", Status: "revoked", Produced: attackAfter, NextUpdate: until}), want: attackPassed},
		{name: "younger good of a responder that may not answer", recipe: with(answer("bob", testpki.OCSPSpec{Produced: attackAfter}),
			testpki.OCSPSpec{Cert: "bob", Responder: "ocsp-no-eku", Status: "good", Produced: attackLate, NextUpdate: until}), want: "REVOKED_NO_POE"},
	})
}

// TestAttackC12 are C12 of the known attacks: revocation in the past.
func TestAttackC12(t *testing.T) {
	bob, carol := attackBy("bob", attackAfter), attackBy("carol", attackAfter)
	early := attackSigned.Add(time.Minute)
	late := bob
	late.ContentStamp = &testpki.Stamp{TSA: "tsa", At: attackLate}
	reason := func(n int) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			for i := range s.Revocations {
				s.Revocations[i].Reason = n
			}
		}
	}
	crl := func(c testpki.CRLSpec) testpki.Recipe {
		r := attackBy("erin", attackLate)
		c.Issuer, c.ThisUpdate, c.NextUpdate = "ca", attackLate, attackLate.AddDate(0, 0, 30)
		r.Revocation.CRLs, r.Revocation.Override = true, []testpki.CRLSpec{c}
		return attackStamped(r, early)
	}
	cutoff := func(at time.Time) testpki.Recipe {
		r := attackBy("erin", attackLate)
		r.Revocation.Signer = &testpki.OCSPSpec{Produced: attackLate, NextUpdate: attackLate.AddDate(0, 0, 30), Cutoff: at}
		return attackStamped(r, early)
	}
	dead := attackChain + "|TRY_LATER|OUT_OF_BOUNDS_NO_POE"
	runAttacks(t, []attack{
		{name: "revoked, nothing proven", recipe: bob, want: "REVOKED_NO_POE"},
		{name: "revoked after best-signature-time", recipe: attackStamped(bob, early), want: attackPassed},
		{name: "revoked before best-signature-time", recipe: attackStamped(bob, attackLate), want: "REVOKED_NO_POE"},
		{name: "proven to be signed after the revocation", recipe: late, want: "REVOKED"},
		{name: "revoked without a reason", spec: reason(-1), recipe: bob, want: "REVOKED_NO_POE"},
		{name: "superseded", spec: reason(4), recipe: bob, want: "REVOKED_NO_POE"},
		{name: "CA compromised", spec: reason(2), recipe: carol, want: "REVOKED_CA_NO_POE"},
		{name: "CA revoked, nothing proven", recipe: carol, want: "REVOKED_CA_NO_POE"},
		{name: "CA revoked after best-signature-time", recipe: attackStamped(carol, early), want: attackPassed},
		{name: "CA revoked before best-signature-time", recipe: attackStamped(carol, attackLate), want: "REVOKED_CA_NO_POE"},
		{name: "CRL of after the expiry that does not keep expired certificates", recipe: crl(testpki.CRLSpec{}), want: dead},
		{name: "CRL of after the expiry that keeps expired certificates", recipe: crl(testpki.CRLSpec{Expired: parse("2020-01-01T00:00:00Z")}), want: attackPassed},
		{name: "CRL that keeps certificates expired later only", recipe: crl(testpki.CRLSpec{Expired: parse("2024-06-11T00:00:00Z")}), want: dead},
		{name: "OCSP of after the expiry without a cutoff", recipe: cutoff(time.Time{}), want: dead},
		{name: "OCSP of after the expiry with a cutoff before it", recipe: cutoff(parse("2020-01-01T00:00:00Z")), want: attackPassed},
		{name: "OCSP of after the expiry with a cutoff after it", recipe: cutoff(parse("2024-06-11T00:00:00Z")), want: dead},
	})
}

// TestAttackC14 are C14 of the known attacks: certificates that look like anchors.
func TestAttackC14(t *testing.T) {
	alice := attackBy("alice", attackBefore)
	change := func(id string, f func(*testpki.CertSpec)) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			for i := range s.Certs {
				if s.Certs[i].ID == id {
					f(&s.Certs[i])
				}
			}
		}
	}
	// a second root, with the name or the key of the first
	second := func(f func(*testpki.CertSpec)) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			c := s.Certs[0]
			c.ID = "second"
			f(&c)
			s.Certs = append(s.Certs, c)
		}
	}
	embedded := alice
	embedded.Embed = []string{"second"}
	runAttacks(t, []attack{
		{name: "the anchor", recipe: alice, want: attackPassed},
		{name: "the anchor, and a self-signed copy of its name in the document", spec: second(func(c *testpki.CertSpec) { c.Key = "rsa-4" }), recipe: embedded, want: attackPassed},
		{name: "a self-signed copy of the anchor's name with another key is trusted", spec: second(func(c *testpki.CertSpec) { c.Key = "rsa-4" }), recipe: alice,
			anchors: []string{"second"}, want: "NO_CERTIFICATE_CHAIN_FOUND"},
		{name: "the forger's own root has the anchor's name", spec: change("other-root", func(c *testpki.CertSpec) { c.Subject = "C=XA, O=Example Engine Tests, CN=Test Root" }),
			recipe: attackBy("ulla", attackBefore), want: "NO_CERTIFICATE_CHAIN_FOUND"},
		{name: "the anchor's key under another name is trusted", spec: second(func(c *testpki.CertSpec) { c.Subject = "C=XA, O=Example Engine Tests, CN=Another Root" }), recipe: alice,
			anchors: []string{"second"}, want: "NO_CERTIFICATE_CHAIN_FOUND"},
		{name: "the anchor's key and name in another certificate", spec: second(func(c *testpki.CertSpec) { c.To = parse("2041-01-01T00:00:00Z") }), recipe: alice,
			anchors: []string{"second"}, want: attackPassed},
		{name: "the anchor has expired", spec: change("root", func(c *testpki.CertSpec) { c.To = parse("2020-01-01T00:00:00Z") }), recipe: alice, want: attackPassed},
		{name: "a trusted end-entity certificate issues another", spec: func(s *testpki.Spec) {
			s.Certs = append(s.Certs, testpki.CertSpec{ID: "child", Subject: "C=XA, O=Example Engine Tests, CN=Child", Issuer: "bob", Key: "p256-28",
				From: parse("2020-01-01T00:00:00Z"), To: parse("2030-01-01T00:00:00Z"), Profile: testpki.ProfileSigner})
		}, recipe: attackBy("child", attackBefore), anchors: []string{"bob"}, want: "CERTIFICATE_CHAIN_GENERAL_FAILURE"},
		{name: "nothing is trusted", recipe: alice, anchors: []string{}, want: "NO_CERTIFICATE_CHAIN_FOUND"},
	})
}

// TestAttackC16 are C16 of the known attacks: signers' names that a reader would take for something else, in every report.
func TestAttackC16(t *testing.T) {
	for _, c := range []struct {
		name, cn string
		raw      []string // what no report may hold
	}{
		{"bidi override", "Alice \u202egpj.exe", []string{"\u202e"}},
		{"isolates and zero width", "Al\u2066ice\u2069\u200b", []string{"\u2066", "\u2069", "\u200b"}},
		{"terminal escape", "Alice\x1b[2J\x1b]0;x\x07", []string{"\x1b", "\x07"}},
		{"new line and verdict", "Alice\nsignature 9  TOTAL-PASSED", []string{"Alice\n"}},
		{"markup", "Alice<script>alert(1)</script>", nil},
		{"octets that are no UTF-8", "Alice \xff\xfe", []string{"\xff", "\xfe"}},
		{"a name of 100000 octets", strings.Repeat("A", 100000), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			recipe := attackBy("alice", attackBefore)
			a := attack{recipe: recipe, spec: func(s *testpki.Spec) {
				for i := range s.Certs {
					if s.Certs[i].ID == "alice" {
						s.Certs[i].Subject = "C=XA, O=Example Engine Tests, CN=" + c.cn
					}
				}
			}}
			r := a.run(t)
			if len(r.Signatures) != 1 || !r.Signatures[0].Indication.Passed() {
				t.Fatal("a signature whose signer has an odd name is none the less valid")
			}
			for format, write := range map[string]func(io.Writer, *validate.Result) error{"json": report.JSON, "txt": report.Text, "xml": report.ETSI, "html": report.HTML} {
				var b bytes.Buffer
				if err := write(&b, r); err != nil {
					t.Fatalf("%s: %v", format, err)
				}
				text := b.String()
				for _, raw := range c.raw {
					if strings.Contains(text, raw) {
						t.Errorf("%s: %q stands raw", format, raw)
					}
				}
				if format != "txt" && strings.Contains(text, "<script>") {
					t.Errorf("%s: markup stands raw", format)
				}
			}
		})
	}
}
