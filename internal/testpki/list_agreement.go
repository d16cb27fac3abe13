// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"cmp"
	"fmt"
	"time"
)

// criteria writes a criteria list under the given element name.
func (w *listWriter) criteria(name string, c Criteria) {
	assert := c.Assert
	if assert == "" {
		assert = "all"
	}
	identifier := func(oid string) {
		if c.PlainOIDs {
			w.leaf("xades:Identifier", oid)
			return
		}
		w.leaf(`xades:Identifier Qualifier="OIDAsURN"`, "urn:oid:"+oid)
	}
	w.in(name+` assert="`+assert+`"`, func() {
		for _, bits := range [][]KeyUsageBit{c.KeyUsage, c.MoreKeyUsage} {
			if len(bits) == 0 {
				continue
			}
			w.in("ecc:KeyUsage", func() {
				for _, k := range bits {
					w.leaf(`ecc:KeyUsageBit name="`+k.Name+`"`, fmt.Sprint(k.Value))
				}
			})
		}
		for _, set := range [][]string{c.Policies, c.MorePolicies} {
			if len(set) == 0 {
				continue
			}
			w.in("ecc:PolicySet", func() {
				for _, p := range set {
					w.in("ecc:PolicyIdentifier", func() { identifier(p) })
				}
			})
		}
		for _, l := range c.Lists {
			w.criteria("ecc:CriteriaList", l)
		}
		if c.Description != "" {
			w.leaf("ecc:Description", c.Description)
		}
		w.otherCriteria(c, identifier)
	})
}

// otherCriteria writes the criteria that stand in otherCriteriaList.
func (w *listWriter) otherCriteria(c Criteria, identifier func(oid string)) {
	if len(c.Statements)+len(c.More)+len(c.Attributes)+len(c.Purposes) == 0 && !c.Unknown {
		return
	}
	w.in("ecc:otherCriteriaList", func() {
		for _, o := range []struct {
			name, item string
			oids       []string
		}{{"tslx:CertSubjectDNAttribute", "tslx:AttributeOID", c.Attributes}, {"tslx:ExtendedKeyUsage", "tslx:KeyPurposeId", c.Purposes}} {
			if len(o.oids) == 0 {
				continue
			}
			w.in(o.name, func() {
				for _, oid := range o.oids {
					w.in(o.item, func() { identifier(oid) })
				}
			})
		}
		for _, set := range [][]Statement{c.Statements, c.More} {
			if len(set) == 0 {
				continue
			}
			w.in("mra:QcStatementSet", func() {
				for _, s := range set {
					w.statement(s, identifier)
				}
			})
		}
		if c.Unknown {
			w.line(`<x:Moon xmlns:x="urn:example:unknown">full</x:Moon>`)
		}
	})
}

func (w *listWriter) statement(s Statement, identifier func(oid string)) {
	w.in("mra:QcStatement", func() {
		w.in("mra:QcStatementId", func() { identifier(s.ID) })
		switch {
		case s.Type != "":
			w.in("mra:QcStatementInfo", func() {
				w.in("mra:QcType", func() { identifier(s.Type) })
			})
		case s.Legislation != "":
			w.in("mra:QcStatementInfo", func() { w.leaf("mra:QcCClegislation", s.Legislation) })
		}
	})
}

// agreement writes a MutualRecognitionAgreementInformation.
func (w *listWriter) agreement(a *Agreement) {
	w.in(fmt.Sprintf(`mra:MutualRecognitionAgreementInformation technicalType="%d" version="%d" MRADepth="%d" pointingContractingPartyLegislation="%s" pointedContractingPartyLegislation="%s"`,
		cmp.Or(a.TechnicalType, 1), cmp.Or(a.Version, 2), a.Depth, a.Pointing, a.Pointed), func() {
		for _, e := range a.Equivalences {
			w.in("mra:TrustServiceEquivalenceInformation", func() {
				w.leaf("mra:TrustServiceLegalIdentifier", e.LegalID)
				w.equivalence(e)
				w.history(e)
			})
		}
	})
}

