// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	xpkix "crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
)

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// key is a deterministic key.
func key(n byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, 32)) }

func certificate(t testing.TB, name string, k byte, serial int64, edit func(*x509.Certificate)) *ades.Certificate {
	t.Helper()
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: xpkix.Name{CommonName: name, Country: []string{"JP"}},
		NotBefore: at("2010-01-01T00:00:00Z"), NotAfter: at("2030-01-01T00:00:00Z")}
	if edit != nil {
		edit(tmpl)
	}
	der, err := x509.CreateCertificate(nil, tmpl, tmpl, key(k).Public(), key(k))
	if err != nil {
		t.Fatal(err)
	}
	c, err := ades.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func period(status, from, to string) Period {
	p := Period{Status: StatusPrefix + status, From: at(from)}
	if to != "" {
		p.To = at(to)
	}
	return p
}

// history is a service that was granted, withdrawn, and granted again.
func history() *Service {
	return &Service{Scheme: "EU", List: "https://tl.example/xx.xml", Territory: "XX", Provider: []Text{{"en", "Example"}}, Names: []Text{{"en", "CA"}}, Type: "t", Periods: []Period{
		period("granted", "2022-01-01T00:00:00Z", ""), period("withdrawn", "2020-01-01T00:00:00Z", "2022-01-01T00:00:00Z"),
		period("granted", "2016-06-30T22:00:00Z", "2020-01-01T00:00:00Z")}}
}

func listStore(sv *Service, digest string, certs ...*ades.Certificate) *Store {
	var b Builder
	b.AddList(ListStatus{Kind: KindList, Scheme: "EU", URL: sv.List, Territory: sv.Territory, Digest: digest, Verdict: VerdictGood, Used: true, Sequence: int64(len(digest))})
	b.AddService(sv, "k"+digest, certs)
	return b.Build(at("2026-01-01T00:00:00Z"))
}

func TestTrustedAtAndWindow(t *testing.T) {
	c := certificate(t, "CA", 1, 1, nil)
	s := listStore(history(), "a", c)
	for when, want := range map[string]bool{"2016-06-30T21:59:59Z": false, "2016-06-30T22:00:00Z": true, "2019-12-31T23:59:59Z": true,
		"2020-01-01T00:00:00Z": false, "2021-12-31T23:59:59Z": false, "2022-01-01T00:00:00Z": true, "2040-01-01T00:00:00Z": true} {
		if got := s.TrustedAt(c, at(when)); got != want {
			t.Errorf("trusted at %s: %v", when, got)
		}
	}
	from, to, dated := s.Window(c)
	if !dated || !from.Equal(at("2016-06-30T22:00:00Z")) || !to.IsZero() {
		t.Errorf("window %s %s %v", from, to, dated)
	}
	never := listStore(&Service{Periods: []Period{period("withdrawn", "2016-06-30T22:00:00Z", "")}}, "b", c)
	if _, _, dated := never.Window(c); dated || never.TrustedAt(c, at("2020-01-01T00:00:00Z")) {
		t.Error("a service that was never accepted is trusted")
	}
}

func TestMatchByKeyAndName(t *testing.T) {
	listed := certificate(t, "Example  CA", 1, 1, nil)
	s := listStore(history(), "a", listed)
	for name, tc := range map[string]struct {
		cert *ades.Certificate
		want bool
	}{
		"itself":                {listed, true},
		"renewed, other case":   {certificate(t, "example ca", 1, 2, nil), true},
		"same key, other name":  {certificate(t, "Other CA", 1, 3, nil), false},
		"same name, other key":  {certificate(t, "Example  CA", 2, 4, nil), false},
		"name with other space": {certificate(t, " Example CA ", 1, 5, nil), true},
	} {
		if got := s.IsAnchor(tc.cert); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
		if got := len(s.Services(tc.cert)) > 0; got != tc.want {
			t.Errorf("%s: services %v", name, got)
		}
	}
	if n := len(s.BySubject(certificate(t, "EXAMPLE CA", 9, 9, nil).X509().Subject)); n != 1 {
		t.Errorf("by subject: %d", n)
	}
}

