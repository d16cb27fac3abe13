// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package beside finds the folder "shared" beside the checkout, for tests: real documents that others made, and what the
// reference implementation says of them. They are no part of the project, so a test that needs them is skipped without them.
package beside

import (
	"os"
	"path/filepath"
	"testing"
)

// Path returns the file or folder of that path below "shared", and skips the test if it is not there.
func Path(t testing.TB, parts ...string) string {
	t.Helper()
	p, ok := Find(parts...)
	if !ok {
		t.Skipf("skipped: there is no %s beside the checkout", filepath.Join(append([]string{"shared"}, parts...)...))
	}
	return p
}

// Find is Path for tests that go on without it.
func Find(parts ...string) (path string, ok bool) {
	dir, err := os.Getwd()
	if err != nil {
		return "", false
	}
	for {
		p := filepath.Join(append([]string{dir, "shared"}, parts...)...)
		if _, err := os.Stat(p); err == nil {
			return p, true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", false
		}
		dir = up
	}
}
