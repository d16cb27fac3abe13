// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/internal/sigalg"
)

// table is a suite as policy documents write it: lists of names, minimal sizes, and ends by name and size.
type table struct {
	digests []string
	schemes []string
	minimum map[string]int
	ends    []ending
}

// ending is the day from which an algorithm, with keys of at least that size, is no longer reliable; a zero day: none known.
type ending struct {
	name string
	size int
	end  time.Time
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// suite2024 is the table of TS 119 312 v1.5.1 (and TS 102 176-1 for what that no longer names), as of 2024-10-13.
func suite2024() *Suite {
	var never time.Time
	rsa := []ending{{size: 786, end: day(2010, 8, 1)}, {size: 1024, end: day(2019, 10, 1)}, {size: 1536, end: day(2019, 10, 1)}, {size: 1900, end: day(2029, 1, 1)}}
	ec := []ending{{size: 160, end: day(2012, 8, 1)}, {size: 163, end: day(2012, 8, 1)}, {size: 224, end: day(2021, 10, 1)}, {size: 256, end: never}}
	t := table{
		digests: []string{"MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3-256", "SHA3-384", "SHA3-512", "RIPEMD160", "WHIRLPOOL"},
		schemes: []string{"RSA", "RSASSA-PSS", "DSA", "ECDSA", "PLAIN-ECDSA"},
		minimum: map[string]int{"DSA": 1024, "RSA": 786, "RSASSA-PSS": 786, "ECDSA": 160, "PLAIN-ECDSA": 160},
		ends: []ending{{"MD5", 0, day(2004, 8, 1)}, {"SHA1", 0, day(2012, 8, 1)}, {"SHA224", 0, day(2029, 1, 1)},
			{"RIPEMD160", 0, day(2014, 8, 1)}, {"WHIRLPOOL", 0, day(2020, 12, 1)},
			{"DSA", 1024, day(2015, 12, 1)}, {"DSA", 1900, day(2029, 1, 1)}, {"DSA", 3000, never},
			{"RSA", 3000, day(2029, 1, 1)}, {"RSASSA-PSS", 3000, never}},
	}
	for _, e := range rsa {
		t.ends = append(t.ends, ending{"RSA", e.size, e.end}, ending{"RSASSA-PSS", e.size, e.end})
	}
	for _, e := range ec {
		t.ends = append(t.ends, ending{"ECDSA", e.size, e.end}, ending{"PLAIN-ECDSA", e.size, e.end})
	}
	s := t.compile()
	s.Name, s.Source, s.Issued = "TS 119 312 v1.5.1", "built-in", day(2024, 10, 13)
	s.Level, s.LevelExpired, s.LevelAfterUpdate = LevelFail, LevelFail, LevelWarn
	return s
}

// compile turns the lists into evaluations: each combination of an acceptable scheme and an acceptable digest, which ends
// when the earlier of both does.
func (t *table) compile() *Suite {
	s := &Suite{digests: map[sigalg.Hash][]Evaluation{}, signatures: map[SignatureKey][]Evaluation{}}
	for _, d := range t.digests {
		e := Evaluation{}
		for _, x := range t.ends {
			if x.name == d {
				e.End = x.end
			}
		}
		s.digests[sigalg.Hash(d)] = []Evaluation{e}
	}
	for _, name := range t.schemes {
		sizes := t.sizes(name)
		for _, scheme := range schemesNamed(name) {
			if scheme == sigalg.Ed25519 || scheme == sigalg.Ed448 {
				if d, ok := s.digests[impliedHash(sigalg.Algorithm{Scheme: scheme})]; ok {
					s.signatures[SignatureKey{Scheme: scheme}] = combine(sizes, d)
				}
				continue
			}
			for h, d := range s.digests {
				s.signatures[SignatureKey{scheme, h}] = combine(sizes, d)
			}
		}
	}
	return s
}

// sizes gives the ranges of key sizes of one scheme with their ends.
func (t *table) sizes(name string) []Evaluation {
	least := t.minimum[name]
	var out []Evaluation
	first := 0 // the smallest size that an end is stated for
	for _, x := range t.ends {
		if x.name != name {
			continue
		}
		if first == 0 || x.size < first {
			first = x.size
		}
		out = append(out, Evaluation{MinBits: max(x.size, least), End: x.end})
	}
	if len(out) == 0 {
		return []Evaluation{{MinBits: least}}
	}
	if least < first {
		out = append(out, Evaluation{MinBits: least, MaxBits: first - 1})
	}
	slices.SortFunc(out, func(a, b Evaluation) int { return a.MinBits - b.MinBits })
	return out
}

// combine joins the evaluations of a scheme with those of a digest: the later start and the earlier end.
func combine(sizes, digests []Evaluation) []Evaluation {
	out := make([]Evaluation, 0, len(sizes)*len(digests))
	for _, s := range sizes {
		for _, d := range digests {
			e := s
			if d.Start.After(e.Start) {
				e.Start = d.Start
			}
			if !d.End.IsZero() && (e.End.IsZero() || d.End.Before(e.End)) {
				e.End = d.End
			}
			out = append(out, e)
		}
	}
	return out
}

// schemesNamed are the schemes that a name in a policy document stands for.
func schemesNamed(name string) []sigalg.Scheme {
	switch s := sigalg.Scheme(name); s {
	case sigalg.RSA, sigalg.PSS, sigalg.DSA, sigalg.ECDSA, sigalg.PlainECDSA, sigalg.Ed25519, sigalg.Ed448:
		return []sigalg.Scheme{s}
	}
	if name == "EdDSA" {
		return []sigalg.Scheme{sigalg.Ed25519, sigalg.Ed448}
	}
	return nil
}
