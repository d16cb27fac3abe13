// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"fmt"
	"time"
)

// criteria writes a criteria list under the given element name.
func (w *listWriter) criteria(name string, c Criteria) {
	assert := c.Assert
	if assert == "" {
		assert = "all"
	}
	w.in(name+` assert="`+assert+`"`, func() {
		if len(c.KeyUsage) > 0 {
			w.in("ecc:KeyUsage", func() {
				for _, k := range c.KeyUsage {
					w.leaf(`ecc:KeyUsageBit name="`+k.Name+`"`, fmt.Sprint(k.Value))
				}
			})
		}
		if len(c.Policies) > 0 {
			w.in("ecc:PolicySet", func() {
				for _, p := range c.Policies {
					w.in("ecc:PolicyIdentifier", func() { w.leaf(`xades:Identifier Qualifier="OIDAsURN"`, "urn:oid:"+p) })
				}
			})
		}
		for _, l := range c.Lists {
			w.criteria("ecc:CriteriaList", l)
		}
		if len(c.Statements) > 0 {
			w.in("ecc:otherCriteriaList", func() {
				w.in("mra:QcStatementSet", func() {
					for _, s := range c.Statements {
						w.statement(s)
					}
				})
			})
		}
	})
}

func (w *listWriter) statement(s Statement) {
	w.in("mra:QcStatement", func() {
		w.in("mra:QcStatementId", func() { w.leaf(`xades:Identifier Qualifier="OIDAsURN"`, "urn:oid:"+s.ID) })
		switch {
		case s.Type != "":
			w.in("mra:QcStatementInfo", func() {
				w.in("mra:QcType", func() { w.leaf(`xades:Identifier Qualifier="OIDAsURN"`, "urn:oid:"+s.Type) })
			})
		case s.Legislation != "":
			w.in("mra:QcStatementInfo", func() { w.leaf("mra:QcCClegislation", s.Legislation) })
		}
	})
}

// agreement writes a MutualRecognitionAgreementInformation.
func (w *listWriter) agreement(a *Agreement) {
	w.in(fmt.Sprintf(`mra:MutualRecognitionAgreementInformation technicalType="1" version="2" MRADepth="%d" pointingContractingPartyLegislation="%s" pointedContractingPartyLegislation="%s"`,
		a.Depth, a.Pointing, a.Pointed), func() {
		for _, e := range a.Equivalences {
			w.in("mra:TrustServiceEquivalenceInformation", func() {
				w.leaf("mra:TrustServiceLegalIdentifier", e.LegalID)
				w.equivalence(e)
				if len(e.History) > 0 {
					w.in("mra:TrustServiceEquivalenceHistory", func() {
						for _, h := range e.History {
							w.in("mra:TrustServiceEquivalenceHistoryInstance", func() { w.equivalence(h) })
						}
					})
				}
			})
		}
	})
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
	if len(e.Qualifiers) > 0 {
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
