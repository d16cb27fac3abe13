// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/testpki"
)

// readAttributes reads attributes as they stand in a token.
func readAttributes(t *testing.T, raw ...[]byte) []cms.Attribute {
	t.Helper()
	var out []cms.Attribute
	for _, b := range raw {
		v, err := der.NewReader(limits.Default()).Single(b, 0)
		if err != nil {
			t.Fatal(err)
		}
		a, err := cms.ReadAttribute(v)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// TestReadHashIndex reads the three forms of the ats-hash-index, whole and malformed.
func TestReadHashIndex(t *testing.T) {
	sum := octets(strings.Repeat("a", 32))
	list := seq(sum)
	sha512 := seq(oid("2.16.840.1.101.3.4.2.3"))
	for _, c := range []struct {
		name    string
		attrs   [][]byte
		version int // 0: there is no index
		hash    string
		digests int
		problem string
	}{
		{"none", [][]byte{attr("1.2.3", seq())}, 0, "", 0, ""},
		{"v1 by default", [][]byte{attr(cmsattr.HashIndexV1, seq(list, seq(), list))}, 1, "SHA256", 2, ""},
		{"v1 with an algorithm", [][]byte{attr(cmsattr.HashIndexV1, seq(sha512, list, list, list))}, 1, "SHA512", 3, ""},
		{"v2", [][]byte{attr(cmsattr.HashIndexV2, seq(sha512, list, list, list))}, 2, "SHA512", 3, ""},
		{"v3", [][]byte{attr(cmsattr.HashIndexV3, seq(sha256Alg, seq(sum, sum), list, seq()))}, 3, "SHA256", 3, ""},
		{"v3 beside v1", [][]byte{attr(cmsattr.HashIndexV1, seq(list, list, list)), attr(cmsattr.HashIndexV3, seq(sha256Alg, seq(), seq(), seq()))}, 3, "SHA256", 0, ""},
		{"v2 without an algorithm", [][]byte{attr(cmsattr.HashIndexV2, seq(list, list, list))}, 2, "SHA256", 0, "has 3 elements, 4 are wanted"},
		{"v3 without an algorithm", [][]byte{attr(cmsattr.HashIndexV3, seq(list, list, list))}, 3, "SHA256", 0, "has 3 elements, 4 are wanted"},
		{"v1 of two lists", [][]byte{attr(cmsattr.HashIndexV1, seq(list, list))}, 1, "SHA256", 0, "has 2 lists"},
		{"five elements", [][]byte{attr(cmsattr.HashIndexV3, seq(sha256Alg, list, list, list, list))}, 3, "SHA256", 0, "5 elements"},
		{"unknown algorithm", [][]byte{attr(cmsattr.HashIndexV3, seq(seq(oid("1.2.3")), list, list, list))}, 3, "", 0, "digest algorithm 1.2.3 is not known"},
		{"algorithm of another type", [][]byte{attr(cmsattr.HashIndexV3, seq(sum, list, list, list))}, 3, "SHA256", 0, "offset"},
		{"value of another type", [][]byte{attr(cmsattr.HashIndexV3, sum)}, 3, "", 0, "offset"},
		{"list of another type", [][]byte{attr(cmsattr.HashIndexV3, seq(sha256Alg, list, list, sum))}, 3, "SHA256", 2, "offset"},
		{"no value", [][]byte{attr(cmsattr.HashIndexV3)}, 3, "", 0, "has no value"},
		{"two values", [][]byte{attr(cmsattr.HashIndexV3, seq(sha256Alg, list, list, list), seq(sha256Alg, list, list, list))}, 3, "SHA256", 3, "more than one"},
		{"twice", [][]byte{attr(cmsattr.HashIndexV1, seq(list, list, list)), attr(cmsattr.HashIndexV1, seq(list, list, list))}, 1, "SHA256", 3, "more than one"},
	} {
		x := readHashIndex(readAttributes(t, c.attrs...))
		if x == nil {
			if c.version != 0 {
				t.Errorf("%s: no index", c.name)
			}
			continue
		}
		if x.version != c.version || string(x.hash) != c.hash || len(x.certs)+len(x.crls)+len(x.attrs) != c.digests {
			t.Errorf("%s: version %d by %s with %d digests", c.name, x.version, x.hash, len(x.certs)+len(x.crls)+len(x.attrs))
		}
		if c.problem == "" && x.problem != "" || !strings.Contains(x.problem, c.problem) {
			t.Errorf("%s: problem %q, want %q", c.name, x.problem, c.problem)
		}
	}
}

// TestResolveValues: in the third form each value of an attribute has a digest, and an attribute is covered if all its values are.
func TestResolveValues(t *testing.T) {
	one, two := octets("one"), octets("two")
	unsigned := readAttributes(t, attr("1.2.3", one, two), attr("1.2.4", one), attr("1.2.5"))
	digest := func(parts ...[]byte) []byte {
		s := sha256.Sum256(slices.Concat(parts...))
		return s[:]
	}
	si := &cms.SignerInfo{Unsigned: unsigned}
	for _, c := range []struct {
		name    string
		digests [][]byte
		want    []int
		missing bool
	}{
		{"all", [][]byte{digest(oid("1.2.3"), one), digest(oid("1.2.3"), two), digest(oid("1.2.4"), one)}, []int{0, 1}, false},
		{"one of two values", [][]byte{digest(oid("1.2.3"), one), digest(oid("1.2.4"), one)}, []int{1}, false},
		{"of another type", [][]byte{digest(oid("1.2.9"), one)}, nil, true},
		{"the whole attribute", [][]byte{digest(unsigned[1].Raw)}, nil, true},
		{"the value alone", [][]byte{digest(one)}, nil, true},
	} {
		x := &hashIndex{version: 3, hash: "SHA256", attrs: c.digests}
		if got := x.resolve(&cms.SignedData{}, si); !slices.Equal(got.attrs, c.want) || (x.problem != "") != c.missing {
			t.Errorf("%s: %v, %q", c.name, got.attrs, x.problem)
		}
	}
	ber := []byte{0x30, 0x80, 2, 1, 7, 0, 0} // an index may have been made of an item in BER or of its DER
	sd := &cms.SignedData{Certificates: []cms.Choice{{Raw: ber}}}
	for _, raw := range [][]byte{ber, seq([]byte{2, 1, 7})} {
		x := &hashIndex{version: 3, hash: "SHA256", certs: [][]byte{digest(raw)}}
		if got := x.resolve(sd, si); len(got.certs) != 1 || x.problem != "" {
			t.Errorf("%x: %v, %q", raw, got.certs, x.problem)
		}
	}
}

// TestCounterCovered: an archive time-stamp covers the counter-signatures that it indexes, with what they hold, at any depth.
func TestCounterCovered(t *testing.T) {
	p := newPKI(t)
	r := recipe("LTA")
	inner := testpki.Counter{Signer: "pss", Time: at("2024-06-02"), Stamp: &testpki.Stamp{TSA: "tsa-short", At: at("2024-06-02")}}
	r.Counters = []testpki.Counter{{Signer: "p384", Time: at("2024-06-02"), Counters: []testpki.Counter{inner}}}
	for _, form := range []testpki.ArchiveForm{testpki.ArchiveIndexV3, testpki.ArchiveIndexV1, testpki.ArchiveV2} {
		for _, mutate := range [][]string{nil, {"index-without-attributes"}} {
			if form == testpki.ArchiveV2 && mutate != nil {
				continue
			}
			r.Archive[0].Form, r.Archive[0].Mutate = form, mutate
			_, d := makeAndRead(t, p, r)
			if len(d.Signatures) != 3 || d.Signatures[1].Parent != d.Signatures[0].ID || d.Signatures[2].Parent != d.Signatures[1].ID {
				t.Fatalf("%s: %d signatures", form, len(d.Signatures))
			}
			stamps := d.Signatures[0].Timestamps
			archive := stamps[slices.IndexFunc(stamps, func(ts *ades.Timestamp) bool { return ts.Kind == ades.TSArchive })]
			covered := mutate == nil
			for _, id := range []ades.ID{d.Signatures[1].ID, d.Signatures[2].ID, d.Signatures[2].Timestamps[0].ID} {
				if slices.Contains(archive.Covers, id) != covered {
					t.Errorf("%q, %v: %s covered %v", form, mutate, id, !covered)
				}
			}
			for _, s := range d.Signatures {
				if !good(s) {
					t.Errorf("%q: %s is not good", form, s.ID)
				}
			}
		}
	}
}
