// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/report"
	"github.com/spf13/cobra"
)

// policyCommand is "mitome policy".
func policyCommand() *cobra.Command {
	c := &cobra.Command{Use: "policy", Short: "show and check policies", Args: cobra.NoArgs, RunE: needsSubcommand}
	c.AddCommand(&cobra.Command{Use: "show NAME|FILE", Short: "print the table, rules and algorithms of a policy", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := newResources().policy(args[0])
			if err != nil {
				return err
			}
			return showPolicy(bufio.NewWriter(c.OutOrStdout()), p)
		}})
	c.AddCommand(&cobra.Command{Use: "check FILE", Short: "read a policy file and tell what is not understood", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := newResources().policy(args[0])
			if err != nil {
				return err
			}
			out := c.OutOrStdout()
			digest := p.SHA256()
			fmt.Fprintf(out, "%s: policy %q, %s, %s, sha256 %s\n", report.Clean(args[0]), report.Clean(p.Name()), count(len(p.All()), "constraint"), count(len(p.Suites()), "suite"), hex.EncodeToString(digest[:]))
			if len(p.Unknown()) == 0 {
				fmt.Fprintln(out, "everything in it is understood")
				return nil
			}
			for _, u := range p.Unknown() {
				fmt.Fprintf(out, "not understood, without effect: %s\n", report.Clean(u))
			}
			return fail(exitUnreadable, fmt.Errorf("%s: %d entries are not understood", args[0], len(p.Unknown())), "docs/policy.md describes policy files")
		}})
	return c
}

// needsSubcommand is what a command does that has only sub-commands.
func needsSubcommand(c *cobra.Command, _ []string) error {
	var names []string
	for _, s := range c.Commands() {
		names = append(names, s.Name())
	}
	return fail(exitUsage, fmt.Errorf("%s needs one of: %s", c.CommandPath(), strings.Join(names, ", ")), c.CommandPath()+" --help describes them")
}

func showPolicy(w *bufio.Writer, p *policy.Policy) error {
	digest := p.SHA256()
	fmt.Fprintf(w, "policy %s\n  %s\n  sha256 %s\n  validity model %s, qualification %s\n", report.Clean(p.Name()), report.Clean(p.Description()),
		hex.EncodeToString(digest[:]), p.Model(), onOff(p.Qualified()))
	fmt.Fprintln(w, "\nrules (off: the letter of EN 319 102-1)")
	for _, r := range p.Rules().Named() {
		fmt.Fprintf(w, "  %-4s %s\n", onOff(r.On), r.Name)
	}
	fmt.Fprintln(w, "\nconstraints")
	for _, e := range p.All() {
		fmt.Fprintf(w, "  %-6s %s%s\n", e.Constraint.Level, report.Clean(string(e.Path)), report.Clean(values(e.Constraint)))
	}
	for _, c := range p.Checks() {
		fmt.Fprintf(w, "  %-6s own rule %s: %s\n", c.Constraint.Level, report.Clean(c.ID), report.Clean(c.Question))
	}
	for _, e := range p.Suites() {
		fmt.Fprintf(w, "\nalgorithms for %s", report.Clean(string(e.Path)))
		if e.Suite == nil {
			fmt.Fprintln(w, ": everything")
			continue
		}
		fmt.Fprintf(w, ": %s %s\n  unknown %s, ended %s, ended after the suite's issue %s\n", report.Clean(e.Suite.Name), utc(e.Suite.Issued), e.Suite.Level, e.Suite.LevelExpired, e.Suite.LevelAfterUpdate)
		for _, a := range e.Suite.Algorithms() {
			fmt.Fprintf(w, "  %s\n", report.Clean(a.String()))
		}
	}
	for _, u := range p.Unknown() {
		fmt.Fprintf(w, "\nnot understood, without effect: %s\n", report.Clean(u))
	}
	return w.Flush()
}

func values(c policy.Constraint) string {
	var parts []string
	if len(c.Values) > 0 {
		parts = append(parts, strings.Join(c.Values, " "))
	}
	if len(c.Policies) > 0 {
		parts = append(parts, "policies "+strings.Join(c.Policies, " "))
	}
	if c.Duration != 0 {
		parts = append(parts, c.Duration.String())
	}
	if len(parts) == 0 {
		return ""
	}
	return "  = " + strings.Join(parts, "; ")
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}
