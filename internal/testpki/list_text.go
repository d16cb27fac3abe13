// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"fmt"
	"html"
	"strings"
	"time"
)

const (
	nsTSL  = "http://uri.etsi.org/02231/v2#"
	nsTSLX = "http://uri.etsi.org/02231/v2/additionaltypes#"
	nsECC  = "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"
	nsMRA  = "http://ec.europa.eu/tools/lotl/mra/schema/v2#"
)

// listWriter writes the text of a list, indented.
type listWriter struct {
	pki   *PKI
	b     strings.Builder
	depth int
	err   error
}

func (w *listWriter) line(s string) {
	w.b.WriteString(strings.Repeat(" ", w.depth) + s + "\n")
}

// in writes an element with children. name may hold attributes.
func (w *listWriter) in(name string, body func()) {
	w.line("<" + name + ">")
	w.depth++
	body()
	w.depth--
	tag, _, _ := strings.Cut(name, " ")
	w.line("</" + tag + ">")
}

func (w *listWriter) leaf(name, text string) {
	tag, _, _ := strings.Cut(name, " ")
	w.line("<" + name + ">" + html.EscapeString(text) + "</" + tag + ">")
}

func (w *listWriter) texts(name, item string, texts []Text) {
	w.in(name, func() {
		for _, t := range texts {
			w.leaf(item+` xml:lang="`+t.Lang+`"`, t.Value)
		}
	})
}

func (w *listWriter) uris(name string, uris []string) {
	w.in(name, func() {
		for _, u := range uris {
			w.leaf(`URI xml:lang="en"`, u)
		}
	})
}

func (w *listWriter) certs(ids []string) {
	for _, id := range ids {
		c, err := w.pki.need(id)
		if err != nil {
			w.err = err
			return
		}
		w.in("DigitalId", func() { w.leaf("X509Certificate", b64(c.DER)) })
	}
}

func (w *listWriter) address(name, country string) {
	w.in(name, func() {
		w.in("PostalAddresses", func() {
			w.in(`PostalAddress xml:lang="en"`, func() {
				w.leaf("StreetAddress", "Example Street 1")
				w.leaf("Locality", "Exampleville")
				w.leaf("CountryName", country)
			})
		})
		w.in("ElectronicAddress", func() {
			w.leaf(`URI xml:lang="en"`, "mailto:contact@example.org")
			w.leaf(`URI xml:lang="en"`, "https://www.example.org/contact")
		})
	})
}

// listText writes a list without its signature.
func (p *PKI) listText(s *ListSpec) (string, error) {
	w := &listWriter{pki: p}
	w.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	w.b.WriteString(`<TrustServiceStatusList xmlns="` + nsTSL + `" xmlns:tslx="` + nsTSLX + `" xmlns:ecc="` + nsECC + `" xmlns:xades="` + nsXAdES + `" xmlns:mra="` + nsMRA + `" Id="` + s.ID + `" TSLTag="http://uri.etsi.org/19612/TSLTag">` + "\n")
	w.depth = 1
	w.scheme(s)
	if len(s.Providers) > 0 {
		w.in("TrustServiceProviderList", func() {
			for _, pr := range s.Providers {
				w.provider(pr, s)
			}
		})
	}
	w.b.WriteString("</TrustServiceStatusList>\n")
	return w.b.String(), w.err
}

func (w *listWriter) scheme(s *ListSpec) {
	version := s.Version
	if version == 0 {
		version = 6
	}
	w.in("SchemeInformation", func() {
		w.leaf("TSLVersionIdentifier", fmt.Sprint(version))
		w.leaf("TSLSequenceNumber", fmt.Sprint(s.Sequence))
		w.leaf("TSLType", s.Type)
		w.texts("SchemeOperatorName", "Name", s.Operator)
		w.address("SchemeOperatorAddress", s.Territory)
		w.texts("SchemeName", "Name", s.Scheme)
		w.uris("SchemeInformationURI", s.InfoURIs)
		w.leaf("StatusDeterminationApproach", s.Determination)
		w.uris("SchemeTypeCommunityRules", s.Rules)
		w.leaf("SchemeTerritory", s.Territory)
		w.texts("PolicyOrLegalNotice", "TSLLegalNotice", s.Notice)
		w.leaf("HistoricalInformationPeriod", "65535")
		if len(s.Pointers) > 0 {
			w.in("PointersToOtherTSL", func() {
				for _, p := range s.Pointers {
					w.pointer(p)
				}
			})
		}
		w.leaf("ListIssueDateTime", s.Issued.UTC().Format(time.RFC3339))
		w.in("NextUpdate", func() {
			if !s.Next.IsZero() {
				w.leaf("dateTime", s.Next.UTC().Format(time.RFC3339))
			}
		})
		if len(s.Distribution) > 0 {
			w.in("DistributionPoints", func() {
				for _, u := range s.Distribution {
					w.leaf("URI", u)
				}
			})
		}
		if contains(s.Mutate, "unknown-critical-scheme") {
			w.in("SchemeExtensions", w.unknownCritical)
		}
	})
}

