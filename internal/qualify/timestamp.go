// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"time"

	"github.com/mitome-project/mitome/ades"
)

// StampResult is what a time-stamp is worth: "QTSA", "TSA" or "N/A"; in Japan's view "JP-Timestamp", "TSA" or "N/A".
type StampResult struct {
	Level       string
	Recognition Recognition
	Steps       []Step
}

// Timestamp determines the qualification of a time-stamp by the chain of its signer, from the time that it states and the
// earliest time at which it is proven to have existed (TS 119 615 v1.4.1 4.7).
func (c *Context) Timestamp(chain []*ades.Certificate, genTime, poe time.Time) StampResult {
	all := c.instances(chain)
	services, steps := c.usable(all)
	out := StampResult{Level: "N/A", Steps: steps}
	if len(services) == 0 {
		out.Steps = append(out.Steps, Step{"listed", clauseStamp, false, "no acceptable list has a certificate of the chain"})
		return out
	}
	out.Level = "TSA"
	for _, t := range []time.Time{genTime, poe} {
		r := Result{Time: t}
		found := keep(c.inForce(&r, services), func(i *instance) bool {
			if c.view == Japan {
				return japaneseStamp(i)
			}
			return i.kind == typeQTST && (!i.foreign || i.translated()) && !i.critical && i.granted(c.variant)
		})
		r.step("service-type", clauseStamp, len(found) > 0, "%d qualified time-stamping services at %s", len(found), t.UTC().Format(time.RFC3339))
		out.Steps = append(out.Steps, r.Steps...)
		if len(found) == 0 {
			return out
		}
		out.Recognition = found[0].recognition()
	}
	if out.Recognition.Facilitation {
		out.Steps = append(out.Steps, Step{"agreement", clauseMRA, false, "the agreement is for advanced signatures only"})
		return out
	}
	out.Level = "QTSA"
	if c.view == Japan {
		out.Level = "JP-Timestamp"
	}
	return out
}
