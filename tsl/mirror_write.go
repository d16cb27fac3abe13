// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/mirror"
	"github.com/mitome-project/mitome/trust"
)

// WriteMirror writes what the cache holds of a store's lists as a mirror, which [LoadMirror] reads. The schemes are those that
// the store was loaded of.
func WriteMirror(folder string, schemes []Scheme, store *trust.Store, cache Cache) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	m := mirror.File{Files: map[string]string{}}
	known := map[string]*ades.Certificate{} // by SHA-256, of the pointers of lists of lists
	lists := store.Status()
	for i := range lists {
		l := &lists[i]
		e, err := cache.Load(l.URL)
		if err != nil {
			return err
		}
		if e == nil || m.Files[l.URL] != "" {
			continue
		}
		name := fmt.Sprintf("%02d-%s.xml", i, mirrorFileName(l))
		if err := os.WriteFile(filepath.Join(folder, name), e.Text, 0o644); err != nil {
			return err
		}
		m.Files[l.URL] = name
		if l.Kind == trust.KindList {
			continue
		}
		list, err := Parse(e.Text)
		if err != nil {
			return err
		}
		for j := range list.Pointers {
			for _, c := range list.Pointers[j].Certificates {
				known[hexDigest(c.Raw())] = c
			}
		}
	}
	for i := range schemes {
		s := &schemes[i]
		text, err := s.Bootstrap.signersPEM(known)
		if err != nil {
			return fmt.Errorf("scheme %s: %w", s.Name, err)
		}
		name := fmt.Sprintf("signers-%d.pem", i+1)
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return err
		}
		m.Schemes = append(m.Schemes, mirror.Scheme{Name: s.Name, Profile: string(s.Profile), Location: s.Location, Signers: name, TSLType: s.ListType, Notice: s.Bootstrap.Notice})
	}
	text, err := m.Text()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, mirror.Name), text, 0o644)
}

// mirrorFileName is a name for a list, made of letters and digits alone.
func mirrorFileName(l *trust.ListStatus) string {
	out := string(l.Kind) + "-" + strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, l.Territory)
	if l.Kind == trust.KindPivot {
		out += fmt.Sprintf("-%d", l.Sequence)
	}
	return out
}

// signersPEM are the signers in PEM: those given, and those whose digest is pinned and that are known by it.
func (b *Bootstrap) signersPEM(known map[string]*ades.Certificate) ([]byte, error) {
	ders := b.Certificates
	for _, d := range b.Digests {
		if c := known[strings.ToLower(d)]; c != nil {
			ders = append(ders[:len(ders):len(ders)], c.Raw())
		}
	}
	if len(ders) == 0 {
		return nil, errors.New("no list holds a certificate of the signers that are pinned")
	}
	var out []byte
	for _, der := range ders {
		out = append(out, mirror.PEM("", der)...)
	}
	return out, nil
}
