// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import "time"

// JTSLBase is the base of the URIs that the JTSL profile defines where ETSI has none.
const JTSLBase = "https://mitome-project.github.io/jtsl/v1/"

const (
	svc       = "http://uri.etsi.org/TrstSvc/Svctype/"
	status    = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
	info      = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
	tslType   = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/"
	rules     = "http://uri.etsi.org/TrstSvc/TrustedList/schemerules/"
	mra       = "http://ec.europa.eu/tools/lotl/mra/"
	typeEU    = tslType + "EUlistofthelists"
	typeTL    = tslType + "EUgeneric"
	typeJP    = tslType + "JPlist"
	forESig   = info + "ForeSignatures"
	forESeal  = info + "ForeSeals"
	jpCA      = JTSLBase + "Svctype/CA/Accredited"
	jpID      = JTSLBase + "Svctype/CA/JPKI"
	jpSeal    = JTSLBase + "Svctype/CA/ESeal"
	jpTSA     = JTSLBase + "Svctype/TSA/Accredited"
	jpRemote  = JTSLBase + "Svctype/RemoteSCDManagement"
	jpQSCD    = JTSLBase + "SvcInfoExt/JPWithQSCD"
	lotlURL   = "https://lotl.example.org/eu-lotl.xml"
	pivotURL  = "https://lotl.example.org/eu-lotl-pivot-7.xml"
	noticeURL = "https://oj.example.org/eli/C/2024/1/oj"
	jtslURL   = "https://jtsl.example.org/jtsl.xml"
	mraURL    = "https://recognition.example.org/eu-jp.xml"
)

// Demo times: when the lists were issued, the documents signed, and the time at which the demonstration validates.
var (
	demoIssued = date("2026-09-01")
	demoNext   = date("2027-02-28")
	demoSigned = date("2026-09-14T09:30:00Z")
)

// DemoTime is the time at which the demonstration documents are validated.
func DemoTime() time.Time { return date("2026-10-05T12:00:00Z") }

func en(s string) []Text { return []Text{{"en", s}} }

// DemoLists are the demonstration's lists, by their location. With agreement, the recognition list is among them, and the
// Japanese list recognises the European ones.
func DemoLists(agreement bool) map[string]ListSpec {
	lotl := demoLOTL()
	pivot := lotl
	pivot.Sequence, pivot.Signer, pivot.Issued, pivot.Next, pivot.InfoURIs = 7, "lotl-1", date("2025-03-01"), date("2025-08-28"), []string{pivotURL, noticeURL}
	lists := map[string]ListSpec{
		lotlURL: lotl, pivotURL: pivot,
		"https://tl.example.org/fi.xml": demoFI(), "https://tl.example.org/nl.xml": demoNL(),
		jtslURL: demoJTSL(agreement),
	}
	if agreement {
		lists[mraURL] = demoRecognition()
	}
	return lists
}

func demoLOTL() ListSpec {
	s := ListSpec{
		ID: "LOTL", Sequence: 12, Type: typeEU, Territory: "EU", Operator: en("Example Commission"), Scheme: en("EU: demonstration list of the lists, of no legal effect"),
		InfoURIs: []string{pivotURL, noticeURL, "https://lotl.example.org/explanation.html"}, Determination: "http://uri.etsi.org/TrstSvc/TrustedList/StatusDetn/EUlistofthelists",
		Rules: []string{rules + "EUlistofthelists"}, Notice: en("Demonstration data. It says nothing about any real service."), Issued: demoIssued, Next: demoNext, Signer: "lotl-2",
	}
	s.Pointers = []PointerSpec{{Location: lotlURL, Type: typeEU, Territory: "EU", Operator: s.Operator, Rules: s.Rules, Signers: []string{"lotl-1", "lotl-2"}}}
	for _, c := range []string{"FI", "NL"} {
		lower := map[string]string{"FI": "fi", "NL": "nl"}[c]
		s.Pointers = append(s.Pointers, PointerSpec{Location: "https://tl.example.org/" + lower + ".xml", Type: typeTL, Territory: c,
			Operator: en("Example Supervisory Body of " + c), Rules: []string{rules + "EUcommon", rules + c}, Signers: []string{"tl-" + lower}})
	}
	return s
}

// national is a national list without its providers.
func national(territory, signer string) ListSpec {
	return ListSpec{
		ID: "TL-" + territory, Sequence: 21, Type: typeTL, Territory: territory, Operator: en("Example Supervisory Body of " + territory),
		Scheme: en(territory + ": fictitious demonstration list, of no legal effect"), InfoURIs: []string{"https://tl.example.org/about"},
		Determination: "http://uri.etsi.org/TrstSvc/TrustedList/StatusDetn/EUappropriate", Rules: []string{rules + "EUcommon", rules + territory},
		Notice: en("Demonstration data. It says nothing about any real service."), Issued: demoIssued, Next: demoNext, Signer: signer,
		Pointers: []PointerSpec{{Location: lotlURL, Type: typeEU, Territory: "EU", Operator: en("Example Commission"), Rules: []string{rules + "EUlistofthelists"}, Signers: []string{"lotl-1", "lotl-2"}}},
	}
}

