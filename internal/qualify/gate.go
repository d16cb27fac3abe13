// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"strconv"
	"time"

	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// gateResult says whether a list may be used for qualification, and which checks failed.
type gateResult struct {
	usable bool
	parent string
	steps  []Step
}

// checkLists applies the policy's demands on lists: freshness, expiry, signature, version, structure. Authentication itself (PRO-4.1.4,
// PRO-4.2.4) is made when they are loaded: a list that fails it has no services here. Expiry is fatal for a list of lists
// (PRO-4.1.4-13), unless the policy's rule expired-list-of-lists keeps it, and a warning for a list (PRO-4.2.4-10).
func checkLists(store *trust.Store, p *policy.Policy, now time.Time) map[string]gateResult {
	out := map[string]gateResult{}
	for _, l := range store.Status() {
		g := gateResult{usable: true, parent: l.Parent}
		check := func(name string, good bool, text string) {
			c := p.Get(policy.Path("eIDAS/" + name))
			if !c.Active() || good {
				return
			}
			fatal := c.Level == policy.LevelFail
			g.steps = append(g.steps, Step{Name: "list: " + name, Clause: clauseLists, Passed: !fatal, Warning: !fatal, Text: l.URL + ": " + text})
			g.usable = g.usable && !fatal
		}
		fetched := "fetched " + l.Fetched.UTC().Format(time.RFC3339)
		if l.Fetched.IsZero() {
			fetched = "when it was fetched is not known"
		}
		// A mirror is a snapshot of the past: when its files were had, it does not say.
		check("TLFreshness", l.Source == "mirror" || now.Sub(l.Fetched) <= p.Get("eIDAS/TLFreshness").Duration, fetched)
		check("TLNotExpired", l.Closed || now.Before(l.NextUpdate), "next update was due "+l.NextUpdate.UTC().Format(time.RFC3339))
		check("TLWellSigned", l.Verdict == trust.VerdictGood, "signature "+string(l.Verdict)+" "+l.Reason)
		check("TLVersion", p.Get("eIDAS/TLVersion").Accepts(strconv.Itoa(l.Version)), "version "+strconv.Itoa(l.Version))
		check("TLStructure", len(l.Structure) == 0, strconv.Itoa(len(l.Structure))+" deviations from the structure of its version, the first: "+first(l.Structure))
		out[l.URL] = g
	}
	return out
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// usable keeps the instances of lists that the policy accepts, and lists what the policy holds against the others.
func (c *Context) usable(in []*instance) (out []*instance, steps []Step) {
	told := map[string]bool{}
	accepted := func(url string) bool {
		g, ok := c.gate[url]
		if !ok {
			return true
		}
		if !told[url] {
			told[url] = true
			steps = append(steps, g.steps...)
		}
		return g.usable
	}
	for _, i := range in {
		ok := accepted(i.service.List)
		if i.service.Parent != "" && !accepted(i.service.Parent) {
			ok = false
		}
		if ok {
			out = append(out, i)
		}
	}
	return out, steps
}
