// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"crypto/x509"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/internal/crl"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/path"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/trust"
)

// statusesOf collects what these CRLs say of a certificate of the engine's PKI.
func statusesOf(t *testing.T, id string, specs ...testpki.CRLSpec) []*rac.Status {
	t.Helper()
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(p.Cert("root").DER)
	if err != nil {
		t.Fatal(err)
	}
	ev := &Evidence{Document: &ades.Document{}, Pool: &ades.Pool{}, Issuers: map[ades.ID][]ades.ID{}, Statuses: map[ades.ID][]*rac.Status{},
		RevocationSigners: map[ades.ID]RevocationSigner{}}
	c := &collector{ev: ev, store: trust.FromCertificates(root), graph: path.New(nil, limits.Default()),
		ids: map[*pkix.Certificate]ades.ID{}, done: map[ades.ID]bool{}}
	var subject *ades.Certificate
	for _, x := range p.Certs {
		k, err := ades.ParseCertificate(p.Cert(x.ID).DER)
		if err != nil {
			t.Fatal(err)
		}
		c.know(k)
		if x.ID == id {
			subject = k
		}
	}
	for _, s := range specs {
		der, err := p.CRL(s)
		if err != nil {
			t.Fatal(err)
		}
		r, err := ades.ParseCRL(der)
		if err != nil {
			t.Fatal(err)
		}
		c.knowRevocation(r)
	}
	c.queue = []*ades.Certificate{subject}
	c.close()
	return ev.Statuses[subject.ID()]
}

// word says what a status comes to where scope and authority are minded.
func word(s *rac.Status) string {
	switch {
	case s.Unauthorised != "":
		return "unauthorised"
	case s.OutOfScope != "":
		return "out of scope"
	case s.Revoked:
		return "revoked"
	}
	return "good"
}

func TestCRLStatuses(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2024, 6, n, 0, 0, 0, 0, time.UTC) }
	of := func(n int, change func(*testpki.CRLSpec)) testpki.CRLSpec {
		s := testpki.CRLSpec{Issuer: "ca", ThisUpdate: day(n), NextUpdate: day(n + 7), Number: int64(n)}
		if change != nil {
			change(&s)
		}
		return s
	}
	delta := func(n int, base int64) testpki.CRLSpec {
		return of(n, func(s *testpki.CRLSpec) { s.Delta = base })
	}
	for _, c := range []struct {
		name, cert string
		crls       []testpki.CRLSpec
		want       string
	}{
		{"good", "alice", []testpki.CRLSpec{of(20, nil)}, "good"},
		{"revoked", "bob", []testpki.CRLSpec{of(20, nil)}, "revoked"},
		{"before the revocation", "bob", []testpki.CRLSpec{of(5, nil)}, "good"},
		{"for users only", "bob", []testpki.CRLSpec{of(20, func(s *testpki.CRLSpec) { s.OnlyUser = true })}, "revoked"},
		{"for CAs only says nothing of a user", "bob", []testpki.CRLSpec{of(20, func(s *testpki.CRLSpec) { s.OnlyCA = true })}, "out of scope"},
		{"for CAs only is no good either", "alice", []testpki.CRLSpec{of(20, func(s *testpki.CRLSpec) { s.OnlyCA = true })}, "out of scope"},
		{"another distribution point", "bob", []testpki.CRLSpec{of(20, func(s *testpki.CRLSpec) { s.Point = "http://elsewhere.example/x.crl" })}, "out of scope"},
		{"forged", "alice", []testpki.CRLSpec{of(20, func(s *testpki.CRLSpec) { s.Forged = true })}, ""},
		{"signed by another key of another name", "alice", []testpki.CRLSpec{of(20, func(s *testpki.CRLSpec) { s.Signer = "tsa-ca" })}, ""},
		{"of another issuer", "alice", []testpki.CRLSpec{of(20, func(s *testpki.CRLSpec) { s.Issuer = "tsa-ca" })}, ""},
		{"indirect, not named by the certificate", "alice", []testpki.CRLSpec{of(20, func(s *testpki.CRLSpec) { s.Issuer, s.Indirect = "tsa-ca", true })}, ""},
		{"indirect, of its own issuer", "bob", []testpki.CRLSpec{of(20, func(s *testpki.CRLSpec) { s.Indirect = true })}, "revoked"},
		{"a delta alone never says good", "alice", []testpki.CRLSpec{delta(20, 12)}, "out of scope"},
		{"a delta alone never revokes", "bob", []testpki.CRLSpec{delta(20, 12)}, "out of scope"},
		{"a delta with its base", "bob", []testpki.CRLSpec{of(5, nil), delta(12, 5)}, "good, out of scope, revoked"},
		{"a good delta with its base", "alice", []testpki.CRLSpec{of(5, nil), delta(12, 5)}, "good, out of scope, good"},
		{"a delta of a later base", "bob", []testpki.CRLSpec{of(5, nil), delta(12, 8)}, "good, out of scope"},
	} {
		var got []string
		for _, s := range statusesOf(t, c.cert, c.crls...) {
			got = append(got, word(s))
			if (s.Revoked) == s.RevokedAt.IsZero() {
				t.Errorf("%s: revoked %v at %v", c.name, s.Revoked, s.RevokedAt)
			}
		}
		if g := strings.Join(got, ", "); g != c.want {
			t.Errorf("%s: %s, want %s", c.name, g, c.want)
		}
	}
}

