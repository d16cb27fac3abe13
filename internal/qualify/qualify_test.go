// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

var (
	before = eidas.Add(-time.Second)
	after  = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	later  = time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
)

func TestMatrix(t *testing.T) {
	for _, tt := range []struct {
		l    Level
		want [3]string
	}{
		{Level{true, true, true, ESig}, [3]string{"QESig", "Indeterminate-QESig", "Not-AdES-QC-QSCD"}},
		{Level{true, true, true, ESeal}, [3]string{"QESeal", "Indeterminate-QESeal", "Not-AdES-QC-QSCD"}},
		{Level{true, true, true, UnknownUsage}, [3]string{"Unknown-QC-QSCD", "Indeterminate-Unknown-QC-QSCD", "Not-AdES-QC-QSCD"}},
		{Level{true, true, false, ESig}, [3]string{"AdESig-QC", "Indeterminate-AdESig-QC", "Not-AdES-QC"}},
		{Level{true, true, false, ESeal}, [3]string{"AdESeal-QC", "Indeterminate-AdESeal-QC", "Not-AdES-QC"}},
		{Level{true, true, true, Web}, [3]string{"Not-AdES", "Not-AdES", "Not-AdES"}},
		{Level{true, true, false, UnknownUsage}, [3]string{"Unknown-QC", "Indeterminate-Unknown-QC", "Not-AdES-QC"}},
		{Level{true, false, false, ESig}, [3]string{"AdESig", "Indeterminate-AdESig", "Not-AdES"}},
		{Level{true, false, false, ESeal}, [3]string{"AdESeal", "Indeterminate-AdESeal", "Not-AdES"}},
		{Level{true, false, false, Web}, [3]string{"Not-AdES", "Not-AdES", "Not-AdES"}},
		{Level{true, false, false, UnknownUsage}, [3]string{"Unknown", "Indeterminate-Unknown", "Not-AdES"}},
		{Level{}, [3]string{"N/A", "N/A", "Not-AdES"}},
	} {
		for i, want := range tt.want {
			if got := signatureLevel(tt.l, mainIndication(i)); got != want {
				t.Errorf("%s, column %d: %s, want %s", tt.l, i, got, want)
			}
		}
	}
}

func TestFinalLevel(t *testing.T) {
	qc := Level{true, true, true, ESig}
	for _, tt := range []struct{ issuance, best, want Level }{
		{qc, qc, qc},
		{qc, Level{}, Level{}},
		{qc, Level{true, false, false, ESig}, Level{true, false, false, ESig}},                  // withdrawn in between
		{qc, Level{true, true, false, ESig}, Level{true, true, false, ESig}},                    // device lost in between
		{Level{true, true, false, ESig}, qc, qc},                                                // the device counts at signing
		{qc, Level{true, true, true, ESeal}, Level{true, true, true, UnknownUsage}},             // no common type
		{Level{true, false, false, ESig}, qc, Level{true, false, false, ESig}},                  // qualified only later
		{Level{true, false, false, ESeal}, Level{true, false, false, ESig}, Level{Known: true}}, // no common type
	} {
		if got := finalLevel(tt.issuance, tt.best); got != tt.want {
			t.Errorf("%s then %s: %s, want %s", tt.issuance, tt.best, got, tt.want)
		}
	}
}

func TestConsistency(t *testing.T) {
	post := func(asi []string, q ...string) *instance {
		return &instance{dated: true, from: after, status: "granted", additional: asi, qualifiers: q}
	}
	pre := func(status string, asi []string, q ...string) *instance {
		return &instance{dated: true, from: before, status: status, additional: asi, qualifiers: q}
	}
	sig := []string{"ForeSignatures"}
	for _, tt := range []struct {
		name  string
		rules []rule
		i     *instance
		ok    bool
	}{
		{"legal person", rulesType, post(nil, "QCForLegalPerson", "QCForESig"), false},
		{"statement", rulesQC, post(nil, "QCStatement", "NotQualified"), false},
		{"device both ways", rulesDevice, post(nil, "QCWithQSCD", "QCNoQSCD"), false},
		{"as in certificate and stated", rulesDevice, post(nil, "QCQSCDStatusAsInCert", "QCWithQSCD"), false},
		{"SSCD alone", rulesDevice, post(nil, "QCWithSSCD"), false},
		{"SSCD alone before eIDAS", rulesDevice, pre("accredited", nil, "QCWithSSCD"), true},
		{"two usages", rulesType, post(nil, "QCForESig", "QCForESeal"), false},
		{"usage without information", rulesType, post(sig, "QCForESeal"), false},
		{"usage with information", rulesType, post(sig, "QCForESig"), true},
		{"seals before eIDAS", rulesType, pre("accredited", []string{"ForeSeals"}), false},
		{"signatures before eIDAS", rulesType, pre("accredited", sig), true},
		{"granted before eIDAS", rulesStatus, pre("granted", nil), false},
		{"granted from the first instant", rulesStatus, &instance{dated: true, from: eidas, status: "granted"}, true},
		{"unknown qualifier", rulesKnown, &instance{unknown: true}, false},
	} {
		if got := tt.i.broken(tt.rules) == ""; got != tt.ok {
			t.Errorf("%s: consistent %t, want %t", tt.name, got, tt.ok)
		}
	}
}

