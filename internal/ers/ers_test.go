// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ers

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// h is SHA-256 of the octets given, one after the other.
func h(parts ...[]byte) []byte { return sigalg.SHA256.Sum(bytes.Join(parts, nil)) }

// TestRoot follows the examples of RFC 4998 4.2 and 4.3: a tree over three data objects, and one with a group of two.
func TestRoot(t *testing.T) {
	order := func(a, b []byte) [][]byte {
		if bytes.Compare(a, b) > 0 {
			a, b = b, a
		}
		return [][]byte{a, b}
	}
	join := func(a, b []byte) []byte { return h(order(a, b)...) }
	h1, h2, h3 := h([]byte("one")), h([]byte("two")), h([]byte("three"))
	h12 := join(h1, h2)
	for _, c := range []struct {
		name string
		tree [][][]byte
		want []byte
	}{
		{"one hash", [][][]byte{{h1}}, h1},
		{"two hashes", [][][]byte{{h1, h2}}, h12},
		{"two hashes, the greater first", [][][]byte{{h2, h1}}, h12},
		{"a lone hash and its sister", [][][]byte{{h1}, {h2}}, h12},
		{"of three, the first", [][][]byte{{h1, h2}, {h3}}, join(h12, h3)},
		{"of three, the last", [][][]byte{{h3}, {h12}}, join(h12, h3)},
		{"no list", nil, nil},
	} {
		if got := root(sigalg.SHA256, c.tree); !bytes.Equal(got, c.want) {
			t.Errorf("%s: %x, want %x", c.name, got, c.want)
		}
	}
	if got := root("WHIRLPOOL", [][][]byte{{h1, h2}}); got != nil {
		t.Errorf("an algorithm that cannot be computed gives %x", got)
	}
}

var (
	sha256OID = []byte{6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1}
	sha1OID   = []byte{6, 5, 0x2b, 0x0e, 3, 2, 0x1a}
)

func seq(parts ...[]byte) []byte { return der.Encode(0x30, parts...) }

// archiveStamp is an ArchiveTimeStamp whose time-stamp is no token.
func archiveStamp(algorithm []byte, lists ...[]byte) []byte {
	var parts [][]byte
	if algorithm != nil {
		parts = append(parts, der.Encode(0xa0, algorithm))
	}
	if lists != nil {
		parts = append(parts, der.Encode(0xa2, lists...))
	}
	return seq(append(parts, seq([]byte{6, 1, 0x2a}))...)
}

func record(chains ...[]byte) []byte {
	return seq([]byte{2, 1, 1}, seq(seq(sha256OID)), seq(chains...))
}

// TestReadASN1 tells what of a record is read, and which faults are found.
func TestReadASN1(t *testing.T) {
	list := seq(der.Encode(4, []byte("hash")))
	for _, c := range []struct {
		name  string
		raw   []byte
		fault string // part of a fault; empty: none
		count int    // of archive time-stamps
	}{
		{"good", record(seq(archiveStamp(sha256OID, list), archiveStamp(nil)), seq(archiveStamp(sha256OID, list))), "", 3},
		{"with crypto and encryption infos", seq([]byte{2, 1, 1}, seq(seq(sha256OID)), der.Encode(0xa0), der.Encode(0xa1), seq(seq(archiveStamp(nil)))), "", 1},
		{"version 2", seq([]byte{2, 1, 2}, seq(seq(sha256OID)), seq(seq(archiveStamp(nil)))), "version: is not 1", 1},
		{"an unknown field", seq([]byte{2, 1, 1}, seq(seq(sha256OID)), der.Encode(0xa5), seq(seq(archiveStamp(nil)))), "unexpected element", 1},
		{"an unknown algorithm", record(seq(archiveStamp([]byte{6, 1, 0x2a}, list))), "is not known", 1},
		{"no chain", record(), "is empty", 0},
		{"an empty chain", record(seq()), "chain 1: is empty", 0},
		{"an empty list", record(seq(archiveStamp(nil, seq()))), "is empty", 0},
		{"no list", record(seq(seq(der.Encode(0xa2), seq([]byte{6, 1, 0x2a})))), "is empty", 0},
		{"a list of something else", record(seq(archiveStamp(nil, seq([]byte{2, 1, 1})))), "no octet string", 0},
		{"no time-stamp", record(seq(seq(der.Encode(0xa2, list)))), "has no time-stamp", 0},
		{"no sequence", []byte{4, 1, 0}, "no sequence", 0},
		{"cut", record(seq(archiveStamp(nil)))[:20], "ends inside", 0},
		{"followed by more", append(record(seq(archiveStamp(nil))), 0), "after the value", 0},
		{"nothing", nil, "ends inside", 0},
	} {
		r, err := ReadASN1(c.raw, limits.Default())
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if r.Stamps() != c.count {
			t.Errorf("%s: %d archive time-stamps, want %d", c.name, r.Stamps(), c.count)
		}
		faultIs(t, c.name, r, c.fault)
	}
	many := record(bytes.Repeat(seq(archiveStamp(nil)), maxChains+1))
	var l *limits.Error
	if _, err := ReadASN1(many, limits.Default()); !errors.As(err, &l) {
		t.Errorf("%d chains: %v, want a passed limit", maxChains+1, err)
	}
}

func faultIs(t *testing.T, name string, r *Record, want string) {
	t.Helper()
	found := want == "" && len(r.Faults) == 0
	for _, f := range r.Faults {
		found = found || want != "" && strings.Contains(f.Where+": "+f.Text, want)
	}
	if !found {
		t.Errorf("%s: faults %v, want %q", name, r.Faults, want)
	}
}