// TestJoinedReasons: CRLs for some of the reasons make a certificate good only all together.
func TestJoinedReasons(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2024, 6, 1, h, 0, 0, 0, time.UTC) }
	part := func(id string, mask uint16, h int, signer string) *scopedCRL {
		return &scopedCRL{mask: mask, list: &crl.List{ThisUpdate: at(h)},
			status: &rac.Status{Revocation: ades.ID(id), Signer: ades.ID(signer), ThisUpdate: at(h), NextUpdate: at(h + 5), OutOfScope: "some reasons", Reason: -1}}
	}
	low, high := uint16(0x0e), crl.AllReasons&^0x0e
	revoked := part("R-3", high, 3, "ca")
	revoked.status.Revoked = true
	critical := part("R-4", high, 3, "ca")
	critical.list.UnknownCritical = []string{"1.2.3"}
	deltaPart := part("R-5", high, 3, "ca")
	deltaPart.list.BaseNumber = big.NewInt(1)
	for _, c := range []struct {
		name string
		crls []*scopedCRL
		good bool
	}{
		{"one part", []*scopedCRL{part("R-1", low, 1, "ca")}, false},
		{"both parts", []*scopedCRL{part("R-1", low, 1, "ca"), part("R-2", high, 2, "ca")}, true},
		{"parts by two signers", []*scopedCRL{part("R-1", low, 1, "ca"), part("R-2", high, 2, "other")}, false},
		{"revoked for the other reasons", []*scopedCRL{part("R-1", low, 1, "ca"), revoked}, false},
		{"the other part not understood", []*scopedCRL{part("R-1", low, 1, "ca"), critical}, false},
		{"the other part is a delta", []*scopedCRL{part("R-1", low, 1, "ca"), deltaPart}, false},
		{"the same part twice", []*scopedCRL{part("R-1", low, 1, "ca"), part("R-2", low, 2, "ca")}, false},
	} {
		st := joined(c.crls)
		if (st != nil) != c.good {
			t.Errorf("%s: %+v", c.name, st)
		}
		if st == nil {
			continue
		}
		if st.OutOfScope != "" || st.Revoked || !st.ThisUpdate.Equal(at(1)) || !st.NextUpdate.Equal(at(6)) || !st.ReferenceRefuses {
			t.Errorf("%s: %+v", c.name, st)
		}
		if st.Revocation != "R-1" || !slices.Equal(st.With, []ades.ID{"R-2"}) {
			t.Errorf("%s rests on %s and %v", c.name, st.Revocation, st.With)
		}
	}
}

func TestNotRevoking(t *testing.T) {
	for _, c := range []struct {
		name  string
		list  *crl.List
		entry crl.Entry
		mask  uint16
		want  bool // revokes
	}{
		{"plain", &crl.List{}, crl.Entry{Reason: -1}, crl.AllReasons, true},
		{"for some reasons", &crl.List{}, crl.Entry{Reason: 1}, 2, true},
		{"critical extension of the list", &crl.List{UnknownCritical: []string{"1.2.3"}}, crl.Entry{Reason: 1}, crl.AllReasons, true},
		{"critical extension of the entry", &crl.List{}, crl.Entry{Reason: 1, UnknownCritical: []string{"1.2.3"}}, crl.AllReasons, true},
		{"out of scope", &crl.List{}, crl.Entry{Reason: 1}, 0, false},
		{"delta", &crl.List{BaseNumber: big.NewInt(3)}, crl.Entry{Reason: 1}, crl.AllReasons, false},
		{"taken off the list", &crl.List{}, crl.Entry{Reason: crl.RemoveFromCRL}, crl.AllReasons, false},
	} {
		if got := notRevoking(c.list, c.entry, c.mask, "why") == ""; got != c.want {
			t.Errorf("%s: revokes %v", c.name, got)
		}
	}
}
