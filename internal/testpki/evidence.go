// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// Evidence describes an evidence record in the signature (RFC 4998; in XAdES RFC 6283).
type Evidence struct {
	// Chains are the archive time-stamps, chain after chain. The hash of the first of a chain is that of its trees.
	Chains [][]Stamp
	// Mutate: "other-data", "extra-hash", "content-not-covered", "renewal-of-other", "tree-renewal-of-other", "tree-renewal-without",
	// "sequence-of-other" (XML), "no-tree", "other-tree-algorithm", "wrong-attribute" (CMS), "asn1" (XAdES), "mixed-algorithms" (ASN.1),
	// "broken-syntax", "no-token".
	Mutate []string
}

const (
	oidEvidenceInternal = "1.2.840.113549.1.9.16.2.49"
	oidEvidenceExternal = "1.2.840.113549.1.9.16.2.50"
	nsERS               = "urn:ietf:params:xml:ns:ers"
	nsXAdESEN           = "http://uri.etsi.org/19132/v1.1.1#"
)

// object is what a record covers: its digest by any algorithm.
type object func(hash string) []byte

func octetsObject(b []byte) object { return func(hash string) []byte { return digest(hash, b) } }

// evidence adds the records to a CAdES signature (RFC 5276): over the container as it is then, and a detached content.
func (p *PKI) evidence(c *cms, list []Evidence) error {
	for _, e := range list {
		objects := []object{octetsObject(c.der())}
		id := oidEvidenceInternal
		if c.embedded == nil {
			id = oidEvidenceExternal
			if !contains(e.Mutate, "content-not-covered") {
				objects = append(objects, octetsObject(c.data))
			}
		}
		if contains(e.Mutate, "wrong-attribute") {
			id = map[string]string{oidEvidenceInternal: oidEvidenceExternal, oidEvidenceExternal: oidEvidenceInternal}[id]
		}
		record, err := p.evidenceASN1(e, objects)
		if err != nil {
			return err
		}
		c.signer.unsigned = append(c.signer.unsigned, attribute(id, record))
	}
	return nil
}

// evidenceASN1 makes an EvidenceRecord of RFC 4998.
func (p *PKI) evidenceASN1(e Evidence, objects []object) ([]byte, error) {
	var chains, algorithms [][]byte
	for _, chain := range e.Chains {
		hash := chain[0].Hash
		algorithms = append(algorithms, digestAlg(hash))
		var stamps [][]byte
		var before []byte
		for i, s := range chain {
			if i > 0 && contains(e.Mutate, "mixed-algorithms") {
				hash = "SHA512"
			}
			tree, err := e.firstList(hash, objects, before, seq(chains...), len(chains) > 0 && i == 0, false)
			if err != nil {
				return nil, err
			}
			token, lists, err := p.archiveToken(e, s, hash, tree)
			if err != nil {
				return nil, err
			}
			stamps = append(stamps, e.archiveTimeStamp(hash, lists, token))
			before = token
		}
		chains = append(chains, seq(stamps...))
	}
	version := int64(1)
	if contains(e.Mutate, "broken-syntax") {
		version = 7
	}
	return seq(number(version), seq(algorithms...), seq(chains...)), nil
}

func (e Evidence) archiveTimeStamp(hash string, lists [][][]byte, token []byte) []byte {
	if contains(e.Mutate, "no-tree") {
		return seq(token)
	}
	var partial [][]byte
	for _, l := range lists {
		var hashes [][]byte
		for _, h := range l {
			hashes = append(hashes, octets(h))
		}
		partial = append(partial, seq(hashes...))
	}
	return seq(tlv(0xa0, content(digestAlg(hash))), tlv(0xa2, partial...), token)
}

// firstList is the list of hashes that an archive time-stamp is about: of the data, of the time-stamp before it, or, where it
// renews the hash tree, of the data with the sequence of the chains before it. In XML the sequence has its own hash.
func (e Evidence) firstList(hash string, objects []object, before, sequence []byte, renewsTree, xml bool) ([][]byte, error) {
	has := func(m string) bool { return contains(e.Mutate, m) }
	var list [][]byte
	switch {
	case before != nil:
		sum := digest(hash, before)
		if has("renewal-of-other") {
			sum = flip(sum)
		}
		return [][]byte{sum}, nil
	case renewsTree && xml:
		sum := digest(hash, sequence)
		if has("sequence-of-other") {
			sum = flip(sum)
		}
		list = append(list, sum)
	}
	for i, o := range objects {
		sum := o(hash)
		if renewsTree && !xml {
			sum = digest(hash, sum, digest(hash, sequence))
		}
		switch {
		case renewsTree && i == 0 && has("tree-renewal-of-other"), !renewsTree && i == 0 && has("other-data"):
			sum = flip(sum)
		case renewsTree && i > 0 && has("tree-renewal-without"):
			continue
		}
		list = append(list, sum)
	}
	if has("extra-hash") && !renewsTree {
		list = append(list, digest(hash, []byte("something else")))
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("evidence record: nothing is covered")
	}
	return list, nil
}

