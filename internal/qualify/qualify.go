// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package qualify works out what certificates, signatures and time-stamps are worth in law (TS 119 615, TS 119 172-4),
// in the view of a jurisdiction, with the recognition of foreign services that agreements grant.
//
// It never changes an indication, and every step that led to an answer is in the result as data.
package qualify

import (
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// Variant tells the two readings apart.
type Variant uint8

// The variants. Reference is what EU DSS 6.4 does; Standard is TS 119 615 v1.4.1, clauses 4.3 to 4.7, which gives no
// answer where the lists contradict themselves.
const (
	Reference Variant = iota
	Standard
)

// VariantOf is the variant that a policy asks for.
func VariantOf(p *policy.Policy) Variant {
	if p.Rules().ReferenceQualification {
		return Reference
	}
	return Standard
}

// View is the jurisdiction whose vocabulary is used.
type View string

// The views.
const (
	EU    View = "EU"
	Japan View = "JP"
)

// Context is what qualification needs beside the certificates. It is immutable and safe for concurrent use.
type Context struct {
	store   *trust.Store
	variant Variant
	view    View
	gate    map[string]gateResult // by URL of the list
}

// NewContext prepares qualification with one snapshot under one policy at one time.
func NewContext(store *trust.Store, p *policy.Policy, v Variant, view View, now time.Time) *Context {
	return &Context{store: store, variant: v, view: view, gate: checkLists(store, p, now)}
}

// Step is one step of a determination and what came of it.
type Step struct {
	Name   string // "services-at-time", "type", …
	Clause string
	Passed bool
	Text   string
}

// String is the step in one line, for a list of reasons.
func (s Step) String() string {
	if s.Passed {
		return s.Name + ": " + s.Text
	}
	return s.Name + " (failed): " + s.Text
}

// Recognition says by which agreement a foreign service counts.
type Recognition struct {
	Agreement string // the legal identifier of the equivalence
	As        string // the service type that the service is taken for
	Since     time.Time
	// Facilitation says that the agreement is for advanced signatures only, and makes nothing qualified.
	Facilitation bool
	Unofficial   bool // the service stands in a test or unofficial list
}

const (
	clauseServices  = "TS 119 615 v1.4.1 4.3"
	clauseQualified = "TS 119 615 v1.4.1 4.4"
	clauseDevice    = "TS 119 615 v1.4.1 4.5"
	clauseStamp     = "TS 119 615 v1.4.1 4.7"
	clauseLists     = "TS 119 615 v1.4.1 4.1, 4.2"
	clauseSignature = "TS 119 172-4 v1.2.1 4.4.2"
	clauseMRA       = "Regulation (EU) No 910/2014 Article 14"
)

// eidas is when Regulation (EU) No 910/2014 began to apply: 1 July 2016, 00:00 CEST.
var eidas = time.Date(2016, 6, 30, 22, 0, 0, 0, time.UTC)

const (
	typePrefix      = "http://uri.etsi.org/TrstSvc/Svctype/"
	typeCAQC        = typePrefix + "CA/QC"
	typeQTST        = typePrefix + "TSA/QTST"
	extensionPrefix = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
)

// extensionName is the last part of a URI of additional information or of a qualifier.
func extensionName(uri string) string {
	if rest, ok := strings.CutPrefix(uri, extensionPrefix); ok {
		return rest
	}
	if rest, ok := strings.CutPrefix(uri, "http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/SvcInfoExt/"); ok {
		return rest
	}
	return uri
}

// instance is one service in one status period, as it counts for one certificate: translated where an agreement says so.
type instance struct {
	service    *trust.Service
	from, to   time.Time
	kind       string // service type
	status     string // last part of the status URI
	additional []string
	qualifiers []string
	critical   bool // has a critical extension that is not understood
	foreign    bool // of a list outside the EU, and not translated
	unknown    bool // a qualifier is not known
	mra        *mapping
}

// mapping is the equivalence that an instance was translated by.
type mapping struct {
	agreement   *trust.Agreement
	equivalence *trust.Equivalence
	period      *trust.EquivalencePeriod
}

func (i *instance) has(name string) bool { return slices.Contains(i.qualifiers, name) }
func (i *instance) asi(name string) bool { return slices.Contains(i.additional, name) }
func (i *instance) preEIDAS() bool       { return i.from.Before(eidas) }
func (i *instance) translated() bool     { return i.mra != nil }
func (i *instance) recognition() Recognition {
	if i == nil || i.mra == nil {
		return Recognition{}
	}
	return Recognition{Agreement: i.mra.equivalence.LegalID, As: i.kind, Since: i.mra.period.From,
		Facilitation: i.mra.agreement.ListType == trust.MRATypeAdES, Unofficial: !i.service.Official}
}

// at reports whether the instance's period contains t. The reference implementation takes the end in.
func (i *instance) at(t time.Time, v Variant) bool {
	if t.Before(i.from) {
		return false
	}
	return i.to.IsZero() || t.Before(i.to) || v == Reference && t.Equal(i.to)
}

// granted reports whether the status makes what the service issues qualified. The date rule is EU law's: of translated
// services it is asked by the reference implementation alone.
func (i *instance) granted(v Variant) bool {
	if i.translated() && v == Standard {
		return i.status == "granted"
	}
	if i.preEIDAS() {
		return i.status == "undersupervision" || i.status == "supervisionincessation" || i.status == "accredited"
	}
	return i.status == "granted"
}

// members are the territories of the EU's list of lists, the former member's included: only their services, or translated
// ones, have a meaning in EU law.
const members = " EU AT BE BG CY CZ DE DK EE EL GR ES FI FR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK UK GB "

func isMember(territory string) bool {
	return territory != "" && strings.Contains(members, " "+strings.ToUpper(territory)+" ")
}

// known are the qualifiers of TS 119 612 v2.4.1 5.5.9.2.3.
const known = " QCStatement NotQualified QCWithSSCD QCWithQSCD QCNoSSCD QCNoQSCD QCSSCDStatusAsInCert QCQSCDStatusAsInCert QCQSCDManagedOnBehalf QCForLegalPerson QCForESig QCForESeal QCForWSA "

// instances gathers what the lists say of a certificate: every service that a certificate of its chain is an identity of,
// one instance per period that had not ended before the certificate was issued.
func (c *Context) instances(chain []*ades.Certificate) []*instance {
	if len(chain) == 0 {
		return nil
	}
	leaf := chain[0]
	var services []*trust.Service
	for _, cert := range chain {
		for _, s := range c.store.Services(cert) {
			if !slices.Contains(services, s) {
				services = append(services, s)
			}
		}
	}
	var out []*instance
	for _, s := range services {
		for k := range s.Periods {
			p := &s.Periods[k]
			if !p.To.IsZero() && p.To.Before(leaf.NotBefore()) {
				continue
			}
			out = append(out, c.translate(s, p, leaf)...)
		}
	}
	return out
}

// plain is a period as the list has it.
func plain(s *trust.Service, p *trust.Period, leaf *ades.Certificate) *instance {
	i := &instance{service: s, from: p.From, to: p.To, kind: p.Type, status: trust.StatusName(p.Status), critical: p.UnknownCritical(),
		foreign: !isMember(s.Territory)}
	if i.kind == "" {
		i.kind = s.Type
	}
	for _, a := range p.Additional {
		i.additional = append(i.additional, extensionName(a))
	}
	for _, q := range p.QualifiersFor(leaf) {
		i.addQualifier(q)
	}
	return i
}

func (i *instance) addQualifier(uri string) {
	name := extensionName(uri)
	i.unknown = i.unknown || !strings.Contains(known, " "+name+" ")
	if !slices.Contains(i.qualifiers, name) {
		i.qualifiers = append(i.qualifiers, name)
	}
}
