// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// Attribute types of subjects, X.520.
const (
	oidCommonName   = "2.5.4.3"
	oidSurname      = "2.5.4.4"
	oidCountry      = "2.5.4.6"
	oidOrganisation = "2.5.4.10"
	oidGivenName    = "2.5.4.42"
	oidPseudonym    = "2.5.4.65"
)

// person is a readable name of a certificate's subject. Only the subject's own attributes are used: what stands in
// alternative names, where some national certificates keep personal data, is never shown.
func person(c *ades.Certificate) string {
	first := func(oid string) string {
		if v := c.SubjectValues(oid); len(v) > 0 {
			return v[0]
		}
		return ""
	}
	full := strings.TrimSpace(first(oidGivenName) + " " + first(oidSurname))
	for _, name := range []string{first(oidCommonName), full, first(oidPseudonym), first(oidOrganisation)} {
		if name != "" {
			return name
		}
	}
	return c.Subject()
}

// digestOf is the digest algorithm that a signature algorithm works with. The EdDSA schemes bring their own (RFC 8032 5.1, 5.2).
func digestOf(a sigalg.Algorithm) sigalg.Hash {
	switch a.Scheme {
	case sigalg.Ed25519:
		return sigalg.SHA512
	case sigalg.Ed448:
		return sigalg.SHAKE256L
	}
	return a.Hash
}

// territory is the country under whose trust a chain ends: that of the trusted list, or where the caller gave the anchor, the
// country that the anchor's certificate names.
// A chain without an anchor is under nobody's.
func territory(chain []validate.ChainLink) string {
	if anchor(chain) == "" {
		return ""
	}
	for _, l := range chain {
		for _, s := range l.Services {
			if s.Territory != "" {
				return s.Territory
			}
		}
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if v := chain[i].Certificate.SubjectValues(oidCountry); len(v) > 0 {
			return strings.ToUpper(v[0])
		}
	}
	return ""
}

// english is the name of a trust service, in English if it has one.
func english(s *trust.Service) string { return trust.Pick(s.Names, "en") }

// qualityName spells a level as the reference implementation's identifiers do.
func qualityName(level string) string {
	if level == "N/A" {
		return "notApplicable"
	}
	name := strings.ReplaceAll(level, "-", "")
	for _, p := range [...]string{"Not", "Indeterminate"} {
		if rest, ok := strings.CutPrefix(name, p); ok {
			return strings.ToLower(p) + rest
		}
	}
	return name
}

// joints are the checks that only pass on the outcome of others.
var joints = [...]string{"basic.block", "xcv.certificate", "time.basic", "time.acceptance", "time.path", "archive.time", "archive.past",
	"archive.data", "psv.chain", "psv.revocation", "psv.control-time", "psv.revocation-issuer", "vts.poe"}

func joint(f validate.Finding) bool { return slices.Contains(joints[:], f.Check) }

// deciding are the findings that gave the outcome, the first reason first: those of the block or process that concluded with
// the very indication given, or all of level FAIL where none did.
func deciding(blocks []*validate.Block, procs []*validate.Process) []validate.Finding {
	if len(procs) == 0 && len(blocks) == 0 {
		return nil
	}
	var final ades.Indication
	if len(procs) > 0 {
		final = procs[len(procs)-1].Indication
	}
	var same, other, joined []validate.Finding
	add := func(fs []validate.Finding, i ades.Indication) {
		for _, f := range fs {
			switch {
			case f.Outcome != validate.NotMet || f.Level != policy.LevelFail:
			case joint(f):
				joined = append(joined, f)
			case i == final:
				same = append(same, f)
			default:
				other = append(other, f)
			}
		}
	}
	for _, b := range allBlocks(blocks) {
		add(b.Findings, b.Indication)
	}
	for _, p := range procs {
		add(p.Findings, p.Indication)
	}
	if len(same)+len(other) == 0 {
		same = joined
	}
	return distinct(append(same, other...))
}

// allBlocks lists the blocks, each after those inside it.
func allBlocks(list []*validate.Block) []*validate.Block {
	var out []*validate.Block
	for _, b := range list {
		out = append(append(out, allBlocks(b.Sub)...), b)
	}
	return out
}

// distinct drops findings that say the same again.
func distinct(list []validate.Finding) []validate.Finding {
	type said struct{ check, text string }
	seen := map[said]bool{}
	var out []validate.Finding
	for _, f := range list {
		if k := (said{f.Check, f.Text}); !seen[k] {
			seen[k] = true
			out = append(out, f)
		}
	}
	return out
}

// warnings are the findings below FAIL that did not hold, without joints.
func warnings(blocks []*validate.Block, procs []*validate.Process) []validate.Finding {
	var out []validate.Finding
	add := func(fs []validate.Finding) {
		for _, f := range fs {
			if f.Outcome == validate.NotMet && f.Level < policy.LevelFail && !joint(f) {
				out = append(out, f)
			}
		}
	}
	for _, b := range allBlocks(blocks) {
		add(b.Findings)
	}
	for _, p := range procs {
		add(p.Findings)
	}
	return distinct(out)
}

// notHeld reports whether the policy does not hold the constraint at all, as opposed to switching it off.
func notHeld(f validate.Finding) bool {
	return f.Outcome == validate.Off && f.Level == policy.LevelAbsent
}

// asked splits the text of a finding into the question and what was found.
func asked(text string) (question, found string) {
	if i := strings.Index(text, "?"); i >= 0 {
		return text[:i+1], strings.TrimSpace(text[i+1:])
	}
	return "", text
}

// answer is a question with its answer "no".
func answer(text string) string {
	q, found := asked(text)
	out := strings.TrimSpace(q + " No")
	if inner, ok := strings.CutPrefix(found, "("); ok && strings.HasSuffix(inner, ")") {
		found = inner[:len(inner)-1]
	}
	if found != "" {
		out += ": " + found
	}
	return out
}
