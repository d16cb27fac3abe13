// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/sigalg"
)

func TestSuite(t *testing.T) {
	s := DSS().Suite(Signature)
	now := day(2026, 6, 1)
	for _, tt := range []struct {
		name   string
		scheme sigalg.Scheme
		hash   sigalg.Hash
		bits   int
		at     time.Time
		want   Verdict
	}{
		{"strong", "RSA", "SHA256", 3072, now, Verdict{Acceptable: true, End: day(2029, 1, 1)}},
		{"no end", "RSASSA-PSS", "SHA256", 3072, now, Verdict{Acceptable: true}},
		{"old digest", "RSA", "SHA1", 3072, now, Verdict{Level: LevelFail, Reason: "expired", End: day(2012, 8, 1)}},
		{"old digest in its time", "RSA", "SHA1", 3072, day(2011, 1, 1), Verdict{Acceptable: true, End: day(2012, 8, 1)}},
		{"size ends before digest", "RSA", "SHA1", 1024, day(2013, 1, 1), Verdict{Level: LevelFail, Reason: "expired", End: day(2012, 8, 1)}},
		{"short key", "RSA", "SHA256", 512, now, Verdict{Level: LevelFail, Reason: "key-size"}},
		{"1024", "RSA", "SHA256", 1024, now, Verdict{Level: LevelFail, Reason: "expired", End: day(2019, 10, 1)}},
		{"end is not after the end", "RSA", "SHA256", 2048, day(2029, 1, 1), Verdict{Level: LevelWarn, Reason: "expired", End: day(2029, 1, 1)}},
		{"the second before", "RSA", "SHA256", 2048, day(2029, 1, 1).Add(-time.Second), Verdict{Acceptable: true, End: day(2029, 1, 1)}},
		{"P-224", "ECDSA", "SHA256", 224, now, Verdict{Level: LevelFail, Reason: "expired", End: day(2021, 10, 1)}},
		{"P-256", "ECDSA", "SHA256", 256, now, Verdict{Acceptable: true}},
		{"no size", "ECDSA", "SHA256", 0, now, Verdict{Level: LevelFail, Reason: "key-size"}},
		{"EdDSA", "Ed25519", "", 256, now, Verdict{Level: LevelFail, Reason: "algorithm"}},
		{"digest not listed", "RSA", "MD2", 3072, now, Verdict{Level: LevelFail, Reason: "digest"}},
		{"nothing known", "", "", 3072, now, Verdict{Level: LevelFail, Reason: "algorithm"}},
	} {
		if got := s.Signature(sigalg.Algorithm{Scheme: tt.scheme, Hash: tt.hash}, tt.bits, tt.at); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
	if v := (*Suite)(nil).Digest("MD2", now); !v.Acceptable {
		t.Error("a nil suite accepts everything")
	}
	if v := Default().Suite(Timestamp).Digest("SHA224", day(2030, 1, 1)); v.Level != LevelFail {
		t.Errorf("the default fails past the end: %+v", v)
	}
}

func TestInheritance(t *testing.T) {
	weak, strong := &Suite{Name: "weak"}, &Suite{Name: "strong"}
	p := DSS().With(ReplaceSuites(weak), SetSuite(Basic(Timestamp, cryptographic), strong), SetSuite(Cert(Signature, CACertificate, cryptographic), nil),
		SetSuite(In(EvidenceRecord, cryptographic), strong))
	if p.Suite(Timestamp) != strong || p.CertSuite(Timestamp, SigningCertificate) != strong || p.Suite(Signature) != weak ||
		p.Suite(EvidenceRecord) != strong || p.CertSuite(Signature, CACertificate) != nil || p.CertSuite(Signature, SigningCertificate) != weak {
		t.Error("a suite is not inherited from the next more general place")
	}
	if p.SHA256() == DSS().SHA256() {
		t.Error("another suite must give another digest")
	}
}

func TestAccepts(t *testing.T) {
	for _, tt := range []struct {
		list, found []string
		want        bool
	}{
		{nil, nil, true}, {[]string{"a"}, nil, false}, {[]string{"*"}, []string{"x"}, true}, {[]string{"*"}, []string{""}, false},
		{[]string{"a"}, []string{"b", "a"}, true}, {[]string{"a"}, []string{"b"}, false}, {nil, []string{"b"}, false},
	} {
		if got := (Constraint{Values: tt.list}).Accepts(tt.found...); got != tt.want {
			t.Errorf("%v accepts %v: %t", tt.list, tt.found, got)
		}
	}
}

func TestImmutable(t *testing.T) {
	p := DSS()
	before := p.SHA256()
	c := p.Get(Cert(Signature, SigningCertificate, "KeyUsage"))
	c.Values[0] = "changed"
	p.All()[0].Constraint.Level = LevelFail
	q := p.With(SetLevel(In(Timestamp, "Coherence"), LevelFail), Add(Check{ID: "x"}, Constraint{Level: LevelFail}))
	if p.SHA256() != before || q.SHA256() == before || len(p.Checks()) != 0 || q.Checks()[0].Block != "SAV" {
		t.Error("a policy changed, or a changed copy did not")
	}
}
