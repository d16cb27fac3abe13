// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/validate"
)

// Text writes the report for a person: one verdict a signature in a sentence, then why, then what to do, then who and when.
func Text(w io.Writer, r *validate.Result) error {
	p := &printer{w: w}
	p.line("%s (%s)", Clean(r.Document.Name), r.Document.Format)
	p.line("  validated for %s under policy %s, trust %s with %d anchors", stamp(r.Time), Clean(r.Policy.Name()), Clean(short(r.Trust.ID)), r.Trust.Anchors)
	if r.Trust.Anchors == 0 {
		p.line("  ! trust: no trust anchor is known, so nobody is trusted")
	}
	for _, x := range r.Trust.Problems {
		p.line("  ! trust: %s", Clean(x))
	}
	if len(r.Signatures) == 0 && len(r.Timestamps) == 0 {
		p.line("  no signature found")
	}
	for i, s := range r.Signatures {
		p.signature(i+1, s)
	}
	if own := ownStamps(r); len(own) > 0 {
		p.line("")
		for _, t := range own {
			p.timestamp("  ", t)
		}
	}
	p.problems("  ", r.Document.Problems)
	return p.err
}

// ownStamps are the document's time-stamps that stand in no signature.
func ownStamps(r *validate.Result) []*validate.Timestamp {
	inside := map[ades.ID]bool{}
	for _, s := range r.Signatures {
		for _, t := range s.Timestamps {
			inside[t.Timestamp.ID] = true
		}
	}
	var out []*validate.Timestamp
	for _, t := range r.Timestamps {
		if !inside[t.Timestamp.ID] {
			out = append(out, t)
		}
	}
	return out
}

// printer writes lines until the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) signature(n int, s *validate.Signature) {
	kind := "signature"
	if s.Signature.Parent != "" {
		kind = "counter-signature"
	}
	p.line("")
	p.line("%s %d  %s  %s", kind, n, verdict(s.Indication, s.Indication.Total()), s.Signature.Level)
	p.line("  %s", Clean(verdictSentence(s)))
	why := reasonsOf(s.Indication, s.Blocks, s.Processes)
	p.why("  ", why)
	if s.Signer != nil {
		p.line("  signed by   %s", Clean(s.Signer.Subject()))
		p.line("  issued by   %s", Clean(s.Signer.Issuer()))
	}
	if s.Signer != nil {
		p.line("  trusted in  %s", Clean(trustedIn(s.Chain)))
	}
	if t := s.Signature.Attributes.SigningTime; !t.IsZero() {
		p.line("  claims to be made at %s", stamp(t))
	}
	if s.BestTimeFrom != "" {
		p.line("  existed by  %s (proven by %s %s)", stamp(s.BestTime), prover(s.BestTimeFrom), short(string(s.BestTimeFrom)))
	}
	if q := s.Qualification; q.Level != "" {
		lines := Worth(q)
		p.line("  worth       %s", Clean(lines[0]))
		for _, l := range lines[1:] {
			p.line("              %s", Clean(l))
		}
	}
	for _, x := range s.Signature.Scopes {
		p.line("  covers      %s", strings.TrimSpace(x.Kind+" "+Clean(x.Name)))
	}
	for _, t := range s.Timestamps {
		p.timestamp("  ", t)
	}
	for _, x := range s.EvidenceRecords {
		p.record(x)
	}
	for _, f := range why.settled {
		p.line("  settled by proof of existence: %s [%s]", Clean(answer(f.Text)), Clean(f.Clause))
	}
	for _, f := range why.warnings {
		mark := "warning"
		if f.Level == policy.LevelInform {
			mark = "note"
		}
		p.line("  %s: %s [%s]", mark, Clean(answer(f.Text)), Clean(f.Clause))
	}
	p.problems("  ", s.Signature.Problems)
}

// trustedIn names the country under whose trust the chain ends, with the service of the trusted list where there is one.
func trustedIn(chain []validate.ChainLink) string {
	for _, l := range chain {
		for _, s := range l.Services {
			if s.Territory != "" && len(s.Names) > 0 {
				return s.Territory + ", service " + english(s)
			}
		}
	}
	switch c := territory(chain); {
	case anchor(chain) == "":
		return "no list or anchor known here"
	case c == "":
		return "an anchor given by the caller"
	default:
		return c + ", by an anchor that the caller gave"
	}
}

func (p *printer) timestamp(indent string, t *validate.Timestamp) {
	p.line("%stime-stamp (%s) %s  %s", indent, t.Timestamp.Kind, stamp(t.Timestamp.GenTime), verdict(t.Indication, main(t.Indication)))
	if t.Signer != nil {
		p.line("%s  by %s%s", indent, Clean(t.Signer.Subject()), worth(t.Qualification))
	}
	if !t.Indication.Passed() {
		what, _ := Meaning(t.Indication.Sub())
		if what != "" {
			p.line("%s  %s", indent, what)
		}
		p.why(indent+"  ", reasonsOf(t.Indication, t.Blocks, t.Processes))
	}
	p.problems(indent+"  ", t.Timestamp.Problems)
}

// worth is the level of a time-stamp, if it is one to tell.
func worth(q validate.Qualification) string {
	if q.Level == "" || q.Level == "N/A" {
		return ""
	}
	out := q.Level
	if q.Recognition.Basis != "" {
		out += ", recognised by " + Clean(q.Recognition.Agreement)
	}
	return " (" + out + ")"
}

// why writes the deciding reason, the others, and what to do.
func (p *printer) why(indent string, r reasons) {
	for i, f := range r.because {
		mark := "because"
		if i > 0 {
			mark = "also"
		}
		p.line("%s%s: %s [%s]", indent, mark, Clean(answer(f.Text)), Clean(f.Clause))
	}
	for _, t := range r.todo {
		p.line("%s-> %s", indent, Clean(t))
	}
}

func (p *printer) problems(indent string, list []ades.Problem) {
	for _, x := range list {
		p.line("%s! %s: %s", indent, Clean(x.Where), Clean(x.Text))
	}
}

func verdict(i ades.Indication, main string) string {
	if i.Sub() != ades.NoSub {
		return main + " / " + i.Sub().String()
	}
	return main
}

// short is the beginning of an id, long enough to tell ids apart.
func short(id string) string {
	if n := strings.IndexAny(id, "-:"); n >= 0 && len(id) > n+13 {
		return id[:n+13]
	}
	return id
}