func TestContent(t *testing.T) {
	for _, tt := range []struct {
		name      string
		c         content
		qualified bool
		usage     Usage
		device    bool
	}{
		{"compliance alone is for signatures", content{notBefore: after, compliance: true}, true, ESig, false},
		{"seal", content{notBefore: after, compliance: true, sscd: true, types: []string{oidESeal}}, true, ESeal, true},
		{"two types", content{notBefore: after, compliance: true, types: []string{oidESign, oidESeal}}, true, UnknownUsage, false},
		{"another country's law", content{notBefore: after, compliance: true, hasLegislation: true, legislation: []string{"ZZ"}}, false, ESig, false},
		{"policy before eIDAS", content{notBefore: before, qcpPlus: true}, true, ESig, true},
		{"policy at eIDAS", content{notBefore: eidas, qcpPlus: true}, false, UnknownUsage, false},
		{"nothing", content{notBefore: after}, false, UnknownUsage, false},
	} {
		if tt.c.qualified() != tt.qualified || tt.c.usage() != tt.usage || tt.c.device() != tt.device {
			t.Errorf("%s: %t %s %t", tt.name, tt.c.qualified(), tt.c.usage(), tt.c.device())
		}
	}
}

// TestDimension holds the tables of the standard's variant.
func TestDimension(t *testing.T) {
	with := func(status string, q ...string) []*instance {
		return []*instance{{from: after, status: status, additional: []string{"ForeSignatures"}, qualifiers: q}}
	}
	qc := content{notBefore: after, compliance: true}
	typed := content{notBefore: after, compliance: true, types: []string{oidESign, oidESeal}}
	none := content{notBefore: after}
	for _, tt := range []struct {
		name     string
		services []*instance
		cert     content
		want     answer
	}{
		{"compliance", with("granted"), qc, yes},
		{"nothing", with("granted"), none, no},
		{"withdrawn", with("withdrawn"), qc, no},
		{"another status", with("accredited"), qc, undetermined},
		{"not qualified", with("granted", "NotQualified"), qc, no},
		{"contradiction", with("granted", "NotQualified", "QCStatement"), qc, undetermined},
		{"another type's qualifier", with("granted", "QCForESeal"), qc, undetermined},
		{"legal person", with("granted", "QCForLegalPerson"), qc, undetermined},
		{"statement and type", with("granted", "QCStatement", "QCForESig"), none, yes},
		{"type alone", with("granted", "QCForESig"), none, no},
		{"statement alone", with("granted", "QCStatement"), none, undetermined},
		{"two types", with("granted"), typed, undetermined},
		{"two types and the list decides", with("granted", "QCForESig"), typed, yes},
		{"two entries that contradict", append(with("granted"), with("withdrawn")...), qc, undetermined},
		{"no service", nil, qc, no},
	} {
		if got, why := dimension(tt.services, ESig, tt.cert); got != tt.want {
			t.Errorf("%s: %d (%s), want %d", tt.name, got, why, tt.want)
		}
	}
	if r := new(Result); device(r, []*instance{{qualifiers: []string{"QCWithQSCD", "QCNoQSCD"}}}, content{sscd: true}, false) || !r.warned {
		t.Error("a contradictory list must not give a device")
	}
}

// made is a self-made certificate under C=JP.
func made(t *testing.T, name string, notBefore time.Time) *ades.Certificate {
	t.Helper()
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name, Country: []string{"JP"}, Organization: []string{"Provider"}}, KeyUsage: x509.KeyUsageContentCommitment,
		NotBefore: notBefore, NotAfter: notBefore.AddDate(10, 0, 0)}
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

func storeWith(kind, status, territory string, agreement *trust.Agreement, c *ades.Certificate, periods ...trust.Period) *trust.Store {
	var b trust.Builder
	if len(periods) == 0 {
		periods = []trust.Period{{From: after.AddDate(-10, 0, 0), Type: kind, Status: trust.StatusPrefix + status, Additional: []string{extensionPrefix + "ForeSignatures"}}}
	}
	b.AddService(&trust.Service{Scheme: territory, Official: true, List: "urn:list", Territory: territory, Type: kind, Agreement: agreement,
		Provider: []trust.Text{{Lang: "en", Value: "PROVIDER"}}, Periods: periods}, "k", []*ades.Certificate{c})
	return b.Build(after)
}