// archiveToken makes the time-stamp over a hash tree in which the list has two sisters, and the lists of the reduced tree.
func (p *PKI) archiveToken(e Evidence, s Stamp, hash string, list [][]byte) ([]byte, [][][]byte, error) {
	lists := [][][]byte{list, {digest(hash, []byte("a sister"))}, {digest(hash, []byte("another sister"))}}
	if contains(e.Mutate, "no-token") {
		return seq(oid(oidData)), lists, nil
	}
	if s.Hash = hash; contains(e.Mutate, "other-tree-algorithm") {
		s.Hash = map[string]string{"": "SHA512", "SHA256": "SHA512", "SHA512": "SHA256"}[hash]
	}
	if contains(e.Mutate, "no-tree") {
		token, err := p.token(s, list[0])
		return token, nil, err
	}
	var up []byte
	for i, l := range lists {
		if i > 0 {
			l = append(slices.Clone(l), up)
		}
		up = groupDigest(hash, l)
	}
	token, err := p.token(s, up)
	return token, lists, err
}

// groupDigest is the digest of hashes in binary ascending order; of a single one, the hash itself.
func groupDigest(hash string, list [][]byte) []byte {
	if len(list) == 1 {
		return list[0]
	}
	return digest(hash, sorted(list)...)
}

// evidence adds the records to a XAdES signature (TS 119 132-3), each in a property of its own.
func (x *xades) evidence() error {
	for _, e := range x.r.Evidence {
		objects := []object{x.sealed()}
		if x.r.has("content-of-its-own") {
			objects = append(objects, octetsObject(x.r.Content))
		}
		sealing, err := x.add(x.unsigned, `<xadesen:SealingEvidenceRecords xmlns:xadesen="`+nsXAdESEN+`"></xadesen:SealingEvidenceRecords>`)
		if err != nil {
			return err
		}
		if !contains(e.Mutate, "asn1") {
			if err := x.evidenceXML(sealing, e, objects); err != nil {
				return err
			}
			continue
		}
		record, err := x.pki.evidenceASN1(e, objects)
		if err != nil {
			return err
		}
		if _, err := x.add(sealing, `<xadesen:ASN1EvidenceRecord xmlns:xadesen="`+nsXAdESEN+`">`+b64(record)+`</xadesen:ASN1EvidenceRecord>`); err != nil {
			return err
		}
	}
	return nil
}

// sealed is the data object group that a record covers, as the signature is now.
func (x *xades) sealed() object {
	parts := slices.Clone(x.refs)
	for _, name := range []string{"SignedInfo", "SignatureValue", "KeyInfo"} {
		parts = append(parts, canonical(x.sig.FindElement("./ds:"+name), nil))
	}
	for _, e := range x.unsigned.ChildElements() {
		parts = append(parts, canonical(e, nil))
	}
	for _, o := range x.sig.FindElements("./ds:Object") {
		if o.FindElement("./xades:QualifyingProperties") == nil {
			parts = append(parts, canonical(o, nil))
		}
	}
	return func(hash string) []byte {
		var sums [][]byte
		for _, b := range parts {
			sums = append(sums, digest(hash, b))
		}
		return groupDigest(hash, sums)
	}
}

// evidenceXML makes an EvidenceRecord of RFC 6283, step by step in its place, so that what a renewal covers is there to canonicalise.
func (x *xades) evidenceXML(parent *etree.Element, e Evidence, objects []object) error {
	version := "1.0"
	if contains(e.Mutate, "broken-syntax") {
		version = "7.0"
	}
	record, err := x.add(parent, `<ers:EvidenceRecord xmlns:ers="`+nsERS+`" Version="`+version+`"><ers:ArchiveTimeStampSequence></ers:ArchiveTimeStampSequence></ers:EvidenceRecord>`)
	if err != nil {
		return err
	}
	sequence := record.ChildElements()[0]
	declared := func(text string) string { return strings.Replace(text, " ", ` xmlns:ers="`+nsERS+`" `, 1) }
	for n, chain := range e.Chains {
		hash := chain[0].Hash
		renewed := canonical(sequence, nil)
		ce, err := x.add(sequence, declared(fmt.Sprintf(`<ers:ArchiveTimeStampChain Order="%d"><ers:DigestMethod Algorithm="%s"></ers:DigestMethod><ers:CanonicalizationMethod Algorithm="%s"></ers:CanonicalizationMethod></ers:ArchiveTimeStampChain>`,
			n+1, xmlDigestURI(hash), excC14N)))
		if err != nil {
			return err
		}
		var before []byte
		for i, s := range chain {
			list, err := e.firstList(hash, objects, before, renewed, n > 0 && i == 0, true)
			if err != nil {
				return err
			}
			token, lists, err := x.pki.archiveToken(e, s, hash, list)
			if err != nil {
				return err
			}
			se, err := x.add(ce, declared(fmt.Sprintf(`<ers:ArchiveTimeStamp Order="%d">%s<ers:TimeStamp><ers:TimeStampToken Type="RFC3161">%s</ers:TimeStampToken></ers:TimeStamp></ers:ArchiveTimeStamp>`,
				i+1, hashTreeXML(lists), b64(token))))
			if err != nil {
				return err
			}
			before = canonical(se.FindElement("./ers:TimeStamp"), nil)
		}
	}
	return nil
}

func hashTreeXML(lists [][][]byte) string {
	if lists == nil {
		return ""
	}
	var b bytes.Buffer
	b.WriteString("<ers:HashTree>")
	for i, l := range lists {
		fmt.Fprintf(&b, `<ers:Sequence Order="%d">`, i+1)
		for _, h := range l {
			b.WriteString("<ers:DigestValue>" + b64(h) + "</ers:DigestValue>")
		}
		b.WriteString("</ers:Sequence>")
	}
	b.WriteString("</ers:HashTree>")
	return b.String()
}
