// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

// Profile says how a scheme is walked.
type Profile string

// The profiles. A mirror.json names them in lower case.
const (
	// ProfileEU is the EU's list of lists with pivots.
	ProfileEU Profile = "eu"
	// ProfileMRA is a list of lists for third countries: no pivots, recognition tables in its pointers.
	ProfileMRA Profile = "mra"
	// ProfileJP is a Japanese list, or a list of Japanese lists.
	ProfileJP Profile = "jp"
	// ProfilePlain is one list of services.
	ProfilePlain Profile = "plain"
)

// Scheme is one family of lists with one starting point. Add a country by writing one.
type Scheme struct {
	Name     string
	Profile  Profile
	Location string // URL of the list, or of the list of lists
	// Official says that the scheme is a state's. It is repeated in every report.
	Official bool
	// Bootstrap says who may sign the list at Location, or the oldest pivot.
	Bootstrap Bootstrap
	// ListType is the TSLType of the lists to follow from a list of lists; empty: EUgeneric for the EU's, all that are no list
	// of lists for the others.
	ListType string
	// Territories are the territories to follow; empty: all.
	Territories []string
}

// Bootstrap is what a scheme starts from: the signers of its list, and the notice that published them. The signers are good
// only together with that notice: once a newer notice stands before it in the list of lists, the record is to be renewed.
type Bootstrap struct {
	// Notice is the URL by which the list of lists names the notice; it ends the run of pivots. Empty: every pivot is walked.
	Notice string
	// Certificates are the signers in DER.
	Certificates [][]byte
	// Digests are the SHA-256 of signers, in lower-case hexadecimal. They need no certificates: those are in the list itself.
	Digests []string
}

// OJ2026 is the notice C/2026/1944 of 15 April 2026 in the Official Journal of the European Union, with the SHA-256 of the
// six certificates it publishes.
func OJ2026() Bootstrap {
	return Bootstrap{Notice: "https://eur-lex.europa.eu/eli/C/2026/1944/oj", Digests: []string{
		"c0641c4f7d56c431b1c924742db7fce9c1eef7d7fd212113a2768486b3abcdc5",
		"e0a620fbb6747362bb933ac44169d676a553444716cf5f31605f12a22b8396b1",
		"df7e29360c34b2b8d6d5f40325c1d4d12c9922cecd33b7407674a74b2b3ca1e5",
		"b63d416744e7098bf9ec2caa596a93bc2468e37f8284ba65ecc061711bcbaa18",
		"236103f03a8031ae8f47f9059bf8de38564cdbfebedde4a597d50f8980aa653b",
		"d2064fdd70f6982dcc516b86d9d5c56aea939417c624b2e478c0b29de54f8474",
	}}
}

// OJ2019 is the notice C 276 of 16 August 2019, for lists of before April 2026.
func OJ2019() Bootstrap {
	return Bootstrap{Notice: "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=uriserv:OJ.C_.2019.276.01.0001.01.ENG", Digests: []string{
		"5400ab712c41aaf0c40b505e264d5494d8af4180f8f62955d16223b3290f97c3",
		"9c1a3b646eaf132398ef319e41c8e7ed725b64d5772580ae125d59c0f6845630",
		"59a1bf290b818b177ad61ac4b3e6dcddd46da6d5be9579f8564adea6f2cf073e",
		"8e508f03b132500c3403db66e9dd39cd78f4657c840958a77d34e7bd621468e7",
		"c1a37db48cd5e0479b97f4de32e3a7470c52aafb94c1656ef56f97503992c8a7",
		"d2064fdd70f6982dcc516b86d9d5c56aea939417c624b2e478c0b29de54f8474",
		"435504bfd802edf4db08cbd7c7729a0d45b227797b727e4e6ea1d31684166342",
		"ccd879b36bb553685becbd12901c7f41f7bd3e07f898fcbbe1eec456b03d7589",
	}}
}

// EU is the scheme of the European Union: the list of trusted lists, with the signers of [OJ2026].
func EU() Scheme {
	return Scheme{Name: "EU", Profile: ProfileEU, Location: "https://ec.europa.eu/tools/lotl/eu-lotl.xml", Official: true, Bootstrap: OJ2026()}
}

// Japan is a scheme for a list in the profile that docs/jtsl.md describes. No official Japanese list is known, so whose list
// it is, the caller says: its URL and the certificates (DER) that may sign it. The scheme counts as unofficial.
func Japan(location string, signers ...[]byte) Scheme {
	return Scheme{Name: "JP", Profile: ProfileJP, Location: location, Bootstrap: Bootstrap{Certificates: signers}}
}

// noticed returns the known notice whose signers the bootstrap has, so that a mirror, which holds only certificates, stops at
// the right pivot. The zero value: none of the known.
func (b *Bootstrap) noticed() Bootstrap {
	own := map[string]bool{}
	for _, d := range b.digests() {
		own[d] = true
	}
	for _, known := range []Bootstrap{OJ2026(), OJ2019()} {
		n := 0
		for _, d := range known.Digests {
			if own[d] {
				n++
			}
		}
		if n == len(known.Digests) {
			return known
		}
	}
	return Bootstrap{}
}

// digests are the SHA-256 of all signers.
func (b *Bootstrap) digests() []string {
	var out []string
	for _, d := range b.Digests {
		out = append(out, strings.ToLower(d))
	}
	for _, der := range b.Certificates {
		out = append(out, hexDigest(der))
	}
	return out
}

// certificates are the signers: those given, and those in the lists offered whose digest is pinned.
func (b *Bootstrap) certificates(offered ...[]*ades.Certificate) []*ades.Certificate {
	var out []*ades.Certificate
	seen := map[ades.ID]bool{}
	add := func(c *ades.Certificate) {
		if !seen[c.ID()] {
			seen[c.ID()] = true
			out = append(out, c)
		}
	}
	for _, der := range b.Certificates {
		if c, err := ades.ParseCertificate(der); err == nil {
			add(c)
		}
	}
	pinned := map[string]bool{}
	for _, d := range b.Digests {
		pinned[strings.ToLower(d)] = true
	}
	for _, list := range offered {
		for _, c := range list {
			if pinned[hexDigest(c.Raw())] {
				add(c)
			}
		}
	}
	return out
}

// listOfLists reports whether the scheme starts from a list of lists, by its profile and the list's own type.
func (s *Scheme) listOfLists(l *List) bool {
	switch s.Profile {
	case ProfileEU, ProfileMRA:
		return true
	case ProfileJP:
		return strings.HasSuffix(l.Type, "listofthelists")
	}
	return false
}

// follows reports whether the scheme follows a pointer of its list of lists.
func (s *Scheme) follows(p *Pointer) bool {
	if p.Location == "" || p.MIME != MIMEType && (s.Profile == ProfileEU || p.MIME != "") {
		return false
	}
	if len(s.Territories) > 0 && !containsFold(s.Territories, p.Territory) {
		return false
	}
	if s.ListType != "" {
		return p.Type == s.ListType
	}
	if s.Profile == ProfileEU {
		return p.Type == TypeEUGeneric
	}
	return p.Type != trust.MRATypeAdES && !strings.HasSuffix(p.Type, "listofthelists")
}

func containsFold(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}

func hexDigest(b []byte) string { return strings.TrimPrefix(string(ades.NewID("C", b)), "C-") }
