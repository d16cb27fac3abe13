// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

// RecognitionCase is a variant of the recognition table by which the EU sees the Japanese list, with what the signer is then
// worth in the EU's view.
type RecognitionCase struct {
	Name  string
	About string
	// Signer is "hanako", whose certificate has no QcStatements, as Japanese ones have none, or "midori", whose certificate has
	// them, under Japanese legislation, and an extended key usage.
	Signer string
	// Want is the qualification of the signature as the reference reads the lists; Strict is that of the standard's letter,
	// where it is another.
	Want, Strict string
	// DSS is that of policy dss, where it is another: it counts the end of a period as part of it, and asks of recognised
	// services too that they began after July 2016.
	DSS string
	// Enacted says that the service is recognised when the certificate was issued and when the signature was made.
	Enacted bool
	// Change edits the equivalence of accredited certification business; Table the whole table; List the Japanese list.
	Change func(*Equivalence)
	Table  func(*Agreement)
	List   func(*ListSpec)
	// Old leaves the accreditation in 2015, when there was no eIDAS; otherwise it is of July 2016.
	Old bool
}

// RecognitionPKI is the demonstration's, with the second signer.
func RecognitionPKI() Spec {
	s := DemoPKI()
	s.Certs = append(s.Certs, CertSpec{ID: "midori", Subject: "C=JP, O=Example K.K., OU=Legal, CN=Midori Mihon", Issuer: "sakura-ca", Key: "p256-16", From: date("2024-01-01"), To: date("2029-01-01"),
		Profile: ProfileSigner, Policies: []string{policyAccredited, policyESeal2}, ExtKeyUsage: []string{purposeEmail},
		QC: &QC{Compliance: true, QSCD: true, Types: []string{"esign"}, Legislation: []string{"JP"}}})
	return s
}

const (
	purposeEmail   = "1.3.6.1.5.5.7.3.4"
	purposeCode    = "1.3.6.1.5.5.7.3.3"
	attributeUnit  = "2.5.4.11"
	attributeTitle = "2.5.4.12"
)

// Lists are the demonstration's lists with the variant's change.
func (c RecognitionCase) Lists() map[string]ListSpec {
	lists := DemoLists(true)
	table := demoEUtoJP()
	if c.Change != nil {
		c.Change(&table.Equivalences[0])
	}
	if c.Table != nil {
		c.Table(table)
	}
	recognition := lists[mraURL]
	recognition.Pointers[1].Agreement = table
	lists[mraURL] = recognition
	jtsl := lists[jtslURL]
	if !c.Old {
		jtsl.Providers[0].Services[0].Periods[0].From = date("2016-07-01")
	}
	if c.List != nil {
		c.List(&jtsl)
	}
	lists[jtslURL] = jtsl
	return lists
}

const qesig, adesigQC, adesig, unknown, none = "QESig", "AdESig-QC", "AdESig", "Unknown", "N/A"

// RecognitionCases are the variants. The signers' certificates were issued on 2024-01-01, the signature made on 2026-09-14, and
// the unchanged table is in force from 2023-04-01.
func RecognitionCases() []RecognitionCase {
	out := append(serviceCases(), conditionCases()...)
	return append(append(out, contentCases()...), historyCases()...)
}

func variant(name, about, want string, enacted bool, change func(*Equivalence)) RecognitionCase {
	return RecognitionCase{Name: name, About: about, Signer: "hanako", Want: want, Enacted: enacted, Change: change}
}

// unrecognised is a variant under which the EU does not recognise the service.
func unrecognised(name, about string, change func(*Equivalence)) RecognitionCase {
	return variant(name, about, unknown, false, change)
}

