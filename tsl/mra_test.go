// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/trust"
)

// table has every element of the mutual-recognition schema v2.
const table = `<m:MutualRecognitionAgreementInformation xmlns:m="http://ec.europa.eu/tools/lotl/mra/schema/v2#" xmlns="http://uri.etsi.org/02231/v2#"
 xmlns:e="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#" xmlns:x="http://uri.etsi.org/01903/v1.3.2#" xmlns:a="http://uri.etsi.org/02231/v2/additionaltypes#"
 technicalType="1" version="2" MRADepth="3" pointingContractingPartyLegislation="urn:law:pointing" pointedContractingPartyLegislation="urn:law:pointed">
<m:TrustServiceEquivalenceInformation>
 <m:TrustServiceLegalIdentifier> QCForESig </m:TrustServiceLegalIdentifier>
 <m:TrustServiceTSLTypeEquivalenceList>
  <m:TrustServiceTSLTypeListPointingParty><m:TrustServiceTSLType><ServiceTypeIdentifier>urn:q:ca</ServiceTypeIdentifier><AdditionalServiceInformation><URI xml:lang="en">urn:q:sig</URI></AdditionalServiceInformation></m:TrustServiceTSLType></m:TrustServiceTSLTypeListPointingParty>
  <m:TrustServiceTSLTypeListPointedParty><m:TrustServiceTSLType><ServiceTypeIdentifier>urn:p:ca</ServiceTypeIdentifier></m:TrustServiceTSLType><m:TrustServiceTSLType><ServiceTypeIdentifier>urn:p:old</ServiceTypeIdentifier></m:TrustServiceTSLType></m:TrustServiceTSLTypeListPointedParty>
 </m:TrustServiceTSLTypeEquivalenceList>
 <m:TrustServiceEquivalenceStatus>http://ec.europa.eu/tools/lotl/mra/enacted</m:TrustServiceEquivalenceStatus>
 <m:TrustServiceEquivalenceStatusStartingTime>2024-01-01T00:00:00Z</m:TrustServiceEquivalenceStatusStartingTime>
 <m:TrustServiceTSLStatusEquivalenceList>
  <m:TrustServiceTSLStatusValidEquivalence>
   <m:TrustServiceTSLStatusListPointingParty><ServiceStatus>urn:q:granted</ServiceStatus></m:TrustServiceTSLStatusListPointingParty>
   <m:TrustServiceTSLStatusListPointedParty><ServiceStatus>urn:p:good</ServiceStatus><ServiceStatus>urn:p:fine</ServiceStatus></m:TrustServiceTSLStatusListPointedParty>
  </m:TrustServiceTSLStatusValidEquivalence>
  <m:TrustServiceTSLStatusInvalidEquivalence>
   <m:TrustServiceTSLStatusListPointingParty><ServiceStatus>urn:q:withdrawn</ServiceStatus></m:TrustServiceTSLStatusListPointingParty>
   <m:TrustServiceTSLStatusListPointedParty><ServiceStatus>urn:p:bad</ServiceStatus></m:TrustServiceTSLStatusListPointedParty>
  </m:TrustServiceTSLStatusInvalidEquivalence>
 </m:TrustServiceTSLStatusEquivalenceList>
 <m:CertificateContentReferencesEquivalenceList>
  <m:CertificateContentReferenceEquivalence>
   <m:CertificateContentReferenceEquivalenceContext>http://ec.europa.eu/tools/lotl/mra/QcType</m:CertificateContentReferenceEquivalenceContext>
   <m:CertificateContentDeclarationPointingParty assert="all"><e:otherCriteriaList><m:QcStatementSet><m:QcStatement><m:QcStatementId><x:Identifier Qualifier="OIDAsURN">urn:oid:0.4.0.1862.1.6</x:Identifier></m:QcStatementId><m:QcStatementInfo><m:QcType><x:Identifier>0.4.0.1862.1.6.1</x:Identifier></m:QcType></m:QcStatementInfo></m:QcStatement></m:QcStatementSet></e:otherCriteriaList></m:CertificateContentDeclarationPointingParty>
   <m:CertificateContentDeclarationPointedParty assert="atLeastOne"><e:KeyUsage><e:KeyUsageBit name="nonRepudiation">true</e:KeyUsageBit></e:KeyUsage><e:PolicySet><e:PolicyIdentifier><x:Identifier>1.2.3</x:Identifier></e:PolicyIdentifier></e:PolicySet><e:CriteriaList assert="none"><e:PolicySet><e:PolicyIdentifier><x:Identifier>1.2.4</x:Identifier></e:PolicyIdentifier></e:PolicySet></e:CriteriaList><e:Description>words</e:Description><e:otherCriteriaList><a:CertSubjectDNAttribute><a:AttributeOID><x:Identifier>2.5.4.10</x:Identifier></a:AttributeOID></a:CertSubjectDNAttribute><a:ExtendedKeyUsage><a:KeyPurposeId><x:Identifier>1.3.6.1.5.5.7.3.4</x:Identifier></a:KeyPurposeId></a:ExtendedKeyUsage><m:QcStatementSet><m:QcStatement><m:QcStatementId><x:Identifier>0.4.0.1862.1.7</x:Identifier></m:QcStatementId><m:QcStatementInfo><m:QcCClegislation>ZZ</m:QcCClegislation></m:QcStatementInfo></m:QcStatement></m:QcStatementSet></e:otherCriteriaList></m:CertificateContentDeclarationPointedParty>
  </m:CertificateContentReferenceEquivalence>
 </m:CertificateContentReferencesEquivalenceList>
 <m:TrustServiceTSLQualificationExtensionEquivalenceList>
  <m:TrustServiceTSLQualificationExtensionName><m:TrustServiceTSLQualificationExtensionNamePointingParty>Sie:Q</m:TrustServiceTSLQualificationExtensionNamePointingParty><m:TrustServiceTSLQualificationExtensionNamePointedParty>Sie:Q</m:TrustServiceTSLQualificationExtensionNamePointedParty></m:TrustServiceTSLQualificationExtensionName>
  <m:QualifierEquivalenceList><m:QualifierEquivalence><m:QualifierPointingParty uri="urn:q:with"/><m:QualifierPointedParty uri="urn:p:with"/></m:QualifierEquivalence></m:QualifierEquivalenceList>
  <m:QualifierEquivalenceList><m:QualifierEquivalence><m:QualifierPointingParty uri="urn:q:no"/><m:QualifierPointedParty uri="urn:p:no"/></m:QualifierEquivalence></m:QualifierEquivalenceList>
 </m:TrustServiceTSLQualificationExtensionEquivalenceList>
 <m:TrustServiceEquivalenceHistory><m:TrustServiceEquivalenceHistoryInstance>
  <m:TrustServiceTSLTypeEquivalenceList><m:TrustServiceTSLTypeListPointingParty><m:TrustServiceTSLType><ServiceTypeIdentifier>urn:q:ca</ServiceTypeIdentifier></m:TrustServiceTSLType></m:TrustServiceTSLTypeListPointingParty><m:TrustServiceTSLTypeListPointedParty><m:TrustServiceTSLType><ServiceTypeIdentifier>urn:p:ca</ServiceTypeIdentifier></m:TrustServiceTSLType></m:TrustServiceTSLTypeListPointedParty></m:TrustServiceTSLTypeEquivalenceList>
  <m:TrustServiceEquivalenceStatus>https://zz.example.org/agreement/repealed</m:TrustServiceEquivalenceStatus>
  <m:TrustServiceEquivalenceStatusStartingTime>2022-01-01T00:00:00Z</m:TrustServiceEquivalenceStatusStartingTime>
  <m:TrustServiceTSLStatusEquivalenceList><m:TrustServiceTSLStatusValidEquivalence><m:TrustServiceTSLStatusListPointingParty><ServiceStatus>urn:q:granted</ServiceStatus></m:TrustServiceTSLStatusListPointingParty><m:TrustServiceTSLStatusListPointedParty><ServiceStatus>urn:p:good</ServiceStatus></m:TrustServiceTSLStatusListPointedParty></m:TrustServiceTSLStatusValidEquivalence></m:TrustServiceTSLStatusEquivalenceList>
 </m:TrustServiceEquivalenceHistoryInstance></m:TrustServiceEquivalenceHistory>
</m:TrustServiceEquivalenceInformation>
</m:MutualRecognitionAgreementInformation>`

