// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pdf"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/signer"
)

// readX509 reads an adbe.x509.rsa_sha1 signature (ISO 32000-1:2008 12.8.3.2): a PKCS #1 value in an OCTET STRING, with the certificates in /Cert.
func (rd *reader) readX509(it *item) error {
	in := cryptobyte.String(it.contents)
	var value cryptobyte.String
	if !in.ReadASN1(&value, asn1.OCTET_STRING) {
		rd.broken(it, "/Contents is no OCTET STRING")
		return nil
	}
	sig := &ades.Signature{ID: ades.NewID("S", append(it.salt(), it.contents...)), Format: ades.PAdES, Value: value,
		Algorithm: sigalg.Algorithm{Scheme: sigalg.RSA, Hash: sigalg.SHA1, ID: subX509}}
	ref := &ades.Reference{Kind: ades.RefContentDigest, Algorithm: sigalg.SHA1}
	sig.References = []*ades.Reference{ref}
	if it.usable {
		sum, err := newRanges(rd.in.Data, it.facts.ByteRange).digest(rd.ctx, sigalg.SHA1)
		if rd.ctx.Err() != nil {
			return err
		}
		if err != nil {
			ref.Problem = err.Error()
		}
		ref.Found, ref.Got = err == nil, sum
		sig.SignedData.Digest = sum
	}
	v := rd.final
	certs, ok := v.Resolve(it.dict.Raw("Cert")).(pdf.Array)
	if !ok {
		certs = pdf.Array{it.dict.Raw("Cert")}
	}
	var p part
	for i, o := range certs {
		s, ok := v.Resolve(o).(pdf.String)
		if !ok || i >= 32 {
			continue
		}
		if c := rd.doc.Pool.AddCertificate(s.Bytes, ades.Origin{Where: "SIGNED_DATA", In: sig.ID}); c != nil {
			sig.Candidates = append(sig.Candidates, c.ID())
			p.objects = append(p.objects, c.ID())
		}
	}
	signer.Identify(sig, &rd.doc.Pool)
	if sig.Intact {
		ref.Want = ref.Got // the value itself is over the content
	}
	it.facts.SignerInfos = 1
	rd.addSignature(it, sig, p)
	return nil
}
