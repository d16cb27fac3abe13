// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"time"

	"github.com/mitome-project/mitome/validate"
	"github.com/spf13/cobra"
)

// reportCommand is "mitome report".
func reportCommand() *cobra.Command {
	var s settings
	var format string
	c := &cobra.Command{Use: "report EVIDENCE", Short: "replay stored evidence, perhaps under another policy, view, time or trust", Args: cobra.ExactArgs(1),
		Long: "Replay evidence that mitome validate --save-evidence wrote.",
		RunE: func(c *cobra.Command, args []string) error {
			write, err := writer(format)
			if err != nil {
				return err
			}
			res, err := replay(c, args[0], s)
			if err != nil {
				return err
			}
			if err := write(c.OutOrStdout(), res); err != nil {
				return err
			}
			return verdict(exitCode(res))
		}}
	s.replayFlags(c)
	c.Flags().StringVar(&format, "format", "text", "text, json, etsi or html")
	return c
}

// replay evaluates stored evidence as it was, but for what the flags set.
func replay(c *cobra.Command, file string, s settings) (*validate.Result, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fail(exitUnreadable, err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, fail(exitUnreadable, err)
	}
	stored, err := validate.LoadEvidence(f, st.Size())
	if err != nil {
		return nil, fail(exitUnreadable, fmt.Errorf("evidence %s: %w", file, err), "mitome validate FILE --save-evidence EVIDENCE writes evidence")
	}
	o := stored.Options()
	res := newResources()
	if c.Flags().Changed("policy") {
		if o.Policy, err = res.policy(s.policy); err != nil {
			return nil, err
		}
	} else if stored.OwnChecks {
		fmt.Fprintln(c.ErrOrStderr(), "hint: the policy had checks of the caller's own; they are not in the evidence and were not run")
	}
	if c.Flags().Changed("view") {
		if o.View, err = parseView(s.view); err != nil {
			return nil, err
		}
	}
	if s.at != "" {
		if o.Time, err = time.Parse(time.RFC3339, s.at); err != nil {
			return nil, fail(exitUsage, fmt.Errorf("validation time %q: %w", s.at, err), "write it as 2026-06-01T00:00:00Z")
		}
	}
	if len(s.trust)+len(s.anchors) > 0 {
		store, err := res.store(c.Context(), s)
		if err != nil {
			return nil, err
		}
		o.Trust = store
	}
	v, err := validate.New(o)
	if err != nil {
		return nil, err
	}
	return v.Evaluate(stored.Evidence), nil
}

// isEvidence reports whether a file is stored evidence.
func isEvidence(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() {
		return false
	}
	_, err = validate.LoadEvidence(f, st.Size())
	return err == nil
}

// saveEvidence writes evidence to a new file.
func saveEvidence(v *validate.Validator, ev *validate.Evidence, file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	err = v.SaveEvidence(f, ev)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("evidence %s: %w", file, err)
	}
	return nil
}
