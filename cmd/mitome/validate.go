// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/validate"
	"github.com/spf13/cobra"
)

// validateCommand is "mitome validate".
func validateCommand() *cobra.Command {
	var s settings
	var contents []string
	var format, evidence string
	c := &cobra.Command{Use: "validate FILE...", Short: "validate signed documents", Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			v, err := newResources().validator(c.Context(), s)
			if err != nil {
				return err
			}
			write, err := writer(format)
			if err != nil {
				return err
			}
			code := exitPassed
			for _, f := range files {
				res, err := validateOne(c.Context(), v, f, contents, evidence)
				if err != nil {
					return fail(exitUnreadable, err)
				}
				if err := write(c.OutOrStdout(), res); err != nil {
					return err
				}
				code = worse(code, exitCode(res))
			}
			if len(s.trust)+len(s.anchors) == 0 {
				fmt.Fprintln(c.ErrOrStderr(), "hint: no trust was given; --trust FOLDER or --anchors FILE says whom to trust")
			}
			return verdict(code)
		}}
	s.flags(c)
	c.Flags().StringArrayVar(&contents, "content", nil, "detached content `file` (repeatable)")
	c.Flags().StringVar(&format, "format", "text", "text, json, etsi or html")
	c.Flags().StringVar(&evidence, "save-evidence", "", "write the evidence to a `file`, to be replayed with mitome report")
	return c
}

func validateOne(ctx context.Context, v *validate.Validator, file string, contents []string, evidence string) (*validate.Result, error) {
	if evidence == "" {
		return v.ValidateFile(ctx, file, contents...)
	}
	in, done, err := validate.OpenFiles(file, contents...)
	if err != nil {
		return nil, err
	}
	defer done()
	ev, err := v.Collect(ctx, in)
	if err != nil {
		return nil, err
	}
	if err := saveEvidence(v, ev, evidence); err != nil {
		return nil, err
	}
	return v.Evaluate(ev), nil
}

// writer returns the report of a format.
func writer(format string) (func(io.Writer, *validate.Result) error, error) {
	switch format {
	case "text":
		return report.Text, nil
	case "json":
		return report.JSON, nil
	case "etsi":
		return report.ETSI, nil
	case "html":
		return report.HTML, nil
	}
	return nil, fail(exitUsage, fmt.Errorf("unknown format %q", format), "formats are text, json, etsi and html")
}

// exitCode is the exit code of a result.
func exitCode(r *validate.Result) int {
	if r.Trust.Anchors == 0 && len(r.Trust.Problems) > 0 {
		return exitNoTrust
	}
	if len(r.Signatures) == 0 && !(r.Document.Format == ades.TST && len(r.Timestamps) > 0) {
		return exitNoSignature
	}
	code := exitPassed
	one := func(i ades.Indication) {
		switch {
		case i.Main() == ades.Failed:
			code = worse(code, exitFailed)
		case !i.Passed():
			code = worse(code, exitIndeterminate)
		}
	}
	for _, s := range r.Signatures {
		one(s.Indication)
	}
	if r.Document.Format == ades.TST {
		for _, t := range r.Timestamps {
			one(t.Indication)
		}
	}
	return code
}

// worse returns the code that tells the worse: failed before indeterminate before the others.
func worse(a, b int) int {
	for _, c := range []int{exitNoTrust, exitFailed, exitIndeterminate, exitNoSignature} {
		if a == c || b == c {
			return c
		}
	}
	return exitPassed
}

func verdict(code int) error {
	if code == exitPassed {
		return nil
	}
	return outcome(code)
}