func demoFI() ListSpec {
	s := national("FI", "tl-fi")
	quals := []QualificationSpec{
		{URIs: []string{info + "QCWithQSCD"}, Criteria: Criteria{Policies: []string{policyLocalQSCD}}},
		{URIs: []string{info + "QCQSCDManagedOnBehalf", info + "QCWithQSCD"}, Criteria: Criteria{Policies: []string{policyRemoteQSCD}}},
	}
	both := []string{forESig, forESeal}
	s.Providers = []ProviderSpec{{Names: en("Northlight Trust"), TradeNames: en("VATFI-1234567"), Services: []ServiceSpec{
		{Type: svc + "CA/QC", Names: en("Northlight qualified certificates for signatures and seals"), Certs: []string{"northlight-ca"}, Periods: []PeriodSpec{
			{Status: status + "granted", From: date("2020-02-01"), Additional: both, Qualifications: quals},
			{Status: status + "granted", From: date("2016-06-30T22:00:00Z"), Additional: both[:1]},
			{Status: status + "undersupervision", From: date("2015-01-01")},
		}},
		{Type: svc + "RemoteQSealCDManagement/Q", Names: en("Northlight remote seal device management"), Periods: []PeriodSpec{{Status: status + "granted", From: date("2025-06-01")}}},
	}}}
	return s
}

func demoNL() ListSpec {
	s := national("NL", "tl-nl")
	s.Providers = []ProviderSpec{{Names: en("Chronos Time"), TradeNames: en("VATNL-2468"), Services: []ServiceSpec{
		{Type: svc + "TSA/QTST", Names: en("Chronos qualified time-stamps"), Certs: []string{"chronos-ca"}, Periods: []PeriodSpec{{Status: status + "granted", From: date("2019-05-01")}}},
	}}}
	return s
}

func demoJTSL(agreement bool) ListSpec {
	ja := func(e, j string) []Text { return []Text{{"en", e}, {"ja", j}} }
	s := ListSpec{
		ID: "JTSL", Sequence: 3, Type: typeJP, Territory: "JP", Operator: ja("UNOFFICIAL TEST list operator", "非公式テストリスト運営者"),
		Scheme: ja("JP: UNOFFICIAL TEST list of Japanese trust services (fictitious)", "JP: 日本のトラストサービスの非公式テストリスト（架空）"), InfoURIs: []string{"https://jtsl.example.org/about"},
		Determination: "http://uri.etsi.org/TrstSvc/TrustedList/StatusDetn/JPdetermination", Rules: []string{rules + "JP", JTSLBase + "schemerules"},
		Notice: ja("Demonstration data, not published by any authority.", "実証用データであり、いかなる当局の公表物でもありません。"), Issued: demoIssued, Next: demoNext, Signer: "jtsl",
	}
	if agreement {
		s.Pointers = []PointerSpec{{Location: lotlURL, Type: typeEU, Territory: "EU", Operator: en("Example Commission"), Rules: []string{rules + "EUlistofthelists"},
			Signers: []string{"lotl-1", "lotl-2"}, Agreement: demoJPtoEU()}}
	}
	accredited, statute := status+"accredited", status+"setbynationallaw"
	s.Providers = []ProviderSpec{
		{Names: ja("Sakura Certification K.K.", "さくら認証株式会社（架空）"), Services: []ServiceSpec{{Type: jpCA, Names: ja("Sakura accredited certification business", "さくら認定認証業務"), Certs: []string{"sakura-ca"},
			Periods: []PeriodSpec{{Status: accredited, From: date("2015-04-01"), Additional: []string{forESig},
				Qualifications: []QualificationSpec{{URIs: []string{jpQSCD}, Criteria: Criteria{Policies: []string{policyAccredited}, KeyUsage: []KeyUsageBit{{"nonRepudiation", true}}}}}}}}}},
		{Names: ja("Example National ID Agency", "見本個人番号カード機構（架空）"), TradeNames: en("Example National ID"), Services: []ServiceSpec{{Type: jpID, Names: ja("National ID signature certificates", "署名用電子証明書"), Certs: []string{"national-ca"},
			Periods: []PeriodSpec{{Status: statute, From: date("2016-01-01"), Additional: []string{forESig},
				Qualifications: []QualificationSpec{{URIs: []string{jpQSCD}, Criteria: Criteria{Policies: []string{policyNationalID}, KeyUsage: []KeyUsageBit{{"nonRepudiation", true}}}}}}}}}},
		{Names: ja("Hanko Cloud K.K.", "はんこクラウド株式会社（架空）"), Services: []ServiceSpec{
			{Type: jpSeal, Names: ja("Hanko Cloud accredited e-seals", "認定eシール"), Certs: []string{"seal-ca"}, Periods: []PeriodSpec{{Status: accredited, From: date("2026-02-01"), Additional: []string{forESeal}},
				{Type: JTSLBase + "Svctype/CA/Registered", Status: status + "recognisedatnationallevel", From: date("2024-01-01"), Additional: []string{forESeal}}}},
			{Type: jpRemote, Names: ja("Hanko Cloud remote signing", "リモート署名サービス"), Periods: []PeriodSpec{{Status: status + "recognisedatnationallevel", From: date("2025-01-01")}}},
		}},
		{Names: ja("Toki Time-Stamp K.K.", "ときタイムスタンプ株式会社（架空）"), Services: []ServiceSpec{{Type: jpTSA, Names: ja("Toki accredited time-stamps", "認定タイムスタンプ"), Certs: []string{"toki-tsu"},
			Periods: []PeriodSpec{{Status: accredited, From: date("2024-03-18")}}}}},
	}
	return s
}
