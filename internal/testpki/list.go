// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"fmt"
	"time"
)

// ListSpec describes one trusted list (TS 119 612 v2.4.1).
type ListSpec struct {
	ID            string // Id of the root element
	Version       int    // TSLVersionIdentifier; 0: 6
	Sequence      int
	Type          string
	Operator      []Text
	Scheme        []Text
	InfoURIs      []string
	Determination string
	Rules         []string
	Territory     string
	Notice        []Text
	Issued, Next  time.Time // a zero Next closes the list
	Pointers      []PointerSpec
	Distribution  []string // distribution points
	Providers     []ProviderSpec
	Signer        string // ID of the signing certificate
	Mutate        []string
}

// Text is a text in a language.
type Text struct{ Lang, Value string }

// PointerSpec describes one pointer to another list.
type PointerSpec struct {
	Location, Type, Territory string
	Operator                  []Text
	Rules                     []string
	Signers                   []string // IDs of the certificates announced
	Agreement                 *Agreement
}

// ProviderSpec describes a trust service provider.
type ProviderSpec struct {
	Names, TradeNames []Text
	Services          []ServiceSpec
}

// ServiceSpec describes a trust service.
type ServiceSpec struct {
	Type    string
	Names   []Text
	Certs   []string     // IDs; none: an identity without key
	Periods []PeriodSpec // newest first
}

// PeriodSpec is one entry of a service's history.
type PeriodSpec struct {
	Type           string // empty: the service's
	Status         string
	From           time.Time
	Additional     []string // additional service information URIs
	Qualifications []QualificationSpec
}

// QualificationSpec is one qualification element.
type QualificationSpec struct {
	URIs     []string
	Criteria Criteria
}

// Criteria is a criteria list.
type Criteria struct {
	Assert       string // empty: "all"
	Description  string
	KeyUsage     []KeyUsageBit
	MoreKeyUsage []KeyUsageBit // a second set
	Policies     []string
	MorePolicies []string // a second set
	Statements   []Statement
	More         []Statement // a second QcStatementSet of the recognition schema
	Attributes   []string    // CertSubjectDNAttribute: OIDs of subject attributes
	Purposes     []string    // ExtendedKeyUsage: OIDs
	Unknown      bool        // a criterion that nobody knows
	PlainOIDs    bool        // identifiers as bare OIDs, not as URNs
	Lists        []Criteria
}

// KeyUsageBit is a key usage that must be set or not set.
type KeyUsageBit struct {
	Name  string
	Value bool
}

// Statement is one QcStatement with its type or legislation.
type Statement struct{ ID, Type, Legislation string }

// Agreement is a mutual-recognition table, version 2 of the schema.
type Agreement struct {
	TechnicalType     int // 0: 1
	Version           int // 0: 2
	Depth             int
	Pointing, Pointed string // legislation URIs
	Equivalences      []Equivalence
}

// Equivalence is one TrustServiceEquivalenceInformation.
type Equivalence struct {
	LegalID           string
	Pointing, Pointed []ServiceKind
	Status            string
	From              time.Time
	Valid, Invalid    StatusPair
	Contents          []ContentEquivalence
	Qualifiers        []QualifierPair
	NoQualifierPairs  bool // the table of qualifiers is there, and empty
	History           []Equivalence
	Apart             bool // each entry of the history stands in a TrustServiceEquivalenceHistory of its own
}

// ServiceKind is a service type with its additional service information.
type ServiceKind struct{ Type, Additional string }

// StatusPair holds statuses that are equivalent.
type StatusPair struct{ Pointing, Pointed []string }

// QualifierPair holds qualifiers that are equivalent.
type QualifierPair struct{ Pointing, Pointed string }

// ContentEquivalence is one equivalence of certificate contents.
type ContentEquivalence struct {
	Context           string
	Pointing, Pointed Criteria
}

// List makes a signed list.
//
// Mutations: "tampered" changes a name after signing, "unsigned" leaves the signature out, "twice" adds the signature a
// second time, "ess-v1" uses SigningCertificate, "wrapped" puts the signed list into another root, "broken-signature",
// "truncated", "html" gives an error page instead, "unknown-critical" adds an unknown critical extension to each service,
// "unknown-critical-provider" to each provider, "unknown-critical-scheme" to the scheme.
func (p *PKI) List(s ListSpec) ([]byte, error) {
	if contains(s.Mutate, "html") {
		return []byte("<!DOCTYPE html><html><body>503 Service Unavailable</body></html>\n"), nil
	}
	text, err := p.listText(&s)
	if err != nil {
		return nil, err
	}
	doc, err := parseXML(text)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", s.ID, err)
	}
	if !contains(s.Mutate, "unsigned") {
		if _, err := p.need(s.Signer); err != nil {
			return nil, err
		}
		r := Recipe{Format: "xades", Signer: s.Signer, Time: s.Issued, Mutate: s.Mutate}
		x := &xades{pki: p, r: &r, doc: doc}
		if err := x.build(); err != nil {
			return nil, err
		}
		if contains(s.Mutate, "twice") {
			doc.Root().AddChild(x.sig.Copy())
		}
	}
	if contains(s.Mutate, "tampered") {
		e := doc.FindElement("//SchemeOperatorName/Name")
		e.SetText(e.Text() + " (changed)")
	}
	if contains(s.Mutate, "wrapped") {
		inner := doc.Root()
		outer := inner.Copy()
		outer.FindElement("./SchemeInformation/TSLSequenceNumber").SetText("999")
		outer.RemoveChild(outer.FindElement("./Signature"))
		outer.RemoveAttr("Id")
		outer.AddChild(inner)
		doc.SetRoot(outer)
	}
	b, err := writeXML(doc)
	if contains(s.Mutate, "truncated") && err == nil {
		b = b[:len(b)/2]
	}
	return b, err
}
