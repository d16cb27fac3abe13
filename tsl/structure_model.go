// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

// model says what an element of a list may hold (TS 119 612 v2.4.1 annex C, whose schema is also that of older versions but
// for what structure.go says).
type model struct {
	order    order
	children []particle
	text     textKind
	// attributes are those allowed, in the spelling of the list; required is the one that must be there.
	attributes []string
	required   string
}

type order int

const (
	inOrder order = iota // each particle in turn
	oneKind              // particles of one kind
	anyOf                // particles of all kinds in any order
	lax                  // anything; known elements are checked
)

// particle is a child element of the list's own namespace, or of space.
type particle struct {
	tag      string
	space    string
	optional bool
	many     bool
	is       *model // nil: not looked into
}

type textKind int

const (
	noText textKind = iota
	anyText
	someText // at least one character
	someURI  // at least one character that is not white space
	integer
	positive
	notNegative
	dateTime
)

func one(tag string, is *model) particle   { return particle{tag: tag, is: is} }
func maybe(tag string, is *model) particle { return particle{tag: tag, is: is, optional: true} }
func some(tag string, is *model) particle  { return particle{tag: tag, is: is, many: true} }
func times(tag string, is *model) particle {
	return particle{tag: tag, is: is, optional: true, many: true}
}

func seq(p ...particle) *model { return &model{children: p} }

const xmlLang = "xml:lang"

var (
	plainText = &model{text: anyText}
	nonEmpty  = &model{text: someText}
	plainURI  = &model{text: someURI}
	moment    = &model{text: dateTime}
	langText  = &model{text: someText, attributes: []string{xmlLang}, required: xmlLang}
	langURI   = &model{text: someURI, attributes: []string{xmlLang}, required: xmlLang}
	namesOf   = seq(some("Name", langText))
	langURIs  = seq(some("URI", langURI))
	anything  = &model{order: lax, text: anyText}

	extensionsOf = seq(some("Extension", &model{order: lax, text: anyText, attributes: []string{"Critical"}, required: "Critical"}))

	address = seq(
		one("PostalAddresses", seq(some("PostalAddress", &model{attributes: []string{xmlLang}, required: xmlLang, children: []particle{
			one("StreetAddress", nonEmpty), one("Locality", nonEmpty), maybe("StateOrProvince", nonEmpty), maybe("PostalCode", nonEmpty), one("CountryName", nonEmpty)}}))),
		one("ElectronicAddress", langURIs))

	digitalIdentity = seq(times("DigitalId", &model{order: oneKind, children: []particle{
		{tag: "X509Certificate"}, one("X509SubjectName", plainText), {tag: "KeyValue", space: nsDS}, {tag: "X509SKI"}, maybe("Other", anything)}}))

	otherPointer = seq(
		maybe("ServiceDigitalIdentities", seq(some("ServiceDigitalIdentity", digitalIdentity))),
		one("TSLLocation", plainURI),
		maybe("AdditionalInformation", &model{order: anyOf, children: []particle{times("TextualInformation", langText), times("OtherInformation", anything)}}))

	schemeInformation = seq(
		one("TSLVersionIdentifier", &model{text: integer}), one("TSLSequenceNumber", &model{text: positive}), one("TSLType", plainURI),
		one("SchemeOperatorName", namesOf), one("SchemeOperatorAddress", address), one("SchemeName", namesOf), one("SchemeInformationURI", langURIs),
		one("StatusDeterminationApproach", plainURI), maybe("SchemeTypeCommunityRules", langURIs), maybe("SchemeTerritory", plainText),
		maybe("PolicyOrLegalNotice", &model{order: oneKind, children: []particle{some("TSLPolicy", langURI), some("TSLLegalNotice", langText)}}),
		one("HistoricalInformationPeriod", &model{text: notNegative}),
		maybe("PointersToOtherTSL", seq(some("OtherTSLPointer", otherPointer))),
		one("ListIssueDateTime", moment), one("NextUpdate", seq(maybe("dateTime", moment))),
		maybe("DistributionPoints", seq(some("URI", plainURI))), maybe("SchemeExtensions", extensionsOf))

	supplyPoints = seq(some("ServiceSupplyPoint", &model{text: someURI, attributes: []string{"type"}}))

	serviceInformation = seq(
		one("ServiceTypeIdentifier", plainURI), one("ServiceName", namesOf), one("ServiceDigitalIdentity", digitalIdentity), one("ServiceStatus", plainURI),
		one("StatusStartingTime", moment), maybe("SchemeServiceDefinitionURI", langURIs), maybe("ServiceSupplyPoints", supplyPoints),
		maybe("TSPServiceDefinitionURI", langURIs), maybe("ServiceInformationExtensions", extensionsOf))

	historyInstance = seq(
		one("ServiceTypeIdentifier", plainURI), one("ServiceName", namesOf), one("ServiceDigitalIdentity", digitalIdentity), one("ServiceStatus", plainURI),
		one("StatusStartingTime", moment), maybe("ServiceInformationExtensions", extensionsOf))

	serviceProvider = seq(
		one("TSPInformation", seq(
			one("TSPName", namesOf), maybe("TSPTradeName", namesOf), one("TSPAddress", address), one("TSPInformationURI", langURIs),
			maybe("TSPInformationExtensions", extensionsOf))),
		one("TSPServices", seq(some("TSPService", seq(
			one("ServiceInformation", serviceInformation),
			maybe("ServiceHistory", seq(times("ServiceHistoryInstance", historyInstance))))))))

	listContent = &model{attributes: []string{"TSLTag", "Id"}, required: "TSLTag", children: []particle{
		one("SchemeInformation", schemeInformation), maybe("TrustServiceProviderList", seq(some("TrustServiceProvider", serviceProvider))),
		{tag: "Signature", space: nsDS, optional: true}}}

	// loose are the elements that may stand where anything may.
	loose = []particle{
		one("AdditionalServiceInformation", seq(one("URI", langURI), maybe("InformationValue", plainText), maybe("OtherInformation", anything))),
		one("ExpiredCertsRevocationInfo", moment), one("TSLType", plainURI), one("SchemeOperatorName", namesOf), one("SchemeName", namesOf),
		one("SchemeInformationURI", langURIs), one("SchemeTypeCommunityRules", langURIs), one("SchemeTerritory", plainText),
		{tag: "TakenOverBy", space: nsTSLX, is: seq(
			particle{tag: "URI", space: nsTSLX, is: langURI}, particle{tag: "TSPName", space: nsTSLX, is: namesOf}, one("SchemeOperatorName", namesOf),
			one("SchemeTerritory", plainText), particle{tag: "OtherQualifier", space: nsTSLX, optional: true, many: true, is: anything})},
		{tag: "Qualifications", space: nsECC, is: seq(particle{tag: "QualificationElement", space: nsECC, many: true, is: seq(
			particle{tag: "Qualifiers", space: nsECC, is: seq(particle{tag: "Qualifier", space: nsECC, many: true, is: &model{attributes: []string{"uri"}}})},
			particle{tag: "CriteriaList", space: nsECC})})},
	}
)
