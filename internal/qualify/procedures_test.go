// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"crypto/x509/pkix"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// service is an entry of a list, with the names that the procedures compare.
type service struct {
	entry
	provider, trade, subject string // provider: "Provider" where it is empty
	critical                 bool   // the qualifiers' extension is critical
	unordered                bool   // the history is oldest first
	unknown                  bool   // a critical extension that nobody knows
}

// storeWithAll holds services of which one certificate is the identity.
func storeWithAll(c *ades.Certificate, services ...service) *trust.Store {
	var b trust.Builder
	for k, e := range services {
		if e.provider == "" {
			e.provider = "Provider"
		}
		periods := e.periods()
		for i := range periods {
			for j := range periods[i].Qualifiers {
				periods[i].Qualifiers[j].Critical = e.critical
			}
			if e.unknown {
				periods[i].Unknown = []trust.Extension{{Name: "x", Critical: true}}
			}
		}
		if e.unordered {
			slices.Reverse(periods)
		}
		s := &trust.Service{Scheme: "EU", Official: true, List: "https://tl.example.org/" + e.territory, Territory: e.territory, Type: e.kind, Periods: periods,
			Provider: []trust.Text{{Lang: "en", Value: e.provider}}, Names: []trust.Text{{Lang: "en", Value: "service " + strconv.Itoa(k)}}}
		if e.trade != "" {
			s.TradeNames = []trust.Text{{Lang: "fi", Value: e.trade}}
		}
		if e.subject != "" {
			s.SubjectNames = []string{e.subject}
		}
		b.AddService(s, strconv.Itoa(k), []*ades.Certificate{c})
	}
	return b.Build(after)
}

var (
	granted    = entry{territory: "FI", kind: typeCAQC, additional: "ForeSignatures", status: "granted", from: "2017-01-01"}
	supervised = entry{territory: "FI", kind: typeCAQC, additional: "ForeSignatures", status: "granted", from: "2016-07-01", before: "undersupervision"}
	esign      = signer{types: []string{"1"}}
	finnish    = pkix.Name{Country: []string{"FI"}, Organization: []string{"Provider"}, CommonName: "CA"}
)

func qualified(e entry, q ...string) entry {
	for _, n := range q {
		e.qualifiers = append(e.qualifiers, extensionPrefix+n)
	}
	return e
}

func edited(e entry, change func(*entry)) entry { change(&e); return e }

