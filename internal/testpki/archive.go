// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"slices"
)

// ArchiveForm is the form of a CAdES archive time-stamp.
type ArchiveForm string

// The forms of CAdES archive time-stamps. The empty form is archive-time-stamp-v3 with ats-hash-index-v3.
const (
	ArchiveIndexV3 ArchiveForm = ""            // archive-time-stamp-v3, ats-hash-index-v3 (EN 319 122-1 v1.3.1 5.5.2, 5.5.3)
	ArchiveIndexV2 ArchiveForm = "v3-index-v2" // the same with ats-hash-index-v2: digests of whole attributes
	ArchiveIndexV1 ArchiveForm = "v3-index-v1" // the same with ats-hash-index of TS 101 733 v2.2.1 6.4.2
	ArchiveV2      ArchiveForm = "v2"          // archive-time-stamp of RFC 5126 6.4.1, unsigned attributes with the header of their set
	ArchiveV2Bare  ArchiveForm = "v2-bare"     // the same without that header
	ArchiveV1      ArchiveForm = "v1"          // archive-time-stamp of RFC 3126 3.12.3
)

// archiveStamp makes an archive time-stamp attribute over a signer and everything in the SignedData.
func (p *PKI) archiveStamp(s Stamp, c *cms) ([]byte, error) {
	if contains(s.Mutate, "late-certificate") && len(c.certs) > 1 { // the last came into the SignedData after the time-stamp
		before := *c
		before.certs = c.certs[:len(c.certs)-1]
		c = &before
	}
	switch s.Form {
	case ArchiveV1:
		token, err := p.Token(s, c.archivedV1(), nil)
		return attribute(oidArchiveTSv1, token), err
	case ArchiveV2, ArchiveV2Bare:
		token, err := p.Token(s, c.archivedV2(s.Form == ArchiveV2Bare), nil)
		return attribute(oidArchiveTSv2, token), err
	}
	index := hashIndex(s, c)
	shown := index
	if contains(s.Mutate, "index-altered") { // after the token was made
		shown = bytes.Replace(index, digest(s.Hash, c.certs[0]), flip(digest(s.Hash, c.certs[0])), 1)
	}
	name := map[ArchiveForm]string{ArchiveIndexV1: oidHashIndexV1, ArchiveIndexV2: oidHashIndexV2, ArchiveIndexV3: oidHashIndexV3}[s.Form]
	var unsigned []byte
	if !contains(s.Mutate, "no-index") {
		unsigned = attribute(name, shown)
	}
	parts := slices.Concat([][]byte{oid(oidData), c.sum(s.Hash)}, c.signer.fields(), [][]byte{index})
	token, err := p.Token(s, bytes.Join(parts, nil), unsigned)
	return attribute(oidArchiveTSv3, token), err
}

// hashIndex is the ats-hash-index over everything that is there. Mutations: "index-extra-certificate", "index-extra-crl",
// "index-extra-attribute" add a digest of nothing; "index-without-crls", "index-without-attributes" leave digests out.
func hashIndex(s Stamp, c *cms) []byte {
	var lists [3][][]byte
	put := func(list int, parts ...[]byte) { lists[list] = append(lists[list], octets(digest(s.Hash, parts...))) }
	for _, x := range sorted(c.certs) {
		put(0, x)
	}
	for _, x := range sorted(c.crls) {
		put(1, x)
	}
	for _, a := range sorted(c.signer.unsigned) {
		if s.Form == ArchiveIndexV3 {
			for _, v := range splitAttribute(a)[1:] {
				put(2, splitAttribute(a)[0], v)
			}
			continue
		}
		put(2, a)
	}
	for i, what := range []string{"certificate", "crl", "attribute"} {
		if contains(s.Mutate, "index-without-"+what+"s") {
			lists[i] = nil
		}
		if contains(s.Mutate, "index-extra-"+what) {
			put(i, []byte("nothing"))
		}
	}
	parts := [][]byte{seq(lists[0]...), seq(lists[1]...), seq(lists[2]...)}
	if s.Form != ArchiveIndexV1 || orSHA256(s.Hash) != "SHA256" { // the first form has a default
		parts = append([][]byte{digestAlg(s.Hash)}, parts...)
	}
	return seq(parts...)
}

// archivedV2 is what an archive time-stamp v2 covers (RFC 5126 6.4.1).
func (c *cms) archivedV2(bare bool) []byte {
	parts := [][]byte{encapContentInfo(oidData, c.embedded)}
	if c.embedded == nil {
		parts = append(parts, c.data)
	}
	parts = append(parts, certificatesField(c.certs), crlsField(c.crls))
	parts = append(parts, c.signer.fields()...)
	if bare {
		parts = append(parts, sorted(c.signer.unsigned)...)
	} else if len(c.signer.unsigned) > 0 {
		parts = append(parts, tlv(0xa1, sorted(c.signer.unsigned)...))
	}
	return bytes.Join(parts, nil)
}

// archivedV1 is one reading of what an archive time-stamp of RFC 3126 3.12.3 covers: the values of the content, the signed
// attributes, the signature and the unsigned attributes, without their own types and lengths.
func (c *cms) archivedV1() []byte {
	parts := [][]byte{c.data, content(c.signer.signedAttrs), content(c.signer.signature)}
	for _, a := range sorted(c.signer.unsigned) {
		parts = append(parts, content(a))
	}
	return bytes.Join(parts, nil)
}

// splitAttribute returns the type and then each value of an attribute, each a whole TLV.
func splitAttribute(a []byte) [][]byte {
	body := content(a)
	n := 2 + int(body[1])
	return append([][]byte{body[:n]}, children(body[n:])...)
}
