// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
	"github.com/spf13/cobra"
)

// trustCommand is "mitome trust".
func trustCommand() *cobra.Command {
	c := &cobra.Command{Use: "trust", Short: "load, list, show and compare trusted lists", Args: cobra.NoArgs, RunE: needsSubcommand}
	c.AddCommand(trustLoadCommand(), trustListCommand(), trustShowCommand(), trustDiffCommand(), trustDumpCommand(), trustBuildCommand())
	return c
}

func trustDumpCommand() *cobra.Command {
	var s settings
	c := &cobra.Command{Use: "dump", Short: "print what was read, as JSON lines, for comparison with other programs", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			store, err := s.needTrust(c.Context())
			if err != nil {
				return err
			}
			return tsl.Dump(c.OutOrStdout(), store)
		}}
	s.trustFlags(c)
	return c
}

// trustFlags are the flags of commands that need trust alone.
func (s *settings) trustFlags(c *cobra.Command) {
	c.Flags().StringArrayVar(&s.trust, "trust", nil, "`folder` with a trust cache or a mirror (repeatable)")
	c.Flags().StringArrayVar(&s.anchors, "anchors", nil, "PEM `file` with trust anchors (repeatable)")
}

// needTrust loads the trust that the flags name, of which there must be some.
func (s *settings) needTrust(ctx context.Context) (*trust.Store, error) {
	if len(s.trust)+len(s.anchors) == 0 {
		return nil, fail(exitUsage, fmt.Errorf("no trust was given"), "--trust FOLDER names a trust cache or a mirror, --anchors FILE certificates")
	}
	return newResources().store(ctx, *s)
}

// time is the time that --at gives, or now.
func (s *settings) time() (time.Time, error) {
	if s.at == "" {
		return time.Now(), nil
	}
	t, err := time.Parse(time.RFC3339, s.at)
	if err != nil {
		return t, fail(exitUsage, fmt.Errorf("time %q: %w", s.at, err), "write it as 2026-06-01T00:00:00Z")
	}
	return t, nil
}

// schemesName is the file of a trust cache that tells which schemes it holds.
const schemesName = "schemes.json"

// cachedScheme is a scheme in a trust cache: the program's own by its name, so that a newer program brings newer signers, or a
// scheme as a whole.
type cachedScheme struct {
	Builtin string      `json:"builtin,omitempty"`
	Scheme  *tsl.Scheme `json:"scheme,omitempty"`
}

// readSchemes reads the schemes of a trust cache.
func readSchemes(folder string) ([]tsl.Scheme, error) {
	text, err := os.ReadFile(filepath.Join(folder, schemesName))
	if err != nil {
		return nil, err
	}
	var in []cachedScheme
	if err := json.Unmarshal(text, &in); err != nil {
		return nil, fmt.Errorf("%s: %w", schemesName, err)
	}
	var out []tsl.Scheme
	for i, s := range in {
		switch {
		case s.Builtin == "eu":
			out = append(out, tsl.EU())
		case s.Scheme != nil:
			s.Scheme.Official = false // nobody vouches for a file but its signers
			out = append(out, *s.Scheme)
		default:
			return nil, fmt.Errorf("%s: scheme %d: neither a scheme nor one that this program knows", schemesName, i+1)
		}
	}
	return out, nil
}

// loadFolder loads a mirror or a trust cache. Without an anchor the error is [tsl.ErrNoAnchors], and the store tells why.
func loadFolder(ctx context.Context, folder string, clock func() time.Time) (*trust.Store, tsl.Status, error) {
	// All lists of the EU take 150 MB to read, of which 30 stay: collecting the rest several times meanwhile takes a sixth of the time.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	if tsl.IsMirror(folder) {
		return tsl.LoadMirrorWith(ctx, folder, tsl.Options{Clock: clock})
	}
	schemes, err := readSchemes(folder)
	if err != nil {
		if os.IsNotExist(err) {
			err = fmt.Errorf("the folder is neither a mirror (mirror.json) nor a trust cache (%s)", schemesName)
		}
		return nil, tsl.Status{}, err
	}
	key, err := readTrustKey(folder)
	if err != nil {
		key = nil // without a key all lists are verified
	}
	l, err := tsl.NewLoader(tsl.Options{Schemes: schemes, Cache: tsl.Dir(folder), Clock: clock, CompiledKey: key})
	if err != nil {
		return nil, tsl.Status{}, err
	}
	return l.Load(ctx)
}
