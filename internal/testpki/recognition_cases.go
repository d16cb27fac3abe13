// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

// RecognitionCase is a variant of the recognition table by which the EU sees the Japanese list, with what the signer of the
// Japanese contract (contract-jp-lt.pdf) is then worth in the EU's view.
type RecognitionCase struct {
	Name  string
	About string
	// Want is the qualification of the signature; where it is not qualified, the names that the readings of the standard give,
	// separated by "|". Enacted says that the service was translated.
	Want    string
	Enacted bool
	// Change edits the equivalence of accredited certification business; List edits the Japanese list.
	Change func(*Equivalence)
	List   func(*ListSpec)
	// Double adds a second equivalence for the same service, which makes the table ambiguous.
	Double bool
}

// Lists are the demonstration's lists with the variant's change.
func (c RecognitionCase) Lists() map[string]ListSpec {
	lists := DemoLists(true)
	table := demoEUtoJP()
	if c.Change != nil {
		c.Change(&table.Equivalences[0])
	}
	if c.Double {
		second := table.Equivalences[0]
		second.LegalID = "JPQCForESigAgain"
		table.Equivalences = append(table.Equivalences, second)
	}
	recognition := lists[mraURL]
	recognition.Pointers[1].Agreement = table
	lists[mraURL] = recognition
	if c.List != nil {
		jtsl := lists[jtslURL]
		c.List(&jtsl)
		lists[jtslURL] = jtsl
	}
	return lists
}

