// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/trust"
)

// signature is the outcome of checking a list's signature.
type signature struct {
	verdict   trust.Verdict
	reason    string
	signer    *ades.Certificate
	signedAt  time.Time
	algorithm string
}

func (s *signature) fail(v trust.Verdict, format string, args ...any) *signature {
	s.verdict, s.reason = v, fmt.Sprintf(format, args...)
	return s
}

const typeSignedProperties = "http://uri.etsi.org/01903#SignedProperties"

// verify checks the signature of a list (TS 119 612 v2.4.1 5.7 and annex B): one enveloped XAdES signature that is a child of
// the root and covers the whole root element, made with one of the allowed certificates. No chain is built and no
// revocation asked for: the announcement is the trust. The list is to be read from tree.Root afterwards, which is what
// the signature was found to cover.
func verify(tree *xmltree.Document, allowed []*ades.Certificate) *signature {
	out := &signature{}
	doc := xmldsig.New(tree, nil, limits.Default())
	found := doc.Elements()
	switch {
	case len(found) == 0:
		return out.fail(trust.VerdictUnknown, "the list is not signed")
	case len(found) > 1:
		return out.fail(trust.VerdictUnknown, "the list has %d signatures instead of one", len(found))
	case found[0].Parent() != tree.Root:
		return out.fail(trust.VerdictUnknown, "the signature is not a child of the root element")
	}
	sig, err := doc.Parse(found[0])
	if err != nil {
		return out.fail(trust.VerdictUnknown, "signature: %v", err)
	}
	out.algorithm = strings.Clone(sig.MethodURI)
	if len(sig.Problems) > 0 {
		return out.fail(trust.VerdictUnknown, "signature: %s %s", sig.Problems[0].Where, sig.Problems[0].Text)
	}
	props, reason := coverage(tree, sig)
	if reason != "" {
		return out.fail(trust.VerdictUnknown, "%s", reason)
	}
	for _, r := range sig.References {
		if reason, broken := digest(doc, r); reason != "" {
			if broken {
				return out.fail(trust.VerdictBad, "reference %q: %s", r.URI, reason)
			}
			return out.fail(trust.VerdictUnknown, "reference %q: %s", r.URI, reason)
		}
	}
	if !findSigner(doc, sig, allowed, out) {
		return out
	}
	return checkProperties(props, out)
}

// coverage checks that the references are the root element as a whole, the signed properties, and at most further parts of
// the signature itself. It returns the signed properties.
func coverage(tree *xmltree.Document, sig *xmldsig.Signature) (props *etree.Element, reason string) {
	whole := false
	for _, r := range sig.References {
		switch {
		case r.Duplicated:
			return nil, fmt.Sprintf("reference %q: several elements have this Id", r.URI)
		case !r.Found || !r.SameDocument || r.Node == nil:
			return nil, fmt.Sprintf("reference %q does not resolve in the list", r.URI)
		case r.Node == tree.Node || r.Node == tree.Root:
			if whole {
				return nil, "two references to the list"
			}
			whole = true
			if !envelopedOnly(r) {
				return nil, "the list is not covered as a whole: transforms " + strings.Join(r.TransformURIs(), ", ")
			}
		case !xmltree.Inside(r.Node, sig.Element):
			return nil, fmt.Sprintf("reference %q covers a part of the list instead of the root element", r.URI)
		case r.Type == typeSignedProperties:
			if props != nil || !xmltree.Is(r.Node, nsXAdES, "SignedProperties") {
				return nil, "not exactly one reference to XAdES 1.3.2 signed properties"
			}
			props = r.Node
			if !canonicalOnly(r.Transforms) {
				return nil, "transforms of the signed properties are not understood"
			}
		}
	}
	switch {
	case !whole:
		return nil, "no reference covers the list"
	case props == nil:
		return nil, "no signed properties: not a XAdES signature"
	}
	return props, ""
}