// serviceCases vary service types, statuses, and the agreement as a whole.
func serviceCases() []RecognitionCase {
	v, u := variant, unrecognised
	ceased := v("ceased", "the accreditation ended before the signature", adesig, true, nil)
	ceased.Strict = none
	ceased.List = func(s *ListSpec) {
		sv := &s.Providers[0].Services[0]
		now := sv.Periods[0]
		now.Status, now.From = status+"accreditationceased", date("2026-06-01")
		sv.Periods = append([]PeriodSpec{now}, sv.Periods...)
	}
	twice := u("ambiguous", "two equivalences for the same service: none counts", nil)
	twice.Table = func(a *Agreement) {
		second := a.Equivalences[0]
		second.LegalID = "JPQCForESigAgain"
		a.Equivalences = append(a.Equivalences, second)
	}
	unreached := u("depth-0", "the agreement reaches no list", nil)
	unreached.Table = func(a *Agreement) { a.Depth = 0 }
	seals := v("pointing-seals", "the service counts as one for seals", adesig, true, func(e *Equivalence) { e.Pointing[0].Additional = forESeal })
	old := inDSS(v("accredited-long-ago", "accredited in 2015, recognised from the day of the agreement", qesig, true, nil), adesig)
	old.Old = true
	return []RecognitionCase{
		v("unchanged", "the table as it is", qesig, true, nil), old,
		v("other-identifier", "another legal identifier", qesig, true, func(e *Equivalence) { e.LegalID = "SomethingElse" }),
		u("other-pointed-type", "the table speaks of another Japanese service type", func(e *Equivalence) { e.Pointed[0].Type = jpID + "/Other" }),
		u("other-pointed-additional", "the table speaks of seals", func(e *Equivalence) { e.Pointed[0].Additional = forESeal }),
		v("any-pointed-additional", "the table speaks of the type alone", qesig, true, func(e *Equivalence) { e.Pointed[0].Additional = "" }),
		v("several-pointed-types", "the table speaks of two Japanese service types", qesig, true, func(e *Equivalence) { e.Pointed = append([]ServiceKind{{Type: jpID + "/Other"}}, e.Pointed...) }),
		u("other-pointed-status", "the table accepts another Japanese status", func(e *Equivalence) { e.Valid.Pointed = []string{status + "undersupervision"} }),
		u("repealed", "the agreement is repealed", func(e *Equivalence) { e.Status = mra + "repealed" }),
		u("unknown-status", "the agreement's status is unknown", func(e *Equivalence) { e.Status = "urn:example:unknown" }),
		v("own-status-uri", "the agreement's status is enacted, under the URI of another party", qesig, true, func(e *Equivalence) { e.Status = "https://recognition.example.org/mutualrecognitionagreement/enacted" }),
		v("pointing-not-qualified", "the service counts as one of unqualified certificates", adesig, true, func(e *Equivalence) { e.Pointing[0] = ServiceKind{Type: svc + "CA/PKC"} }),
		seals,
		v("several-pointing-types", "the service counts as two types: the first in the table counts", qesig, true, func(e *Equivalence) { e.Pointing = append(e.Pointing, ServiceKind{Type: svc + "CA/PKC"}) }),
		strict(v("pointing-status", "the status counts as recognised at national level", adesig, true, func(e *Equivalence) { e.Valid.Pointing = []string{status + "recognisedatnationallevel"} }), none),
		u("starts-after-issuance", "in force after the certificate was issued", func(e *Equivalence) { e.From = date("2024-06-01") }),
		u("starts-after-signing", "in force after the signature was made", func(e *Equivalence) { e.From = date("2026-09-20") }),
		v("starts-at-issuance", "in force from the second in which the certificate was issued", qesig, true, func(e *Equivalence) { e.From = date("2024-01-01") }),
		ceased, twice, unreached,
	}
}

func strict(c RecognitionCase, want string) RecognitionCase {
	c.Strict = want
	return c
}

