// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"errors"
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/trust"
)

// Parse reads a list without checking its signature: nothing that it says may be relied on. The error says that the text is
// no list at all; what deviates from the standard without hindering the reading is in the list's Problems.
func Parse(text []byte) (*List, error) {
	tree, err := readTree(text, limits.Default())
	if err != nil {
		return nil, err
	}
	return parseRoot(tree.Root, nil), nil
}

// readTree reads the text and checks that its root is a list's.
func readTree(text []byte, lim limits.Limits) (*xmltree.Document, error) {
	if len(text) == 0 {
		return nil, errors.New("the list is empty")
	}
	if looksLikeHTML(text) {
		return nil, errors.New("an HTML page, not a trusted list")
	}
	doc, err := xmltree.Parse(text, xmltree.Options{Limits: lim})
	if err != nil {
		return nil, fmt.Errorf("not a trusted list: %w", err)
	}
	root := doc.Root
	if root.Tag != "TrustServiceStatusList" || xmltree.Space(root) != nsTSL {
		return nil, fmt.Errorf("not a trusted list: root element {%s}%s", xmltree.Space(root), root.Tag)
	}
	return doc, nil
}

func looksLikeHTML(text []byte) bool {
	head := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(text[:min(len(text), 512)]), "\ufeff"), " \t\r\n"))
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html")
}

// parseRoot reads a list from its root element. Of pointers that signersOf does not want the signers are left out; nil: it
// wants all.
func parseRoot(root *etree.Element, signersOf func(*List, *Pointer) bool) *List {
	l := &List{}
	p := newParser(&l.Problems)
	p.signersOf = signersOf
	if v, ok := xmltree.Attr(root, "TSLTag"); ok {
		l.Tag = p.keep(strings.TrimSpace(v))
	}
	if v, ok := xmltree.Attr(root, "Id"); ok {
		l.ID = p.keep(v)
	}
	if info := child(root, "SchemeInformation"); info != nil {
		p.scheme(info, l)
	} else {
		p.problem(root, "no SchemeInformation")
	}
	for _, e := range xmltree.Children(child(root, "TrustServiceProviderList"), nsTSL, "TrustServiceProvider") {
		if pr, ok := p.provider(e); ok {
			l.Providers = append(l.Providers, pr)
		}
	}
	return l
}

// scheme reads SchemeInformation (TS 119 612 v2.4.1 5.3).
func (p *parser) scheme(info *etree.Element, l *List) {
	for e := range elements(info) {
		if xmltree.Space(e) != nsTSL {
			p.problem(e, "element of another namespace")
			continue
		}
		switch e.Tag {
		case "TSLVersionIdentifier":
			if n := p.integer(e); n > 0 && n < 1000 {
				l.Version = int(n)
			}
		case "TSLSequenceNumber":
			l.Sequence = p.integer(e)
		case "TSLType":
			l.Type = p.uri(e)
		case "SchemeOperatorName":
			l.Operator = p.texts(e, "Name")
		case "SchemeName":
			l.Names = p.texts(e, "Name")
		case "SchemeInformationURI":
			l.InformationURIs = p.uriTexts(e)
		case "StatusDeterminationApproach":
			l.Determination = p.uri(e)
		case "SchemeTypeCommunityRules":
			l.Rules = p.uris(e, "URI")
		case "SchemeTerritory":
			l.Territory = p.text(e)
		case "PolicyOrLegalNotice":
			l.Notices = append(p.texts(e, "TSLPolicy"), p.texts(e, "TSLLegalNotice")...)
		case "HistoricalInformationPeriod":
			if n := p.integer(e); n >= 0 && n <= 1<<30 {
				l.HistoryPeriod = int(n)
			}
		case "PointersToOtherTSL":
			for _, o := range xmltree.Children(e, nsTSL, "OtherTSLPointer") {
				l.Pointers = append(l.Pointers, p.pointer(o, l))
			}
		case "ListIssueDateTime":
			l.Issued = p.time(e)
		case "NextUpdate":
			if d := child(e, "dateTime"); d != nil {
				l.NextUpdate = p.time(d)
			} else {
				l.Closed = true
			}
		case "DistributionPoints":
			l.DistributionPoints = p.uris(e, "URI")
		case "SchemeExtensions":
			l.Unknown = p.unknownExtensions(e)
		case "SchemeOperatorAddress":
		default:
			p.problem(e, "unknown element")
		}
	}
	p.required(info, l)
}

// required records mandatory elements that are missing or empty.
func (p *parser) required(info *etree.Element, l *List) {
	for _, r := range []struct {
		missing bool
		what    string
	}{
		{l.Version == 0, "TSLVersionIdentifier"}, {l.Sequence == 0, "TSLSequenceNumber"}, {l.Type == "", "TSLType"},
		{len(l.Operator) == 0, "SchemeOperatorName"}, {l.Determination == "", "StatusDeterminationApproach"},
		{l.Issued.IsZero(), "ListIssueDateTime"}, {l.NextUpdate.IsZero() && !l.Closed, "NextUpdate"},
	} {
		if r.missing {
			p.problem(info, "%s is missing or cannot be read", r.what)
		}
	}
}

func (p *parser) uriTexts(e *etree.Element) []trust.Text {
	var out []trust.Text
	for _, c := range xmltree.Children(e, nsTSL, "URI") {
		if v := p.uri(c); v != "" {
			out = append(out, trust.Text{Lang: p.lang(c), Value: v})
		}
	}
	return out
}

// pointer reads an OtherTSLPointer (TS 119 612 v2.4.1 5.3.13).
func (p *parser) pointer(e *etree.Element, l *List) Pointer {
	pt := Pointer{Location: p.uri(child(e, "TSLLocation"))}
	for _, o := range xmltree.Children(child(e, "AdditionalInformation"), nsTSL, "OtherInformation") {
		for c := range elements(o) {
			p.pointerInformation(c, &pt)
		}
	}
	if pt.Agreement != nil {
		pt.Agreement.Target = pt.Location
	}
	if p.signersOf != nil && !p.signersOf(l, &pt) {
		return pt
	}
	for _, id := range xmltree.Children(child(e, "ServiceDigitalIdentities"), nsTSL, "ServiceDigitalIdentity") {
		for _, d := range xmltree.Children(id, nsTSL, "DigitalId") {
			for _, x := range xmltree.Children(d, nsTSL, "X509Certificate") {
				if c := p.certificate(x); c != nil {
					pt.Certificates = append(pt.Certificates, c)
				}
			}
		}
	}
	return pt
}

func (p *parser) pointerInformation(c *etree.Element, pt *Pointer) {
	switch space := xmltree.Space(c); {
	case space == nsTSL && c.Tag == "TSLType":
		pt.Type = p.uri(c)
	case space == nsTSL && c.Tag == "SchemeOperatorName":
		pt.Operator = p.texts(c, "Name")
	case space == nsTSL && c.Tag == "SchemeTypeCommunityRules":
		pt.Rules = p.uris(c, "URI")
	case space == nsTSL && c.Tag == "SchemeTerritory":
		pt.Territory = p.text(c)
	case space == nsTSLX && c.Tag == "MimeType":
		pt.MIME = p.keep(strings.ToLower(xmltree.Trimmed(c)))
	case space == nsMRA && c.Tag == "MutualRecognitionAgreementInformation":
		if pt.Agreement == nil {
			pt.Agreement = p.agreement(c)
		} else {
			p.problem(c, "a second mutual-recognition table in one pointer")
		}
	default:
		p.problem(c, "unknown element in a pointer")
	}
}