func TestJapan(t *testing.T) {
	c := made(t, "signer", after)
	const base = "https://example.org/jtsl/v1/Svctype/"
	for _, tt := range []struct{ kind, status, want string }{
		{base + "CA/Accredited", "accredited", "JP-ESig"},
		{base + "CA/JPKI", "setbynationallaw", "JPKI"},
		{base + "CA/ESeal", "accredited", "JP-ESeal-L2"},
		{base + "CA/Accredited", "accreditationrevoked", "N/A"},
		{base + "CA/Government", "setbynationallaw", "N/A"},
	} {
		store := storeWith(tt.kind, tt.status, "JP", nil, c)
		jp := NewContext(store, policy.Japan(), Reference, Japan, later).Signature(ades.Pass(), []*ades.Certificate{c}, later)
		if jp.Level != tt.want {
			t.Errorf("%s %s: %s, want %s: %+v", tt.kind, tt.status, jp.Level, tt.want, jp.Steps)
		}
		for _, v := range []Variant{Reference, Standard} { // without an agreement never qualified in the EU
			eu := NewContext(store, policy.Default(), v, EU, later).Signature(ades.Pass(), []*ades.Certificate{c}, later)
			if eu.Certificate.Qualified {
				t.Errorf("%s: qualified in the EU without an agreement: %s", tt.kind, eu.Level)
			}
		}
	}
	store := storeWith(base+"TSA/Accredited", "accredited", "JP", nil, c)
	if r := NewContext(store, policy.Japan(), Reference, Japan, later).Timestamp([]*ades.Certificate{c}, later, later); r.Level != "JP-Timestamp" {
		t.Error(r.Level)
	}
	if r := NewContext(store, policy.Default(), Reference, EU, later).Timestamp([]*ades.Certificate{c}, later, later); r.Level != "TSA" {
		t.Error(r.Level)
	}
	// A list outside the EU that uses the EU's own service type.
	store = storeWith(typeCAQC, "granted", "JP", nil, c, trust.Period{From: after.AddDate(-1, 0, 0), Type: typeCAQC, Status: trust.StatusPrefix + "granted",
		Additional: []string{extensionPrefix + "ForeSignatures"}, Qualifiers: []trust.Qualification{{URIs: []string{extensionPrefix + "QCStatement", extensionPrefix + "QCForESig"}, Criteria: trust.Criteria{Assert: trust.AssertAll}}}})
	if r := NewContext(store, policy.Default(), Reference, EU, later).Signature(ades.Pass(), []*ades.Certificate{c}, later); r.Certificate.Qualified {
		t.Errorf("qualified by a foreign list: %s", r.Level)
	}
}

func agreementFor(kind string, listType string, status string) *trust.Agreement {
	qc := trust.Criteria{Assert: trust.AssertAll, Items: []trust.Criterion{{Statements: []trust.Statement{{ID: oidCompliance}}}}}
	return &trust.Agreement{ListType: listType, Depth: 1, Equivalences: []trust.Equivalence{{LegalID: "JPQCForESig", Periods: []trust.EquivalencePeriod{{
		From: after.AddDate(0, -1, 0), Status: status, Enacted: status == trust.MRAEnacted, Repealed: status == trust.MRARepealed,
		Types:    []trust.TypeEquivalence{{Pointed: trust.ServiceType{Type: kind, Additional: extensionPrefix + "ForeSignatures"}, Pointing: trust.ServiceType{Type: typeCAQC, Additional: extensionPrefix + "ForeSignatures"}}},
		Statuses: []trust.StatusEquivalence{{Valid: true, Pointed: []string{trust.StatusPrefix + "accredited"}, Pointing: []string{trust.StatusPrefix + "granted"}}},
		Contents: []trust.ContentEquivalence{{Context: trust.MRAContextCompliance, Pointed: trust.Criteria{Assert: trust.AssertAll}, Pointing: qc}},
	}}}}}
}

