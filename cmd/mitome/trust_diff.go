// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/spf13/cobra"
)

func trustDiffCommand() *cobra.Command {
	var format string
	var s settings
	var within int
	c := &cobra.Command{Use: "diff A B", Short: "tell what changed from one trust cache or mirror to another",
		Long: "Tell what changed from one trust cache or mirror to another: lists, their signers and locations, services with their status, qualifiers and certificates, and what expires soon in the second.",
		Args: cobra.ExactArgs(2), RunE: func(c *cobra.Command, args []string) error {
			now, err := s.time()
			if err != nil {
				return err
			}
			var stores [2]*trust.Store
			for i, folder := range args {
				if stores[i], err = loadTrust(c.Context(), folder); err != nil {
					return err
				}
			}
			changes := trust.Diff(stores[0], stores[1])
			changes.Expiring = stores[1].Expiring(now, time.Duration(within)*24*time.Hour)
			switch format {
			case "json":
				enc := json.NewEncoder(c.OutOrStdout())
				enc.SetIndent("", " ")
				return enc.Encode(changes)
			case "text":
				return cleanLines(c, changes)
			}
			return fail(exitUsage, fmt.Errorf("unknown format %q", format), "formats are text and json")
		}}
	c.Flags().StringVar(&format, "format", "text", "text or json")
	c.Flags().StringVar(&s.at, "at", "", "the `time` for expiry, RFC 3339 (default: now)")
	c.Flags().IntVar(&within, "within", 30, "tell what expires within so many `days`")
	return c
}

// cleanLines writes changes with what comes from lists made safe for a terminal.
func cleanLines(c *cobra.Command, changes *trust.Changes) error {
	var b bytes.Buffer
	if err := changes.Text(&b); err != nil {
		return err
	}
	w := bufio.NewWriter(c.OutOrStdout())
	for line := range bytes.Lines(b.Bytes()) {
		fmt.Fprintln(w, report.Clean(string(bytes.TrimSuffix(line, []byte("\n")))))
	}
	return w.Flush()
}
