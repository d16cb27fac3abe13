// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package tslist holds the checks of the trust service behind a chain, EN 319 102-1 5.2.6 step 5, one a file.
package tslist

import (
	"time"

	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// Facts are what the checks look at.
type Facts struct {
	Context  policy.Context
	Services []*trust.Service // of the anchor; empty: the caller's own anchor
	Time     time.Time        // when the certificate was used
}

// values collects what pick takes from the periods in force; none where the anchor is the caller's own.
func (f *Facts) values(pick func(trust.Period) string) []string {
	var out []string
	for _, s := range f.Services {
		for _, p := range s.Periods {
			if !f.Time.Before(p.From) && (p.To.IsZero() || f.Time.Before(p.To)) {
				out = append(out, pick(p))
			}
		}
	}
	return out
}

// listed reports whether the anchor comes from a trusted list.
func listed(f *Facts) bool { return len(f.Services) > 0 && f.Services[0].Scheme != "" }

func basic(name string) func(*Facts) checks.Path {
	path := checks.PathIn(policy.Basic, name)
	return func(f *Facts) checks.Path { return path(f.Context) }
}

const clause = checks.Edition + "5.2.6 step 5"