// conditionCases vary the condition for QcCompliance that the table puts to the certificate. Where it is not met, the type that
// the table states still counts.
func conditionCases() []RecognitionCase {
	met := func(name, about string, c Criteria) RecognitionCase {
		return variant("condition-"+name, about, qesig, true, func(e *Equivalence) { e.Contents[0].Pointed = c })
	}
	not := func(name, about string, c Criteria) RecognitionCase {
		return variant("condition-"+name, about, adesig, true, func(e *Equivalence) { e.Contents[0].Pointed = c })
	}
	midori := func(c RecognitionCase) RecognitionCase { c.Signer = "midori"; return c }
	qc := func(s ...Statement) Criteria { return becomes(s...) }
	nonRepudiation, keyAgreement := KeyUsageBit{"nonRepudiation", true}, KeyUsageBit{"keyAgreement", true}
	return []RecognitionCase{
		met("policy", "a certificate policy", Criteria{Policies: []string{policyAccredited}}),
		met("policy-plain", "a certificate policy, written as a plain OID", Criteria{Policies: []string{policyAccredited}, PlainOIDs: true}),
		not("wrong-policy", "another certificate policy", Criteria{Policies: []string{policyTest}}),
		midori(met("policies", "two sets of policies", Criteria{Policies: []string{policyAccredited}, MorePolicies: []string{policyESeal2}})),
		midori(not("wrong-policies", "two sets of policies, of which one is not met", Criteria{Policies: []string{policyAccredited}, MorePolicies: []string{policyTest}})),
		not("no-policy", "without that certificate policy only", Criteria{Assert: "none", Policies: []string{policyAccredited}}),
		met("either-policy", "one of two policies", Criteria{Assert: "atLeastOne", Lists: []Criteria{{Policies: []string{policyTest}}, {Policies: []string{policyAccredited}}}}),
		met("usage", "a key usage", Criteria{KeyUsage: []KeyUsageBit{nonRepudiation}}),
		not("wrong-usage", "another key usage", Criteria{KeyUsage: []KeyUsageBit{keyAgreement}}),
		met("no-usage", "a key usage that must not be set", Criteria{KeyUsage: []KeyUsageBit{{"keyAgreement", false}}}),
		met("usages", "several key usages in two sets", Criteria{KeyUsage: []KeyUsageBit{nonRepudiation, {"keyCertSign", false}}, MoreKeyUsage: []KeyUsageBit{{"crlSign", false}}}),
		not("wrong-usages", "several key usages, of which one is not set", Criteria{KeyUsage: []KeyUsageBit{nonRepudiation}, MoreKeyUsage: []KeyUsageBit{keyAgreement}}),
		midori(met("purpose", "an extended key usage", Criteria{Purposes: []string{purposeEmail}})),
		midori(met("purpose-plain", "an extended key usage, written as a plain OID", Criteria{Purposes: []string{purposeEmail}, PlainOIDs: true})),
		midori(not("wrong-purpose", "another extended key usage", Criteria{Purposes: []string{purposeCode}})),
		midori(met("attribute", "an attribute of the subject", Criteria{Attributes: []string{attributeUnit}})),
		midori(not("wrong-attribute", "an attribute that the subject does not have", Criteria{Attributes: []string{attributeTitle}})),
		midori(met("statements", "QcCompliance under Japanese legislation", qc(Statement{ID: qcCompliance}, Statement{ID: qcLegislation, Legislation: "JP"}))),
		midori(met("statement-sets", "the same in two sets", Criteria{Statements: []Statement{{ID: qcCompliance}}, More: []Statement{{ID: qcType, Type: qcTypeESign}}})),
		midori(not("wrong-country", "QcCompliance under the legislation of another country", qc(Statement{ID: qcCompliance}, Statement{ID: qcLegislation, Legislation: "XZ"}))),
		midori(not("wrong-type", "the statement of another type", qc(Statement{ID: qcType, Type: qcTypeESeal}))),
		not("statement", "QcCompliance, which no Japanese certificate has", qc(Statement{ID: qcCompliance})),
		midori(met("composite", "policy, usage, purpose, attribute and statement together", Criteria{Description: "all of them", KeyUsage: []KeyUsageBit{nonRepudiation}, Policies: []string{policyAccredited},
			Purposes: []string{purposeEmail}, Attributes: []string{attributeUnit}, Statements: []Statement{{ID: qcCompliance}},
			Lists: []Criteria{{Assert: "none", Policies: []string{policyTest}}, {Assert: "atLeastOne", KeyUsage: []KeyUsageBit{keyAgreement}, Statements: []Statement{{ID: qcQSCD}}}}})),
		not("unknown", "a criterion that nobody knows: it is never met", Criteria{Policies: []string{policyAccredited}, Unknown: true}),
		not("none-unknown", "nor is its negation", Criteria{Assert: "none", Unknown: true}),
	}
}

