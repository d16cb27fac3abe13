// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mitome-project/mitome/internal/sigalg"
)

// cryptoParts are the parts of a Cryptographic element; nil: not stated.
type cryptoParts struct {
	level                              string
	encryption, sizes, digests, expiry *node
}

// override replaces what the element states.
func (l *dssLoader) override(p *cryptoParts, path Path, n *node) error {
	if v, ok := n.attrs["Level"]; ok {
		if level, known := ParseLevel(v); !known || level == LevelAbsent {
			return fmt.Errorf("policy document: %s: level %q is not known", path, v)
		}
		p.level = v
	}
	for _, c := range n.children {
		switch c.name {
		case "AcceptableEncryptionAlgo":
			p.encryption = c
		case "MiniPublicKeySize":
			p.sizes = c
		case "AcceptableDigestAlgo":
			p.digests = c
		case "AlgoExpirationDate":
			p.expiry = c
		default:
			l.note("%s/%s: element not known", path, c.name)
			continue
		}
		if _, ok := c.attrs["Level"]; ok && c.name != "AlgoExpirationDate" {
			l.note("%s/%s: a level of its own has no effect", path, c.name)
		}
	}
	return nil
}

// suite compiles the parts. Nothing stated at all gives none; a list that is not stated while others are accepts nothing.
func (l *dssLoader) suite(p *cryptoParts, path Path) (*Suite, error) {
	if *p == (cryptoParts{}) {
		return nil, nil
	}
	t := table{minimum: map[string]int{}}
	t.digests = l.algorithms(p.digests, path, func(name string) bool { return sigalg.Hash(name).Size() > 0 })
	t.schemes = l.algorithms(p.encryption, path, func(name string) bool { return schemesNamed(name) != nil })
	if p.sizes != nil {
		for _, a := range p.sizes.children {
			size, err := strconv.Atoi(a.attrs["Size"])
			if err != nil || size < 0 {
				return nil, fmt.Errorf("policy document: %s: size %q of %s is no number", path, a.attrs["Size"], a.text)
			}
			t.minimum[a.text] = size
		}
	}
	s := &Suite{}
	level := LevelFail // a list without a level is taken as meant
	if p.level != "" {
		level, _ = ParseLevel(p.level)
	}
	expired, after, issued := level, level, time.Time{}
	if p.expiry != nil {
		var err error
		if issued, err = l.expiry(&t, p.expiry, path); err != nil {
			return nil, err
		}
		if v, ok := ParseLevel(p.expiry.attrs["Level"]); ok {
			expired, after = v, v
		}
		if v, ok := ParseLevel(p.expiry.attrs["LevelAfterUpdate"]); ok {
			after = v
		}
	}
	s = t.compile()
	s.Name, s.Source, s.Issued = l.p.name, string(path), issued
	s.Level, s.LevelExpired, s.LevelAfterUpdate = level, expired, after
	return s, nil
}

// algorithms lists the names of a list that are known, and notes the others.
func (l *dssLoader) algorithms(list *node, path Path, known func(string) bool) []string {
	if list == nil {
		return nil
	}
	var out []string
	for _, a := range list.children {
		switch {
		case !known(a.text):
			l.note("%s/%s: algorithm %q not known", path, list.name, a.text)
		case !slices.Contains(out, a.text):
			out = append(out, a.text)
		}
	}
	return out
}

// expiry reads the ends, and the day of the last update.
func (l *dssLoader) expiry(t *table, n *node, path Path) (time.Time, error) {
	layout := "2006-01-02"
	if f := n.attrs["Format"]; f != "" {
		layout = strings.NewReplacer("yyyy", "2006", "MM", "01", "dd", "02").Replace(f)
	}
	read := func(s string) (time.Time, error) {
		if s == "" {
			return time.Time{}, nil
		}
		d, err := time.Parse(layout, s)
		if err != nil {
			return d, fmt.Errorf("policy document: %s: date %q does not have the form %q", path, s, n.attrs["Format"])
		}
		return d, nil
	}
	if len(n.children) > maxEnds {
		return time.Time{}, fmt.Errorf("policy document: %s: more than %d ends of algorithms", path, maxEnds)
	}
	for _, a := range n.children {
		if sigalg.Hash(a.text).Size() == 0 && schemesNamed(a.text) == nil {
			l.note("%s/%s: algorithm %q not known", path, n.name, a.text)
			continue
		}
		end, err := read(a.attrs["Date"])
		if err != nil {
			return end, err
		}
		size := 0
		if v := a.attrs["Size"]; v != "" {
			if size, err = strconv.Atoi(v); err != nil || size < 0 {
				return end, fmt.Errorf("policy document: %s: size %q of %s is no number", path, v, a.text)
			}
		}
		t.ends = append(t.ends, ending{a.text, size, end})
	}
	return read(n.attrs["UpdateDate"])
}
