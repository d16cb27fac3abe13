// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
)

// showCountry explains the lists of a country: each list, its providers, and their services with the status at a time; with
// verbose also all periods, certificates and conditions.
func showCountry(b *bytes.Buffer, store *trust.Store, services []*trust.Service, at time.Time, verbose bool) {
	lists := store.Status()
	for i := range lists {
		l := &lists[i]
		own := slices.DeleteFunc(slices.Clone(services), func(sv *trust.Service) bool { return sv.List != l.URL || sv.Scheme != l.Scheme })
		if l.Kind == trust.KindPivot || len(own) == 0 {
			continue
		}
		fmt.Fprintf(b, "%s  list %s (%s, scheme %s)\n", report.Clean(l.Territory), report.Clean(l.URL), officialWord(l.Official), report.Clean(l.Scheme))
		fmt.Fprintf(b, "    sequence %d, issued %s, next update %s, signature %s\n", l.Sequence, day(l.Issued), nextUpdate(l, at), l.Verdict)
		deviations(b, "    ", l, verbose)
		provider := ""
		for _, sv := range own {
			if p := trust.Pick(sv.Provider, "en"); p != provider {
				provider = p
				fmt.Fprintf(b, "  %s%s\n", report.Clean(p), tradeName(sv))
			}
			countryService(b, store, sv, at, verbose)
		}
		if n := l.Services - len(own); n > 0 {
			fmt.Fprintf(b, "  and %s without a certificate\n", count(n, "further service"))
		}
	}
}

// tradeName is the provider's registration or trade name, where it says more than its name.
func tradeName(sv *trust.Service) string {
	t := trust.Pick(sv.TradeNames, "en")
	if t == "" || t == trust.Pick(sv.Provider, "en") {
		return ""
	}
	return "  (" + report.Clean(t) + ")"
}

func countryService(b *bytes.Buffer, store *trust.Store, sv *trust.Service, at time.Time, verbose bool) {
	fmt.Fprintf(b, "    %s  (%s)\n      at %s: %s\n", report.Clean(trust.Pick(sv.Names, "en")), lastPart(sv.Type), utc(at), statusAt(sv, at))
	if p := sv.At(at); p != nil {
		meaning(b, p, verbose)
	}
	if !verbose {
		return
	}
	for i := range sv.Periods {
		fmt.Fprintf(b, "      %s\n", periodLine(&sv.Periods[i]))
	}
	for _, id := range sv.Certificates {
		if c := store.Certificate(id); c != nil {
			fmt.Fprintf(b, "      certificate %s, %s to %s, %s\n", shortID(string(id)), day(c.NotBefore()), day(c.NotAfter()), report.Clean(c.Subject()))
		}
	}
	for _, p := range sv.Problems {
		fmt.Fprintf(b, "      ! %s\n", report.Clean(p))
	}
}

// meaning tells what a period says beside the status: for what, and with which qualifiers for which certificates.
func meaning(b *bytes.Buffer, p *trust.Period, verbose bool) {
	var words []string
	for _, a := range p.Additional {
		words = append(words, lastPart(a))
	}
	if len(words) > 0 {
		fmt.Fprintf(b, "      for: %s\n", strings.Join(words, ", "))
	}
	var names []string
	for i := range p.Qualifiers {
		q := &p.Qualifiers[i]
		var uris []string
		for _, u := range q.URIs {
			uris = append(uris, lastPart(u))
			if !slices.Contains(names, lastPart(u)) {
				names = append(names, lastPart(u))
			}
		}
		if verbose {
			fmt.Fprintf(b, "      %s for certificates with %s\n", strings.Join(uris, ", "), report.Clean(q.Criteria.String()))
		}
	}
	if len(names) > 0 && !verbose {
		fmt.Fprintf(b, "      qualifiers, each for some certificates: %s\n", strings.Join(names, ", "))
	}
	for _, x := range p.Unknown {
		if x.Critical {
			fmt.Fprintf(b, "      ! a critical extension is not understood: %s\n", report.Clean(x.Name))
		}
	}
	if t := p.TakenOverBy; t != nil {
		fmt.Fprintf(b, "      taken over by %s\n", report.Clean(trust.Pick(t.Provider, "en")))
	}
}

// periodLine is one period of a service: from, to, status, and what it adds.
func periodLine(p *trust.Period) string {
	end := "now"
	if !p.To.IsZero() {
		end = utc(p.To)
	}
	out := utc(p.From) + " to " + end + ": " + statusWord(p.Status)
	for _, a := range p.Additional {
		out += ", " + lastPart(a)
	}
	return out
}

// count is a number with what it counts.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// deviations tells how a list deviates from the standard: how often and first where, or all of it.
func deviations(b *bytes.Buffer, indent string, l *trust.ListStatus, verbose bool) {
	for _, x := range []struct {
		where string
		list  []string
	}{{fmt.Sprintf(" from the structure of list version %d", l.Version), l.Structure}, {" in its content", l.Problems}} {
		switch {
		case len(x.list) == 0:
		case verbose:
			for _, p := range x.list {
				fmt.Fprintf(b, "%sdeviation%s: %s\n", indent, x.where, report.Clean(p))
			}
		default:
			fmt.Fprintf(b, "%s%s%s, the first: %s\n", indent, count(len(x.list), "deviation"), x.where, report.Clean(x.list[0]))
		}
	}
}
