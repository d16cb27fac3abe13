// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/validate"
	"github.com/spf13/cobra"
)

// explainCommand is "mitome explain".
func explainCommand() *cobra.Command {
	var s settings
	var contents []string
	var all bool
	c := &cobra.Command{Use: "explain FILE|EVIDENCE|SUB-INDICATION", Short: "show every check of a validation, or what a sub-indication means",
		Long: "Show every check of the validation of a document or of stored evidence, block by block, and what the verdict means; or what a sub-indication means.",
		Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
			if e, ok := explanationOf(args[0]); ok {
				return e.write(c.OutOrStdout())
			}
			if _, err := os.Stat(args[0]); err != nil {
				return fail(exitUnreadable, fmt.Errorf("%s is neither a file that can be read nor a sub-indication", args[0]),
					"sub-indications are "+strings.Join(subNames(), ", "))
			}
			res, err := explained(c, args[0], contents, s)
			if err != nil {
				return err
			}
			if err := explain(c.OutOrStdout(), res, all); err != nil {
				return err
			}
			return verdict(exitCode(res))
		}}
	s.replayFlags(c)
	c.Flags().StringArrayVar(&contents, "content", nil, "detached content `file` (repeatable)")
	c.Flags().BoolVar(&all, "all", false, "also list the checks that the policy does not hold at all")
	return c
}

// explained validates a document, or replays evidence.
func explained(c *cobra.Command, file string, contents []string, s settings) (*validate.Result, error) {
	if isEvidence(file) {
		return replay(c, file, s)
	}
	v, err := newResources().validator(c.Context(), s)
	if err != nil {
		return nil, err
	}
	res, err := v.ValidateFile(c.Context(), file, contents...)
	if err != nil {
		return nil, fail(exitUnreadable, err)
	}
	return res, nil
}

// explanationOf finds a sub-indication by its name, also as "INDETERMINATE/NAME", in any case.
func explanationOf(name string) (explanation, bool) {
	if _, rest, ok := strings.Cut(name, "/"); ok {
		name = rest
	}
	for _, e := range explanations() {
		if strings.EqualFold(e.sub.String(), name) {
			return e, true
		}
	}
	return explanation{}, false
}

func subNames() []string {
	var out []string
	for _, s := range ades.Subs() {
		out = append(out, s.String())
	}
	return out
}

func (e explanation) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%s (EN 319 102-1 v1.4.1 5.1.3)\n  means:       %s\n  arises when: %s\n  what to do:  %s\n", e.sub.Indication(), e.means, e.arises, e.do)
	return err
}

// explain writes every finding of a result, block by block, and what the verdicts mean.
func explain(w io.Writer, r *validate.Result, all bool) error {
	b := &explainer{all: all}
	fmt.Fprintf(b, "%s (%s), validated for %s under policy %s\n", report.Clean(r.Document.Name), r.Document.Format, utc(r.Time), report.Clean(r.Policy.Name()))
	met := map[ades.Sub]bool{}
	inside := map[ades.ID]bool{}
	for i, s := range r.Signatures {
		fmt.Fprintf(b, "\nsignature %d  %s\n", i+1, total(s.Indication))
		met[s.Indication.Sub()] = true
		b.tree(s.Blocks, s.Processes)
		for _, x := range s.Qualification.Reasons {
			fmt.Fprintf(b, "  qualification: %s\n", report.Clean(x))
		}
		for _, t := range s.Timestamps {
			inside[t.Timestamp.ID] = true
			b.stamp(t)
		}
		for _, x := range s.EvidenceRecords {
			fmt.Fprintf(b, "\nevidence record of signature %d  %s\n", i+1, x.Indication)
			b.tree(nil, []*validate.Process{x.Process})
			for _, t := range x.Timestamps {
				b.stamp(t)
			}
		}
	}
	for _, t := range r.Timestamps {
		if !inside[t.Timestamp.ID] {
			b.stamp(t)
		}
	}
	if len(r.Signatures) == 0 {
		b.WriteString("  no signature found\n")
	}
	for _, s := range ades.Subs() {
		if met[s] {
			b.WriteByte('\n')
			if e, ok := explanationOf(s.String()); ok {
				if err := e.write(b); err != nil {
					return err
				}
			}
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// explainer gathers the text; all is for the checks that the policy does not hold, too.
type explainer struct {
	bytes.Buffer
	all bool
}

func (b *explainer) stamp(t *validate.Timestamp) {
	fmt.Fprintf(b, "\ntime-stamp (%s) of %s  %s\n", t.Timestamp.Kind, utc(t.Timestamp.GenTime), t.Indication)
	b.tree(t.Blocks, t.Processes)
	for _, x := range t.Qualification.Reasons {
		fmt.Fprintf(b, "  qualification: %s\n", report.Clean(x))
	}
}

func (b *explainer) tree(blocks []*validate.Block, procs []*validate.Process) {
	var walk func(x *validate.Block, depth int)
	walk = func(x *validate.Block, depth int) {
		fmt.Fprintf(b, "%*s%s [%s] %s%s\n", 2*depth, "", x.Name, x.Clause, x.Indication, about(x.About))
		b.findings(x.Findings, depth+1)
		for _, s := range x.Sub {
			walk(s, depth+1)
		}
	}
	for _, x := range blocks {
		walk(x, 1)
	}
	for _, p := range procs {
		fmt.Fprintf(b, "  process %s [%s] %s\n", p.Name, p.Clause, p.Indication)
		b.findings(p.Findings, 2)
	}
}

func (b *explainer) findings(list []validate.Finding, depth int) {
	for _, f := range list {
		if f.Outcome == validate.Off && f.Level == policy.LevelAbsent && !b.all {
			continue
		}
		mark := map[validate.Outcome]string{validate.Held: "yes", validate.NotMet: "NO ", validate.Off: "off"}[f.Outcome]
		fmt.Fprintf(b, "%*s%s  %s  (%s, %s)%s\n", 2*depth, "", mark, report.Clean(f.Text), f.Check, f.Level, about(f.About))
		if f.Outcome == validate.NotMet && f.Remedy != "" {
			fmt.Fprintf(b, "%*s     -> %s\n", 2*depth, "", report.Clean(f.Remedy))
		}
	}
}

func about(id ades.ID) string {
	if id == "" {
		return ""
	}
	return " of " + shortID(string(id))
}

// shortID is the beginning of an id, long enough to tell ids apart.
func shortID(id string) string {
	if len(id) > 14 {
		return id[:14]
	}
	return id
}

func total(i ades.Indication) string {
	if i.Sub() == ades.NoSub {
		return i.Total()
	}
	return i.Total() + " / " + i.Sub().String()
}

func utc(t time.Time) string {
	if t.IsZero() {
		return "an unknown time"
	}
	return t.UTC().Format(time.RFC3339)
}
