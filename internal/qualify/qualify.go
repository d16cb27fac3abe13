// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package qualify works out what certificates, signatures and time-stamps are worth in law (TS 119 615, TS 119 172-4),
// in the view of a jurisdiction, with the recognition of foreign services that agreements grant.
//
// It never changes an indication, and every step that led to an answer is in the result as data.
//
// Where the procedures of TS 119 615 v1.4.1 are: PRO-4.1.4 and 4.2.4, lists of lists and lists: authentication in package
// tsl, what the policy makes of its outcome in gate.go; PRO-4.3.4, the services that match: instance.go, mra.go (03B) and
// services.go; PRO-4.4.4, qualified certificates: standard.go; PRO-4.5.4, devices: device.go; PRO-4.6.4 and 4.7.4, token
// issuers and time-stamps: timestamp.go. The reference implementation's way is in reference.go, Japan's law in japan.go.
package qualify

import (
	"time"

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

// The views. Home is that of no relying party: what a service's own list says, with no agreement applied.
const (
	Home  View = ""
	EU    View = "EU"
	Japan View = "JP"
)

// Context is what qualification needs beside the certificates. It is immutable and safe for concurrent use.
type Context struct {
	store   *trust.Store
	variant Variant
	view    View
	closed  bool                  // the policy's rule closed-periods
	dated   bool                  // the policy's rule eidas-date-for-recognised
	gate    map[string]gateResult // by URL of the list
	home    *Context              // the same without a relying party; itself, if it is that
}

// NewContext prepares qualification with one snapshot under one policy at one time.
func NewContext(store *trust.Store, p *policy.Policy, v Variant, view View, now time.Time) *Context {
	rules := p.Rules()
	c := &Context{store: store, variant: v, view: view, closed: rules.ClosedPeriods, dated: rules.EIDASDateForRecognised, gate: checkLists(store, p, now)}
	c.home = c
	if view != Home {
		home := *c
		home.view = Home
		home.home = &home
		c.home = &home
	}
	return c
}

// Step is one step of a determination and what came of it.
type Step struct {
	Name   string // "services-at-time", "type", …
	Clause string
	Passed bool
	// Warning says that the step did not stop the determination, but that a reader should know.
	Warning bool
	Text    string
}

// String is the step in one line, for a list of reasons.
func (s Step) String() string {
	switch {
	case s.Warning:
		return s.Name + " (warning): " + s.Text
	case s.Passed:
		return s.Name + ": " + s.Text
	}
	return s.Name + " (failed): " + s.Text
}

// Basis is the legal footing of a recognition.
type Basis string

// The footings. Equivalence is an agreement under Article 14 of Regulation (EU) No 910/2014, which makes services legally
// equivalent to qualified ones; Facilitation is the EU's list for the validation of advanced signatures, which makes nothing
// qualified (Articles 27, 37); OwnTable is the table that another party's own list holds.
const (
	Equivalence  Basis = "equivalence"
	Facilitation Basis = "facilitation"
	OwnTable     Basis = "own-table"
)

// Recognition says by which agreement a foreign service counts; the zero value: by none.
type Recognition struct {
	Agreement  string // the legal identifier of the equivalence
	As, Status string // the service type that the service is taken for, and the status (its last part)
	Since      time.Time
	Basis      Basis
	Unofficial bool // the service or the table stands in a test or unofficial list
}

// HomeStatus is what a service's own list says.
type HomeStatus struct {
	Territory    string
	Type, Status string // service type URI, status as the last part of its URI
	Level        string // in the vocabulary of that list; empty where it is not known
	Foreign      bool   // another party's than the view's
	Unofficial   bool   // a test or unofficial list
}

const (
	clauseServices  = "TS 119 615 v1.4.1 4.3"
	clauseQualified = "TS 119 615 v1.4.1 4.4"
	clauseStamp     = "TS 119 615 v1.4.1 4.7"
	clauseLists     = "TS 119 615 v1.4.1 4.1, 4.2"
	clauseSignature = "TS 119 172-4 v1.2.1 4.4.2"
	clauseMRA       = "mutual recognition schema v2"
)

// eidas is when Regulation (EU) No 910/2014 began to apply: 1 July 2016, 00:00 CEST.
var eidas = time.Date(2016, 6, 30, 22, 0, 0, 0, time.UTC)

// pro names a step of TS 119 615 v1.4.1, as "4.4.4-06".
func pro(step string) string { return "TS 119 615 v1.4.1 PRO-" + step }
