// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"time"

	"github.com/mitome-project/mitome/ades"
)

// SignatureResult is what a signature is worth.
type SignatureResult struct {
	Level       string // "QESig", "Indeterminate-AdESig-QC", "N/A", …
	Certificate Level  // the signer's certificate, as it counts
	Issuance    Result
	Best        Result
	Recognition Recognition
	Steps       []Step
}

// Signature determines the qualification of a signature by the chain of its signer, from the indication that the
// validation came to and the best-signature-time (TS 119 172-4 v1.2.1 4.4.2).
func (c *Context) Signature(indication ades.Indication, chain []*ades.Certificate, best time.Time) SignatureResult {
	if len(chain) == 0 {
		return SignatureResult{Level: "N/A", Steps: []Step{{"signer", clauseSignature, false, "the signer's certificate is not identified"}}}
	}
	out := SignatureResult{Issuance: c.Certificate(chain, chain[0].NotBefore()), Best: c.Certificate(chain, best)}
	out.Recognition = out.Best.Recognition
	for _, r := range []*Result{&out.Issuance, &out.Best} {
		at := "at " + r.Time.UTC().Format(time.RFC3339) + ": "
		for _, s := range r.Steps {
			s.Text = at + s.Text
			out.Steps = append(out.Steps, s)
		}
	}
	if c.view == Japan {
		out.Level = nativeSignature(out.Issuance, out.Best, mainOf(indication))
		return out
	}
	out.Certificate = finalLevel(out.Issuance.Level, out.Best.Level)
	if c.variant == Standard && out.Issuance.Level != out.Best.Level && (out.Issuance.Level.Qualified != out.Best.Level.Qualified || out.Issuance.Level.Usage != out.Best.Level.Usage) {
		out.Certificate = Level{} // 4.4.4-36: the answers at both times must be the same
		out.Steps = append(out.Steps, Step{"both-times", clauseQualified, false, "qualification at issuance and at the best-signature-time differ"})
	}
	if !out.Best.Listed || !c.reachable(chain) {
		out.Level = "N/A"
		return out
	}
	out.Level = signatureLevel(out.Certificate, mainOf(indication))
	return out
}

// reachable reports whether some list of the chain's services is acceptable: else qualification does not apply at all.
func (c *Context) reachable(chain []*ades.Certificate) bool {
	services, _ := c.usable(c.instances(chain))
	return len(services) > 0
}

func mainOf(i ades.Indication) mainIndication {
	switch i.Main() {
	case ades.Passed:
		return passed
	case ades.Failed:
		return failed
	}
	return indeterminate
}