// envelopedOnly reports whether the transforms take away the signature and nothing else. Older lists say so with an
// XPath that takes away every signature; there is one only.
func envelopedOnly(r *xmldsig.Reference) bool {
	if len(r.Transforms) == 0 {
		return false
	}
	first := r.Transforms[0]
	switch uri, _ := xmltree.Attr(first, "Algorithm"); uri {
	case xmldsig.Enveloped:
	case xmldsig.XPath:
		if !subtractsSignature(xmltree.Children(first, nsDS, "XPath"), "", "not(ancestor-or-self::", ":Signature)") {
			return false
		}
	case xmldsig.XPath2:
		if !subtractsSignature(xmltree.Children(first, xmldsig.XPath2, "XPath"), "subtract", "/descendant::", ":Signature") {
			return false
		}
	default:
		return false
	}
	return canonicalOnly(r.Transforms[1:])
}

// subtractsSignature reports whether the one expression takes away every ds:Signature and nothing else, in the spelling known.
func subtractsSignature(list []*etree.Element, filter, before, after string) bool {
	if len(list) != 1 {
		return false
	}
	if f, _ := xmltree.Attr(list[0], "Filter"); f != filter {
		return false
	}
	rest, begins := strings.CutPrefix(xmltree.Trimmed(list[0]), before)
	prefix, ends := strings.CutSuffix(rest, after)
	return begins && ends && prefix != "" && xmltree.Lookup(list[0], prefix) == nsDS
}

func canonicalOnly(transforms []*etree.Element) bool {
	for _, t := range transforms {
		uri, _ := xmltree.Attr(t, "Algorithm")
		if _, ok := c14n.ByURI(uri); !ok {
			return false
		}
	}
	return true
}

// digest compares a reference's digest. Broken says that the data is other than what was signed.
func digest(doc *xmldsig.Document, r *xmldsig.Reference) (reason string, broken bool) {
	if !strongHash(r.Algorithm) {
		return fmt.Sprintf("digest algorithm %q is not accepted for lists", r.DigestURI), false
	}
	h := r.Algorithm.New()
	if err := doc.Output(h, r, nil); err != nil {
		return err.Error(), false
	}
	if len(r.Want) == 0 || !bytes.Equal(h.Sum(nil), r.Want) {
		return "the digest is another: the list was changed after signing", true
	}
	return "", false
}

func strongHash(h sigalg.Hash) bool {
	switch h {
	case "", "SHA1", "MD5", "MD2", "WHIRLPOOL":
		return false
	}
	return h.New() != nil
}

// findSigner looks for the certificate among the allowed ones whose key verifies the signature value. KeyInfo is not
// signed: it only proposes.
func findSigner(doc *xmldsig.Document, sig *xmldsig.Signature, allowed []*ades.Certificate, out *signature) bool {
	data, err := doc.Bytes(sig)
	if err != nil {
		out.fail(trust.VerdictUnknown, "signature: %v", err)
		return false
	}
	alg, err := sigalg.FromURI(sig.MethodURI, pssParams(sig.Method))
	if err != nil || alg.Hash != "" && !strongHash(alg.Hash) {
		out.fail(trust.VerdictUnknown, "signature algorithm %q is not accepted for lists", sig.MethodURI)
		return false
	}
	proposed := keyInfoCertificates(sig.KeyInfo)
	candidates := proposed
	if len(proposed) == 0 {
		candidates = allowed
	}
	for _, c := range candidates {
		key := c.X509().PublicKey
		if key == nil || sigalg.Verify(key, alg, data, sig.Value) != nil {
			continue
		}
		out.signer = c
		if !slices.ContainsFunc(allowed, func(a *ades.Certificate) bool { return a.ID() == c.ID() }) {
			continue
		}
		if key.Kind == "RSA" && key.Bits < 1024 || key.Kind == "EC" && key.Bits < 192 || key.Kind == "DSA" {
			out.fail(trust.VerdictUnknown, "the signer's %s key of %d bits is not accepted for lists", key.Kind, key.Bits)
			return false
		}
		return true
	}
	switch {
	case out.signer != nil:
		out.fail(trust.VerdictUnknown, "signed by %q (%s), which is not among the %d certificates announced", out.signer.Subject(), out.signer.ID(), len(allowed))
	case len(candidates) == 0:
		out.fail(trust.VerdictUnknown, "no certificate is announced or in the signature")
	default:
		out.fail(trust.VerdictBad, "the signature value does not verify")
	}
	return false
}

