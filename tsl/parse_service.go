// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"slices"
	"time"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/trust"
)

// maxIdentities bounds the certificates of one service; real services have up to nine.
const maxIdentities = 1000

// provider reads a TrustServiceProvider (TS 119 612 v2.4.1 5.4). One without TSPInformation is left out.
func (p *parser) provider(e *etree.Element) (Provider, bool) {
	info := child(e, "TSPInformation")
	if info == nil {
		p.problem(e, "no TSPInformation: the provider is left out")
		return Provider{}, false
	}
	pr := Provider{Names: p.texts(child(info, "TSPName"), "Name"), TradeNames: p.texts(child(info, "TSPTradeName"), "Name"),
		InformationURIs: p.uriTexts(child(info, "TSPInformationURI"))}
	pr.Unknown = p.unknownExtensions(child(info, "TSPInformationExtensions"))
	critical := slices.DeleteFunc(slices.Clone(pr.Unknown), func(x trust.Extension) bool { return !x.Critical })
	for _, s := range xmltree.Children(child(e, "TSPServices"), nsTSL, "TSPService") {
		if en, ok := p.service(s); ok {
			for i := range en.Service.Periods {
				en.Service.Periods[i].Unknown = append(en.Service.Periods[i].Unknown, critical...)
			}
			en.Service.Provider, en.Service.TradeNames = pr.Names, pr.TradeNames
			pr.Services = append(pr.Services, en)
		}
	}
	return pr, true
}

// service reads a TSPService (TS 119 612 v2.4.1 5.5 and 5.6). One without ServiceInformation is left out.
func (p *parser) service(e *etree.Element) (Entry, bool) {
	info := child(e, "ServiceInformation")
	if info == nil {
		p.problem(e, "no ServiceInformation: the service is left out")
		return Entry{}, false
	}
	s := &trust.Service{}
	list := p.problems
	p.problems = &s.Problems
	defer func() { p.problems = list }()
	en := Entry{Service: s}
	cur, ok := p.period(info, s)
	if ok {
		s.Periods = append(s.Periods, cur)
	}
	s.Names, s.Type = cur.Names, cur.Type
	p.identity(child(info, "ServiceDigitalIdentity"), &en)
	for _, sp := range xmltree.Children(child(info, "ServiceSupplyPoints"), nsTSL, "ServiceSupplyPoint") {
		typ, _ := xmltree.Attr(sp, "type")
		s.SupplyPoints = append(s.SupplyPoints, trust.SupplyPoint{URL: p.uri(sp), Type: p.keep(typ)})
	}
	for _, h := range xmltree.Children(child(e, "ServiceHistory"), nsTSL, "ServiceHistoryInstance") {
		if past, ok := p.period(h, s); ok {
			s.Periods = append(s.Periods, past)
		}
	}
	p.timeline(e, s)
	*list = append(*list, s.Problems...)
	return en, true
}

// identity reads a ServiceDigitalIdentity (TS 119 612 v2.4.1 5.5.3).
func (p *parser) identity(e *etree.Element, en *Entry) {
	for _, d := range xmltree.Children(e, nsTSL, "DigitalId") {
		for c := range elements(d) {
			switch c.Tag {
			case "X509Certificate":
				if len(en.Certificates) >= maxIdentities {
					p.problem(c, "more than %d certificates in one service", maxIdentities)
					return
				}
				if x := p.certificate(c); x != nil && !contains(en.Certificates, x) {
					en.Certificates = append(en.Certificates, x)
				}
			case "X509SubjectName":
				en.Service.SubjectNames = append(en.Service.SubjectNames, p.text(c))
			case "X509SKI":
				if ski, err := xmltree.Base64(c); err == nil {
					en.Service.SubjectKeyIDs = append(en.Service.SubjectKeyIDs, ski)
				} else {
					p.problem(c, "key identifier: %v", err)
				}
			}
		}
	}
}

// period reads ServiceInformation or a ServiceHistoryInstance. One without a readable start is left out: it covers no time.
func (p *parser) period(e *etree.Element, s *trust.Service) (trust.Period, bool) {
	pd := trust.Period{Type: p.uri(child(e, "ServiceTypeIdentifier")), Status: p.uri(child(e, "ServiceStatus")),
		Names: p.texts(child(e, "ServiceName"), "Name"), From: p.time(child(e, "StatusStartingTime"))}
	p.extensions(child(e, "ServiceInformationExtensions"), &pd)
	if pd.From.IsZero() {
		p.problem(e, "no StatusStartingTime: the period is left out")
		return pd, false
	}
	return pd, true
}

// timeline sets the end of each period to the start of the one before it in the list (TS 119 612 v2.4.1 5.6 has them newest
// first). A period that does not begin before the newer one covers no time.
func (p *parser) timeline(e *etree.Element, s *trust.Service) {
	var newer time.Time
	for i := range s.Periods {
		pd := &s.Periods[i]
		if i > 0 {
			pd.To = newer
			switch {
			case pd.From.Equal(newer):
				p.problem(e, "two periods start at %s: the older one covers no time", newer.Format(time.RFC3339))
			case pd.From.After(newer):
				p.problem(e, "history is not newest first: %s after %s", pd.From.Format(time.RFC3339), newer.Format(time.RFC3339))
			}
		}
		newer = pd.From
	}
}
