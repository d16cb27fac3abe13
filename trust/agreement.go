// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"slices"
	"time"
)

// The mutual-recognition URIs of the EU's lists. A third country's table may use its own for the same concepts; the
// reader of the lists knows them by their last part.
const (
	MRAEnacted           = "http://ec.europa.eu/tools/lotl/mra/enacted"
	MRARepealed          = "http://ec.europa.eu/tools/lotl/mra/repealed"
	MRAContextCompliance = "http://ec.europa.eu/tools/lotl/mra/QcCompliance"
	MRAContextType       = "http://ec.europa.eu/tools/lotl/mra/QcType"
	MRAContextQSCD       = "http://ec.europa.eu/tools/lotl/mra/QcQSCD"
	// MRATypeAdES is the TSLType of the EU's list of lists for advanced signatures of third countries.
	MRATypeAdES = "http://ec.europa.eu/tools/lotl/mra/ades-lotl-tsl-type"
)

// Agreement is a MutualRecognitionAgreementInformation (mutual-recognition schema v2): how the pointed party's vocabulary
// translates into the pointing party's, and since when. It belongs to one pointer of one list.
type Agreement struct {
	TechnicalType, Version int
	// Depth is how many hops of pointers the recognition reaches (MRADepth).
	Depth int
	// Pointing and Pointed are the URIs of the legislation of the two parties.
	Pointing, Pointed string
	// List is the URL of the list that holds the pointer, ListType its TSLType (which tells an Article 14 agreement from AdES
	// facilitation), Territory its territory; Target is the pointed list.
	List, ListType, Territory, Target string
	Equivalences                      []Equivalence
	// Problems are unknown URIs, ambiguities and other findings.
	Problems []string
}

// Equivalence is one TrustServiceEquivalenceInformation with its history.
type Equivalence struct {
	LegalID string
	Periods []EquivalencePeriod // newest first
}

// EquivalencePeriod is one period of an equivalence, half-open; a zero To is open.
type EquivalencePeriod struct {
	From, To time.Time
	Status   string // as found
	// Enacted and Repealed read Status; neither: the URI is not known and the period has no effect.
	Enacted, Repealed bool
	// Types maps service types, in document order; where a pointed type occurs twice the first counts.
	Types    []TypeEquivalence
	Statuses []StatusEquivalence
	Contents []ContentEquivalence
	// Qualifiers maps qualifier URIs; HasQualifiers tells an empty map from none at all.
	HasQualifiers bool
	Qualifiers    []QualifierEquivalence
}

// ServiceType is a service type with at most one additional-service-information URI.
type ServiceType struct{ Type, Additional string }

// TypeEquivalence maps one pointed service type to one pointing one.
type TypeEquivalence struct{ Pointed, Pointing ServiceType }

// StatusEquivalence maps pointed statuses to pointing ones. Valid tells the valid list from the invalid one.
type StatusEquivalence struct {
	Valid             bool
	Pointed, Pointing []string
}

// ContentEquivalence says what a certificate's content is taken for: where Pointed matches, Pointing replaces it.
type ContentEquivalence struct {
	Context string // one of the MRAContext constants; empty: not known
	URI     string // as found
	Pointed Criteria
	// Pointing declares the content that stands instead.
	Pointing Criteria
}

// QualifierEquivalence maps one qualifier URI.
type QualifierEquivalence struct{ Pointed, Pointing string }

// Contains reports whether t lies in the period.
func (e *EquivalencePeriod) Contains(t time.Time) bool {
	return !t.Before(e.From) && (e.To.IsZero() || t.Before(e.To))
}

// accepts reports whether some enacted or former period of the agreement counts status as valid.
func (a *Agreement) accepts(status string) bool {
	if a == nil {
		return false
	}
	for _, e := range a.Equivalences {
		for _, p := range e.Periods {
			for _, s := range p.Statuses {
				if s.Valid && slices.Contains(s.Pointed, status) {
					return true
				}
			}
		}
	}
	return false
}

// Agreements returns every recognition table of the good lists, in the order in which they were read.
func (s *Store) Agreements() []*Agreement {
	if s == nil {
		return nil
	}
	return slices.Clone(s.tables)
}

// Recognitions returns the tables that reach a service: those whose pointer leads to its list, and, where a table's depth is 2
// or more, those whose pointer leads to the list of lists that its list was reached by. MRADepth counts pointers.
func (s *Store) Recognitions(sv *Service) []*Agreement {
	if s == nil {
		return nil
	}
	var out []*Agreement
	for _, a := range s.tables {
		if a.Target == sv.List && a.Depth >= 1 || sv.Parent != "" && a.Target == sv.Parent && a.Depth >= 2 {
			out = append(out, a)
		}
	}
	return out
}
