// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

const (
	jtsl       = "https://mitome-project.github.io/jtsl/v1/"
	jpCA       = jtsl + "Svctype/CA/Accredited"
	jpID       = jtsl + "Svctype/CA/JPKI"
	jpSeal     = jtsl + "Svctype/CA/ESeal"
	jpTSA      = jtsl + "Svctype/TSA/Accredited"
	jpOffice   = jtsl + "Svctype/CA/Government"
	accredited = "1.2.392.99999.1" // the policy of the accredited profile
	other      = "1.2.392.99999.2"
	lotl       = "https://lotl.example.org/"
)

func day(s string) time.Time {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		panic(err)
	}
	return t
}

// signer describes a certificate.
type signer struct {
	country, issued string
	policy          string
	types           []string // QcType, last arc; nil: no QcStatements at all
	device          bool
	law             string // QcCClegislation
	authentication  bool   // digitalSignature alone
}

func (s signer) certificate(t *testing.T) *ades.Certificate {
	t.Helper()
	return called(t, pkix.Name{CommonName: "Signer", Country: []string{s.country}, Organization: []string{"Provider"}}, s.issued, s)
}

// called makes the certificate of a signer under a name, of the subject and of the issuer.
func called(t *testing.T, name pkix.Name, issued string, s signer) *ades.Certificate {
	t.Helper()
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: name, NotBefore: day(issued), NotAfter: day(issued).AddDate(20, 0, 0), KeyUsage: x509.KeyUsageContentCommitment}
	if s.authentication {
		tmpl.KeyUsage = x509.KeyUsageDigitalSignature
	}
	if s.policy != "" {
		o, err := x509.ParseOID(s.policy)
		if err != nil {
			t.Fatal(err)
		}
		tmpl.Policies = []x509.OID{o}
	}
	if s.types != nil {
		tmpl.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}, Value: s.statements(t)}}
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, pub, key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := ades.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// statements are QcCompliance and what the signer asks for (EN 319 412-5).
func (s signer) statements(t *testing.T) []byte {
	t.Helper()
	type statement struct {
		ID   asn1.ObjectIdentifier
		Info asn1.RawValue `asn1:"optional"`
	}
	qcs := func(last ...int) asn1.ObjectIdentifier {
		return append(asn1.ObjectIdentifier{0, 4, 0, 1862, 1}, last...)
	}
	marshal := func(v any) []byte {
		b, err := asn1.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	out := []statement{{ID: qcs(1)}}
	if s.device {
		out = append(out, statement{ID: qcs(4)})
	}
	var types []asn1.ObjectIdentifier
	for _, k := range s.types {
		n, err := strconv.Atoi(k)
		if err != nil {
			t.Fatal(err)
		}
		types = append(types, qcs(6, n))
	}
	if len(types) > 0 {
		out = append(out, statement{qcs(6), asn1.RawValue{FullBytes: marshal(types)}})
	}
	if s.law != "" {
		out = append(out, statement{qcs(7), asn1.RawValue{FullBytes: marshal([]string{s.law})}})
	}
	return marshal(out)
}

// entry describes a service of a list, current and former.
type entry struct {
	territory, kind, additional string
	status, from                string // "granted", "2020-01-01"
	before                      string // status from 2001 until then; empty: none
	qualifiers                  []string
	hour                        int // of from
}

func (e entry) periods() []trust.Period {
	p := trust.Period{From: day(e.from).Add(time.Duration(e.hour) * time.Hour), Type: e.kind, Status: trust.StatusPrefix + e.status}
	if e.additional != "" {
		p.Additional = []string{extensionPrefix + e.additional}
	}
	if len(e.qualifiers) > 0 {
		p.Qualifiers = []trust.Qualification{{URIs: e.qualifiers, Criteria: trust.Criteria{Assert: trust.AssertAll}}}
	}
	out := []trust.Period{p}
	if e.before != "" {
		p.From, p.To, p.Status = day("2001-04-01"), out[0].From, trust.StatusPrefix+e.before
		out = append(out, p)
	}
	return out
}

// table is the agreement in one direction. Since is when it starts; change edits its periods, oldest last.
func table(direction, since string, change func(*trust.EquivalencePeriod)) *trust.Agreement {
	type line struct{ id, pointed, pointing, asi, pointedStatus, pointingStatus string }
	statement := func(s ...trust.Statement) trust.Criteria {
		return trust.Criteria{Assert: trust.AssertAll, Items: []trust.Criterion{{Statements: s}}}
	}
	policies := trust.Criteria{Assert: trust.AssertAll, Items: []trust.Criterion{{Policies: []string{accredited}}}}
	abroad := trust.Criteria{Assert: trust.AssertAll, Items: []trust.Criterion{{Statements: []trust.Statement{{ID: oidCompliance}}},
		{Nested: &trust.Criteria{Assert: trust.AssertNone, Items: []trust.Criterion{{Statements: []trust.Statement{{ID: oidLaw}}}}}}}}
	a := &trust.Agreement{Depth: 1, List: "https://recognition.example.org/", Territory: "EU", ListType: "urn:lotl", Target: "https://jtsl.example.org/"}
	lines := []line{{"JPQCForESig", jpCA, typeCAQC, "ForeSignatures", "accredited", "granted"}, {"JPKIForESig", jpID, typeCAQC, "ForeSignatures", "setbynationallaw", "granted"},
		{"JPQCForESeal", jpSeal, typeCAQC, "ForeSeals", "accredited", "granted"}, {"JPQTST", jpTSA, typeQTST, "", "accredited", "granted"}}
	if direction == "JP" {
		a = &trust.Agreement{Depth: 2, List: "https://jtsl.example.org/", Territory: "JP", Target: lotl}
		lines = []line{{"EUQCForESig", typeCAQC, jpCA, "ForeSignatures", "granted", "accredited"}, {"EUQCForESeal", typeCAQC, jpSeal, "ForeSeals", "granted", "accredited"},
			{"EUQTST", typeQTST, jpTSA, "", "granted", "accredited"}}
	}
	for _, l := range lines {
		asi := ""
		if l.asi != "" {
			asi = extensionPrefix + l.asi
		}
		p := trust.EquivalencePeriod{From: day(since), Status: trust.MRAEnacted, Enacted: true, HasQualifiers: true,
			Types: []trust.TypeEquivalence{{Pointed: trust.ServiceType{Type: l.pointed, Additional: asi}, Pointing: trust.ServiceType{Type: l.pointing, Additional: asi}}},
			Statuses: []trust.StatusEquivalence{{Valid: true, Pointed: []string{trust.StatusPrefix + l.pointedStatus}, Pointing: []string{trust.StatusPrefix + l.pointingStatus}},
				{Pointed: []string{trust.StatusPrefix + "withdrawn", trust.StatusPrefix + "accreditationceased"}, Pointing: []string{trust.StatusPrefix + map[string]string{"EU": "withdrawn", "JP": "accreditationceased"}[a.Territory]}}},
			Qualifiers: []trust.QualifierEquivalence{{Pointed: jtsl + "SvcInfoExt/JPWithQSCD", Pointing: extensionPrefix + "QCWithQSCD"}, {Pointed: jtsl + "SvcInfoExt/NotAccredited", Pointing: extensionPrefix + "NotQualified"}}}
		kind := map[string]string{"ForeSignatures": oidESign, "ForeSeals": oidESeal}[l.asi]
		switch {
		case direction == "JP":
			p.Qualifiers = nil
			p.Contents = []trust.ContentEquivalence{{Context: trust.MRAContextCompliance, Pointed: abroad, Pointing: statement(trust.Statement{ID: oidCompliance}, trust.Statement{ID: oidLaw, Legislation: "EU"})}}
		case kind != "":
			p.Contents = []trust.ContentEquivalence{{Context: trust.MRAContextCompliance, Pointed: policies, Pointing: statement(trust.Statement{ID: oidCompliance})},
				{Context: trust.MRAContextType, Pointed: policies, Pointing: statement(trust.Statement{ID: oidTypes, Type: kind})}}
		}
		if change != nil {
			change(&p)
		}
		a.Equivalences = append(a.Equivalences, trust.Equivalence{LegalID: l.id, Periods: []trust.EquivalencePeriod{p}})
	}
	return a
}

// storeOf holds one service and, if it is given, the agreement.
func storeOf(e entry, a *trust.Agreement, c *ades.Certificate) *trust.Store {
	var b trust.Builder
	s := &trust.Service{Scheme: "EU", Official: true, List: "https://tl.example.org/", Parent: lotl, Territory: e.territory, Type: e.kind,
		Provider: []trust.Text{{Lang: "en", Value: "Provider"}}, Periods: e.periods()}
	if e.territory == "JP" {
		s.Scheme, s.Official, s.List, s.Parent = "JP", false, "https://jtsl.example.org/", ""
	}
	if a != nil && a.Territory == "EU" {
		s.Agreement, s.Parent = a, a.List
	}
	if a != nil {
		b.AddAgreement(a)
	}
	b.AddService(s, "k", []*ades.Certificate{c})
	return b.Build(after)
}

// seenFrom is the worth of a certificate's signature, or of its time-stamp, in each view.
func seenFrom(store *trust.Store, pol *policy.Policy, v Variant, c *ades.Certificate, at time.Time, stamps bool) (eu, jp, home string, r Recognition, steps []Step) {
	level := func(view View) (string, Recognition, []Step) {
		q := NewContext(store, pol, v, view, at)
		if stamps {
			x := q.Timestamp([]*ades.Certificate{c}, at, at)
			return x.Level, x.Recognition, x.Steps
		}
		x := q.Signature(ades.Pass(), []*ades.Certificate{c}, at)
		return x.Level, x.Recognition, x.Steps
	}
	var re, rj Recognition
	var se, sj []Step
	eu, re, se = level(EU)
	jp, rj, sj = level(Japan)
	home, _, _ = level(Home)
	if r = re; r.Agreement == "" {
		r = rj
	}
	return eu, jp, home, r, append(se, sj...)
}

// TestViews tells the worth of signatures, seals and time-stamps in each view, with and without an agreement, under the
// default policy's reading. The agreement starts on 2023-04-01; want is "EU view, Japan's view, at home".
func TestViews(t *testing.T) {
	jpSigner := signer{country: "JP", issued: "2024-01-01", policy: accredited}
	jpOld := signer{country: "JP", issued: "2022-01-01", policy: accredited}
	jpOther := signer{country: "JP", issued: "2024-01-01", policy: other}
	euSig := signer{country: "FI", issued: "2024-01-01", types: []string{"1"}, device: true}
	euSeal := signer{country: "FI", issued: "2024-01-01", types: []string{"2"}}
	euWeb := signer{country: "FI", issued: "2024-01-01", types: []string{"3"}}
	plainEU := signer{country: "FI", issued: "2024-01-01"}
	withQSCD, notAccredited := []string{jtsl + "SvcInfoExt/JPWithQSCD"}, []string{jtsl + "SvcInfoExt/NotAccredited"}
	jp := entry{territory: "JP", kind: jpCA, additional: "ForeSignatures", status: "accredited", from: "2003-04-01", qualifiers: withQSCD}
	eu := entry{territory: "FI", kind: typeCAQC, additional: "ForeSignatures", status: "granted", from: "2016-07-01"}
	with := func(e entry, change func(*entry)) entry { change(&e); return e }
	since := "2023-04-01"
	for _, tt := range []struct {
		name      string
		entry     entry
		signer    signer
		at        string
		agreement *trust.Agreement
		stamps    bool
		want      string
		by        string // the equivalence
	}{
		// Japan seen from the EU: signatures.
		{"no agreement", jp, jpSigner, "2025-01-01", nil, false, "Unknown, JP-ESig, JP-ESig", ""},
		{"recognised, accredited in 2003", jp, jpSigner, "2025-01-01", table("EU", since, nil), false, "QESig, JP-ESig, JP-ESig", "JPQCForESig"},
		{"recognised, accredited in 2017", with(jp, func(e *entry) { e.from = "2017-04-01" }), jpSigner, "2025-01-01", table("EU", since, nil), false, "QESig, JP-ESig, JP-ESig", "JPQCForESig"},
		{"recognised, no device stated", with(jp, func(e *entry) { e.qualifiers = nil }), jpSigner, "2025-01-01", table("EU", since, nil), false, "AdESig-QC, JP-ESig, JP-ESig", "JPQCForESig"},
		{"wrong policy", jp, jpOther, "2025-01-01", table("EU", since, nil), false, "Unknown, JP-ESig, JP-ESig", "JPQCForESig"},
		{"excluded by the list", with(jp, func(e *entry) { e.qualifiers = notAccredited }), jpSigner, "2025-01-01", table("EU", since, nil), false, "AdESig, N/A, N/A", "JPQCForESig"},
		{"certificate from before the agreement", jp, jpOld, "2025-01-01", table("EU", since, nil), false, "Unknown, JP-ESig, JP-ESig", ""},
		{"signed before the agreement", jp, jpOld, "2023-03-31", table("EU", since, nil), false, "Unknown, JP-ESig, JP-ESig", ""},
		{"issued on the day of the agreement", jp, signer{country: "JP", issued: since, policy: accredited}, since, table("EU", since, nil), false, "QESig, JP-ESig, JP-ESig", "JPQCForESig"},
		{"repealed", jp, jpSigner, "2025-01-01", table("EU", since, func(p *trust.EquivalencePeriod) { p.Enacted, p.Repealed, p.Status = false, true, trust.MRARepealed }), false, "Unknown, JP-ESig, JP-ESig", ""},
		{"status of the agreement not known", jp, jpSigner, "2025-01-01", table("EU", since, func(p *trust.EquivalencePeriod) { p.Enacted, p.Status = false, "urn:x" }), false, "Unknown, JP-ESig, JP-ESig", ""},
		{"accreditation ceased", with(jp, func(e *entry) { e.status, e.from, e.before = "accreditationceased", "2024-06-01", "accredited" }), jpSigner, "2025-01-01", table("EU", since, nil), false, "AdESig, N/A, N/A", "JPQCForESig"},
		{"wrong status", with(jp, func(e *entry) { e.status = "recognisedatnationallevel" }), jpSigner, "2025-01-01", table("EU", since, nil), false, "Unknown, N/A, N/A", ""},
		{"national ID", with(jp, func(e *entry) { e.kind, e.status = jpID, "setbynationallaw" }), jpSigner, "2025-01-01", table("EU", since, nil), false, "QESig, JPKI, JPKI", "JPKIForESig"},
		{"national ID, for authentication", with(jp, func(e *entry) { e.kind, e.status = jpID, "setbynationallaw" }), signer{country: "JP", issued: "2024-01-01", policy: other, authentication: true}, "2025-01-01", table("EU", since, nil), false, "Unknown, N/A, N/A", "JPKIForESig"},
		{"the government's own certificates", with(jp, func(e *entry) { e.kind, e.status = jpOffice, "setbynationallaw" }), jpSigner, "2025-01-01", table("EU", since, nil), false, "Unknown, N/A, N/A", ""},
		{"a Japanese list with the EU's service type", with(jp, func(e *entry) { e.kind, e.status = typeCAQC, "granted" }), signer{country: "JP", issued: "2024-01-01", types: []string{"1"}, device: true}, "2025-01-01", nil, false, "AdESig, N/A, N/A", ""},
		// Seals and time-stamps.
		{"seal", with(jp, func(e *entry) { e.kind, e.additional, e.from = jpSeal, "ForeSeals", "2015-04-01" }), jpSigner, "2025-01-01", table("EU", since, nil), false, "QESeal, JP-ESeal-L2, JP-ESeal-L2", "JPQCForESeal"},
		{"seal, no agreement", with(jp, func(e *entry) { e.kind, e.additional = jpSeal, "ForeSeals" }), jpSigner, "2025-01-01", nil, false, "Unknown, JP-ESeal-L2, JP-ESeal-L2", ""},
		{"time-stamp", with(jp, func(e *entry) { e.kind, e.additional, e.qualifiers, e.from = jpTSA, "", nil, "2006-01-01" }), jpSigner, "2025-01-01", table("EU", since, nil), true, "QTSA, JP-Timestamp, JP-Timestamp", "JPQTST"},
		{"time-stamp, no agreement", with(jp, func(e *entry) { e.kind, e.additional, e.qualifiers = jpTSA, "", nil }), jpSigner, "2025-01-01", nil, true, "TSA, JP-Timestamp, JP-Timestamp", ""},
		{"time-stamp before the agreement", with(jp, func(e *entry) { e.kind, e.additional, e.qualifiers = jpTSA, "", nil }), jpOld, "2023-01-01", table("EU", since, nil), true, "TSA, JP-Timestamp, JP-Timestamp", ""},
		// The EU seen from Japan.
		{"EU, no agreement", eu, euSig, "2025-01-01", nil, false, "QESig, N/A, QESig", ""},
		{"EU, recognised", eu, euSig, "2025-01-01", table("JP", since, nil), false, "QESig, JP-ESig, QESig", "EUQCForESig"},
		{"EU, supervised since 2010, granted in 2016", with(eu, func(e *entry) { e.from, e.before = "2016-07-01", "undersupervision" }), euSig, "2025-01-01", table("JP", since, nil), false, "QESig, JP-ESig, QESig", "EUQCForESig"},
		{"EU, granted since before July 2016", with(eu, func(e *entry) { e.from = "2016-01-01" }), euSig, "2025-01-01", table("JP", since, nil), false, "AdESig, N/A, AdESig", "EUQCForESig"},
		{"EU, granted from the first instant", with(eu, func(e *entry) { e.from = "2016-06-30"; e.hour = 22 }), euSig, "2025-01-01", table("JP", since, nil), false, "QESig, JP-ESig, QESig", "EUQCForESig"},
		{"EU, under supervision only", with(eu, func(e *entry) { e.status, e.from = "undersupervision", "2010-01-01" }), euSig, "2025-01-01", table("JP", since, nil), false, "QESig, N/A, QESig", ""},
		{"EU, withdrawn", with(eu, func(e *entry) { e.status, e.from, e.before = "withdrawn", "2024-06-01", "granted" }), euSig, "2025-01-01", table("JP", since, nil), false, "AdESig, N/A, AdESig", "EUQCForESig"},
		{"EU, signed before the agreement", eu, signer{country: "FI", issued: "2022-01-01", types: []string{"1"}, device: true}, "2023-03-31", table("JP", since, nil), false, "QESig, N/A, QESig", ""},
		{"EU, issued before the agreement", eu, signer{country: "FI", issued: "2022-01-01", types: []string{"1"}, device: true}, "2025-01-01", table("JP", since, nil), false, "QESig, N/A, QESig", ""},
		{"EU, repealed", eu, euSig, "2025-01-01", table("JP", since, func(p *trust.EquivalencePeriod) { p.Enacted, p.Repealed = false, true }), false, "QESig, N/A, QESig", ""},
		{"EU, certificate not qualified", eu, plainEU, "2025-01-01", table("JP", since, nil), false, "Unknown, N/A, Unknown", "EUQCForESig"},
		{"EU, certificate under another law", eu, signer{country: "FI", issued: "2024-01-01", types: []string{"1"}, law: "XZ"}, "2025-01-01", table("JP", since, nil), false, "AdESig, N/A, AdESig", "EUQCForESig"},
		{"EU, depth 1 reaches the list of lists alone", eu, euSig, "2025-01-01", func() *trust.Agreement { a := table("JP", since, nil); a.Depth = 1; return a }(), false, "QESig, N/A, QESig", ""},
		{"EU, seal", with(eu, func(e *entry) { e.additional = "ForeSeals" }), euSeal, "2025-01-01", table("JP", since, nil), false, "AdESeal-QC, JP-ESeal-L2, AdESeal-QC", "EUQCForESeal"},
		{"EU, seal under a service for signatures, as the reference reads it", eu, euSeal, "2025-01-01", table("JP", since, nil), false, "AdESeal-QC, N/A, AdESeal-QC", "EUQCForESig"},
		{"EU, web site", with(eu, func(e *entry) { e.additional = "ForWebSiteAuthentication" }), euWeb, "2025-01-01", table("JP", since, nil), false, "Not-AdES, N/A, Not-AdES", ""},
		{"EU, stated not qualified", with(eu, func(e *entry) { e.qualifiers = []string{extensionPrefix + "NotQualified"} }), euSig, "2025-01-01", table("JP", since, nil), false, "AdESig, N/A, AdESig", "EUQCForESig"},
		{"EU, time-stamp", with(eu, func(e *entry) { e.kind, e.additional = typeQTST, "" }), plainEU, "2025-01-01", table("JP", since, nil), true, "QTSA, JP-Timestamp, QTSA", "EUQTST"},
		{"EU, time-stamp, no agreement", with(eu, func(e *entry) { e.kind, e.additional = typeQTST, "" }), plainEU, "2025-01-01", nil, true, "QTSA, TSA, QTSA", ""},
		// A third country whose vocabulary is not known.
		{"third country", entry{territory: "ZZ", kind: "urn:zz", status: "granted", from: "2020-01-01"}, signer{country: "ZZ", issued: "2024-01-01"}, "2025-01-01", nil, false, "Unknown, N/A, N/A", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := tt.signer.certificate(t)
			store := storeOf(tt.entry, tt.agreement, c)
			eu, jp, home, r, steps := seenFrom(store, policy.Default(), Reference, c, day(tt.at), tt.stamps)
			if got := strings.Join([]string{eu, jp, home}, ", "); got != tt.want || r.Agreement != tt.by {
				t.Errorf("%s by %q, want %s by %q\n%v", got, r.Agreement, tt.want, tt.by, steps)
			}
		})
	}
}