// TestProcedures goes through PRO-4.3.4 to 4.5.4 of TS 119 615 v1.4.1, each step by a certificate and the services that list it.
func TestProcedures(t *testing.T) {
	of := func(e ...service) []service { return e }
	one := func(e entry) []service { return of(service{entry: e}) }
	name := func(change func(*pkix.Name)) pkix.Name { n := finnish; change(&n); return n }
	country := func(c string) pkix.Name { return name(func(n *pkix.Name) { n.Country = []string{c} }) }
	in := func(c string) []service { return one(edited(granted, func(e *entry) { e.territory = c })) }
	seals := edited(granted, func(e *entry) { e.additional = "ForeSeals" })
	withdrawn := edited(granted, func(e *entry) { e.status, e.from = "withdrawn", "2018-01-01" })
	for _, tt := range []struct {
		step     string
		services []service
		name     pkix.Name
		issued   string
		signer   signer
		at       string
		want     string // the level
		says     string // a text among the steps
	}{
		{"4.3.4-01: no country", one(granted), name(func(n *pkix.Name) { n.Country = nil }), "2020-01-01", esign, "2021-01-01", "N/A", "the name has no country"},
		{"4.3.4-02: no member state", in("FI"), country("US"), "2020-01-01", esign, "2021-01-01", "N/A", "Provided_country_code_not_representing_an_EU_MS: US"},
		{"4.3.4-02: the list of lists is of no member state", in("EU"), country("EU"), "2020-01-01", esign, "2021-01-01", "N/A", "Provided_country_code_not_representing_an_EU_MS: EU"},
		{"4.3.4-02: GB is UK", in("UK"), country("GB"), "2020-01-01", esign, "2021-01-01", "QC for eSig", ""},
		{"4.3.4-02: GR is EL", in("EL"), country("gr"), "2020-01-01", esign, "2021-01-01", "QC for eSig", ""},
		{"4.3.4-02: Greece lists as EL", in("GR"), country("EL"), "2020-01-01", esign, "2021-01-01", "QC for eSig", ""},
		{"4.3.4-03: another country's list", in("SE"), finnish, "2020-01-01", esign, "2021-01-01", "Cert for eSig", "No_confirmation_found_in_EUMSTL_FI"},
		{"4.3.4-03: not listed yet", one(edited(granted, func(e *entry) { e.from = "2021-01-02" })), finnish, "2020-01-01", esign, "2021-01-01", "Cert for eSig", "No_confirmation_found_in_EUMSTL_FI"},
		{"4.3.4-03: another type", one(edited(granted, func(e *entry) { e.kind = typePrefix + "CA/PKC" })), finnish, "2020-01-01", esign, "2021-01-01", "Cert for eSig", "No_confirmation_found"},
		{"4.3.4-03: from the first instant of a status", one(edited(granted, func(e *entry) { e.status, e.from, e.before = "withdrawn", "2021-01-01", "granted" })), finnish, "2020-01-01", esign, "2021-01-01", "Cert for eSig", "withdrawn"},
		{"4.3.4-03: to the last", one(edited(granted, func(e *entry) { e.status, e.from, e.before = "withdrawn", "2021-01-02", "granted" })), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", ""},
		{"4.3.4-03A: history not in order", of(service{entry: supervised, unordered: true}), finnish, "2020-01-01", esign, "2021-01-01", "N/A", "not in descending order"},
		{"4.3.4-05 to 10: duplicate, same status", of(service{entry: granted}, service{entry: granted}), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", "WARNING_T1_DUPLICATION: 2 entries ForeSignatures"},
		{"4.3.4-05 to 10: duplicate for seals", of(service{entry: granted}, service{entry: seals}, service{entry: seals}), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", "WARNING_T2_DUPLICATION"},
		{"4.3.4-05 to 10: duplicate, other status", of(service{entry: granted}, service{entry: withdrawn}), finnish, "2020-01-01", esign, "2021-01-01", "N/A", "ERROR_T1_DUPLICATION"},
		{"4.3.4-05 to 10: other status, of another type", of(service{entry: granted}, service{entry: edited(withdrawn, func(e *entry) { e.additional = "ForeSeals" })}), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", ""},
		{"4.3.4-11: two providers", of(service{entry: granted}, service{entry: seals, provider: "Another"}), finnish, "2020-01-01", esign, "2021-01-01", "N/A", "ERROR_TSP_CONFLICT"},
		{"4.3.4-11: the same provider, written otherwise", of(service{entry: granted}, service{entry: seals, provider: " PROVIDER "}), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", ""},
		{"TS 119 612 5.5.9: unknown critical extension", of(service{entry: granted, unknown: true}), finnish, "2020-01-01", esign, "2021-01-01", "N/A", "critical extension that is not understood"},

		{"4.4.4-06: another name", of(service{entry: granted, provider: "Another"}), finnish, "2020-01-01", esign, "2021-01-01", "N/A", "ERROR_TSP_NAME_INCONSISTENCY_BETWEEN_CERT_AND_TL"},
		{"4.4.4-06: trade name", of(service{entry: granted, provider: "Another", trade: "provider"}), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", ""},
		{"4.4.4-06: no organisation, common name", of(service{entry: granted, provider: "CA"}), name(func(n *pkix.Name) { n.Organization = nil }), "2020-01-01", esign, "2021-01-01", "QC for eSig", ""},
		{"4.4.4-06: no organisation, whole name", of(service{entry: granted, provider: "Another", subject: "CN=CA,C=FI"}), name(func(n *pkix.Name) { n.Organization = nil }), "2020-01-01", esign, "2021-01-01", "QC for eSig", ""},
		{"4.4.4-06: no organisation, nothing fits", of(service{entry: granted, provider: "Another", subject: "CN=CA,C=SE"}), name(func(n *pkix.Name) { n.Organization = nil }), "2020-01-01", esign, "2021-01-01", "N/A", "ERROR_TSP_NAME_INCONSISTENCY"},
		{"4.4.4-08: two types", one(qualified(granted, "QCForESig")), finnish, "2020-01-01", signer{types: []string{"1", "2"}}, "2021-01-01", "QC for eSig", "CERT_Inconsistency_in_QcType"},
		{"4.4.4-08: status of the directive", one(edited(granted, func(e *entry) { e.status = "accredited" })), finnish, "2020-01-01", esign, "2021-01-01", "N/A", "ERROR_Service_Status_Noncompliance_with_TS119612"},
		{"4.4.4-16: seal", one(seals), finnish, "2020-01-01", signer{types: []string{"2"}}, "2021-01-01", "QC for eSeal", "QC_For_eSeal"},
		{"4.4.4-24: web site", one(edited(granted, func(e *entry) { e.additional = "ForWebSiteAuthentication" })), finnish, "2020-01-01", signer{types: []string{"3"}}, "2021-01-01", "QC for WSA", "QWAC"},
		{"4.4.4-32: two positives", of(service{entry: qualified(granted, "QCStatement", "QCForESig")}, service{entry: qualified(seals, "QCStatement", "QCForESeal")}), finnish, "2020-01-01", signer{}, "2021-01-01", "N/A", "qualified for more than one type"},
		{"4.4.4-32: a positive and an open one", of(service{entry: granted}, service{entry: qualified(seals, "QCForESig")}), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", "PROCESS_PASSED_WITH_WARNING: INDET_QC_For_eSeal"},
		{"4.4.4-32: an open one alone", one(qualified(granted, "QCForESeal")), finnish, "2020-01-01", esign, "2021-01-01", "N/A", "INDET_QC_For_eSig: the list gives no answer"},

		{"4.4.4-33: under supervision", one(supervised), finnish, "2015-01-01", esign, "2015-06-01", "QC for eSig", "under Directive 1999/93/EC"},
		{"4.4.4-33: policy QCP", one(supervised), finnish, "2015-01-01", signer{policy: oidQCP}, "2015-06-01", "QC for eSig", "under Directive 1999/93/EC"},
		{"4.4.4-33: policy QCP+", one(supervised), finnish, "2015-01-01", signer{policy: oidQCPPlus}, "2015-06-01", "QC for eSig with QSCD", "QSCD_YES"},
		{"4.4.4-33: QCStatement", one(edited(qualified(supervised, "QCStatement"), func(e *entry) { e.additional = "" })), finnish, "2015-01-01", signer{}, "2015-06-01", "QC for eSig", ""},
		{"4.4.4-33: NotQualified", one(qualified(supervised, "NotQualified")), finnish, "2015-01-01", esign, "2015-06-01", "Cert for eSig", "Not_Qualified_For_eSig"},
		{"4.4.4-33: nothing", one(supervised), finnish, "2015-01-01", signer{}, "2015-06-01", "Cert for eSig", "Not_Qualified_For_eSig"},
		{"4.4.4-33: ceased", one(edited(supervised, func(e *entry) { e.before = "supervisionceased" })), finnish, "2015-01-01", esign, "2015-06-01", "Cert for eSig", "status supervisionceased"},
		{"4.4.4-33: in cessation", one(edited(supervised, func(e *entry) { e.before = "supervisionincessation" })), finnish, "2015-01-01", esign, "2015-06-01", "QC for eSig", ""},
		{"4.4.4-33: seal qualifier", one(qualified(supervised, "QCForESeal")), finnish, "2015-01-01", esign, "2015-06-01", "N/A", "INDET_QC_For_eSig"},
		{"4.4.4-33: statuses differ", of(service{entry: supervised}, service{entry: edited(supervised, func(e *entry) { e.before = "accredited" })}), finnish, "2015-01-01", esign, "2015-06-01", "N/A", "SDI_DUPLICATION_STATUS_CONFLICT"},
		{"4.4.4-33: the same status twice", of(service{entry: supervised}, service{entry: supervised}), finnish, "2015-01-01", esign, "2015-06-01", "QC for eSig", "SDI_DUPLICATION"},
		{"4.4.4-33: an old certificate today", one(supervised), finnish, "2015-01-01", esign, "2018-01-01", "QC for eSig", "under Directive 1999/93/EC"},
		{"4.4.4-33: today, not for signatures", one(edited(supervised, func(e *entry) { e.additional = "ForeSeals" })), finnish, "2015-01-01", esign, "2018-01-01", "Cert for eSig", "for signatures: false"},
		{"4.4.4-33: today, withdrawn", one(edited(supervised, func(e *entry) { e.status = "withdrawn" })), finnish, "2015-01-01", esign, "2018-01-01", "Cert for eSig", "status withdrawn"},

		{"4.5.4: with", one(qualified(granted, "QCWithQSCD")), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig with QSCD", "QSCD_YES"},
		{"4.5.4: on behalf", one(qualified(granted, "QCQSCDManagedOnBehalf")), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig with QSCD", "QSCD_YES"},
		{"4.5.4: without", one(qualified(granted, "QCNoQSCD")), finnish, "2020-01-01", signer{types: []string{"1"}, device: true}, "2021-01-01", "QC for eSig", "QSCD_NO"},
		{"4.5.4: as in the certificate, with", one(qualified(granted, "QCQSCDStatusAsInCert")), finnish, "2020-01-01", signer{types: []string{"1"}, device: true}, "2021-01-01", "QC for eSig with QSCD", "QSCD_YES"},
		{"4.5.4: as in the certificate, without", one(qualified(granted, "QCQSCDStatusAsInCert")), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", "QSCD_NO"},
		{"4.5.4: with and without", one(qualified(granted, "QCWithQSCD", "QCNoQSCD")), finnish, "2020-01-01", signer{types: []string{"1"}, device: true}, "2021-01-01", "QC for eSig", "QSCD_INDETERMINATE"},
		{"4.5.4: SSCD without QSCD", one(qualified(granted, "QCWithSSCD")), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", "QSCD_INDETERMINATE"},
		{"4.5.4: no SSCD without QSCD", one(qualified(granted, "QCNoSSCD")), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", "QSCD_INDETERMINATE"},
		{"4.5.4: on behalf and without", one(qualified(granted, "QCQSCDManagedOnBehalf", "QCNoQSCD")), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", "QSCD_INDETERMINATE"},
		{"4.5.4: as in the certificate and with", one(qualified(granted, "QCQSCDStatusAsInCert", "QCWithQSCD")), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", "QSCD_INDETERMINATE"},
		{"4.5.4: SSCD before eIDAS", one(qualified(supervised, "QCWithSSCD")), finnish, "2015-01-01", esign, "2015-06-01", "QC for eSig with QSCD", "QSCD_YES"},
		{"4.5.4: no SSCD before eIDAS", one(qualified(supervised, "QCNoSSCD")), finnish, "2015-01-01", signer{policy: oidQCPPlus}, "2015-06-01", "QC for eSig", "QSCD_NO"},
		{"4.5.4: contradiction before eIDAS", one(qualified(supervised, "QCNoSSCD", "QCSSCDStatusAsInCert")), finnish, "2015-01-01", signer{policy: oidQCPPlus}, "2015-06-01", "QC for eSig", "QSCD_INDETERMINATE"},
		{"4.5.4: unknown qualifier", one(qualified(granted, "QCWithQSCD", "QCMoon")), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig with QSCD", "a qualifier is not known"},
		{"4.5.4: unknown qualifier, critical", of(service{entry: qualified(granted, "QCWithQSCD", "QCMoon"), critical: true}), finnish, "2020-01-01", esign, "2021-01-01", "QC for eSig", "QSCD_INDETERMINATE"},
	} {
		c := called(t, tt.name, tt.issued, tt.signer)
		r := NewContext(storeWithAll(c, tt.services...), policy.Default(), Standard, EU, later).Certificate([]*ades.Certificate{c}, day(tt.at))
		if got := r.Worth(); got != tt.want || !says(r.Steps, tt.says) {
			t.Errorf("%s: %s, want %s and %q\n%v", tt.step, got, tt.want, tt.says, r.Steps)
		}
	}
}

func says(steps []Step, text string) bool {
	return slices.ContainsFunc(steps, func(s Step) bool { return strings.Contains(s.Text, text) })
}

// TestBothTimes is PRO-4.4.4-34 to 36: the answer must be the same at issuance and at the time of the signature. The reference takes
// the weaker one.
func TestBothTimes(t *testing.T) {
	change := func(status, from string) entry {
		return edited(granted, func(e *entry) { e.status, e.from, e.before = status, from, "granted" })
	}
	for _, tt := range []struct {
		name                string
		entry               entry
		issued              string
		standard, reference string
		says                string
	}{
		{"the same", granted, "2020-01-01", "AdESig-QC", "AdESig-QC", ""},
		{"withdrawn in between", change("withdrawn", "2020-06-01"), "2020-01-01", "N/A", "AdESig", "the answers differ: at issuance {QC_For_eSig, Not_Qualified_For_eSeal, Not_QWAC}"},
		{"listed later only", edited(granted, func(e *entry) { e.from = "2020-06-01" }), "2020-01-01", "N/A", "AdESig", "the answers differ"},
		{"no answer at issuance", edited(change("granted", "2020-06-01"), func(e *entry) { e.before = "accredited" }), "2020-01-01", "N/A", "AdESig-QC", "there is no answer for the time of issuance"},
		{"under the directive, and since", supervised, "2015-01-01", "AdESig-QC", "AdESig-QC", ""},
	} {
		c := called(t, finnish, tt.issued, esign)
		store := storeWithAll(c, service{entry: tt.entry})
		for variant, want := range map[Variant]string{Standard: tt.standard, Reference: tt.reference} {
			r := NewContext(store, policy.Default(), variant, EU, later).Signature(ades.Pass(), []*ades.Certificate{c}, day("2021-01-01"))
			if r.Level != want || variant == Standard && !says(r.Steps, tt.says) {
				t.Errorf("%s, variant %d: %s, want %s and %q\n%v", tt.name, variant, r.Level, want, tt.says, r.Steps)
			}
		}
	}
}

// TestTokenIssuer goes through PRO-4.6.4 and 4.7.4.
func TestTokenIssuer(t *testing.T) {
	stamps := entry{territory: "FI", kind: typeQTST, status: "granted", from: "2017-01-01"}
	withdrawn := edited(stamps, func(e *entry) { e.status, e.from, e.before = "withdrawn", "2021-01-01", "granted" })
	of := func(e ...service) []service { return e }
	for _, tt := range []struct {
		step         string
		services     []service
		name         pkix.Name
		genTime, poe string
		want, says   string
	}{
		{"granted", of(service{entry: stamps}), finnish, "2020-01-01", "2020-01-02", "QTSA", "Qualified"},
		{"before eIDAS", of(service{entry: edited(stamps, func(e *entry) { e.from = "2012-01-01" })}), finnish, "2015-01-01", "2015-01-02", "TSA", "no qualified time-stamps before"},
		{"no country of the subject", of(service{entry: stamps}), pkix.Name{Organization: []string{"Provider"}}, "2020-01-01", "2020-01-02", "N/A", "the name has no country"},
		{"not listed as such", of(service{entry: edited(stamps, func(e *entry) { e.kind = typePrefix + "TSA" })}), finnish, "2020-01-01", "2020-01-02", "TSA", "No_confirmation_found_in_EUMSTL_FI"},
		{"withdrawn", of(service{entry: withdrawn}), finnish, "2021-02-01", "2021-02-02", "TSA", "Not_Qualified: status withdrawn"},
		{"withdrawn in between", of(service{entry: withdrawn}), finnish, "2020-12-31", "2021-01-02", "N/A", "not the same"},
		{"statuses differ", of(service{entry: stamps}, service{entry: edited(stamps, func(e *entry) { e.status = "withdrawn" })}), finnish, "2020-01-01", "2020-01-02", "N/A", "ERROR_INCONSISTENCY_IN_TL_ON_TSTO-CERT_STATUS"},
		{"listed twice", of(service{entry: stamps}, service{entry: stamps}), finnish, "2020-01-01", "2020-01-02", "QTSA", "several entries with the same status"},
		{"another name", of(service{entry: stamps, provider: "Another"}), finnish, "2020-01-01", "2020-01-02", "N/A", "ERROR_TSP_NAME_INCONSISTENCY_BETWEEN_TSTO-CERT_AND_TL"},
		{"two providers", of(service{entry: stamps}, service{entry: edited(stamps, func(e *entry) { e.from = "2018-01-01" }), provider: "Another"}), finnish, "2020-01-01", "2020-01-02", "N/A", "ERROR_TSP_CONFLICT"},
	} {
		c := called(t, tt.name, "2014-01-01", signer{})
		r := NewContext(storeWithAll(c, tt.services...), policy.Default(), Standard, EU, later).Timestamp([]*ades.Certificate{c}, day(tt.genTime), day(tt.poe))
		if r.Level != tt.want || !says(r.Steps, tt.says) {
			t.Errorf("%s: %s, want %s and %q\n%v", tt.step, r.Level, tt.want, tt.says, r.Steps)
		}
	}
	c := called(t, finnish, "2014-01-01", signer{})
	if r := NewContext(storeWithAll(c), policy.Default(), Standard, EU, later).Timestamp([]*ades.Certificate{c}, time.Time{}, later); r.Level != "N/A" {
		t.Errorf("listed nowhere: %s", r.Level)
	}
}
