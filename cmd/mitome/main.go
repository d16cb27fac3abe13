// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Command mitome validates signed documents against trusted lists and explains its verdicts.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/mitome-project/mitome/report"
	"github.com/spf13/cobra"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// The exit codes.
const (
	exitPassed        = 0  // all signatures TOTAL-PASSED
	exitFailed        = 1  // some TOTAL-FAILED
	exitIndeterminate = 2  // some INDETERMINATE, none failed
	exitNoSignature   = 3  // the document holds no signature
	exitNoTrust       = 4  // trust is not available
	exitUsage         = 64 // wrong use
	exitUnreadable    = 65 // unreadable input
)

// failure is an error with its exit code and hints for the user.
type failure struct {
	code  int
	err   error
	hints []string
}

func (f *failure) Error() string { return f.err.Error() }

func fail(code int, err error, hints ...string) error { return &failure{code, err, hints} }

// outcome is an error without a message: the command did its work, and its exit code tells the verdict.
type outcome int

func (o outcome) Error() string { return fmt.Sprintf("exit status %d", int(o)) }

// run runs the program and returns its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	root := &cobra.Command{Use: "mitome", Short: "mitome validates signed documents against trusted lists and explains its verdicts",
		SilenceUsage: true, SilenceErrors: true}
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.AddCommand(validateCommand(), batchCommand(), explainCommand(), reportCommand(), trustCommand(), policyCommand(), demoCommand(), versionCommand())
	err := root.ExecuteContext(context.Background())
	var o outcome
	var f *failure
	switch {
	case err == nil:
		return exitPassed
	case errors.As(err, &o):
		return int(o)
	case errors.As(err, &f):
		fmt.Fprintln(stderr, "error:", report.Clean(f.Error()))
		for _, h := range f.hints {
			fmt.Fprintln(stderr, "hint:", h)
		}
		return f.code
	}
	fmt.Fprintln(stderr, "error:", report.Clean(err.Error()))
	fmt.Fprintln(stderr, "hint: mitome --help lists the commands, mitome COMMAND --help their options")
	return exitUsage
}