// whole is what the table says.
func whole() *trust.Agreement {
	at := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	pointing := trust.ServiceType{Type: "urn:q:ca", Additional: "urn:q:sig"}
	return &trust.Agreement{TechnicalType: 1, Version: 2, Depth: 3, Pointing: "urn:law:pointing", Pointed: "urn:law:pointed", Equivalences: []trust.Equivalence{{LegalID: "QCForESig", Periods: []trust.EquivalencePeriod{
		{From: at(2024), Status: trust.MRAEnacted, Enacted: true, Types: []trust.TypeEquivalence{{Pointed: trust.ServiceType{Type: "urn:p:ca"}, Pointing: pointing}, {Pointed: trust.ServiceType{Type: "urn:p:old"}, Pointing: pointing}},
			Statuses: []trust.StatusEquivalence{{Valid: true, Pointed: []string{"urn:p:good", "urn:p:fine"}, Pointing: []string{"urn:q:granted"}}, {Pointed: []string{"urn:p:bad"}, Pointing: []string{"urn:q:withdrawn"}}},
			Contents: []trust.ContentEquivalence{{Context: trust.MRAContextType, URI: trust.MRAContextType,
				Pointing: trust.Criteria{Assert: trust.AssertAll, Items: []trust.Criterion{{Statements: []trust.Statement{{ID: "0.4.0.1862.1.6", Type: "0.4.0.1862.1.6.1"}}}}},
				Pointed: trust.Criteria{Assert: trust.AssertAtLeastOne, Items: []trust.Criterion{{KeyUsage: []trust.KeyUsageBit{{Name: "nonRepudiation", Value: true}}}, {Policies: []string{"1.2.3"}},
					{Nested: &trust.Criteria{Assert: trust.AssertNone, Items: []trust.Criterion{{Policies: []string{"1.2.4"}}}}}, {SubjectAttributes: []string{"2.5.4.10"}}, {ExtKeyUsages: []string{"1.3.6.1.5.5.7.3.4"}},
					{Statements: []trust.Statement{{ID: "0.4.0.1862.1.7", Legislation: "ZZ"}}}}}}},
			HasQualifiers: true, Qualifiers: []trust.QualifierEquivalence{{Pointed: "urn:p:with", Pointing: "urn:q:with"}, {Pointed: "urn:p:no", Pointing: "urn:q:no"}}},
		{From: at(2022), To: at(2024), Status: "https://zz.example.org/agreement/repealed", Repealed: true, Types: []trust.TypeEquivalence{{Pointed: trust.ServiceType{Type: "urn:p:ca"}, Pointing: trust.ServiceType{Type: "urn:q:ca"}}},
			Statuses: []trust.StatusEquivalence{{Valid: true, Pointed: []string{"urn:p:good"}, Pointing: []string{"urn:q:granted"}}}},
	}}}}
}

