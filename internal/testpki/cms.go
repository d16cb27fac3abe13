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
	digest      []byte // of the content, instead of content
	hash        string
	pss         bool
	signedTime  time.Time // zero: no signing-time attribute
	extra       [][]byte  // further signed attributes
	countersign bool      // no content-type attribute
	other       *Cert     // what the signing-certificate reference names instead of cert
	// Mutations here: "no-content-type", "wrong-content-type", "wrong-digest", "two-message-digests", "no-ess", "ess-v1",
	// "broken-signature"; "by-key-id" names the signer by the subject key identifier; "unsorted" stores the signed attributes
	// in another order than that of DER, in which they are signed; "signed-unsorted" signs them in the other order too;
	// "no-signed-attributes" signs the content itself.
	mutate []string
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
	md := s.digest
	if md == nil {
		md = digest(s.hash, s.content)
	}
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
	stored := tbs
	if has("unsorted") || has("signed-unsorted") {
		reverse := sorted(attrs)
		slices.Reverse(reverse)
		if stored = tlv(0x31, reverse...); has("signed-unsorted") {
			tbs = stored
		}
	}
	if has("no-signed-attributes") {
		tbs, stored = s.content, nil
	}
	sig, err := sign(s.cert.signer, s.hash, s.pss, tbs)
	if err != nil {
		return nil, err
	}
	if has("broken-signature") {
		sig = breakSignature(sig)
	}
	signed := slices.Clone(stored)
	if signed != nil {
		signed[0] = 0xa0
	}
	version, sid := number(1), seq(s.cert.issuer.name, integer(s.cert.serial))
	if has("by-key-id") { // RFC 5652 5.3: version 3 goes with it
		version, sid = number(3), primitive(0, s.cert.keyID())
	}
	return &rawSigner{
		version: version, sid: sid, digestAlg: digestAlg(s.hash),
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
	var algs, infos [][]byte
	for _, s := range signers {
		if !slices.ContainsFunc(algs, func(a []byte) bool { return bytes.Equal(a, s.digestAlg) }) {
			algs = append(algs, s.digestAlg)
		}
		infos = append(infos, s.der())
	}
	parts := [][]byte{number(version), set(algs...), encapContentInfo(contentType, eContent)}
	parts = append(parts, certificatesField(certs), crlsField(crls), set(infos...))
	return seq(oid(oidSignedData), explicit(0, seq(parts...)))
}

// sequenceContent puts a content that is a SEQUENCE in the place of an OCTET STRING, as in PKCS #7 1.5: what is digested are its
// content octets.
func sequenceContent(document, content []byte) []byte {
	return bytes.Replace(document, octets(content), tlv(0x30, content), 1)
}

// encapContentInfo is the field of that name; nil content: detached.
func encapContentInfo(contentType string, eContent []byte) []byte {
	if eContent == nil {
		return seq(oid(contentType))
	}
	return seq(oid(contentType), explicit(0, octets(eContent)))
}

// certificatesField and crlsField are the fields of these names, nil where there is nothing to put in.
func certificatesField(certs [][]byte) []byte { return setField(0, certs) }
func crlsField(crls [][]byte) []byte          { return setField(1, crls) }

func setField(n byte, items [][]byte) []byte {
	if len(items) == 0 {
		return nil
	}
	return explicit(n, sorted(items)...)
}