// RecognitionCases are the variants. The signer's certificate was issued on 2024-01-01, the signature made on 2026-09-14, and
// the unchanged table is in force from 2023-04-01.
func RecognitionCases() []RecognitionCase {
	const qesig, adesig, qc = "QESig", "AdESig|Unknown|N/A", "AdESig-QC"
	v := func(name, about, want string, enacted bool, change func(*Equivalence)) RecognitionCase {
		return RecognitionCase{Name: name, About: about, Want: want, Enacted: enacted, Change: change}
	}
	condition := func(i int, c Criteria) func(*Equivalence) { return func(e *Equivalence) { e.Contents[i].Pointed = c } }
	repealed := mra + "repealed"
	// before returns a history entry like e from a day, with a status.
	before := func(e *Equivalence, st, from string) {
		h := *e
		h.LegalID, h.History, h.Status, h.From = "", nil, st, date(from)
		e.History = []Equivalence{h}
	}
	out := []RecognitionCase{
		v("unchanged", "the table as it is", qesig, true, nil),
		v("other-identifier", "another legal identifier", qesig, true, func(e *Equivalence) { e.LegalID = "SomethingElse" }),
		v("other-pointed-type", "the table speaks of another Japanese service type", adesig, false, func(e *Equivalence) { e.Pointed[0].Type = jpID + "/Other" }),
		v("other-pointed-additional", "the table speaks of seals", adesig, false, func(e *Equivalence) { e.Pointed[0].Additional = forESeal }),
		v("any-pointed-additional", "the table speaks of the type alone", qesig, true, func(e *Equivalence) { e.Pointed[0].Additional = "" }),
		v("other-pointed-status", "the table accepts another Japanese status", adesig, false, func(e *Equivalence) { e.Valid.Pointed = []string{status + "undersupervision"} }),
		v("repealed", "the agreement is repealed", adesig, false, func(e *Equivalence) { e.Status = repealed }),
		v("unknown-status", "the agreement's status is unknown", adesig, false, func(e *Equivalence) { e.Status = "urn:example:unknown" }),
		v("pointing-not-qualified", "the service counts as one of unqualified certificates", adesig, true, func(e *Equivalence) { e.Pointing[0] = ServiceKind{Type: svc + "CA/PKC"} }),
		v("pointing-seals", "the service counts as one for seals", adesig, true, func(e *Equivalence) { e.Pointing[0].Additional = forESeal }),
		v("pointing-status", "the status counts as recognised at national level", adesig, true, func(e *Equivalence) { e.Valid.Pointing = []string{status + "recognisedatnationallevel"} }),
		v("starts-after-issuance", "in force after the certificate was issued", adesig, false, func(e *Equivalence) { e.From = date("2024-06-01") }),
		v("starts-after-signing", "in force after the signature was made", adesig, false, func(e *Equivalence) { e.From = date("2026-09-20") }),
		v("starts-at-issuance", "in force from the second in which the certificate was issued", qesig, true, func(e *Equivalence) { e.From = date("2024-01-01") }),
		v("compliance-wrong-policy", "qualified only under another certificate policy", adesig, true, condition(0, Criteria{Policies: []string{policyTest}})),
		v("compliance-wrong-usage", "qualified only with another key usage", adesig, true, condition(0, Criteria{KeyUsage: []KeyUsageBit{{"keyAgreement", true}}})),
		v("compliance-statement", "qualified only with QcCompliance, which no Japanese certificate has", adesig, true, condition(0, becomes(Statement{ID: qcCompliance}))),
		v("compliance-country", "qualified only under the legislation of another country", adesig, true, condition(0, becomes(Statement{ID: qcLegislation, Legislation: "XZ"}))),
		v("compliance-none", "qualified without that certificate policy only", adesig, true, condition(0, Criteria{Assert: "none", Policies: []string{policyAccredited}})),
		v("compliance-either", "qualified under one of two policies", qesig, true, condition(0, Criteria{Assert: "atLeastOne", Lists: []Criteria{{Policies: []string{policyTest}}, {Policies: []string{policyAccredited}}}})),
		v("type-seal", "the certificate counts as one for seals, and the service too", "QESeal", true, func(e *Equivalence) {
			e.Pointing[0].Additional = forESeal
			e.Contents[1].Pointing = becomes(Statement{ID: qcType, Type: qcTypeESeal})
		}),
		v("device-condition-fails", "the device condition does not hold, but the list's qualifier says that there is one", qesig, true, condition(2, Criteria{Policies: []string{policyTest}})),
		v("no-qualifiers", "no qualifiers are mapped: the certificate's contents tell of the device", qesig, true, func(e *Equivalence) { e.Qualifiers = nil }),
		v("no-qualifiers-no-device", "neither qualifiers nor contents tell of a device", qc, true, func(e *Equivalence) { e.Qualifiers, e.Contents = nil, e.Contents[:2] }),
		v("qualifier-no-device", "the list's qualifier becomes that of no device", qc, true, func(e *Equivalence) { e.Qualifiers = []QualifierPair{{info + "QCNoQSCD", jpQSCD}} }),
		v("history-enacted", "enacted before and after a change", qesig, true, func(e *Equivalence) { before(e, mra+"enacted", "2022-01-01"); e.From = date("2025-01-01") }),
		v("history-repealed-before", "repealed when the certificate was issued, enacted since", adesig, true, func(e *Equivalence) { before(e, repealed, "2022-01-01"); e.From = date("2025-01-01") }),
		v("history-repealed-since", "enacted when the certificate was issued, repealed before the signature", adesig, true, func(e *Equivalence) {
			before(e, mra+"enacted", "2022-01-01")
			e.Status, e.From = repealed, date("2026-01-01")
		}),
		v("history-repealed-future", "to be repealed after the signature", qesig, true, func(e *Equivalence) {
			before(e, mra+"enacted", "2022-01-01")
			e.Status, e.From = repealed, date("2027-01-01")
		}),
	}
	ambiguous := v("ambiguous", "two equivalences for the same service: none counts", adesig, false, nil)
	ambiguous.Double = true
	ceased := v("ceased", "the accreditation ended before the signature", adesig, true, nil)
	ceased.List = func(s *ListSpec) {
		sv := &s.Providers[0].Services[0]
		now := sv.Periods[0]
		now.Status, now.From = status+"accreditationceased", date("2026-06-01")
		sv.Periods = append([]PeriodSpec{now}, sv.Periods...)
	}
	return append(out, ambiguous, ceased)
}