// contentCases vary what the table makes of the certificate's content and of the list's qualifiers.
func contentCases() []RecognitionCase {
	v := variant
	device := func(e *Equivalence, pointed, pointing Criteria) {
		e.Contents[2].Pointed, e.Contents[2].Pointing = pointed, pointing
	}
	midori := func(c RecognitionCase) RecognitionCase { c.Signer = "midori"; return c }
	own, lost := becomes(Statement{ID: qcQSCD}), Criteria{Assert: "none", Statements: []Statement{{ID: qcQSCD}}}
	return []RecognitionCase{
		midori(v("pilot", "the pilot's table: Japanese legislation becomes none, type and device are taken over", qesig, true, func(e *Equivalence) {
			e.Contents[0].Pointed = becomes(Statement{ID: qcCompliance}, Statement{ID: qcLegislation, Legislation: "JP"})
			e.Contents[1].Pointed = Criteria{Lists: []Criteria{becomes(Statement{ID: qcType, Type: qcTypeESign}), {Assert: "none", Statements: []Statement{{ID: qcType, Type: qcTypeESeal}}}}}
			device(e, own, own)
		})),
		midori(v("compliance-taken", "the table takes QcCompliance away", adesig, true, func(e *Equivalence) {
			e.Contents[0].Pointing = Criteria{Assert: "none", Statements: []Statement{{ID: qcCompliance}}}
		})),
		midori(v("compliance-not-given", "the table gives another statement than QcCompliance", adesig, true, func(e *Equivalence) { e.Contents[0].Pointing = own })),
		midori(v("legislation-kept", "the table leaves the foreign legislation, so that the certificate is not qualified in the EU", adesig, true, func(e *Equivalence) { e.Contents[0].Pointing = becomes(Statement{ID: qcCompliance}) })),
		v("type-seal", "the certificate counts as one for seals, and the service too", "QESeal", true, func(e *Equivalence) {
			e.Pointing[0].Additional = forESeal
			e.Contents[1].Pointing = becomes(Statement{ID: qcType, Type: qcTypeESeal})
		}),
		v("type-first", "of two types that the table gives, the first", qesig, true, func(e *Equivalence) {
			e.Contents[1].Pointing = Criteria{Assert: "atLeastOne", Lists: []Criteria{becomes(Statement{ID: qcType, Type: qcTypeESign}), becomes(Statement{ID: qcType, Type: qcTypeESeal})}}
		}),
		v("device-condition-fails", "the device condition does not hold, but the list's qualifier says that there is one", qesig, true, func(e *Equivalence) { device(e, Criteria{Policies: []string{policyTest}}, own) }),
		midori(v("device-taken", "the table takes the device away, but the list's qualifier says that there is one", qesig, true, func(e *Equivalence) { device(e, own, lost) })),
		midori(v("device-taken-qualifier", "the table takes the device away, and the list's qualifier becomes that of none", adesigQC, true, func(e *Equivalence) {
			device(e, own, lost)
			e.Qualifiers = []QualifierPair{{info + "QCNoQSCD", jpQSCD}}
		})),
		midori(v("device-taken-other-qualifier", "the table takes the device away, and has no counterpart of the list's qualifier", adesigQC, true, func(e *Equivalence) {
			device(e, own, lost)
			e.Qualifiers = []QualifierPair{{info + "QCNoQSCD", JTSLBase + "SvcInfoExt/JPNoQSCD"}}
		})),
		v("no-qualifiers", "no qualifiers are mapped: the certificate's contents tell of the device", qesig, true, func(e *Equivalence) { e.Qualifiers = nil }),
		v("no-qualifiers-no-device", "neither qualifiers nor contents tell of a device", adesigQC, true, func(e *Equivalence) { e.Qualifiers, e.Contents = nil, e.Contents[:2] }),
		strict(v("empty-qualifiers", "the table of qualifiers is empty: the contents tell of the device, to the letter nothing does", qesig, true, func(e *Equivalence) { e.Qualifiers, e.NoQualifierPairs = nil, true }), adesigQC),
		v("qualifier-no-device", "the list's qualifier becomes that of no device", adesigQC, true, func(e *Equivalence) { e.Qualifiers = []QualifierPair{{info + "QCNoQSCD", jpQSCD}} }),
		v("unknown-context", "a further context that nobody knows has no effect", qesig, true, func(e *Equivalence) {
			e.Contents = append(e.Contents, ContentEquivalence{Context: mra + "QcMoon", Pointing: lost, Pointed: Criteria{Policies: []string{policyAccredited}}})
		}),
		v("context-twice", "a context that occurs twice", qesig, true, func(e *Equivalence) { e.Contents = append(e.Contents, e.Contents[0]) }),
		v("own-context-uri", "the contexts under the URIs of another party", qesig, true, func(e *Equivalence) {
			for i, name := range []string{"QcCompliance", "QcType", "QcQSCD"} {
				e.Contents[i].Context = "https://recognition.example.org/mutualrecognitionagreement/" + name
			}
		}),
		v("no-contents", "the table says nothing of certificates, and a Japanese one nothing of itself", unknown, true, func(e *Equivalence) { e.Contents = nil }),
	}
}