func TestRecognition(t *testing.T) {
	c := made(t, "signer", after)
	const kind = "https://example.org/jtsl/v1/Svctype/CA/Accredited"
	for _, tt := range []struct {
		name, listType, status string
		variant                Variant
		want                   string
	}{
		{"by agreement", "urn:lotl", trust.MRAEnacted, Standard, "AdESig-QC"},
		{"the reference applies the EU's date rule to a service of 2010", "urn:lotl", trust.MRAEnacted, Reference, "AdESig"},
		{"for advanced signatures only", trust.MRATypeAdES, trust.MRAEnacted, Standard, "AdESig"},
		{"repealed", "urn:lotl", trust.MRARepealed, Standard, "Unknown"},
	} {
		store := storeWith(kind, "accredited", "JP", agreementFor(kind, tt.listType, tt.status), c)
		pol := map[Variant]*policy.Policy{Reference: policy.DSS(), Standard: policy.Default()}[tt.variant]
		r := NewContext(store, pol, tt.variant, EU, later).Signature(ades.Pass(), []*ades.Certificate{c}, later)
		if r.Level != tt.want {
			t.Errorf("%s: %s, want %s: %+v", tt.name, r.Level, tt.want, r.Steps)
		}
		if tt.want == "AdESig-QC" && (r.Recognition.Agreement != "JPQCForESig" || r.Recognition.As != typeCAQC) {
			t.Errorf("%+v", r.Recognition)
		}
	}
	if r := NewContext(nil, policy.Default(), Reference, EU, later).Signature(ades.Pass(), []*ades.Certificate{c}, later); r.Level != "N/A" {
		t.Error(r.Level)
	}
	if r := NewContext(nil, policy.Default(), Reference, EU, later).Signature(ades.Pass(), nil, later); r.Level != "N/A" {
		t.Error(r.Level)
	}
}

func TestVariantOf(t *testing.T) {
	if VariantOf(policy.DSS()) != Reference || VariantOf(policy.DSS().With(policy.SetRules(policy.Rules{}))) != Standard {
		t.Error("the variant does not follow the policy's rule")
	}
	if got := (Step{Name: "status", Text: "withdrawn"}).String(); got != "status (failed): withdrawn" {
		t.Error(got)
	}
}

// TestDepth asks that MRADepth counts pointers: with 1 an agreement reaches the list that it points to, with 2 also the lists that a
// third country's list of lists points to, and never those of a member state.
func TestDepth(t *testing.T) {
	for _, tt := range []struct {
		name      string
		depth     int
		direct    bool // the list itself is pointed to
		territory string
		want      string
	}{
		{"direct, depth 0", 0, true, "JP", "Unknown"},
		{"direct, depth 1", 1, true, "JP", "QESig"},
		{"by a list of lists, depth 1", 1, false, "JP", "Unknown"},
		{"by a list of lists, depth 2", 2, false, "JP", "QESig"},
		{"of a member state", 2, false, "FI", "Unknown"},
	} {
		c := signer{country: "JP", issued: "2024-01-01", policy: accredited}.certificate(t)
		a := table("EU", "2023-04-01", nil)
		a.Depth = tt.depth
		s := &trust.Service{Scheme: "EU", List: a.Target, Parent: a.List, Territory: tt.territory, Type: jpCA, Periods: entry{kind: jpCA, additional: "ForeSignatures", status: "accredited",
			from: "2010-01-01", qualifiers: []string{jtsl + "SvcInfoExt/JPWithQSCD"}}.periods()}
		if tt.direct {
			s.Agreement = a
		} else {
			s.List, s.Parent = "https://jtsl.example.org/one", a.Target
		}
		var b trust.Builder
		b.AddAgreement(a)
		b.AddService(s, "k", []*ades.Certificate{c})
		r := NewContext(b.Build(after), policy.Default(), Reference, EU, later).Signature(ades.Pass(), []*ades.Certificate{c}, day("2025-01-01"))
		if r.Level != tt.want {
			t.Errorf("%s: %s, want %s\n%v", tt.name, r.Level, tt.want, r.Steps)
		}
	}
}

// TestFacilitation asks that an agreement of the EU's list for advanced signatures makes nothing qualified, in no variant.
func TestFacilitation(t *testing.T) {
	c := signer{country: "JP", issued: "2024-01-01", policy: accredited}.certificate(t)
	a := table("EU", "2023-04-01", nil)
	a.ListType = trust.MRATypeAdES
	e := entry{territory: "JP", kind: jpCA, additional: "ForeSignatures", status: "accredited", from: "2010-01-01", qualifiers: []string{jtsl + "SvcInfoExt/JPWithQSCD"}}
	for _, v := range []Variant{Reference, Standard} {
		r := NewContext(storeOf(e, a, c), policy.Default(), v, EU, later).Signature(ades.Pass(), []*ades.Certificate{c}, day("2025-01-01"))
		if r.Level != "AdESig" || r.Recognition.Basis != Facilitation || !r.Recognition.Unofficial || !says(r.Steps, "for advanced signatures only") {
			t.Errorf("variant %d: %s %+v\n%v", v, r.Level, r.Recognition, r.Steps)
		}
	}
	stamps := entry{territory: "JP", kind: jpTSA, status: "accredited", from: "2010-01-01"}
	if r := NewContext(storeOf(stamps, a, c), policy.Default(), Reference, EU, later).Timestamp([]*ades.Certificate{c}, day("2025-01-01"), day("2025-01-02")); r.Level != "TSA" || r.Recognition.Basis != Facilitation {
		t.Errorf("time-stamp: %s %+v", r.Level, r.Recognition)
	}
}
