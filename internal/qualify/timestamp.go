// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// StampResult is what a time-stamp is worth: "QTSA", "TSA" or "N/A"; in Japan's vocabulary "JP-Timestamp", "TSA" or "N/A".
type StampResult struct {
	Level       string
	Vocabulary  View // of Level
	Recognition Recognition
	Home        HomeStatus
	Steps       []Step
}

// Timestamp determines the qualification of a time-stamp by the chain of its signer, from the time that it states and the
// earliest time at which it is proven to have existed (PRO-4.7.4).
func (c *Context) Timestamp(chain []*ades.Certificate, genTime, poe time.Time) StampResult {
	in := c.gather(chain)
	out, r := c.timestamp(in, chain, genTime, poe)
	home := in
	h := out
	if c.home != c {
		home = c.home.gather(chain)
		h, r = c.home.timestamp(home, chain, genTime, poe)
	}
	out.Home = c.home.homeStatus(home, r, h.Level)
	out.Home.Foreign = c.foreign(out.Home.Territory)
	return out
}

func (c *Context) timestamp(in listed, chain []*ades.Certificate, genTime, poe time.Time) (StampResult, *Result) {
	vocabulary := c.vocabularyOf(in)
	out := StampResult{Level: "N/A", Vocabulary: vocabulary, Steps: slices.Clone(in.steps)}
	at := [2]Result{{Time: genTime, Vocabulary: vocabulary}, {Time: poe, Vocabulary: vocabulary}}
	if len(in.services) == 0 {
		out.Steps = append(out.Steps, Step{Name: "listed", Clause: clauseStamp, Text: "no acceptable list has a certificate of the chain"})
		return out, &at[1]
	}
	var answers [2]answer
	for k := range at {
		answers[k] = c.issuer(&at[k], in.services, chain)
	}
	out.Steps = append(out.Steps, told(&at[0], &at[1])...)
	switch {
	case vocabulary == Home:
		return out, &at[1]
	case answers[0] == undetermined || answers[1] == undetermined, c.variant == Standard && vocabulary == EU && answers[0] != answers[1]:
		out.Steps = append(out.Steps, Step{Name: "both-times", Clause: pro("4.7.4"), Text: "there is no answer, or not the same, for the time stated and for the time proven"})
		return out, &at[1]
	}
	if at[0].Recognition.Basis != "" {
		out.Recognition = at[1].Recognition
	}
	out.Level = "TSA"
	switch {
	case answers[0] != yes || answers[1] != yes:
	case out.Recognition.Basis == Facilitation:
		out.Steps = append(out.Steps, Step{Name: "agreement", Clause: clauseMRA, Text: "the agreement is for advanced signatures only"})
	case vocabulary == Japan:
		out.Level = "JP-Timestamp"
	default:
		out.Level = "QTSA"
	}
	return out, &at[1]
}

// vocabularyOf is the view's; at home that of the lists.
func (c *Context) vocabularyOf(in listed) View {
	if c.view != Home {
		return c.view
	}
	for _, i := range in.services {
		switch {
		case i.service.Territory == string(Japan):
			return Japan
		case isMember(i.service.Territory):
			return EU
		}
	}
	return Home
}

// issuer determines whether the issuer of time-stamps is a qualified one, or in Japan an accredited one, at a time.
func (c *Context) issuer(r *Result, in []*instance, chain []*ades.Certificate) answer {
	if c.variant == Standard && r.Vocabulary == EU {
		return c.tokenIssuer(r, in, chain[0])
	}
	found := keep(c.recognised(r, in), func(i *instance) bool {
		if r.Vocabulary == Japan {
			return japaneseStamp(i)
		}
		return i.kind == typeQTST && i.counts() && i.granted()
	})
	r.step("service-type", clauseStamp, len(found) > 0, "for qualified or accredited time-stamps: %s", number(len(found), "service"))
	if len(found) == 0 {
		return no
	}
	r.Service, r.Status, r.Recognition = found[0].service, found[0].status, found[0].recognition()
	return yes
}

// tokenIssuer is PRO-4.6.4 for the issuer of time-stamps.
func (c *Context) tokenIssuer(r *Result, in []*instance, leaf *ades.Certificate) answer {
	translated := slices.ContainsFunc(in, func(i *instance) bool { return i.translated() })
	if r.Time.Before(eidas) && !translated {
		r.step("date", pro("4.6.4-01"), false, "Not_Qualified: there were no qualified time-stamps before %s", stamp(eidas))
		return no
	}
	m := c.match(r, in, leaf.X509().Subject, typeQTST)
	switch {
	case m.failed:
		return undetermined
	case len(m.entries) == 0:
		r.step("confirmation", pro("4.6.4-05"), false, "Not_Qualified: No_confirmation_found_in_EUMSTL_%s", m.country)
		return no
	}
	first := m.entries[0]
	for _, i := range m.entries {
		if i.status != first.status {
			r.fail("status", pro("4.6.4-06"), "ERROR_INCONSISTENCY_IN_TL_ON_TSTO-CERT_STATUS: entries with different statuses")
			return undetermined
		}
	}
	if len(m.entries) > 1 {
		r.warn("status", pro("4.6.4-06"), "several entries with the same status")
	}
	if !slices.ContainsFunc(m.entries, func(i *instance) bool { return named(i.service, leaf.SubjectValues("2.5.4.10")) }) {
		r.fail("provider-name", pro("4.6.4-07"), "ERROR_TSP_NAME_INCONSISTENCY_BETWEEN_TSTO-CERT_AND_TL: the subject's organisation is none of the provider's names")
		return undetermined
	}
	r.Service, r.Status, r.Recognition = first.service, first.status, first.recognition()
	if first.status != "granted" {
		r.step("status", pro("4.6.4-08"), false, "Not_Qualified: status %s", first.status)
		return no
	}
	r.step("status", pro("4.6.4-08"), true, "Qualified")
	return yes
}