// historyCases vary the periods of the equivalence: what holds at issuance, and what at the time of the signature.
func historyCases() []RecognitionCase {
	v, u := variant, unrecognised
	enacted, repealed := mra+"enacted", mra+"repealed"
	// line sets the current status with its start, and one former status with its own.
	line := func(e *Equivalence, now, from, before, since string) {
		h := *e
		h.LegalID, h.History, h.Status, h.From = "", nil, before, date(since)
		e.History, e.Status, e.From = []Equivalence{h}, now, date(from)
	}
	of := func(now, from, before, since string) func(*Equivalence) {
		return func(e *Equivalence) { line(e, now, from, before, since) }
	}
	return []RecognitionCase{
		v("history-enacted", "enacted before and after a change, between issuance and signature", qesig, true, of(enacted, "2025-01-01", enacted, "2022-01-01")),
		v("history-apart", "three periods, each in an element of its own", qesig, true, func(e *Equivalence) {
			line(e, enacted, "2025-01-01", enacted, "2022-01-01")
			h := e.History[0]
			h.Status, h.From = repealed, date("2021-01-01")
			e.History, e.Apart = append(e.History, h), true
		}),
		v("history-enacted-long-ago", "repealed once, enacted again before the certificate was issued", qesig, true, of(enacted, "2023-04-01", repealed, "2020-01-01")),
		u("history-repealed-before", "repealed when the certificate was issued, enacted since", of(enacted, "2025-01-01", repealed, "2022-01-01")),
		u("history-enacted-in-future", "to be enacted again after the signature", of(enacted, "2027-01-01", repealed, "2022-01-01")),
		u("history-all-in-future", "enacted in two periods, both after the certificate was issued", of(enacted, "2027-01-01", enacted, "2025-01-01")),
		v("history-not-qualified-since", "since a change the table takes QcCompliance away: the certificate is older", qesig, true, func(e *Equivalence) {
			line(e, enacted, "2026-06-01", enacted, "2022-01-01")
			e.Contents = append([]ContentEquivalence(nil), e.Contents...)
			e.Contents[0].Pointing = Criteria{Assert: "none", Statements: []Statement{{ID: qcCompliance}}}
		}),
		ended("history-repealed-since", "enacted when the certificate was issued, repealed before the signature", of(repealed, "2026-01-01", enacted, "2022-01-01")),
		inDSS(ended("history-repealed-now", "repealed in the second in which the signature was made", of(repealed, "2026-09-14T09:30:05Z", enacted, "2022-01-01")), qesig),
		v("history-repealed-next", "repealed a second later", qesig, true, of(repealed, "2026-09-14T09:30:06Z", enacted, "2022-01-01")),
		v("history-repealed-future", "to be repealed after the signature", qesig, true, of(repealed, "2027-01-01", enacted, "2022-01-01")),
		u("history-repealed-long-ago", "enacted once, repealed before the certificate was issued", of(repealed, "2023-12-31", enacted, "2022-01-01")),
		inDSS(u("history-repealed-at-issuance", "repealed in the second in which the certificate was issued", of(repealed, "2024-01-01", enacted, "2022-01-01")), adesig),
		u("history-repealed-twice", "repealed in two periods, the second after issuance", of(repealed, "2025-01-01", repealed, "2022-01-01")),
		u("history-all-repealed", "repealed in two periods, both before issuance", of(repealed, "2023-06-01", repealed, "2022-01-01")),
	}
}

func inDSS(c RecognitionCase, want string) RecognitionCase {
	c.DSS = want
	return c
}

// ended is a variant whose agreement held when the certificate was issued, so that its content is translated, and not any more
// when the signature was made.
func ended(name, about string, change func(*Equivalence)) RecognitionCase {
	c := variant(name, about, adesig, false, change)
	c.Strict = none
	return c
}
