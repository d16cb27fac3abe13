// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"

	"github.com/mitome-project/mitome/tsl"
	"github.com/mitome-project/mitome/validate"
	"github.com/spf13/cobra"
)

func explainCommand() *cobra.Command { return &cobra.Command{Use: "explain"} }
func reportCommand() *cobra.Command  { return &cobra.Command{Use: "report"} }
func policyCommand() *cobra.Command  { return &cobra.Command{Use: "policy"} }
func demoCommand() *cobra.Command    { return &cobra.Command{Use: "demo"} }
func versionCommand() *cobra.Command { return &cobra.Command{Use: "version"} }
func saveEvidence(v *validate.Validator, ev *validate.Evidence, file string) error { return errors.New("not yet") }
func trustCommand() *cobra.Command {
	c := &cobra.Command{Use: "trust"}
	var dir string
	d := &cobra.Command{Use: "dump", RunE: func(c *cobra.Command, args []string) error {
		s, err := loadTrust(c.Context(), dir)
		if err != nil {
			return err
		}
		return tsl.Dump(c.OutOrStdout(), s)
	}}
	d.Flags().StringVar(&dir, "trust", "", "")
	c.AddCommand(d)
	return c
}
