// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// config makes the user's configuration folder one of the test's.
func config(t *testing.T) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("skipped: the configuration folder is set as on Linux")
	}
	dir := filepath.Join(t.TempDir(), "config")
	t.Setenv("XDG_CONFIG_HOME", dir)
	return dir
}

func TestTrustKeyIsMadeOnce(t *testing.T) {
	dir := config(t)
	if _, err := readTrustKey("cache"); !os.IsNotExist(err) {
		t.Errorf("before it is made: %v", err)
	}
	keys := make([][]byte, 8)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			var err error
			if keys[i], err = needTrustKey("cache"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, k := range keys {
		if len(k) != keyLength || !bytes.Equal(k, keys[0]) {
			t.Errorf("two keys: %x and %x", keys[0], k)
		}
	}
	if k, err := readTrustKey("cache"); err != nil || !bytes.Equal(k, keys[0]) {
		t.Error(k, err)
	}
	for name, mode := range map[string]os.FileMode{"mitome": 0o700, "mitome/trust-key": 0o600} {
		if st, err := os.Stat(filepath.Join(dir, name)); err != nil || st.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", name, st.Mode(), err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "mitome", ".new-*")); len(left) > 0 {
		t.Error(left)
	}
}

func TestTrustKeyIsRefused(t *testing.T) {
	good := strings.Repeat("0f", keyLength) + "\n"
	for name, tc := range map[string]struct {
		text   string
		mode   os.FileMode
		folder string // of the cache, below the configuration folder
		want   string // in the error; empty: it is read
	}{
		"good":                  {good, 0o600, "cache", ""},
		"read only":             {good, 0o400, "cache", ""},
		"the group may read":    {good, 0o640, "cache", "others may read it"},
		"others may write":      {good, 0o602, "cache", "others may read it"},
		"short":                 {good[:10], 0o600, "cache", "does not hold 32 bytes"},
		"empty":                 {"", 0o600, "cache", "does not hold"},
		"no hexadecimal":        {strings.Repeat("x", 64), 0o600, "cache", "does not hold"},
		"long":                  {strings.Repeat(good, 100), 0o600, "cache", "does not hold"},
		"in the cache":          {good, 0o600, "mitome", "inside the trust cache"},
		"below the cache":       {good, 0o600, ".", "inside the trust cache"},
		"in the cache, by link": {good, 0o600, "link", "inside the trust cache"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := config(t)
			file := filepath.Join(dir, "mitome", "trust-key")
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(tc.text), tc.mode); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(file, tc.mode); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("mitome", filepath.Join(dir, "link")); err != nil {
				t.Fatal(err)
			}
			key, err := readTrustKey(filepath.Join(dir, tc.folder))
			if tc.want == "" {
				if err != nil || len(key) != keyLength {
					t.Error(key, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) || key != nil {
				t.Errorf("%x, %v, want %q", key, err, tc.want)
			}
			if made, err := needTrustKey(filepath.Join(dir, tc.folder)); err == nil {
				t.Errorf("a key is used all the same: %x", made)
			}
		})
	}
}
