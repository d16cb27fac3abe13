// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/jpcert"
	"github.com/mitome-project/mitome/internal/qualify"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// oidTimeStamping is the extended key usage of time-stamping (RFC 5280 4.2.1.12).
const oidTimeStamping = "1.3.6.1.5.5.7.3.8"

// worth is what the certificate is worth in law in one view, step by step.
func worth(b *bytes.Buffer, store *trust.Store, chain []*ades.Certificate, view validate.View, pol *policy.Policy, at time.Time) {
	inside := qualify.Home
	if view != validate.NoView {
		inside = qualify.View(view)
	}
	q := qualify.NewContext(store, pol, qualify.VariantOf(pol), inside, at)
	told := validate.Qualification{View: view, Vocabulary: validate.NoView}
	set := func(level string, vocabulary qualify.View, r qualify.Recognition, h qualify.HomeStatus) {
		told.Level, told.Home = level, validate.Home(h)
		told.Recognition = validate.Recognition{Agreement: r.Agreement, As: r.As, Status: r.Status, Since: r.Since, Basis: string(r.Basis), Unofficial: r.Unofficial}
		if vocabulary != qualify.Home {
			told.Vocabulary = validate.View(vocabulary)
		}
	}
	var steps []qualify.Step
	issuance := ""
	if slices.Contains(chain[0].X509().ExtKeyUsage, oidTimeStamping) {
		r := q.Timestamp(chain, at, at)
		set(r.Level, r.Vocabulary, r.Recognition, r.Home)
		steps = r.Steps
	} else {
		r := q.Signature(ades.Pass(), chain, at)
		set(r.Best.Worth(), r.Vocabulary, r.Best.Recognition, r.Home)
		if told.Home.Level != "" { // that of a signature with it
			home := qualify.NewContext(store, pol, qualify.VariantOf(pol), qualify.Home, at).Certificate(chain, at)
			told.Home.Level = home.Worth()
		}
		if steps = r.Best.Steps; r.Issuance.Worth() != told.Level {
			issuance, steps = r.Issuance.Worth(), r.Steps
		}
	}
	lines := report.Worth(told)
	if view == validate.NoView && lines[0] == "N/A" {
		lines[0] += " by its own list"
	}
	fmt.Fprintf(b, "worth at %s under policy %s: %s\n", utc(at), report.Clean(pol.Name()), report.Clean(lines[0]))
	for _, l := range lines[1:] {
		fmt.Fprintf(b, "  %s\n", report.Clean(l))
	}
	if issuance != "" {
		fmt.Fprintf(b, "  at issuance, %s: %s; a signature counts only as what the certificate is at both times\n", utc(chain[0].NotBefore()), report.Clean(issuance))
	}
	for _, s := range steps {
		mark := "yes "
		switch {
		case s.Warning:
			mark = "note"
		case !s.Passed:
			mark = "NO  "
		}
		fmt.Fprintf(b, "  %s  %s: %s  [%s]\n", mark, report.Clean(s.Name), report.Clean(s.Text), s.Clause)
	}
}

// showPrivate tells which private data a certificate of a Japanese scheme holds, and what it says only if it is asked for.
func showPrivate(b *bytes.Buffer, c *ades.Certificate, personal bool) {
	if scheme := jpcert.ClosedRevocation(c.X509()); scheme != "" {
		fmt.Fprintf(b, "  of the %s: its revocation data is given to certified verifiers only\n", scheme)
	}
	var names []string
	for _, f := range jpcert.Private(c.X509()) {
		if personal {
			fmt.Fprintf(b, "  %s (%s): %s\n", f.Name, f.Scheme, report.Clean(f.Value))
		}
		names = append(names, f.Name)
	}
	if len(names) > 0 && !personal {
		fmt.Fprintf(b, "  holds private data, not shown without --personal: %s\n", strings.Join(names, ", "))
	}
}
