// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/mitome-project/mitome/internal/limits"
)

// Cache keeps lists as they were downloaded, signed; they are verified again each time they are loaded, so that what changes
// a file in the cache gains nothing by it. [Dir] keeps them in a folder.
type Cache interface {
	// Load returns the copy of url, nil if there is none.
	Load(url string) (*Cached, error)
	// Store replaces the copy of url atomically.
	Store(url string, c *Cached) error
}

// Cached is a copy of a list that was found good.
type Cached struct {
	Text []byte
	Validators
	Fetched time.Time
	// Sequence and Issued are the list's, against roll-back.
	Sequence int64
	Issued   time.Time
	// NextUpdate is the list's; zero in a closed list.
	NextUpdate time.Time
}

// Dir is a cache in a folder, which is made when something is stored. Several processes may share it.
func Dir(path string) Cache { return dir(path) }

type dir string

// entryFile is the form on disk beside the list itself.
type entryFile struct {
	URL    string `json:"url"`
	Digest string `json:"sha256"`
	Validators
	Fetched    time.Time `json:"fetched"`
	Sequence   int64     `json:"sequence"`
	Issued     time.Time `json:"issued"`
	NextUpdate time.Time `json:"nextUpdate,omitzero"`
}

func (d dir) base(url string) string { return filepath.Join(string(d), hexDigest([]byte(url))[:32]) }

// entry is what stands beside the copy of url; nil: there is no copy.
func (d dir) entry(url string) (*entryFile, error) {
	meta, err := readBounded(d.base(url)+".json", 1<<20)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var e entryFile
	if err := json.Unmarshal(meta, &e); err != nil || e.URL != url {
		return nil, fmt.Errorf("cache: entry of %s cannot be read", url)
	}
	return &e, nil
}

func (d dir) Load(url string) (*Cached, error) {
	e, err := d.entry(url)
	if e == nil || err != nil {
		return nil, err
	}
	text, err := readBounded(d.base(url)+".xml", limits.Default().DownloadBytes)
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	// The two files are replaced one after the other: where they do not fit, only the validators are lost.
	if e.Digest != hexDigest(text) {
		e.Validators, e.Fetched = Validators{}, time.Time{}
	}
	return &Cached{Text: text, Validators: e.Validators, Fetched: e.Fetched, Sequence: e.Sequence, Issued: e.Issued, NextUpdate: e.NextUpdate}, nil
}

func (d dir) Store(url string, c *Cached) error {
	if err := os.MkdirAll(string(d), 0o755); err != nil {
		return err
	}
	e := entryFile{URL: url, Digest: hexDigest(c.Text), Validators: c.Validators, Fetched: c.Fetched, Sequence: c.Sequence, Issued: c.Issued,
		NextUpdate: c.NextUpdate}
	meta, err := json.MarshalIndent(e, "", " ")
	if err != nil {
		return err
	}
	if err := replace(d.base(url)+".xml", c.Text); err != nil {
		return err
	}
	return replace(d.base(url)+".json", append(meta, '\n'))
}

// replace writes a file beside the one of that name and renames it, so that a reader sees the old or the new one whole.
func replace(name string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

func readBounded(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	size := int64(0)
	if st, err := f.Stat(); err == nil {
		size = min(st.Size(), limit)
	}
	b := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead)) // room for the whole file, and to see its end
	if _, err := b.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
		return nil, err
	}
	if int64(b.Len()) > limit {
		return nil, fmt.Errorf("%s: %w", name, limits.Exceeded("bytes of a list", limit))
	}
	return b.Bytes(), nil
}
