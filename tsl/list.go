// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package tsl reads trusted lists (ETSI TS 119 612, list versions 4 to 6), checks their signatures, walks a list of lists
// with its pivots to the national lists, and builds a [trust.Store] of them.
//
// [NewLoader] loads one or several schemes through a caller's client, with a cache on disk; [LoadMirror] loads a folder that
// was made for a closed network. [EU] and [Japan] are the schemes known; another is a [Scheme] literal. [Build] makes a
// signed list, and [Parse] reads one on its own.
//
// A list gives anchors only if its signature was checked and is good: no verdict means not trusted.
package tsl

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

// The namespaces of a list.
const (
	nsTSL  = "http://uri.etsi.org/02231/v2#"
	nsTSLX = "http://uri.etsi.org/02231/v2/additionaltypes#"
	nsECC  = "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"
	nsMRA  = "http://ec.europa.eu/tools/lotl/mra/schema/v2#"
	nsDS   = "http://www.w3.org/2000/09/xmldsig#"
	nsXML  = "http://www.w3.org/XML/1998/namespace"

	nsXAdES = "http://uri.etsi.org/01903/v1.3.2#"
)

// The list types of the EU (TS 119 612 v2.4.1 D.5.1).
const (
	TypeEUGeneric = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric"
	TypeEULOTL    = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists"
	// MIMEType is the media type of a list in XML.
	MIMEType = "application/vnd.etsi.tsl+xml"
)

// List is the content of one list. Its strings do not share memory with the text that was read.
type List struct {
	Tag       string // TSLTag
	ID        string // Id of the root element
	Version   int    // TSLVersionIdentifier; 0: absent or no number
	Sequence  int64
	Type      string
	Operator  []trust.Text
	Names     []trust.Text // scheme names
	Territory string
	// InformationURIs are the SchemeInformationURI entries, in order, which is significant in a list of lists.
	InformationURIs []trust.Text
	Determination   string // StatusDeterminationApproach
	Rules           []string
	Notices         []trust.Text // legal notices and policy URIs
	HistoryPeriod   int
	Issued          time.Time
	// NextUpdate is zero in a closed list, for which Closed is set.
	NextUpdate         time.Time
	Closed             bool
	DistributionPoints []string
	Pointers           []Pointer
	Providers          []Provider
	// Unknown are scheme extensions that are not understood.
	Unknown []trust.Extension
	// Problems are deviations that did not hinder the reading.
	Problems []string
}

// Pointer is one OtherTSLPointer.
type Pointer struct {
	Location     string
	Type         string
	MIME         string
	Territory    string
	Operator     []trust.Text
	Rules        []string
	Certificates []*ades.Certificate
	Agreement    *trust.Agreement
}

// Provider is one trust service provider.
type Provider struct {
	Names, TradeNames []trust.Text
	InformationURIs   []trust.Text
	// Unknown are extensions of the provider that are not understood. The critical ones are in each period of its services too.
	Unknown  []trust.Extension
	Services []Entry
}

// Entry is one service of a provider.
type Entry struct {
	// Service has the fields that the list itself gives; those of the path are empty.
	Service      *trust.Service
	Certificates []*ades.Certificate
}

// Services counts the services of all providers.
func (l *List) Services() int {
	n := 0
	for i := range l.Providers {
		n += len(l.Providers[i].Services)
	}
	return n
}
