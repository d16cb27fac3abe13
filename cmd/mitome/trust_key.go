// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// The key under which a trust cache may be used without verifying its lists anew stands in the user's own configuration
// folder, never in the cache: a cache may be shared, copied or writable for others, and who has both decides whom the program
// trusts. "trust load" makes it; all other commands only read it, and verify the lists where it is not to be had.

const (
	keyLength  = 32
	maxKeyFile = 1024
)

// keyFile is the path of the key.
func keyFile() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "mitome", "trust-key"), nil
}

// readTrustKey reads the key for the trust cache in folder. It refuses a key that others can read or change, and one that stands in
// the cache itself.
func readTrustKey(folder string) ([]byte, error) {
	name, err := keyFile()
	if err != nil {
		return nil, err
	}
	if err := outside(name, folder); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case !st.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file", name)
	case st.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows":
		return nil, fmt.Errorf("%s has mode %04o: others may read it", name, st.Mode().Perm())
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keyLength {
		return nil, fmt.Errorf("%s does not hold %d bytes in hexadecimal", name, keyLength)
	}
	return key, nil
}

// outside refuses a file that is in the folder, by whatever links.
func outside(name, folder string) error {
	dir, err := resolved(filepath.Dir(name))
	if err != nil {
		return err
	}
	root, err := resolved(folder)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(root, dir); err == nil && filepath.IsLocal(rel) {
		return fmt.Errorf("%s is inside the trust cache %s", name, folder)
	}
	return nil
}

// resolved is the path without links; what is not there yet has none.
func resolved(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return abs, nil
	}
	return real, err
}

// needTrustKey is readTrustKey, and makes the key if there is none yet.
func needTrustKey(folder string) ([]byte, error) {
	key, err := readTrustKey(folder)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	name, err := keyFile()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, err
	}
	fresh := make([]byte, keyLength)
	if _, err := rand.Read(fresh); err != nil {
		return nil, err
	}
	// The key is whole before it has its name, and never replaces one that another process has made meanwhile.
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*") // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(hex.EncodeToString(fresh) + "\n")
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Link(f.Name(), name)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return readTrustKey(folder)
}
