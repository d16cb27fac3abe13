// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mitome-project/mitome/internal/demo"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
	"github.com/mitome-project/mitome/validate"
	"github.com/spf13/cobra"
)

// demoCommand is "mitome demo".
func demoCommand() *cobra.Command {
	var out string
	c := &cobra.Command{Use: "demo", Short: "a short tour with fictitious lists and documents, which are in the program", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			folder := out
			if folder == "" {
				tmp, err := os.MkdirTemp("", "mitome-demo-")
				if err != nil {
					return err
				}
				defer os.RemoveAll(tmp)
				folder = tmp
			}
			if err := unpackDemo(folder); err != nil {
				return fmt.Errorf("demonstration data: %w", err)
			}
			return tour(c.Context(), c.OutOrStdout(), folder, out)
		}}
	c.Flags().StringVar(&out, "out", "", "keep the demonstration's lists and documents in this `folder`")
	return c
}

// unpackDemo writes the embedded data below a folder.
func unpackDemo(folder string) error {
	docs, err := demo.Files()
	if err != nil {
		return err
	}
	for name, agreement := range map[string]bool{"lists": true, "lists-without-agreement": false} {
		m, err := demo.Mirror(agreement)
		if err != nil {
			return err
		}
		if err := copyFiles(filepath.Join(folder, name), m); err != nil {
			return err
		}
	}
	return copyFiles(filepath.Join(folder, "documents"), docs)
}

// copyFiles writes the files of a file system, over those of the same name.
func copyFiles(to string, from fs.FS) error {
	return fs.WalkDir(from, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.Join(to, filepath.FromSlash(path))
		if d.IsDir() {
			return os.MkdirAll(name, 0o755)
		}
		b, err := fs.ReadFile(from, path)
		if err != nil {
			return err
		}
		return os.WriteFile(name, b, 0o644)
	})
}

// tour loads the lists and validates the documents from both sides. Kept is the folder that the user has asked for.
func tour(ctx context.Context, w io.Writer, folder, kept string) error {
	with, status, err := tsl.LoadMirror(ctx, filepath.Join(folder, "lists"))
	if err != nil {
		return err
	}
	without, _, err := tsl.LoadMirror(ctx, filepath.Join(folder, "lists-without-agreement"))
	if err != nil {
		return err
	}
	docs, err := demo.Documents()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "This tour uses fictitious trusted lists and documents. The time is %s.\n\n", utc(demo.Time()))
	fmt.Fprintf(w, "1. Trusted lists of the EU and of Japan: %d lists, %d anchors\n", len(status.Lists), with.Anchors())
	for _, l := range status.Lists {
		fmt.Fprintf(w, "   %-5s %-2s  sequence %d  signature %s\n", l.Kind, report.Clean(l.Territory), l.Sequence, l.Verdict)
	}
	fmt.Fprintln(w, "\n2. Signed documents, and what they are worth: to the EU, to Japan, and to the EU without the mutual recognition")
	for _, d := range docs {
		if d.Level != "LT" && !strings.HasPrefix(d.File, "contract-eu-t") {
			continue
		}
		if err := stop(ctx, w, filepath.Join(folder, "documents", d.File), d, with, without); err != nil {
			return err
		}
	}
	next(w, kept)
	return nil
}

// stop is one document of the tour.
func stop(ctx context.Context, w io.Writer, file string, d demo.Document, with, without *trust.Store) error {
	fmt.Fprintf(w, "\n   %s  %s:\n   %s\n", d.File, d.Title, d.About)
	var worth []string
	var first *validate.Result
	for _, v := range []struct {
		view  validate.View
		store *trust.Store
	}{{validate.EU, with}, {validate.JP, with}, {validate.EU, without}} {
		val, err := validate.New(validate.Options{Trust: v.store, View: v.view, Time: demo.Time()})
		if err != nil {
			return err
		}
		r, err := val.ValidateFile(ctx, file)
		if err != nil {
			return err
		}
		if len(r.Signatures) == 0 {
			return fmt.Errorf("%s: no signature found", d.File)
		}
		if first == nil {
			first = r
		}
		worth = append(worth, r.Signatures[0].Qualification.Level)
	}
	s := first.Signatures[0]
	fmt.Fprintf(w, "   -> %s", total(s.Indication))
	if s.Indication.Passed() {
		fmt.Fprintf(w, ", existed by %s", s.BestTime.UTC().Format(time.DateOnly))
	}
	fmt.Fprintf(w, "; EU: %s; Japan: %s; EU without recognition: %s\n", worth[0], worth[1], worth[2])
	if what, _ := report.Meaning(s.Indication.Sub()); what != "" {
		fmt.Fprintf(w, "      %s\n", what)
	}
	return nil
}

// next says what to try.
func next(w io.Writer, kept string) {
	folder := kept
	if folder == "" {
		folder = "mitome-demo"
		fmt.Fprintf(w, "\n3. Next: mitome demo --out %s   keeps these files; then\n", folder)
	} else {
		fmt.Fprintf(w, "\n3. Next, with the files in %s:\n", report.Clean(folder))
	}
	at := " --at " + utc(demo.Time())
	lists := " --trust " + filepath.Join(folder, "lists")
	file := func(name string) string { return " " + filepath.Join(folder, "documents", name) }
	for _, cmd := range []string{
		"mitome validate" + file("contract-jp-lt.pdf") + lists + " --view eu" + at,
		"mitome explain" + file("contract-eu-t-tampered.pdf") + lists + at,
		"mitome trust list" + lists + at,
		"mitome explain NO_CERTIFICATE_CHAIN_FOUND",
	} {
		fmt.Fprintln(w, "   "+report.Clean(cmd))
	}
}