func readXML(t testing.TB, text string, lim limits.Limits) (*Record, error) {
	tree, err := xmltree.Parse([]byte(text), xmltree.Options{Limits: lim})
	if err != nil {
		t.Skip(err)
	}
	return ReadXML(xmldsig.New(tree, nil, lim), tree.Root, lim)
}

const (
	xmlHead  = `<EvidenceRecord xmlns="` + NS + `" Version="1.0"><ArchiveTimeStampSequence>`
	xmlTail  = `</ArchiveTimeStampSequence></EvidenceRecord>`
	xmlChain = `<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><CanonicalizationMethod Algorithm="` + c14n.V10 + `"/>`
	xmlStamp = `<TimeStamp><TimeStampToken Type="RFC3161">AAAA</TimeStampToken></TimeStamp></ArchiveTimeStamp>`
	xmlTree  = `<HashTree><Sequence Order="2"><DigestValue>Ag==</DigestValue></Sequence><Sequence Order="1"><DigestValue>AQ==</DigestValue></Sequence></HashTree>`
)

// TestReadXML tells the same of XML records.
func TestReadXML(t *testing.T) {
	chain := func(order, inner string) string {
		return `<ArchiveTimeStampChain Order="` + order + `">` + inner + `</ArchiveTimeStampChain>`
	}
	one := `<ArchiveTimeStamp Order="1">` + xmlTree + xmlStamp
	for _, c := range []struct{ name, text, fault string }{
		{"good", xmlHead + chain("1", xmlChain+one) + xmlTail, ""},
		{"no version", strings.Replace(xmlHead, ` Version="1.0"`, "", 1) + chain("1", xmlChain+one) + xmlTail, "version"},
		{"no sequence", `<EvidenceRecord xmlns="` + NS + `" Version="1.0"/>`, "occurs 0 times"},
		{"chains of one order", xmlHead + chain("1", xmlChain+one) + chain("1", xmlChain+one) + xmlTail, "no number of its own"},
		{"a chain without order", xmlHead + chain("", xmlChain+one) + xmlTail, "no number of its own"},
		{"no algorithm", xmlHead + chain("1", one) + xmlTail, "DigestMethod"},
		{"no canonicalisation", xmlHead + chain("1", `<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>`+one) + xmlTail, "CanonicalizationMethod"},
		{"an empty tree", xmlHead + chain("1", xmlChain+`<ArchiveTimeStamp Order="1"><HashTree/>`+xmlStamp) + xmlTail, "HashTree: is empty"},
		{"an empty list", xmlHead + chain("1", xmlChain+`<ArchiveTimeStamp Order="1"><HashTree><Sequence Order="1"/></HashTree>`+xmlStamp) + xmlTail, "Sequence: is empty"},
		{"no token", xmlHead + chain("1", xmlChain+`<ArchiveTimeStamp Order="1"/>`) + xmlTail, "holds no token"},
		{"a token of another type", xmlHead + chain("1", xmlChain+strings.Replace(one, "RFC3161", "XMLENTRUST", 1)) + xmlTail, "is of type"},
		{"no base64", xmlHead + chain("1", xmlChain+strings.Replace(one, "AAAA", "!", 1)) + xmlTail, "TimeStampToken"},
		{"an empty chain", xmlHead + chain("1", xmlChain) + xmlTail, "chain 1: is empty"},
	} {
		r, err := readXML(t, c.text, limits.Default())
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		faultIs(t, c.name, r, c.fault)
		if c.fault == "" && (len(r.Chains[0].Stamps[0].Tree) != 2 || r.Chains[0].Stamps[0].Tree[0][0][0] != 1) {
			t.Errorf("%s: the lists are not in the order of their numbers: %v", c.name, r.Chains[0].Stamps[0].Tree)
		}
	}
}

// describeAll describes a record over data with every kind of object, so that fuzzing reaches all of the description.
func describeAll(t *testing.T, r *Record) {
	objects := []Object{{Kind: ades.RefMasterSignature, Covers: func(int) []ades.ID { return []ades.ID{"S-1"} },
		Find: func(h sigalg.Hash, _ c14n.Method, fits func([]byte) bool) ([]byte, int, error) {
			sum := h.Sum([]byte("data"))
			fits(sum)
			return sum, 0, nil
		}}}
	out, err := Describe(r, "ER-1", objects, &ades.Pool{}, limits.Default())
	var l *limits.Error
	if err != nil && !errors.As(err, &l) {
		t.Fatal(err)
	}
	if err == nil && len(out.Covers) > 0 && !out.References[0].Intact() {
		t.Fatal("something is covered whose digest the record does not name")
	}
}

func FuzzReadASN1(f *testing.F) {
	list := seq(der.Encode(4, h([]byte("data"))))
	f.Add(record(seq(archiveStamp(sha256OID, list), archiveStamp(sha1OID, list)), seq(archiveStamp(nil, list))))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := ReadASN1(raw, limits.Default())
		if err != nil {
			return
		}
		for _, c := range r.Chains {
			if c.before != nil {
				if err := c.before(io.Discard); err != nil {
					t.Fatal(err)
				}
			}
		}
		describeAll(t, r)
	})
}

func FuzzReadXML(f *testing.F) {
	f.Add(xmlHead + `<ArchiveTimeStampChain Order="1">` + xmlChain + `<ArchiveTimeStamp Order="1">` + xmlTree + xmlStamp + `</ArchiveTimeStampChain>` +
		`<ArchiveTimeStampChain Order="2">` + xmlChain + `<ArchiveTimeStamp Order="1">` + xmlTree + xmlStamp + `</ArchiveTimeStampChain>` + xmlTail)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := readXML(t, text, limits.Default())
		if err != nil {
			return
		}
		describeAll(t, r)
	})
}
