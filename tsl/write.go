// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// writer writes the XML of a list. The first error ends it.
type writer struct {
	b    strings.Builder
	open func(name string) ([]byte, error)
	err  error
}

func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format, args...)
	}
}

// tag writes <name attributes>text</name>.
func (w *writer) tag(name, attributes, text string) {
	w.start(name + attributes)
	w.text(text)
	w.end(name)
}

func (w *writer) start(name string) { w.b.WriteString("<" + name + ">") }
func (w *writer) end(name string)   { w.b.WriteString("</" + name + ">") }

func (w *writer) text(s string) {
	if err := xml.EscapeText(&w.b, []byte(s)); err != nil {
		w.fail("text: %w", err)
	}
}

func attribute(name, value string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(value)) // a Builder takes everything
	return " " + name + `="` + b.String() + `"`
}

func lang(l string) string { return attribute("xml:lang", l) }

// texts writes a text in each language, English first.
func (w *writer) texts(outer, inner string, m map[string]string) {
	w.start(outer)
	for _, l := range languages(m) {
		w.tag(inner, lang(l), m[l])
	}
	w.end(outer)
}

func languages(m map[string]string) []string {
	out := slices.Sorted(maps.Keys(m))
	if i := slices.Index(out, "en"); i > 0 {
		out = append([]string{"en"}, slices.Delete(out, i, i+1)...)
	}
	return out
}

func (w *writer) uris(outer string, list []string) {
	w.start(outer)
	for _, u := range list {
		w.tag("URI", lang("en"), u)
	}
	w.end(outer)
}

