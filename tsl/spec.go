// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"go.yaml.in/yaml/v4"
)

// Spec describes a list to build. docs/jtsl.md explains the fields by an example. URIs may be written by their last part:
// "accredited", "CA/Accredited", "ForeSignatures".
type Spec struct {
	Sequence        int64             `yaml:"sequence"`
	Issued          time.Time         `yaml:"issued"`
	NextUpdate      time.Time         `yaml:"nextUpdate"` // zero: a closed list
	Type            string            `yaml:"type"`       // default: CClist, where CC is the territory
	Territory       string            `yaml:"territory"`
	Operator        map[string]string `yaml:"operator"` // by language
	Address         Address           `yaml:"address"`
	Name            map[string]string `yaml:"name"`
	LegalNotice     map[string]string `yaml:"legalNotice"`
	InformationURIs []string          `yaml:"informationURIs"`
	Rules           []string          `yaml:"rules"` // further scheme rules, after schemerules/CC
	Determination   string            `yaml:"determination"`
	Pointers        []SpecPointer     `yaml:"pointers"`
	// DistributionPoints are URLs at which the list is found, also when the one known is out of reach.
	DistributionPoints []string       `yaml:"distributionPoints"`
	Providers          []SpecProvider `yaml:"providers"`
}

// Address is a postal address with its electronic ones.
type Address struct {
	Street     string   `yaml:"street"`
	Locality   string   `yaml:"locality"`
	PostalCode string   `yaml:"postalCode"`
	Country    string   `yaml:"country"`
	URIs       []string `yaml:"uris"`
}

// SpecPointer points to another list.
type SpecPointer struct {
	Location     string            `yaml:"location"`
	Type         string            `yaml:"type"`
	Territory    string            `yaml:"territory"`
	Operator     map[string]string `yaml:"operator"`
	Certificates []string          `yaml:"certificates"` // files that hold the signers of that list
	// AgreementFile is a file that holds a MutualRecognitionAgreementInformation element.
	AgreementFile string `yaml:"agreement"`
}

// SpecProvider is a provider with its services.
type SpecProvider struct {
	Name            map[string]string `yaml:"name"`
	TradeName       map[string]string `yaml:"tradeName"`
	Address         Address           `yaml:"address"`
	InformationURIs []string          `yaml:"informationURIs"`
	Services        []SpecService     `yaml:"services"`
}

// SpecService is a service with its history, newest first.
type SpecService struct {
	Type         string            `yaml:"type"`
	Name         map[string]string `yaml:"name"`
	Certificates []string          `yaml:"certificates"` // files, PEM or DER
	History      []SpecPeriod      `yaml:"history"`
}

// SpecPeriod is one status with its start.
type SpecPeriod struct {
	Status         string              `yaml:"status"`
	From           time.Time           `yaml:"from"`
	Additional     []string            `yaml:"additional"`
	Qualifications []SpecQualification `yaml:"qualifications"`
}

// SpecQualification says which qualifiers apply to certificates that meet the criteria.
type SpecQualification struct {
	Qualifiers []string     `yaml:"qualifiers"`
	Criteria   SpecCriteria `yaml:"criteria"`
}

// SpecCriteria are conditions on a certificate.
type SpecCriteria struct {
	Assert            string          `yaml:"assert"` // all (default), atLeastOne, none
	KeyUsage          map[string]bool `yaml:"keyUsage"`
	Policies          []string        `yaml:"policies"`
	SubjectAttributes []string        `yaml:"subjectAttributes"`
	ExtKeyUsages      []string        `yaml:"extKeyUsages"`
	Criteria          []SpecCriteria  `yaml:"criteria"`
}

// ReadSpec reads a description in YAML or JSON. An unknown field is an error.
func ReadSpec(text []byte) (*Spec, error) {
	var s Spec
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&s); err != nil {
		return nil, fmt.Errorf("list description: %w", err)
	}
	return &s, s.check()
}

// check says what is missing, before anything is built.
func (s *Spec) check() error {
	bad := func(format string, args ...any) error { return fmt.Errorf("list description: "+format, args...) }
	switch {
	case s.Sequence < 1:
		return bad("sequence must be at least 1")
	case len(s.Territory) != 2:
		return bad("territory must be a country code of two letters")
	case s.Issued.IsZero():
		return bad("issued is missing")
	case !s.NextUpdate.IsZero() && !s.NextUpdate.After(s.Issued):
		return bad("nextUpdate is not after issued")
	case s.Operator["en"] == "" || s.Name["en"] == "":
		return bad("operator and name need an English text")
	}
	for _, p := range s.Providers {
		if p.Name["en"] == "" {
			return bad("a provider has no English name")
		}
		for _, v := range p.Services {
			if err := v.check(); err != nil {
				return bad("service %q of %q: %w", v.Name["en"], p.Name["en"], err)
			}
		}
	}
	return nil
}

func (v *SpecService) check() error {
	switch {
	case v.Type == "" || v.Name["en"] == "":
		return errors.New("type or English name is missing")
	case len(v.History) == 0:
		return errors.New("no status")
	}
	for i, h := range v.History {
		if h.Status == "" || h.From.IsZero() {
			return errors.New("a status without its name or start")
		}
		if i > 0 && !h.From.Before(v.History[i-1].From) {
			return errors.New("the history is not newest first")
		}
	}
	return nil
}