func TestFromPEM(t *testing.T) {
	c := certificate(t, "Root", 3, 1, nil)
	text := append([]byte("# a comment\n"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw()})...)
	s, err := FromPEM(append(text, text...))
	if err != nil || s.Anchors() != 1 || !s.Direct(c) || !s.TrustedAt(c, at("1999-01-01T00:00:00Z")) || s.Services(c) != nil {
		t.Errorf("%v, %d anchors", err, s.Anchors())
	}
	for _, bad := range []string{"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"} {
		if _, err := FromPEM([]byte(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
	x, err := x509.ParseCertificate(c.Raw())
	if err != nil {
		t.Fatal(err)
	}
	if o := FromCertificates(x); o.ID() != s.ID() {
		t.Error("the same anchors have two ids")
	}
}

func TestMergeAndLive(t *testing.T) {
	a, b := certificate(t, "A", 1, 1, nil), certificate(t, "B", 2, 1, nil)
	one := listStore(history(), "a", a)
	var bd Builder
	bd.AddCertificate(b)
	two := bd.Build(time.Time{})
	m := Merge(one, two, one, nil)
	if m.Anchors() != 2 || len(m.Status()) != 1 || len(m.Services(a)) != 1 || !m.Direct(b) || m.Direct(a) {
		t.Errorf("merged: %d anchors, %d lists, %d services", m.Anchors(), len(m.Status()), len(m.Services(a)))
	}
	if m.ID() != Merge(two, one).ID() || m.ID() == one.ID() || m.Age(at("2026-01-02T00:00:00Z")) != 24*time.Hour {
		t.Error("id or age of the merged store")
	}
	var l Live
	if l.Get().Anchors() != 0 || l.Store().ID() == "" {
		t.Error("an empty Live is not an empty store")
	}
	l.Set(m)
	var src Source = &l
	if src.Store() != m || Source(m).Store() != m {
		t.Error("sources")
	}
	var none *Store
	if none.Anchors() != 0 || none.IsAnchor(a) || none.TrustedAt(a, at("2020-01-01T00:00:00Z")) || none.ID() != l.p.Load().emptyID() {
		t.Error("nil store")
	}
}

func (s *Store) emptyID() string { return new(Builder).Build(time.Time{}).id }

func TestCriteria(t *testing.T) {
	policy, err := x509.OIDFromInts([]uint64{1, 2, 392, 200149, 8})
	if err != nil {
		t.Fatal(err)
	}
	c := certificate(t, "Signer", 1, 1, func(x *x509.Certificate) {
		x.KeyUsage = x509.KeyUsageContentCommitment
		x.Policies = []x509.OID{policy}
		x.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
		x.ExtraExtensions = []xpkix.Extension{{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3},
			// SEQUENCE { SEQUENCE { 0.4.0.1862.1.1 }, SEQUENCE { 0.4.0.1862.1.6, SEQUENCE { 0.4.0.1862.1.6.1 } } }
			Value: []byte{0x30, 0x1f, 0x30, 0x08, 0x06, 0x06, 0x04, 0x00, 0x8e, 0x46, 0x01, 0x01, 0x30, 0x13, 0x06, 0x06, 0x04, 0x00, 0x8e, 0x46, 0x01, 0x06,
				0x30, 0x09, 0x06, 0x07, 0x04, 0x00, 0x8e, 0x46, 0x01, 0x06, 0x01}}}
	})
	yes, no := Criterion{Policies: []string{"1.2.392.200149.8"}}, Criterion{Policies: []string{"1.2.392.200149.8", "2.5.29.32.0"}}
	bit := func(n string, v bool) Criterion { return Criterion{KeyUsage: []KeyUsageBit{{n, v}}} }
	list := func(a Assert, items ...Criterion) Criteria { return Criteria{a, items} }
	nested := func(cl Criteria) Criterion { return Criterion{Nested: &cl} }
	for name, tc := range map[string]struct {
		cl   Criteria
		want bool
	}{
		"all":                     {list(AssertAll, yes, bit("nonRepudiation", true), bit("digitalSignature", false)), true},
		"all, one not":            {list(AssertAll, yes, no), false},
		"all of nothing":          {list(AssertAll), true},
		"one":                     {list(AssertAtLeastOne, no, yes), true},
		"one of nothing":          {list(AssertAtLeastOne), false},
		"none":                    {list(AssertNone, no), true},
		"none, one is":            {list(AssertNone, no, yes), false},
		"nested":                  {list(AssertAll, yes, nested(list(AssertNone, no))), true},
		"nested fails":            {list(AssertAll, nested(list(AssertAtLeastOne, no)), yes), false},
		"extended key usage":      {list(AssertAll, Criterion{ExtKeyUsages: []string{"1.3.6.1.5.5.7.3.4"}}), true},
		"extended key usage not":  {list(AssertAll, Criterion{ExtKeyUsages: []string{"1.3.6.1.5.5.7.3.1"}}), false},
		"subject":                 {list(AssertAll, Criterion{SubjectAttributes: []string{"2.5.4.6", "2.5.4.3"}}), true},
		"subject lacks":           {list(AssertAll, Criterion{SubjectAttributes: []string{"2.5.4.10"}}), false},
		"statement":               {list(AssertAll, Criterion{Statements: []Statement{{ID: "0.4.0.1862.1.1"}}}), true},
		"statement with type":     {list(AssertAll, Criterion{Statements: []Statement{{ID: "0.4.0.1862.1.6", Type: "0.4.0.1862.1.6.1"}}}), true},
		"statement of other type": {list(AssertAll, Criterion{Statements: []Statement{{ID: "0.4.0.1862.1.6", Type: "0.4.0.1862.1.6.2"}}}), false},
		"legislation":             {list(AssertAll, Criterion{Statements: []Statement{{ID: "0.4.0.1862.1.1", Legislation: "ZZ"}}}), false},
		"not understood":          {list(AssertNone, Criterion{Unsupported: "x"}), false},
		"not understood, deep":    {list(AssertAtLeastOne, yes, nested(list(AssertNone, Criterion{Unsupported: "x"}))), false},
		"unknown assertion":       {list("some", yes), false},
		"wrong bit":               {list(AssertAll, bit("crlSign", true)), false},
		"unknown bit":             {list(AssertAll, bit("sings", false)), false},
	} {
		if got := tc.cl.Match(c); got != tc.want {
			t.Errorf("%s: %v for %s", name, got, tc.cl.String())
		}
	}
}

func TestAgreementMakesForeignStatusAccepted(t *testing.T) {
	sv := &Service{List: "https://zz.example/", Periods: []Period{{Status: "http://zz.example/granted", From: at("2020-11-10T00:00:00Z")}}}
	sv.Agreement = &Agreement{Target: sv.List, Depth: 1, Equivalences: []Equivalence{{Periods: []EquivalencePeriod{{
		Statuses: []StatusEquivalence{{Valid: true, Pointed: []string{"http://zz.example/granted"}, Pointing: []string{StatusPrefix + "granted"}}}}}}}}
	c := certificate(t, "ZZ", 1, 1, nil)
	var b Builder
	b.AddAgreement(sv.Agreement)
	b.AddService(sv, "k", []*ades.Certificate{c})
	s := b.Build(time.Time{})
	if !s.TrustedAt(c, at("2021-01-01T00:00:00Z")) || s.TrustedAt(c, at("2020-01-01T00:00:00Z")) {
		t.Error("the status of the pointed party is not accepted")
	}
	if len(s.Recognitions(sv)) != 1 {
		t.Error("the table does not reach the service")
	}
}

func TestRecognitionDepth(t *testing.T) {
	sv := &Service{List: "https://tl.example/xa", Parent: "https://lotl.example/"}
	for depth, want := range map[int]int{0: 0, 1: 0, 2: 1} {
		s := &Store{tables: []*Agreement{{Target: sv.Parent, Depth: depth}}}
		if got := len(s.Recognitions(sv)); got != want {
			t.Errorf("depth %d: %d tables", depth, got)
		}
	}
}

func TestDiff(t *testing.T) {
	a, b := certificate(t, "A", 1, 1, nil), certificate(t, "B", 2, 1, nil)
	before := listStore(history(), "a", a)
	if d := Diff(before, before); !d.Empty() {
		t.Errorf("a store differs from itself: %+v", d)
	}
	sv := history()
	sv.Periods = append([]Period{period("withdrawn", "2025-01-01T00:00:00Z", "")}, sv.Periods...)
	sv.Periods[1].To = sv.Periods[0].From
	d := Diff(before, listStore(sv, "bb", a, b))
	var out strings.Builder
	if err := d.Text(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"sequence 1 → 2", "granted since 2022-01-01T00:00:00Z → withdrawn since 2025-01-01T00:00:00Z", "certificates: 1 more", "anchors: 1 more, 0 fewer"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	d = Diff(before, nil)
	if len(d.Services) != 1 || d.Services[0].Change != "removed" || len(d.Lists) != 1 || len(d.Removed) != 1 {
		t.Errorf("to nothing: %+v", d)
	}
}

// TestDiffOfMovedList: a list at another location is the same list, and so are its services.
func TestDiffOfMovedList(t *testing.T) {
	a := certificate(t, "A", 1, 1, nil)
	moved := func(url, territory string) *Store {
		sv := history()
		sv.List = url
		s := listStore(sv, "a", a)
		s.lists[0].URL, s.lists[0].Territory = url, territory
		return s
	}
	before := moved("https://old.example/l.xml", "XA")
	d := Diff(before, moved("https://new.example/l.xml", "XA"))
	if len(d.Lists) != 1 || d.Lists[0].Change != "changed" || len(d.Services) != 0 ||
		!slices.Contains(d.Lists[0].Details, "location https://old.example/l.xml → https://new.example/l.xml") {
		t.Errorf("%+v", d)
	}
	d = Diff(before, moved("https://new.example/l.xml", "XB"))
	if len(d.Lists) != 2 || len(d.Services) != 2 {
		t.Errorf("another country's list: %+v", d)
	}
}

func TestExpiring(t *testing.T) {
	s := listStore(history(), "a", certificate(t, "A", 1, 1, nil))
	s.lists[0].NextUpdate = at("2029-12-25T00:00:00Z")
	got := s.Expiring(at("2029-12-20T00:00:00Z"), 30*24*time.Hour)
	if len(got) != 2 || got[0].What != "list" || got[1].What != "anchor" {
		t.Errorf("%+v", got)
	}
	if len(s.Expired(at("2029-12-25T00:00:00Z"))) != 1 || len(s.Expired(at("2029-12-24T23:59:59Z"))) != 0 {
		t.Error("expired lists")
	}
}
