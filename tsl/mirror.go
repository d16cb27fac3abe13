// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"

	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/mirror"
	"github.com/mitome-project/mitome/trust"
)

// folder takes lists from a folder. A URL that it does not name is a failed download.
type folder struct {
	path  string
	files map[string]string
}

func (f *folder) copies(_ context.Context, w wanted) iter.Seq2[*document, error] {
	return func(yield func(*document, error) bool) { yield(f.read(w.url)) }
}

func (f *folder) read(url string) (*document, error) {
	name, ok := f.files[url]
	if !ok {
		return nil, errors.New("not in the mirror")
	}
	text, err := readLocal(f.path, name, limits.Default().DownloadBytes)
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
	_, err := readLocal(folder, mirror.Name, maxMirrorFile)
	return err == nil
}

// maxMirrorFile bounds mirror.json and the files of signers.
const maxMirrorFile = 16 << 20

// LoadMirror loads all schemes of a mirror: a folder with mirror.json, which names for each URL the file that stands for it.
// The lists are verified exactly as if they had been downloaded. The error is of the same kind as [Loader.Load]'s.
func LoadMirror(ctx context.Context, folder string) (*trust.Store, Status, error) {
	return LoadMirrorWith(ctx, folder, Options{})
}

// LoadMirrorWith is [LoadMirror] with the clock and parallelism of opt; its schemes, client and cache are not used.
func LoadMirrorWith(ctx context.Context, dir string, opt Options) (*trust.Store, Status, error) {
	schemes, files, err := readMirror(dir)
	if err != nil {
		return nil, Status{}, err
	}
	opt.Schemes = schemes
	l := &Loader{opt: opt}
	return l.load(ctx, &folder{path: dir, files: files})
}

// MirrorSchemes reads the schemes of a mirror, without its lists: to load them from elsewhere.
func MirrorSchemes(folder string) ([]Scheme, error) {
	schemes, _, err := readMirror(folder)
	return schemes, err
}

func readMirror(dir string) ([]Scheme, map[string]string, error) {
	text, err := readLocal(dir, mirror.Name, maxMirrorFile)
	if err != nil {
		return nil, nil, err
	}
	m, err := mirror.Parse(text)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", mirror.Name, err)
	}
	if len(m.Schemes) == 0 {
		return nil, nil, errors.New(mirror.Name + ": no scheme")
	}
	var out []Scheme
	for i := range m.Schemes {
		sc, err := mirrorScheme(dir, &m.Schemes[i])
		if err != nil {
			return nil, nil, fmt.Errorf("%s: scheme %d %q: %w", mirror.Name, i+1, m.Schemes[i].Name, err)
		}
		out = append(out, sc)
	}
	return out, m.Files, nil
}

// mirrorScheme makes a scheme of what mirror.json says of it.
func mirrorScheme(dir string, s *mirror.Scheme) (Scheme, error) {
	sc := Scheme{Name: s.Name, Profile: Profile(s.Profile), Location: s.Location, ListType: s.TSLType}
	switch sc.Profile {
	case ProfileEU, ProfileMRA, ProfileJP, ProfilePlain:
	default:
		return sc, fmt.Errorf("unknown profile %q", s.Profile)
	}
	if s.Location == "" || s.Signers == "" {
		return sc, errors.New("location and signers are needed")
	}
	text, err := readLocal(dir, s.Signers, maxMirrorFile)
	if err != nil {
		return sc, err
	}
	sc.Bootstrap.Certificates = mirror.Certificates(text)
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
