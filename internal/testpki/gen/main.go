// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Command gen writes the generated test and demonstration data of the module: the certificates, cases and lists below
// testdata, and the data embedded by internal/demo. Run it with "go generate ./..."; it needs no network and no clock, and
// writes the same bytes each time. Keys that are missing below testdata/keys are created once.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/mitome-project/mitome/internal/testpki"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run() error {
	root, err := testpki.Root()
	if err != nil {
		return err
	}
	keyDir := filepath.Join(root, "testdata", "keys")
	if err := os.MkdirAll(keyDir, 0o755); err != nil {
		return err
	}
	if err := testpki.CreateKeys(keyDir); err != nil {
		return err
	}
	keys, err := testpki.LoadKeys(keyDir)
	if err != nil {
		return err
	}
	files, err := testpki.Generate(keys)
	if err != nil {
		return err
	}
	for _, dir := range testpki.GeneratedDirs() {
		if err := os.RemoveAll(filepath.Join(root, filepath.FromSlash(dir))); err != nil {
			return err
		}
	}
	for name, b := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
