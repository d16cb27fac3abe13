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

// Text writes the report for a person: one verdict a signature in a sentence, then why, then what to do.
func Text(w io.Writer, r *validate.Result) error {
	p := &printer{w: w}
	p.line("%s (%s)", Clean(r.Document.Name), r.Document.Format)
	p.line("  validated for %s under policy %s, trust %s with %d anchors", stamp(r.Time), r.Policy.Name(), short(r.Trust.ID), r.Trust.Anchors)
	for _, x := range r.Trust.Problems {
		p.line("  ! trust: %s", Clean(x))
	}
	if len(r.Signatures) == 0 && len(r.Timestamps) == 0 {
		p.line("  no signature found")
	}
	for i, s := range r.Signatures {
		p.signature(i+1, s)
	}
	inside := map[ades.ID]bool{}
	for _, s := range r.Signatures {
		for _, t := range s.Timestamps {
			inside[t.Timestamp.ID] = true
		}
	}
	for _, t := range r.Timestamps {
		if !inside[t.Timestamp.ID] {
			p.timestamp(t)
		}
	}
	for _, x := range r.Document.Problems {
		p.line("  ! %s: %s", Clean(x.Where), Clean(x.Text))
	}
	return p.err
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

// sentences say what an indication means.
func sentence(i ades.Indication) string {
	switch i.Main() {
	case ades.Passed:
		return "The signature is valid."
	case ades.Failed:
		return "The signature is NOT valid."
	}
	return "Whether the signature is valid cannot be told."
}

func (p *printer) signature(n int, s *validate.Signature) {
	kind := "signature"
	if s.Signature.Parent != "" {
		kind = "counter-signature"
	}
	p.line("")
	p.line("%s %d  %s  %s", kind, n, verdict(s.Indication, s.Indication.Total()), s.Signature.Level)
	p.line("  %s", sentence(s.Indication))
	if s.Signer != nil {
		p.line("  signed by   %s", Clean(s.Signer.Subject()))
		p.line("  issued by   %s", Clean(s.Signer.Issuer()))
	}
	if t := s.Signature.Attributes.SigningTime; !t.IsZero() {
		p.line("  claims to be made at %s", stamp(t))
	}
	if s.BestTimeFrom != "" {
		p.line("  existed by  %s (proven by time-stamp %s)", stamp(s.BestTime), short(string(s.BestTimeFrom)))
	}
	if q := s.Qualification; q.Level != "" {
		p.line("  worth       %s%s", q.Level, seen(q))
	}
	for _, x := range s.Signature.Scopes {
		p.line("  covers      %s %s", x.Kind, Clean(x.Name))
	}
	p.why(s.Blocks, s.Processes)
	for _, t := range s.Timestamps {
		p.timestamp(t)
	}
	for _, x := range s.Signature.Problems {
		p.line("  ! %s: %s", Clean(x.Where), Clean(x.Text))
	}
}

func seen(q validate.Qualification) string {
	out := ""
	if q.View != validate.NoView {
		out = " seen from " + string(q.View)
	}
	if q.Recognition.Agreement != "" {
		out += ", recognised as " + q.Recognition.As + " by " + q.Recognition.Agreement
	}
	return out
}

func (p *printer) timestamp(t *validate.Timestamp) {
	p.line("  time-stamp (%s) %s  %s", t.Timestamp.Kind, stamp(t.Timestamp.GenTime), verdict(t.Indication, main(t.Indication)))
	if t.Signer != nil {
		p.line("    by %s", Clean(t.Signer.Subject()))
	}
	if !t.Indication.Passed() {
		p.why(t.Blocks, t.Processes)
	}
}

// why lists the deciding findings with their remedies, then the warnings.
func (p *printer) why(blocks []*validate.Block, procs []*validate.Process) {
	for _, f := range findings(blocks, procs) {
		mark := "because"
		if f.Level != policy.LevelFail.String() {
			mark = "warning"
		}
		p.line("  %s: no: %s [%s]", mark, Clean(f.Text), f.Clause)
		if f.Remedy != "" && mark == "because" {
			p.line("    -> %s", f.Remedy)
		}
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