// history writes the former periods of an equivalence: the schema allows one element with all of them, or several.
func (w *listWriter) history(e Equivalence) {
	groups := [][]Equivalence{e.History}
	if e.Apart {
		groups = nil
		for i := range e.History {
			groups = append(groups, e.History[i:i+1])
		}
	}
	for _, group := range groups {
		if len(group) == 0 {
			continue
		}
		w.in("mra:TrustServiceEquivalenceHistory", func() {
			for _, h := range group {
				w.in("mra:TrustServiceEquivalenceHistoryInstance", func() { w.equivalence(h) })
			}
		})
	}
}

func (w *listWriter) equivalence(e Equivalence) {
	w.in("mra:TrustServiceTSLTypeEquivalenceList", func() {
		w.kinds("mra:TrustServiceTSLTypeListPointingParty", e.Pointing)
		w.kinds("mra:TrustServiceTSLTypeListPointedParty", e.Pointed)
	})
	w.leaf("mra:TrustServiceEquivalenceStatus", e.Status)
	w.leaf("mra:TrustServiceEquivalenceStatusStartingTime", e.From.UTC().Format(time.RFC3339))
	w.in("mra:TrustServiceTSLStatusEquivalenceList", func() {
		w.in("mra:TrustServiceTSLStatusValidEquivalence", func() { w.statuses(e.Valid) })
		w.in("mra:TrustServiceTSLStatusInvalidEquivalence", func() { w.statuses(e.Invalid) })
	})
	if len(e.Contents) > 0 {
		w.in("mra:CertificateContentReferencesEquivalenceList", func() {
			for _, c := range e.Contents {
				w.in("mra:CertificateContentReferenceEquivalence", func() {
					w.leaf("mra:CertificateContentReferenceEquivalenceContext", c.Context)
					w.criteria("mra:CertificateContentDeclarationPointingParty", c.Pointing)
					w.criteria("mra:CertificateContentDeclarationPointedParty", c.Pointed)
				})
			}
		})
	}
	if len(e.Qualifiers) > 0 || e.NoQualifierPairs {
		w.in("mra:TrustServiceTSLQualificationExtensionEquivalenceList", func() {
			w.in("mra:TrustServiceTSLQualificationExtensionName", func() {
				w.leaf("mra:TrustServiceTSLQualificationExtensionNamePointingParty", "Sie:Q")
				w.leaf("mra:TrustServiceTSLQualificationExtensionNamePointedParty", "Sie:Q")
			})
			w.in("mra:QualifierEquivalenceList", func() {
				for _, q := range e.Qualifiers {
					w.in("mra:QualifierEquivalence", func() {
						w.line(`<mra:QualifierPointingParty uri="` + q.Pointing + `"></mra:QualifierPointingParty>`)
						w.line(`<mra:QualifierPointedParty uri="` + q.Pointed + `"></mra:QualifierPointedParty>`)
					})
				}
			})
		})
	}
}

func (w *listWriter) kinds(name string, kinds []ServiceKind) {
	w.in(name, func() {
		for _, k := range kinds {
			w.in("mra:TrustServiceTSLType", func() {
				w.leaf("ServiceTypeIdentifier", k.Type)
				if k.Additional != "" {
					w.in("AdditionalServiceInformation", func() { w.leaf(`URI xml:lang="en"`, k.Additional) })
				}
			})
		}
	})
}

func (w *listWriter) statuses(p StatusPair) {
	for _, side := range []struct {
		name string
		uris []string
	}{{"mra:TrustServiceTSLStatusListPointingParty", p.Pointing}, {"mra:TrustServiceTSLStatusListPointedParty", p.Pointed}} {
		w.in(side.name, func() {
			for _, u := range side.uris {
				w.leaf("ServiceStatus", u)
			}
		})
	}
}