// maxKeyInfo bounds the certificates tried from KeyInfo; one is the rule.
const maxKeyInfo = 16

func keyInfoCertificates(info *etree.Element) []*ades.Certificate {
	var out []*ades.Certificate
	for _, x := range xmltree.Children(info, nsDS, "X509Data") {
		for _, e := range xmltree.Children(x, nsDS, "X509Certificate") {
			if len(out) >= maxKeyInfo {
				return out
			}
			if der, err := xmltree.Base64(e); err == nil {
				if c, err := ades.ParseCertificate(der); err == nil {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// checkProperties checks the signed signing certificate and the signing time.
func checkProperties(props *etree.Element, out *signature) *signature {
	var problems []string
	p := newParser(&problems)
	sp := xmltree.Child(props, nsXAdES, "SignedSignatureProperties")
	out.signedAt = p.time(xmltree.Child(sp, nsXAdES, "SigningTime"))
	var refs []*etree.Element
	for _, name := range []string{"SigningCertificate", "SigningCertificateV2"} {
		for _, s := range xmltree.Children(sp, nsXAdES, name) {
			refs = append(refs, xmltree.Children(s, nsXAdES, "Cert")...)
		}
	}
	if len(refs) == 0 {
		return out.fail(trust.VerdictUnknown, "the signing certificate is not signed")
	}
	if !slices.ContainsFunc(refs, func(e *etree.Element) bool { return refers(e, out.signer) }) {
		return out.fail(trust.VerdictUnknown, "the signed reference to the signing certificate names another certificate")
	}
	switch {
	case out.signedAt.IsZero():
		return out.fail(trust.VerdictUnknown, "no signing time")
	case out.signedAt.Before(out.signer.NotBefore()) || out.signedAt.After(out.signer.NotAfter()):
		return out.fail(trust.VerdictUnknown, "signed at %s, outside the validity of the signing certificate (%s to %s)", out.signedAt.Format(time.RFC3339),
			out.signer.NotBefore().Format(time.RFC3339), out.signer.NotAfter().Format(time.RFC3339))
	}
	out.verdict = trust.VerdictGood
	return out
}

func refers(cert *etree.Element, c *ades.Certificate) bool {
	d := xmltree.Child(cert, nsXAdES, "CertDigest")
	uri, _ := xmltree.Attr(xmltree.Child(d, nsDS, "DigestMethod"), "Algorithm")
	h, ok := sigalg.HashByURI(uri)
	want, err := xmltree.Base64(xmltree.Child(d, nsDS, "DigestValue"))
	// SHA-1 is tolerated here alone: the certificate is fixed by the announcement, not by this digest.
	if !ok || err != nil || len(want) == 0 || h.New() == nil {
		return false
	}
	if h == sigalg.SHA256 {
		sum := sha256.Sum256(c.Raw())
		return bytes.Equal(sum[:], want)
	}
	return bytes.Equal(h.Sum(c.Raw()), want)
}

const nsMore07 = "http://www.w3.org/2007/05/xmldsig-more#"

// pssParams reads RSAPSSParams (RFC 9231 2.3.9); nil where there are none.
func pssParams(method *etree.Element) *sigalg.PSSParams {
	e := xmltree.Child(method, nsMore07, "RSAPSSParams")
	if e == nil {
		return nil
	}
	out := &sigalg.PSSParams{SaltLength: -1, TrailerField: -1}
	out.DigestURI, _ = xmltree.Attr(xmltree.Child(e, nsDS, "DigestMethod"), "Algorithm")
	if m := xmltree.Child(e, nsMore07, "MaskGenerationFunction"); m != nil {
		out.MGFURI, _ = xmltree.Attr(m, "Algorithm")
		out.MGFDigestURI, _ = xmltree.Attr(xmltree.Child(m, nsDS, "DigestMethod"), "Algorithm")
	}
	if n, ok := smallNumber(xmltree.Trimmed(xmltree.Child(e, nsMore07, "SaltLength"))); ok {
		out.SaltLength = n
	}
	if n, ok := smallNumber(xmltree.Trimmed(xmltree.Child(e, nsMore07, "TrailerField"))); ok {
		out.TrailerField = n
	}
	return out
}