func readTable(t *testing.T, text string) (*trust.Agreement, []string) {
	t.Helper()
	doc, err := xmltree.Parse([]byte(text), xmltree.Options{Limits: limits.Default()})
	if err != nil {
		t.Fatal(err)
	}
	var problems []string
	return newParser(&problems).agreement(doc.Root), problems
}

// TestAgreementSchema reads every element of the schema.
func TestAgreementSchema(t *testing.T) {
	got, problems := readTable(t, table)
	if want := whole(); !reflect.DeepEqual(got, want) || len(problems) > 0 {
		t.Errorf("%+v\nwant %+v\n%v", got, want, problems)
	}
}

// TestAgreementProblems changes one thing of the table, and asks that it is told, and what becomes of the current period.
func TestAgreementProblems(t *testing.T) {
	remove := func(from, to string) [2]string {
		i := strings.Index(table, from)
		return [2]string{table[i : i+strings.Index(table[i:], to)+len(to)], ""}
	}
	for _, tt := range []struct {
		name    string
		edit    [2]string
		problem string
		enacted bool
		matches bool // the condition of the content table is understood
	}{
		{"technical type", [2]string{`technicalType="1"`, `technicalType="7"`}, "technical type 7 is not known", true, true},
		{"no technical type", [2]string{`technicalType="1"`, ``}, "attribute technicalType is missing", true, true},
		{"version", [2]string{`version="2"`, `version="9"`}, "version 9 is not known", true, true},
		{"depth", [2]string{`MRADepth="3"`, `MRADepth="0"`}, "MRADepth 0 reaches no list", true, true},
		{"depth is no number", [2]string{`MRADepth="3"`, `MRADepth="-1"`}, "attribute MRADepth is no number", true, true},
		{"no legislation", [2]string{`pointedContractingPartyLegislation="urn:law:pointed"`, ``}, "attribute pointedContractingPartyLegislation is missing", true, true},
		{"no identifier", remove("<m:TrustServiceLegalIdentifier>", "</m:TrustServiceLegalIdentifier>"), "no TrustServiceLegalIdentifier", true, true},
		{"no types", remove("<m:TrustServiceTSLTypeEquivalenceList>", "</m:TrustServiceTSLTypeEquivalenceList>"), "no pair of service types", true, true},
		{"unknown status", [2]string{"mra/enacted", "mra/pondered"}, "unknown equivalence status", false, true},
		{"no start", remove("<m:TrustServiceEquivalenceStatusStartingTime>", "</m:TrustServiceEquivalenceStatusStartingTime>"), "no readable starting time", false, true},
		{"malformed start", [2]string{"2024-01-01T00:00:00Z", "tomorrow"}, "no readable starting time", false, true},
		{"history not newest first", [2]string{"2022-01-01T00:00:00Z", "2025-01-01T00:00:00Z"}, "history of an equivalence is not newest first", true, true},
		{"history that starts at once", [2]string{"2022-01-01T00:00:00Z", "2024-01-01T00:00:00Z"}, "history of an equivalence is not newest first", true, true},
		{"unknown part", [2]string{"<m:TrustServiceTSLStatusEquivalenceList>", "<m:OnlyOnSundays/><m:TrustServiceTSLStatusEquivalenceList>"}, "unknown part of an equivalence", false, true},
		{"unknown context", [2]string{"mra/QcType", "mra/QcMoon"}, `unknown context`, true, true},
		{"unknown criterion", [2]string{"<e:Description>", "<e:Moon/><e:Description>"}, "unknown criterion", true, false},
		{"unknown other criterion", [2]string{"<a:CertSubjectDNAttribute>", "<a:Moon/><a:CertSubjectDNAttribute>"}, "unknown criterion", true, false},
		{"unknown key usage", [2]string{`name="nonRepudiation"`, `name="moon"`}, "unknown key usage", true, false},
		{"unknown information of a statement", [2]string{"<m:QcCClegislation>ZZ</m:QcCClegislation>", "<m:QcLimit>5</m:QcLimit>"}, "unknown information about a statement", true, false},
		{"unknown part of a statement", [2]string{"</m:QcStatementInfo></m:QcStatement></m:QcStatementSet></e:otherCriteriaList></m:CertificateContentDeclarationPointedParty>", "</m:QcStatementInfo><m:Unless/></m:QcStatement></m:QcStatementSet></e:otherCriteriaList></m:CertificateContentDeclarationPointedParty>"}, "unknown part of a statement", true, false},
		{"no declaration", remove("<m:CertificateContentDeclarationPointedParty", "</m:CertificateContentDeclarationPointedParty>"), "", true, false},
		{"unknown assertion", [2]string{`assert="atLeastOne"`, `assert="most"`}, "", true, false},
		{"another extension", [2]string{"<m:TrustServiceTSLQualificationExtensionNamePointedParty>Sie:Q<", "<m:TrustServiceTSLQualificationExtensionNamePointedParty>Other<"}, `qualifiers of the extension "other"`, true, true},
		{"several pointing types", [2]string{"</m:TrustServiceTSLType></m:TrustServiceTSLTypeListPointingParty>", "</m:TrustServiceTSLType><m:TrustServiceTSLType><ServiceTypeIdentifier>urn:q:other</ServiceTypeIdentifier></m:TrustServiceTSLType></m:TrustServiceTSLTypeListPointingParty>"}, "several pointing types", true, true},
	} {
		text := strings.Replace(table, tt.edit[0], tt.edit[1], 1)
		if text == table {
			t.Fatalf("%s: nothing is changed", tt.name)
		}
		a, problems := readTable(t, text)
		p := a.Equivalences[0].Periods[0]
		if tt.problem != "" && !slices.ContainsFunc(problems, func(s string) bool { return strings.Contains(s, tt.problem) }) || !slices.Equal(a.Problems, problems) {
			t.Errorf("%s: %v, want %q", tt.name, problems, tt.problem)
		}
		understood := len(p.Contents) == 1 && p.Contents[0].Pointed.Unsupported() == ""
		if p.Enacted != tt.enacted || understood != tt.matches {
			t.Errorf("%s: enacted %t, condition understood %t", tt.name, p.Enacted, understood)
		}
	}
}