func instantXML(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

func (w *writer) list(s *Spec) {
	w.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	w.b.WriteString(`<TrustServiceStatusList xmlns="` + nsTSL + `" xmlns:tslx="` + nsTSLX + `" xmlns:ecc="` + nsECC + `" xmlns:xades="` + nsXAdES +
		`" xmlns:ds="` + nsDS + `" TSLTag="http://uri.etsi.org/19612/TSLTag" Id="` + strings.ToUpper(s.Territory) + `-list">`)
	w.start("SchemeInformation")
	w.tag("TSLVersionIdentifier", "", "6")
	w.tag("TSLSequenceNumber", "", fmt.Sprint(s.Sequence))
	country := strings.ToUpper(s.Territory)
	w.tag("TSLType", "", orElse(expand(s.Type, etsiScheme+"TSLType/", ""), etsiScheme+"TSLType/"+country+"list"))
	w.texts("SchemeOperatorName", "Name", s.Operator)
	w.address("SchemeOperatorAddress", s.Address, country)
	w.texts("SchemeName", "Name", s.Name)
	w.uris("SchemeInformationURI", orList(s.InformationURIs, JTSLBase))
	w.tag("StatusDeterminationApproach", "", orElse(expand(s.Determination, etsiScheme+"StatusDetn/", ""), etsiScheme+"StatusDetn/"+country+"determination"))
	w.uris("SchemeTypeCommunityRules", append([]string{etsiScheme + "schemerules/" + country}, s.Rules...))
	w.tag("SchemeTerritory", "", country)
	if len(s.LegalNotice) > 0 {
		w.texts("PolicyOrLegalNotice", "TSLLegalNotice", s.LegalNotice)
	}
	w.tag("HistoricalInformationPeriod", "", "65535")
	if len(s.Pointers) > 0 {
		w.start("PointersToOtherTSL")
		for i := range s.Pointers {
			w.pointer(&s.Pointers[i])
		}
		w.end("PointersToOtherTSL")
	}
	w.tag("ListIssueDateTime", "", instantXML(s.Issued))
	w.start("NextUpdate")
	if !s.NextUpdate.IsZero() {
		w.tag("dateTime", "", instantXML(s.NextUpdate))
	}
	w.end("NextUpdate")
	if len(s.DistributionPoints) > 0 {
		w.start("DistributionPoints")
		for _, u := range s.DistributionPoints {
			w.tag("URI", "", u)
		}
		w.end("DistributionPoints")
	}
	w.end("SchemeInformation")
	if len(s.Providers) > 0 {
		w.start("TrustServiceProviderList")
		for i := range s.Providers {
			w.provider(&s.Providers[i], country)
		}
		w.end("TrustServiceProviderList")
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func orList(s []string, other string) []string {
	if len(s) == 0 {
		return []string{other}
	}
	return s
}

func (w *writer) address(outer string, a Address, country string) {
	w.start(outer)
	w.start("PostalAddresses")
	w.start(`PostalAddress xml:lang="en"`)
	w.tag("StreetAddress", "", orElse(a.Street, "not given"))
	w.tag("Locality", "", orElse(a.Locality, "not given"))
	if a.PostalCode != "" {
		w.tag("PostalCode", "", a.PostalCode)
	}
	w.tag("CountryName", "", orElse(a.Country, country))
	w.end("PostalAddress")
	w.end("PostalAddresses")
	w.uris("ElectronicAddress", orList(a.URIs, JTSLBase))
	w.end(outer)
}

func (w *writer) identity(certs []*ades.Certificate, subject bool) {
	w.start("ServiceDigitalIdentity")
	for _, c := range certs {
		w.start("DigitalId")
		w.tag("X509Certificate", "", base64.StdEncoding.EncodeToString(c.Raw()))
		w.end("DigitalId")
	}
	if subject && len(certs) > 0 {
		w.start("DigitalId")
		w.tag("X509SubjectName", "", certs[0].Subject())
		w.end("DigitalId")
	}
	w.end("ServiceDigitalIdentity")
}

func (w *writer) pointer(p *SpecPointer) {
	w.start("OtherTSLPointer")
	w.start("ServiceDigitalIdentities")
	for _, c := range w.certificateFiles(p.Certificates) {
		w.identity([]*ades.Certificate{c}, false)
	}
	w.end("ServiceDigitalIdentities")
	w.tag("TSLLocation", "", p.Location)
	w.start("AdditionalInformation")
	other := func(f func()) { w.start("OtherInformation"); f(); w.end("OtherInformation") }
	other(func() { w.tag("TSLType", "", expand(p.Type, etsiScheme+"TSLType/", "")) })
	if p.Territory != "" {
		other(func() { w.tag("SchemeTerritory", "", p.Territory) })
	}
	other(func() { w.tag("tslx:MimeType", "", MIMEType) })
	if len(p.Operator) > 0 {
		other(func() { w.texts("SchemeOperatorName", "Name", p.Operator) })
	}
	if p.AgreementFile != "" {
		other(func() { w.agreement(p.AgreementFile) })
	}
	w.end("AdditionalInformation")
	w.end("OtherTSLPointer")
}

func (w *writer) provider(p *SpecProvider, country string) {
	w.start("TrustServiceProvider")
	w.start("TSPInformation")
	w.texts("TSPName", "Name", p.Name)
	if len(p.TradeName) > 0 {
		w.texts("TSPTradeName", "Name", p.TradeName)
	}
	w.address("TSPAddress", p.Address, country)
	w.uris("TSPInformationURI", orList(p.InformationURIs, JTSLBase))
	w.end("TSPInformation")
	w.start("TSPServices")
	for i := range p.Services {
		w.service(&p.Services[i])
	}
	w.end("TSPServices")
	w.end("TrustServiceProvider")
}

func (w *writer) service(s *SpecService) {
	certs := w.certificateFiles(s.Certificates)
	w.start("TSPService")
	w.start("ServiceInformation")
	w.period(s, &s.History[0], func() { w.identity(certs, true) })
	w.end("ServiceInformation")
	if len(s.History) > 1 {
		w.start("ServiceHistory")
		for i := range s.History[1:] {
			w.start("ServiceHistoryInstance")
			w.period(s, &s.History[i+1], func() { w.past(certs) })
			w.end("ServiceHistoryInstance")
		}
		w.end("ServiceHistory")
	}
	w.end("TSPService")
}

// past writes the identity of a history instance, which names no certificate (TS 119 612 v2.4.1 5.6.3).
func (w *writer) past(certs []*ades.Certificate) {
	w.start("ServiceDigitalIdentity")
	if len(certs) > 0 {
		w.start("DigitalId")
		if ski := certs[0].X509().SubjectKeyID; len(ski) > 0 {
			w.tag("X509SKI", "", base64.StdEncoding.EncodeToString(ski))
		} else {
			w.tag("X509SubjectName", "", certs[0].Subject())
		}
		w.end("DigitalId")
	}
	w.end("ServiceDigitalIdentity")
}
