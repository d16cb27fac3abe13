// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/trust"
)

// matching is the outcome of PRO-4.3.4.
type matching struct {
	entries []*instance
	country string
	failed  bool
}

// match is PRO-4.3.4: the entries of one country's lists for a certificate at a time, of one service type. The country is that
// of the name that issued (for qualified certificates) or holds (for token issuers) the certificate.
func (c *Context) match(r *Result, in []*instance, name pkix.Name, kind string) matching {
	m := matching{country: countryOf(name)}
	foreign := slices.ContainsFunc(in, func(i *instance) bool {
		return (i.translated() || i.service.Agreement != nil) && sameCountry(i.service.Territory, m.country)
	})
	switch { // 01, 02
	case m.country == "":
		r.fail("country", pro("4.3.4-01"), "the name has no country: %s", name)
		m.failed = true
		return m
	case !strings.Contains(members, " "+m.country+" ") && !foreign:
		r.fail("country", pro("4.3.4-02"), "Provided_country_code_not_representing_an_EU_MS: %s", m.country)
		m.failed = true
		return m
	}
	in = keep(in, func(i *instance) bool { return sameCountry(i.service.Territory, m.country) })
	for _, i := range in { // 03A
		if !descending(i.service.Periods) {
			r.fail("history", pro("4.3.4-03A"), "the history of %s is not in descending order", trust.Pick(i.service.Names, "en"))
			m.failed = true
			return m
		}
	}
	for _, i := range c.recognised(r, in) { // 03, 03B
		if i.kind != kind || i.foreign && !i.translated() {
			continue
		}
		if i.critical {
			r.fail("critical-extension", "TS 119 612 v2.4.1 5.5.9", "the list has a critical extension that is not understood")
			m.failed = true
			return m
		}
		if !slices.ContainsFunc(m.entries, func(o *instance) bool { return sameEntry(i, o) }) {
			m.entries = append(m.entries, i)
		}
	}
	r.step("service-type", pro("4.3.4-03"), len(m.entries) > 0, "of type %[2]s in the lists of %[3]s: %[1]s", number(len(m.entries), "service"), strings.TrimPrefix(kind, typePrefix), m.country)
	if kind == typeCAQC {
		duplicates(r, m.entries)
	}
	for _, i := range m.entries { // 11
		if !sameProvider(i.service, m.entries[0].service) {
			r.fail("one-provider", pro("4.3.4-11"), "ERROR_TSP_CONFLICT: entries of %s and of %s", trust.Pick(m.entries[0].service.Provider, "en"), trust.Pick(i.service.Provider, "en"))
			m.failed = true
			return m
		}
	}
	return m
}

// duplicates is PRO-4.3.4-05 to 10: two entries for the same type are a warning, with different statuses an error for that type.
func duplicates(r *Result, entries []*instance) {
	for _, u := range usages {
		group := keep(entries, func(i *instance) bool { return i.asi(asiNames[u]) })
		if len(group) < 2 {
			continue
		}
		if slices.ContainsFunc(group, func(i *instance) bool { return i.status != group[0].status }) {
			r.step("duplication", pro("4.3.4-05 to 10"), false, "ERROR_%s_DUPLICATION: %d entries %s, with different statuses", typeNumber(u), len(group), asiNames[u])
		} else {
			r.warn("duplication", pro("4.3.4-05 to 10"), "WARNING_%s_DUPLICATION: %d entries %s, with the same status", typeNumber(u), len(group), asiNames[u])
		}
	}
}

// typeNumber names the types as the standard numbers them.
func typeNumber(u Usage) string { return map[Usage]string{ESig: "T1", ESeal: "T2", Web: "T3"}[u] }

// countryOf is the country of a name as the lists write it: GB and GR are theirs as UK and EL.
func countryOf(n pkix.Name) string {
	v := n.Values("2.5.4.6")
	if len(v) == 0 {
		return ""
	}
	return listCountry(v[0])
}

func listCountry(code string) string {
	switch code = strings.ToUpper(strings.TrimSpace(code)); code {
	case "GB":
		return "UK"
	case "GR":
		return "EL"
	}
	return code
}

func sameCountry(territory, country string) bool { return listCountry(territory) == country }

// descending reports whether a history is newest first, no two periods beginning at once.
func descending(periods []trust.Period) bool {
	for k := 1; k < len(periods); k++ {
		if !periods[k].From.Before(periods[k-1].From) {
			return false
		}
	}
	return true
}

// sameEntry reports whether two instances are the same entry of the same list, reached by two paths or translated in parts.
func sameEntry(a, b *instance) bool {
	return a.service.List == b.service.List && a.from.Equal(b.from) && a.kind == b.kind && a.status == b.status && slices.Equal(a.additional, b.additional) &&
		slices.Equal(a.service.Provider, b.service.Provider) && slices.Equal(a.service.Names, b.service.Names) && slices.Equal(a.service.Certificates, b.service.Certificates)
}

// sameProvider reports whether two services have a provider's name in common.
func sameProvider(a, b *trust.Service) bool {
	return a == b || slices.ContainsFunc(a.Provider, func(t trust.Text) bool {
		return slices.ContainsFunc(b.Provider, func(o trust.Text) bool { return fold(o.Value) == fold(t.Value) })
	})
}

// issuerNamed is PRO-4.4.4-06: the issuer's organisation is one of the provider's names or trade names, in any language. An
// issuer without one is compared by its common name, or by its whole name with the identities of the service.
func issuerNamed(s *trust.Service, leaf *ades.Certificate) bool {
	issuer := leaf.X509().Issuer
	if values := issuer.Values("2.5.4.10"); len(values) > 0 {
		return named(s, values)
	}
	return named(s, issuer.Values("2.5.4.3")) || slices.ContainsFunc(s.SubjectNames, func(n string) bool { return fold(n) == fold(issuer.String()) })
}

// named reports whether one of the values is one of the provider's names, letter case and white space apart (RFC 5280 7.1).
func named(s *trust.Service, values []string) bool {
	for _, texts := range [][]trust.Text{s.Provider, s.TradeNames} {
		for _, t := range texts {
			if slices.ContainsFunc(values, func(v string) bool { return fold(v) == fold(t.Value) }) {
				return true
			}
		}
	}
	return false
}

func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
