// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/mitome-project/mitome/fetch"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/tsl"
	"github.com/spf13/cobra"
)

// loadFlags are those of "mitome trust load".
type loadFlags struct {
	eu       bool
	japan    string
	signers  string
	schemes  string
	maxAge   time.Duration
	mirror   string
	insecure bool
}

func trustLoadCommand() *cobra.Command {
	var f loadFlags
	c := &cobra.Command{Use: "load FOLDER", Short: "download trusted lists, verify them and keep them in a folder",
		Long: "Download the lists of the schemes named, verify them, and keep those that are good in FOLDER, a trust cache for --trust. Without a scheme it is the EU's, or those that FOLDER already holds. This is the only command that uses the network.",
		Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error { return loadNetwork(c, args[0], f) }}
	c.Flags().BoolVar(&f.eu, "eu", false, "load the EU's list of trusted lists")
	c.Flags().StringVar(&f.japan, "japan", "", "load a Japanese list from this `URL`; needs --japan-signers")
	c.Flags().StringVar(&f.signers, "japan-signers", "", "PEM `file` with the certificates that may sign the Japanese list")
	c.Flags().StringVar(&f.schemes, "schemes", "", "load the schemes that the mirror.json in this `folder` names")
	c.Flags().DurationVar(&f.maxAge, "max-age", 0, "do not ask for lists that were downloaded within this `time` (default: always ask)")
	c.Flags().StringVar(&f.mirror, "mirror-out", "", "also write a mirror, for a closed network, to this `folder`")
	c.Flags().BoolVar(&f.insecure, "insecure-private-networks", false, "let downloads reach private and loopback addresses")
	return c
}

// downloader lets the loader of lists use the fetch package.
type downloader struct{ client *fetch.Client }

func (d downloader) Download(ctx context.Context, url string, prior tsl.Validators, maxBytes int64) (tsl.Download, error) {
	r, err := d.client.GetIfChanged(ctx, url, fetch.Validators(prior), maxBytes)
	if err != nil {
		return tsl.Download{}, err
	}
	return tsl.Download{Body: r.Body, NotModified: r.NotModified, Validators: tsl.Validators(r.Validators)}, nil
}

func loadNetwork(c *cobra.Command, folder string, f loadFlags) error {
	if tsl.IsMirror(folder) {
		return fail(exitUsage, fmt.Errorf("%s is a mirror", folder), "give another folder for the cache; --schemes "+folder+" loads the mirror's schemes")
	}
	wanted, err := f.wanted(folder)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(wanted, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, schemesName), append(text, '\n'), 0o644); err != nil {
		return err
	}
	schemes, err := readSchemes(folder)
	if err != nil {
		return err
	}
	ctx, client, done := fetch.NewClient(fetch.Options{InsecurePrivateNetworks: f.insecure}).Load(c.Context())
	defer done()
	cache := tsl.Dir(folder)
	opt := tsl.Options{Schemes: schemes, Client: downloader{client}, Cache: cache, Clock: time.Now, MaxAge: f.maxAge}
	l, err := tsl.NewLoader(opt)
	if err != nil {
		return err
	}
	store, status, err := l.Load(ctx)
	if err == nil {
		if cerr := compile(ctx, folder, opt); cerr != nil {
			status.Problems = append(status.Problems, "lists will be verified at each use: "+cerr.Error())
		}
	}
	for _, p := range status.Problems {
		fmt.Fprintln(c.ErrOrStderr(), "warning:", report.Clean(p))
	}
	if errors.Is(err, tsl.ErrNoAnchors) {
		return fail(exitNoTrust, err, "the warnings tell what is wrong with each list")
	}
	if err != nil {
		return fail(exitNoTrust, err)
	}
	if f.mirror != "" {
		if err := tsl.WriteMirror(f.mirror, schemes, store, cache); err != nil {
			return fmt.Errorf("mirror %s: %w", f.mirror, err)
		}
	}
	used := 0
	for _, s := range status.Lists {
		if s.Used {
			used++
		}
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "trust %s: %d of %d lists in use, %d anchors\n", store.ID(), used, len(status.Lists), store.Anchors())
	return err
}

// compile loads the lists once more from the cache alone, which leaves their compiled form there.
func compile(ctx context.Context, folder string, opt tsl.Options) error {
	var err error
	if opt.CompiledKey, err = needTrustKey(folder); err != nil {
		return err
	}
	opt.Client = nil
	l, err := tsl.NewLoader(opt)
	if err != nil {
		return err
	}
	_, status, err := l.Load(ctx)
	if err == nil && status.NotCompiled != nil {
		err = status.NotCompiled
	}
	return err
}

// wanted are the schemes that the flags name, or those of the cache, or the EU's.
func (f loadFlags) wanted(folder string) ([]cachedScheme, error) {
	var out []cachedScheme
	if f.eu {
		out = append(out, cachedScheme{Builtin: "eu"})
	}
	if (f.japan == "") != (f.signers == "") {
		return nil, fail(exitUsage, errors.New("--japan and --japan-signers are needed together"), "no official Japanese list is known, so whose list it is, you say")
	}
	if f.japan != "" {
		text, err := os.ReadFile(f.signers)
		if err != nil {
			return nil, fail(exitNoTrust, fmt.Errorf("signers: %w", err))
		}
		certs, err := readCertificates(text)
		if err != nil {
			return nil, fail(exitNoTrust, fmt.Errorf("signers %s: %w", f.signers, err))
		}
		var der [][]byte
		for _, c := range certs {
			der = append(der, c.Raw())
		}
		s := tsl.Japan(f.japan, der...)
		out = append(out, cachedScheme{Scheme: &s})
	}
	if f.schemes != "" {
		schemes, err := tsl.MirrorSchemes(f.schemes)
		if err != nil {
			return nil, fail(exitNoTrust, fmt.Errorf("schemes %s: %w", f.schemes, err))
		}
		for _, s := range schemes {
			out = append(out, cachedScheme{Scheme: &s})
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	if text, err := os.ReadFile(filepath.Join(folder, schemesName)); err == nil {
		if err := json.Unmarshal(text, &out); err != nil {
			return nil, fail(exitNoTrust, fmt.Errorf("%s: %w", schemesName, err))
		}
		return out, nil
	}
	return []cachedScheme{{Builtin: "eu"}}, nil
}
