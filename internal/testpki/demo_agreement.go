// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

// The statements of EN 319 412-5 that the recognition tables speak of.
const (
	qcCompliance  = "0.4.0.1862.1.1"
	qcQSCD        = "0.4.0.1862.1.4"
	qcType        = "0.4.0.1862.1.6"
	qcTypeESign   = "0.4.0.1862.1.6.1"
	qcTypeESeal   = "0.4.0.1862.1.6.2"
	qcLegislation = "0.4.0.1862.1.7"
)

const (
	legislationEU = "https://recognition.example.org/law/eu"
	legislationJP = "https://recognition.example.org/law/jp"
)

// demoRecognition is a list that recognises the Japanese list, seen from the EU.
func demoRecognition() ListSpec {
	s := demoLOTL()
	s.ID, s.Sequence, s.Scheme, s.Signer = "RECOGNITION", 2, en("EU: demonstration of a recognition agreement with JP, of no legal effect"), "agreement"
	s.InfoURIs = []string{"https://recognition.example.org/about"}
	s.Pointers = []PointerSpec{
		{Location: mraURL, Type: typeEU, Territory: "EU", Operator: s.Operator, Rules: s.Rules, Signers: []string{"agreement"}},
		{Location: jtslURL, Type: typeJP, Territory: "JP", Operator: en("UNOFFICIAL TEST list operator"), Rules: []string{rules + "JP"}, Signers: []string{"jtsl"}, Agreement: demoEUtoJP()},
	}
	return s
}

// becomes is a pointing declaration that adds one statement.
func becomes(s ...Statement) Criteria { return Criteria{Statements: s} }

// foreign adds the declaration that an EU certificate makes: qualified, and under no other legislation.
func foreign() Criteria {
	return Criteria{Lists: []Criteria{becomes(Statement{ID: qcCompliance}), {Assert: "none", Statements: []Statement{{ID: qcLegislation}}}}}
}

// demoEUtoJP says how the EU sees Japanese services: the conditions are policies and key usages, since Japanese certificates
// have no QcStatements.
func demoEUtoJP() *Agreement {
	policy := func(oid string) Criteria {
		return Criteria{Policies: []string{oid}, KeyUsage: []KeyUsageBit{{"nonRepudiation", true}}}
	}
	contents := func(oid, kind string, device bool) []ContentEquivalence {
		c := []ContentEquivalence{
			{Context: mra + "QcCompliance", Pointing: foreign(), Pointed: policy(oid)},
			{Context: mra + "QcType", Pointing: becomes(Statement{ID: qcType, Type: kind}), Pointed: policy(oid)},
		}
		if device {
			c = append(c, ContentEquivalence{Context: mra + "QcQSCD", Pointing: becomes(Statement{ID: qcQSCD}), Pointed: policy(oid)})
		}
		return c
	}
	accredited := StatusPair{Pointing: []string{status + "granted"}, Pointed: []string{status + "accredited"}}
	ended := StatusPair{Pointing: []string{status + "withdrawn"}, Pointed: []string{status + "accreditationceased", status + "accreditationrevoked"}}
	qualifiers := []QualifierPair{{info + "QCWithQSCD", jpQSCD}, {info + "QCNoQSCD", JTSLBase + "SvcInfoExt/JPNoQSCD"},
		{info + "QCQSCDManagedOnBehalf", JTSLBase + "SvcInfoExt/JPQSCDManagedOnBehalf"}, {info + "NotQualified", JTSLBase + "SvcInfoExt/NotAccredited"}}
	e := func(id string, pointing, pointed ServiceKind, valid, invalid StatusPair, contents []ContentEquivalence) Equivalence {
		return Equivalence{LegalID: id, Pointing: []ServiceKind{pointing}, Pointed: []ServiceKind{pointed}, Status: mra + "enacted", From: date("2023-04-01"),
			Valid: valid, Invalid: invalid, Contents: contents, Qualifiers: qualifiers}
	}
	return &Agreement{Depth: 1, Pointing: legislationEU, Pointed: legislationJP, Equivalences: []Equivalence{
		e("JPQCForESig", ServiceKind{svc + "CA/QC", forESig}, ServiceKind{jpCA, forESig}, accredited, ended, contents(policyAccredited, qcTypeESign, true)),
		e("JPKIForESig", ServiceKind{svc + "CA/QC", forESig}, ServiceKind{jpID, forESig}, StatusPair{[]string{status + "granted"}, []string{status + "setbynationallaw"}},
			StatusPair{[]string{status + "withdrawn"}, []string{status + "deprecatedbynationallaw"}}, contents(policyNationalID, qcTypeESign, true)),
		e("JPQCForESeal", ServiceKind{svc + "CA/QC", forESeal}, ServiceKind{jpSeal, forESeal}, accredited, ended, contents(policyESeal2, qcTypeESeal, false)),
		e("JPQTST", ServiceKind{Type: svc + "TSA/QTST"}, ServiceKind{Type: jpTSA}, accredited, ended, nil),
	}}
}

// demoJPtoEU says how Japan sees services of the EU.
func demoJPtoEU() *Agreement {
	granted := StatusPair{Pointing: []string{status + "accredited"}, Pointed: []string{status + "granted"}}
	withdrawn := StatusPair{Pointing: []string{status + "accreditationceased"}, Pointed: []string{status + "withdrawn"}}
	qualified := Criteria{Lists: []Criteria{becomes(Statement{ID: qcCompliance}), {Assert: "none", Statements: []Statement{{ID: qcLegislation}}}}}
	contents := []ContentEquivalence{{Context: mra + "QcCompliance", Pointing: becomes(Statement{ID: qcCompliance}, Statement{ID: qcLegislation, Legislation: "EU"}), Pointed: qualified}}
	qualifiers := []QualifierPair{{jpQSCD, info + "QCWithQSCD"}, {JTSLBase + "SvcInfoExt/JPNoQSCD", info + "QCNoQSCD"}, {JTSLBase + "SvcInfoExt/JPQSCDManagedOnBehalf", info + "QCQSCDManagedOnBehalf"}}
	e := func(id string, pointing, pointed ServiceKind, contents []ContentEquivalence) Equivalence {
		return Equivalence{LegalID: id, Pointing: []ServiceKind{pointing}, Pointed: []ServiceKind{pointed}, Status: mra + "enacted", From: date("2023-04-01"),
			Valid: granted, Invalid: withdrawn, Contents: contents, Qualifiers: qualifiers}
	}
	return &Agreement{Depth: 2, Pointing: legislationJP, Pointed: legislationEU, Equivalences: []Equivalence{
		e("EUQCForESig", ServiceKind{jpCA, forESig}, ServiceKind{svc + "CA/QC", forESig}, contents),
		e("EUQCForESeal", ServiceKind{jpSeal, forESeal}, ServiceKind{svc + "CA/QC", forESeal}, contents),
		e("EUQTST", ServiceKind{Type: jpTSA}, ServiceKind{Type: svc + "TSA/QTST"}, nil),
	}}
}
