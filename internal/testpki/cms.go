// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"slices"
	"time"
)

// signerInfo describes one SignerInfo with the signed attributes of EN 319 122-1.
type signerInfo struct {
	cert        *Cert
	contentType string
	content     []byte
	hash        string
	pss         bool
	signedTime  time.Time // zero: no signing-time attribute
	extra       [][]byte  // further signed attributes
	countersign bool      // no content-type attribute
	other       *Cert     // what the signing-certificate reference names instead of cert
	mutate      []string
}

// rawSigner is a SignerInfo in its parts, so that unsigned attributes can be added later.
type rawSigner struct {
	version, sid, digestAlg, signedAttrs, signatureAlg, signature []byte // each a whole TLV; signedAttrs as [0]
	unsigned                                                      [][]byte
}

func attribute(id string, values ...[]byte) []byte { return seq(oid(id), set(values...)) }

// essV2 is a signing-certificate-v2 attribute that names c.
func essV2(c *Cert, hash string) []byte {
	certID := [][]byte{octets(digest(hash, c.DER)), seq(seq(explicit(4, c.issuer.name)), integer(c.serial))}
	if orSHA256(hash) != "SHA256" {
		certID = append([][]byte{digestAlg(hash)}, certID...)
	}
	return attribute(oidSigningCertV2, seq(seq(seq(certID...))))
}

// essV1 is a signing-certificate attribute with the SHA-1 of c.
func essV1(c *Cert) []byte {
	return attribute(oidSigningCertV1, seq(seq(seq(octets(digest("SHA1", c.DER))))))
}

// make computes the attributes and signs them.
func (s signerInfo) make() (*rawSigner, error) {
	has := func(m string) bool { return contains(s.mutate, m) }
	var attrs [][]byte
	if !s.countersign && !has("no-content-type") {
		ct := s.contentType
		if has("wrong-content-type") {
			ct = oidTSTInfo
		}
		attrs = append(attrs, attribute(oidContentType, oid(ct)))
	}
	md := digest(s.hash, s.content)
	if has("wrong-digest") {
		md = flip(md)
	}
	if has("truncated-digest") {
		md = md[:len(md)/2]
	}
	attrs = append(attrs, attribute(oidMessageDigest, octets(md)))
	if has("two-message-digests") {
		attrs = append(attrs, attribute(oidMessageDigest, octets(flip(md))))
	}
	if !s.signedTime.IsZero() {
		attrs = append(attrs, attribute(oidSigningTime, x509Time(s.signedTime)))
	}
	named := s.cert
	if s.other != nil {
		named = s.other
	}
	switch {
	case has("no-ess"):
	case s.hash == "SHA1" || has("ess-v1"):
		attrs = append(attrs, essV1(named))
	default:
		attrs = append(attrs, essV2(named, s.hash))
	}
	attrs = append(attrs, s.extra...)
	tbs := set(attrs...)
	sig, err := sign(s.cert.signer, s.hash, s.pss, tbs)
	if err != nil {
		return nil, err
	}
	if has("broken-signature") {
		sig = breakSignature(sig)
	}
	signed := slices.Clone(tbs)
	signed[0] = 0xa0
	return &rawSigner{
		version: number(1), sid: seq(s.cert.issuer.name, integer(s.cert.serial)), digestAlg: digestAlg(s.hash),
		signedAttrs: signed, signatureAlg: signatureAlg(s.cert.signer, s.hash, s.pss), signature: octets(sig),
	}, nil
}

// breakSignature changes a bit in the middle of a signature value, so that its outer encoding stays well-formed.
func breakSignature(sig []byte) []byte {
	out := slices.Clone(sig)
	out[len(out)*3/4] ^= 0x10
	return out
}

// fields are the fields of a SignerInfo before its unsigned attributes.
func (r *rawSigner) fields() [][]byte {
	return [][]byte{r.version, r.sid, r.digestAlg, r.signedAttrs, r.signatureAlg, r.signature}
}

func (r *rawSigner) der() []byte {
	parts := r.fields()
	if r.unsigned != nil {
		parts = append(parts, tlv(0xa1, sorted(r.unsigned)...))
	}
	return seq(parts...)
}

func sorted(parts [][]byte) [][]byte {
	s := slices.Clone(parts)
	slices.SortFunc(s, bytes.Compare)
	return s
}

// ocspChoice wraps an OCSPResponse for SignedData.crls (RFC 5940).
func ocspChoice(response []byte) []byte { return explicit(1, oid(oidOCSPInfo), response) }

// signedData is a ContentInfo with SignedData; nil content: detached. crls are RevocationInfoChoice values.
func signedData(contentType string, eContent []byte, certs, crls [][]byte, signers []*rawSigner) []byte {
	version := int64(1)
	if contentType != oidData {
		version = 3
	}
	for _, c := range crls {
		if c[0] == 0xa1 {
			version = 5
		}
	}
	encap := [][]byte{oid(contentType)}
	if eContent != nil {
		encap = append(encap, explicit(0, octets(eContent)))
	}
	var algs, infos [][]byte
	for _, s := range signers {
		if !slices.ContainsFunc(algs, func(a []byte) bool { return bytes.Equal(a, s.digestAlg) }) {
			algs = append(algs, s.digestAlg)
		}
		infos = append(infos, s.der())
	}
	parts := [][]byte{number(version), set(algs...), seq(encap...)}
	if len(certs) > 0 {
		parts = append(parts, explicit(0, sorted(certs)...))
	}
	if len(crls) > 0 {
		parts = append(parts, explicit(1, sorted(crls)...))
	}
	parts = append(parts, set(infos...))
	return seq(oid(oidSignedData), explicit(0, seq(parts...)))
}

// archiveStamp makes an archive-time-stamp-v3 attribute over a signer and everything in the SignedData (EN 319 122-1 5.5.3).
func (p *PKI) archiveStamp(s Stamp, contentType string, data []byte, certs, crls [][]byte, r *rawSigner) ([]byte, error) {
	var ch, rh, ah [][]byte
	for _, c := range sorted(certs) {
		ch = append(ch, octets(digest(s.Hash, c)))
	}
	for _, c := range sorted(crls) {
		rh = append(rh, octets(digest(s.Hash, c)))
	}
	for _, a := range sorted(r.unsigned) {
		// one value an attribute here: the hash covers attrType ‖ value
		id, values := splitAttribute(a)
		ah = append(ah, octets(digest(s.Hash, id, values)))
	}
	index := seq(digestAlg(s.Hash), seq(ch...), seq(rh...), seq(ah...))
	var msg bytes.Buffer
	msg.Write(oid(contentType))
	msg.Write(digest(s.Hash, data))
	for _, f := range r.fields() {
		msg.Write(f)
	}
	msg.Write(index)
	token, err := p.Token(s, msg.Bytes(), attribute(oidHashIndexV3, index))
	if err != nil {
		return nil, err
	}
	return attribute(oidArchiveTSv3, token), nil
}

// splitAttribute returns the type and the one value of an attribute, each a whole TLV.
func splitAttribute(a []byte) (id, value []byte) {
	body := content(a)
	n := 2 + int(body[1])
	return body[:n], content(body[n:])
}
