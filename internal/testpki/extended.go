// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"slices"
)

// Extended are the attributes of the extended levels of CAdES (EN 319 122-1 v1.3.1 annex A): C, X, X long and A.
type Extended struct {
	// Refs adds complete-certificate-references and complete-revocation-references to all that Values or level LT would hold.
	Refs bool
	// CStamp is a CAdES-C-time-stamp (X type 1), RefsStamp one of the references alone (X type 2). They need Refs.
	CStamp, RefsStamp *Stamp
	// Values puts the validation data into certificate-values and revocation-values instead of the SignedData's own fields.
	Values bool
	// None leaves the validation data out altogether, so that only the references tell of it.
	None bool
	// Hash is that of the references; empty: SHA256.
	Hash string
	// Mutate: "other-certificate" (the first reference names the signer's own certificate, with its digest altered),
	// "other-revocation" (the digests of the revocation data are altered), "late-certificate" (a reference is added after the
	// time-stamps of the references were made).
	Mutate []string
}

// otherHash is an OtherHash (RFC 5126 5.8.1): SHA-1 stands bare.
func otherHash(name string, value []byte) []byte {
	if name == "SHA1" {
		return octets(value)
	}
	return seq(digestAlg(name), octets(value))
}

// extend adds the attributes of the extended levels and returns what of the validation data is left for the SignedData.
func (p *PKI) extend(c *cms, r *Recipe, v *validationData) (*validationData, error) {
	x := r.Extended
	if x == nil {
		return v, nil
	}
	add := func(a []byte) { c.signer.unsigned = append(c.signer.unsigned, a) }
	certs, revs := x.certificateRefs(p.byID[r.Signer], v), x.revocationRefs(v)
	if x.Refs {
		add(certs)
		add(revs)
	}
	if x.CStamp != nil {
		parts := [][]byte{content(c.signer.signature)}
		for _, a := range sorted(c.signer.unsigned) {
			if bytes.HasPrefix(content(a), oid(oidSignatureTS)) {
				parts = append(parts, content(a))
			}
		}
		token, err := p.Token(*x.CStamp, bytes.Join(append(parts, content(certs), content(revs)), nil), nil)
		if err != nil {
			return nil, err
		}
		add(attribute(oidCTS, token))
	}
	if x.RefsStamp != nil {
		token, err := p.Token(*x.RefsStamp, slices.Concat(content(certs), content(revs)), nil)
		if err != nil {
			return nil, err
		}
		add(attribute(oidRefsTS, token))
	}
	if contains(x.Mutate, "late-certificate") {
		late := *v
		late.certs = append(slices.Clip(late.certs), p.byID[r.Signer].DER)
		i := slices.IndexFunc(c.signer.unsigned, func(a []byte) bool { return bytes.Equal(a, certs) })
		c.signer.unsigned[i] = x.certificateRefs(p.byID[r.Signer], &late)
	}
	if x.None {
		return &validationData{}, nil
	}
	if !x.Values {
		return v, nil
	}
	add(attribute(oidCertValues, seq(slices.Concat([][]byte{p.byID[r.Signer].DER}, v.certs)...)))
	add(attribute(oidRevValues, seq(v.revocationValues()...)))
	return &validationData{}, nil
}

// certificateRefs is complete-certificate-references (A.1.1.1) to all certificates but the signer's.
func (x *Extended) certificateRefs(signer *Cert, v *validationData) []byte {
	var refs [][]byte
	for _, der := range v.certs {
		refs = append(refs, seq(otherHash(x.Hash, digest(x.Hash, der))))
	}
	if contains(x.Mutate, "other-certificate") && len(refs) > 0 {
		refs[0] = seq(otherHash(x.Hash, flip(digest(x.Hash, signer.DER))))
	}
	return attribute(oidCompleteCerts, seq(refs...))
}

// revocationRefs is complete-revocation-references (A.1.2.1): one CrlOcspRef for each datum.
func (x *Extended) revocationRefs(v *validationData) []byte {
	sum := func(b []byte) []byte {
		d := digest(x.Hash, b)
		if contains(x.Mutate, "other-revocation") {
			d = flip(d)
		}
		return otherHash(x.Hash, d)
	}
	var refs [][]byte
	for _, b := range v.crls {
		tbs := children(children(b)[0]) // version, signature, issuer, thisUpdate
		refs = append(refs, seq(explicit(0, seq(seq(seq(sum(b), seq(tbs[2], tbs[3])))))))
	}
	for _, o := range v.ocsps {
		data := children(children(basicOCSP(o))[0]) // responderID, producedAt
		refs = append(refs, seq(explicit(1, seq(seq(seq(seq(data[0], data[1]), sum(o)))))))
	}
	return attribute(oidCompleteRevs, seq(refs...))
}

// revocationValues are the elements of RevocationValues (A.1.2.2).
func (v *validationData) revocationValues() [][]byte {
	var out, basic [][]byte
	if len(v.crls) > 0 {
		out = append(out, explicit(0, seq(v.crls...)))
	}
	for _, o := range v.ocsps {
		basic = append(basic, basicOCSP(o))
	}
	if basic != nil {
		out = append(out, explicit(1, seq(basic...)))
	}
	return out
}

// basicOCSP is the BasicOCSPResponse in a successful OCSPResponse (RFC 6960 4.2.1).
func basicOCSP(response []byte) []byte {
	bytesOf := children(content(children(response)[1])) // ResponseBytes in its explicit tag: type, OCTET STRING
	return content(bytesOf[1])
}

// children are the elements of a constructed value, each a whole TLV.
func children(der []byte) [][]byte {
	var out [][]byte
	for rest := content(der); len(rest) > 0; {
		v := first(rest)
		out, rest = append(out, v), rest[len(v):]
	}
	return out
}
