// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"iter"
	"path/filepath"

	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/trust"
)

// mirrorFile is mirror.json: schemes, and files that stand for the network.
type mirrorFile struct {
	Schemes []mirrorScheme    `json:"schemes"`
	Files   map[string]string `json:"files"`
}

type mirrorScheme struct {
	Name     string `json:"name"`
	Profile  string `json:"profile"`
	Location string `json:"location"`
	Signers  string `json:"signers"`
	TSLType  string `json:"tslType,omitempty"`
	Notice   string `json:"notice,omitempty"`
	Official *bool  `json:"official,omitempty"`
}

// mirror takes lists from a folder. A URL that it does not name is a failed download.
type mirror struct {
	folder string
	files  map[string]string
}

func (m *mirror) copies(_ context.Context, w wanted) iter.Seq2[*document, error] {
	return func(yield func(*document, error) bool) { yield(m.read(w.url)) }
}

func (m *mirror) read(url string) (*document, error) {
	name, ok := m.files[url]
	if !ok {
		return nil, errors.New("not in the mirror")
	}
	text, err := readLocal(m.folder, name, limits.Default().DownloadBytes)
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	return &document{url: url, text: text, source: "mirror", location: "the mirror"}, nil
}

// readLocal reads a file below the folder; a name that leads out of it is refused.
func readLocal(folder, name string, limit int64) ([]byte, error) {
	if !filepath.IsLocal(name) {
		return nil, fmt.Errorf("file name %q leads out of the folder", name)
	}
	return readBounded(filepath.Join(folder, name), limit)
}

// IsMirror reports whether the folder holds a mirror.json.
func IsMirror(folder string) bool {
	_, err := readLocal(folder, "mirror.json", 16<<20)
	return err == nil
}

// LoadMirror loads all schemes of a mirror: a folder with mirror.json, which names for each URL the file that stands for it.
// The lists are verified exactly as if they had been downloaded. The error is of the same kind as [Loader.Load]'s.
func LoadMirror(ctx context.Context, folder string) (*trust.Store, Status, error) {
	return LoadMirrorWith(ctx, folder, Options{})
}

// LoadMirrorWith is [LoadMirror] with the clock and parallelism of opt; its schemes, client and cache are not used.
func LoadMirrorWith(ctx context.Context, folder string, opt Options) (*trust.Store, Status, error) {
	schemes, files, err := readMirror(folder)
	if err != nil {
		return nil, Status{}, err
	}
	opt.Schemes = schemes
	l := &Loader{opt: opt}
	return l.load(ctx, &mirror{folder: folder, files: files})
}

// MirrorSchemes reads the schemes of a mirror, without its lists: to load them from elsewhere.
func MirrorSchemes(folder string) ([]Scheme, error) {
	schemes, _, err := readMirror(folder)
	return schemes, err
}

func readMirror(folder string) ([]Scheme, map[string]string, error) {
	text, err := readLocal(folder, "mirror.json", 16<<20)
	if err != nil {
		return nil, nil, err
	}
	var m mirrorFile
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, nil, fmt.Errorf("mirror.json: %w", err)
	}
	if len(m.Schemes) == 0 {
		return nil, nil, errors.New("mirror.json: no scheme")
	}
	var out []Scheme
	for i, s := range m.Schemes {
		sc, err := s.scheme(folder)
		if err != nil {
			return nil, nil, fmt.Errorf("mirror.json: scheme %d %q: %w", i+1, s.Name, err)
		}
		out = append(out, sc)
	}
	return out, m.Files, nil
}

func (s *mirrorScheme) scheme(folder string) (Scheme, error) {
	sc := Scheme{Name: s.Name, Profile: Profile(s.Profile), Location: s.Location, ListType: s.TSLType}
	switch sc.Profile {
	case ProfileEU, ProfileMRA, ProfileJP, ProfilePlain:
	default:
		return sc, fmt.Errorf("unknown profile %q", s.Profile)
	}
	if s.Location == "" || s.Signers == "" {
		return sc, errors.New("location and signers are needed")
	}
	text, err := readLocal(folder, s.Signers, 16<<20)
	if err != nil {
		return sc, err
	}
	for rest := text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type == "CERTIFICATE" {
			sc.Bootstrap.Certificates = append(sc.Bootstrap.Certificates, block.Bytes)
		}
	}
	if len(sc.Bootstrap.Certificates) == 0 {
		return sc, fmt.Errorf("no certificate in %s", s.Signers)
	}
	known := sc.Bootstrap.noticed()
	sc.Bootstrap.Notice = s.Notice
	if s.Notice == "" && sc.Profile == ProfileEU {
		sc.Bootstrap.Notice = known.Notice
	}
	// Nobody vouches for a mirror but its signers: those of a notice in the Official Journal are the Union's own.
	sc.Official = sc.Profile == ProfileEU && known.Notice != ""
	if s.Official != nil && !*s.Official {
		sc.Official = false
	}
	return sc, nil
}
