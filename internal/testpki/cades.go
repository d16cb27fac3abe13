// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"slices"
)

// cms is a CAdES signature under construction.
type cms struct {
	data        []byte // what the message digest covers
	embedded    []byte // eContent; nil: detached
	certs, crls [][]byte
	signer      *rawSigner
	sum         func(hash string) []byte // digests of the content
}

func (c *cms) der() []byte {
	return signedData(oidData, c.embedded, c.certs, c.crls, []*rawSigner{c.signer})
}

// makeCAdES makes a CAdES signature (EN 319 122-1).
func (p *PKI) makeCAdES(r Recipe) (*Made, error) {
	if r.has("sequence-content") {
		r.Content = utf8(string(r.Content))
	}
	c, err := p.cades(&r, r.Content, r.Packaging == "detached")
	if err != nil {
		return nil, err
	}
	m := &Made{Ext: ".p7m"}
	if c.embedded != nil && r.has("tampered") {
		c.embedded = tamper(c.embedded)
	}
	m.Document = c.der()
	if r.has("sequence-content") {
		m.Document = sequenceContent(m.Document, r.Content)
	}
	if r.Packaging == "detached" {
		m.Ext = ".p7s"
		shown := r.Content
		if r.has("tampered") {
			shown = tamper(shown)
		}
		if !r.has("missing-content") {
			m.Contents = map[string][]byte{"content.txt": shown}
		}
	}
	if r.has("truncated") {
		m.Document = m.Document[:len(m.Document)*2/3]
	}
	return m, nil
}

// tamper changes one octet in the middle of the content.
func tamper(b []byte) []byte {
	out := slices.Clone(b)
	out[len(out)/2] ^= 0x01
	return out
}

// cades makes a CAdES signature over data, up to the recipe's level. For a PDF, the validation data and archive
// time-stamps are left to the PDF.
func (p *PKI) cades(r *Recipe, data []byte, detached bool) (*cms, error) {
	signer := p.byID[r.Signer]
	c := &cms{data: data, sum: r.Digest}
	if c.sum == nil {
		c.sum = func(hash string) []byte { return digest(hash, data) }
	}
	if !detached {
		c.embedded = data
	}
	si := signerInfo{cert: signer, contentType: oidData, content: data, digest: c.sum(r.Hash), hash: r.Hash, pss: r.PSS, mutate: r.Mutate}
	if r.Format == "cades" {
		si.signedTime = r.Time
	}
	if r.OtherCert != "" {
		other, err := p.need(r.OtherCert)
		if err != nil {
			return nil, err
		}
		si.other = other
	}
	if r.ContentStamp != nil {
		token, err := p.Token(*r.ContentStamp, data, nil)
		if err != nil {
			return nil, err
		}
		si.extra = append(si.extra, attribute(oidContentTS, token))
	}
	if r.Policy != nil {
		si.extra = append(si.extra, r.Policy.attribute())
	}
	if r.Raw != nil {
		si.extra = append(si.extra, r.Raw.Signed...)
	}
	raw, err := si.make()
	if err != nil {
		return nil, err
	}
	c.signer = raw
	if r.Raw != nil {
		raw.unsigned = append(raw.unsigned, r.Raw.Unsigned...)
		c.certs, c.crls = append(c.certs, r.Raw.Certificates...), append(c.crls, r.Raw.Revocations...)
	}
	if !r.has("no-certificate") {
		c.certs = append(c.certs, signer.DER)
	}
	for _, ca := range p.Chain(r.Signer)[1:] {
		if !ca.SelfSigned() && !r.has("no-certificate") {
			c.certs = append(c.certs, ca.DER)
		}
	}
	if err := p.embed(c, r); err != nil {
		return nil, err
	}
	if r.Policy != nil && r.Policy.Store {
		raw.unsigned = append(raw.unsigned, attribute(oidPolicyStore, seq(oid(r.Policy.ID), octets(r.Policy.Document))))
	}
	for _, s := range []*Stamp{r.Stamp, r.SecondStamp} {
		if s == nil {
			continue
		}
		token, err := p.Token(*s, content(raw.signature), nil)
		if err != nil {
			return nil, err
		}
		raw.unsigned = append(raw.unsigned, attribute(oidSignatureTS, token))
	}
	counters := r.Counters
	if r.has("counter-signed") { // by the signer's own certificate
		counters = append(counters, Counter{Signer: r.Signer, Time: r.Time, Hash: r.Hash})
	}
	if err := p.counterSign(raw, counters); err != nil {
		return nil, err
	}
	if r.Format == "cades" {
		if err := p.cadesLongTerm(c, r); err != nil {
			return nil, err
		}
	}
	return c, p.evidence(c, r.Evidence)
}

// embed adds further certificates, each once.
func (p *PKI) embed(c *cms, r *Recipe) error {
	for _, id := range r.Embed {
		e, err := p.need(id)
		if err != nil {
			return err
		}
		c.addCert(e.DER)
	}
	return nil
}

func (c *cms) addCert(der []byte) {
	if !slices.ContainsFunc(c.certs, func(x []byte) bool { return bytes.Equal(x, der) }) {
		c.certs = append(c.certs, der)
	}
}

// cadesLongTerm adds validation data to the SignedData and then the archive time-stamps.
func (p *PKI) cadesLongTerm(c *cms, r *Recipe) error {
	v, err := p.collect(r)
	if err != nil {
		return err
	}
	if v, err = p.extend(c, r, v); err != nil {
		return err
	}
	if !r.has("no-certificate") {
		for _, der := range v.certs {
			c.addCert(der)
		}
	}
	c.crls = append(c.crls, v.crls...)
	for _, o := range v.ocsps {
		c.crls = append(c.crls, ocspChoice(o))
	}
	for _, s := range r.Archive {
		if contains(s.Mutate, "new-validation-data") {
			continue
		}
		a, err := p.archiveStamp(s, c)
		if err != nil {
			return err
		}
		c.signer.unsigned = append(c.signer.unsigned, a)
	}
	return nil
}

// attribute is the signature-policy-identifier attribute.
func (ref *PolicyRef) attribute() []byte {
	d := digest("SHA256", ref.Document)
	if ref.Inner {
		d = digest("SHA256", content(ref.Document))
	}
	if ref.WrongHash {
		d = flip(d)
	}
	return attribute(oidPolicyID, seq(oid(ref.ID), seq(digestAlg("SHA256"), octets(d))))
}
