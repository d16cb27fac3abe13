// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"time"

	"github.com/mitome-project/mitome/ades"
)

// SignatureResult is what a signature is worth.
type SignatureResult struct {
	Level       string // "QESig", "Indeterminate-AdESig-QC", "JP-ESig", "N/A", …
	Certificate Level  // the signer's certificate, as it counts in the EU's vocabulary
	Vocabulary  View   // of Level: the view's, or at home that of the list; Home where that is not known
	Issuance    Result
	Best        Result
	Recognition Recognition
	Home        HomeStatus
	Steps       []Step
}

// Signature determines the qualification of a signature by the chain of its signer, from the indication that the
// validation came to and the best-signature-time (TS 119 172-4 v1.2.1 4.4.2).
func (c *Context) Signature(indication ades.Indication, chain []*ades.Certificate, best time.Time) SignatureResult {
	if len(chain) == 0 {
		return SignatureResult{Level: "N/A", Steps: []Step{{Name: "signer", Clause: clauseSignature, Text: "the signer's certificate is not identified"}}}
	}
	in := c.gather(chain)
	out := c.signature(in, indication, chain, best)
	if c.home == c {
		out.Home = c.homeStatus(in, &out.Best, out.Level)
		return out
	}
	home := c.home.gather(chain)
	h := c.home.signature(home, indication, chain, best)
	out.Home = c.home.homeStatus(home, &h.Best, h.Level)
	out.Home.Foreign = c.foreign(out.Home.Territory)
	return out
}

func (c *Context) signature(in listed, indication ades.Indication, chain []*ades.Certificate, best time.Time) SignatureResult {
	out := SignatureResult{Issuance: c.certificate(in, chain, chain[0].NotBefore()), Best: c.certificate(in, chain, best)}
	out.Vocabulary = out.Best.Vocabulary
	main := mainOf(indication)
	switch {
	case out.Best.Vocabulary == Japan:
		out.Level = nativeSignature(out.Issuance, out.Best, main)
	case out.Best.Vocabulary == Home:
		out.Level = "N/A"
	default:
		out.Certificate = c.final(&out.Issuance, &out.Best)
		out.Level = "N/A"
		if out.Best.Accepted {
			out.Level = signatureLevel(out.Certificate, main)
		}
	}
	out.Steps = told(&out.Issuance, &out.Best)
	switch a, b := out.Issuance.Recognition, out.Best.Recognition; {
	case b.Basis == "":
	case a.Basis == "":
		out.Steps = append(out.Steps, Step{Name: "agreement", Clause: clauseMRA, Text: "the agreement holds at the best-signature-time, and did not when the certificate was issued"})
	default:
		out.Recognition = b
	}
	return out
}

// final is the level of the certificate that counts for a signature: in the standard's variant only if it is the same at both
// times, in the reference's the weaker one.
func (c *Context) final(issuance, best *Result) Level {
	if c.variant == Reference {
		return finalLevel(issuance.Level, best.Level)
	}
	if !confirm(best, issuance) {
		return Level{}
	}
	return best.Level
}

// told are the steps of both determinations: those that are the same at both times once, the others with their time.
func told(issuance, best *Result) []Step {
	same := func(in []Step, s Step) bool {
		for _, o := range in {
			if o == s {
				return true
			}
		}
		return false
	}
	var out []Step
	for _, s := range issuance.Steps {
		if same(best.Steps, s) {
			out = append(out, s)
		}
	}
	for _, r := range []*Result{issuance, best} {
		other := best
		if r == best {
			other = issuance
		}
		for _, s := range r.Steps {
			if !same(other.Steps, s) {
				s.Text = "at " + stamp(r.Time) + ": " + s.Text
				out = append(out, s)
			}
		}
	}
	return out
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