func (w *listWriter) pointer(p PointerSpec) {
	w.in("OtherTSLPointer", func() {
		w.in("ServiceDigitalIdentities", func() {
			for _, id := range p.Signers {
				w.in("ServiceDigitalIdentity", func() { w.certs([]string{id}) })
			}
		})
		w.leaf("TSLLocation", p.Location)
		w.in("AdditionalInformation", func() {
			w.in("OtherInformation", func() { w.leaf("TSLType", p.Type) })
			w.in("OtherInformation", func() { w.leaf("SchemeTerritory", p.Territory) })
			w.in("OtherInformation", func() { w.leaf("tslx:MimeType", "application/vnd.etsi.tsl+xml") })
			w.in("OtherInformation", func() { w.texts("SchemeOperatorName", "Name", p.Operator) })
			w.in("OtherInformation", func() { w.uris("SchemeTypeCommunityRules", p.Rules) })
			if p.Agreement != nil {
				w.in("OtherInformation", func() { w.agreement(p.Agreement) })
			}
		})
	})
}

func (w *listWriter) provider(p ProviderSpec, s *ListSpec) {
	w.in("TrustServiceProvider", func() {
		w.in("TSPInformation", func() {
			w.texts("TSPName", "Name", p.Names)
			if len(p.TradeNames) > 0 {
				w.texts("TSPTradeName", "Name", p.TradeNames)
			}
			w.address("TSPAddress", s.Territory)
			w.uris("TSPInformationURI", []string{"https://www.example.org/terms"})
			if contains(s.Mutate, "unknown-critical-provider") {
				w.in("TSPInformationExtensions", w.unknownCritical)
			}
		})
		w.in("TSPServices", func() {
			for _, sv := range p.Services {
				w.service(sv, contains(s.Mutate, "unknown-critical"))
			}
		})
	})
}

func (w *listWriter) service(s ServiceSpec, unknown bool) {
	w.in("TSPService", func() {
		for i, p := range s.Periods {
			if i == 1 {
				w.line("<ServiceHistory>")
				w.depth++
			}
			name := "ServiceInformation"
			if i > 0 {
				name = "ServiceHistoryInstance"
			}
			w.in(name, func() { w.period(s, p, i == 0, unknown) })
		}
		if len(s.Periods) > 1 {
			w.depth--
			w.line("</ServiceHistory>")
		}
	})
}

func (w *listWriter) period(s ServiceSpec, p PeriodSpec, current, unknown bool) {
	kind := p.Type
	if kind == "" {
		kind = s.Type
	}
	w.leaf("ServiceTypeIdentifier", kind)
	w.texts("ServiceName", "Name", s.Names)
	w.in("ServiceDigitalIdentity", func() {
		switch {
		case current && len(s.Certs) > 0:
			w.certs(s.Certs)
		case len(s.Certs) > 0:
			if c, err := w.pki.need(s.Certs[0]); err != nil {
				w.err = err
			} else {
				w.in("DigitalId", func() { w.leaf("X509SKI", b64(c.keyID())) })
			}
		default:
			w.in("DigitalId", func() {
				w.in("Other", func() { w.leaf("xades:Identifier", "urn:example:service:"+fmt.Sprint(len(s.Names[0].Value))) })
			})
		}
	})
	w.leaf("ServiceStatus", p.Status)
	w.leaf("StatusStartingTime", p.From.UTC().Format(time.RFC3339))
	if len(p.Additional)+len(p.Qualifications) == 0 && !unknown {
		return
	}
	w.in("ServiceInformationExtensions", func() {
		for _, a := range p.Additional {
			w.in(`Extension Critical="true"`, func() {
				w.in("AdditionalServiceInformation", func() { w.leaf(`URI xml:lang="en"`, a) })
			})
		}
		if len(p.Qualifications) > 0 {
			w.in(`Extension Critical="true"`, func() { w.qualifications(p.Qualifications) })
		}
		if unknown {
			w.unknownCritical()
		}
	})
}

func (w *listWriter) unknownCritical() {
	w.in(`Extension Critical="true"`, func() { w.line(`<x:Unknown xmlns:x="urn:example:unknown">?</x:Unknown>`) })
}

func (w *listWriter) qualifications(qs []QualificationSpec) {
	w.in("ecc:Qualifications", func() {
		for _, q := range qs {
			w.in("ecc:QualificationElement", func() {
				w.in("ecc:Qualifiers", func() {
					for _, u := range q.URIs {
						w.line(`<ecc:Qualifier uri="` + u + `"></ecc:Qualifier>`)
					}
				})
				w.criteria("ecc:CriteriaList", q.Criteria)
			})
		}
	})
}
