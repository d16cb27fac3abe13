// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"encoding/hex"
	"math/big"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/tlv"
	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// certRefs reads SigningCertificate and SigningCertificateV2 (EN 319 132-1 5.2.2).
func (r *reader) certRefs(s *signature) {
	p, a := &s.props, &s.out.Attributes
	for _, name := range []string{"SigningCertificate", "SigningCertificateV2"} {
		for _, e := range p.list(p.ssp, name) {
			a.CertRefAttributes++
			certs := p.list(e, "Cert")
			if len(certs) == 0 {
				s.problem(name, "holds no Cert")
			}
			for _, c := range certs {
				a.CertRefs = append(a.CertRefs, r.certRef(s, c, name))
			}
		}
	}
}

// certRef reads one Cert element (CertIDType or CertIDTypeV2).
func (r *reader) certRef(s *signature, e *etree.Element, attribute string) ades.CertRef {
	ref := ades.CertRef{Attribute: attribute}
	ds := descend(e, "CertDigest")
	if len(ds) == 0 {
		ref.Problem = "there is no CertDigest"
	} else {
		ref.Digest = digestOf(ds[0])
	}
	for _, is := range descend(e, "IssuerSerialV2") {
		der, err := xmltree.Base64(is)
		if err != nil || !issuerSerial(&ref, der) {
			ref.Problem = "IssuerSerialV2 cannot be read"
		}
	}
	for _, is := range descend(e, "IssuerSerial") {
		n, ok := new(big.Int).SetString(xmltree.Trimmed(xmltree.Child(is, xmldsig.NS, "X509SerialNumber")), 10)
		if !ok || n.BitLen() > 8192 {
			ref.Problem = "X509SerialNumber is no number"
			continue
		}
		ref.Serial = integer(n)
		ref.Issuer = textName(xmltree.Trimmed(xmltree.Child(is, xmldsig.NS, "X509IssuerName")))
	}
	return ref
}

// issuerSerial reads a DER IssuerSerial (RFC 5035).
func issuerSerial(ref *ades.CertRef, der []byte) bool {
	v, _, err := tlv.Read(der)
	if err != nil || v.ID != tlv.Sequence {
		return false
	}
	c := v.Children()
	names, ok := c.Take(tlv.Sequence)
	serial, ok2 := c.Take(tlv.Integer)
	if !ok || !ok2 {
		return false
	}
	n := names.Children()
	if g, ok := n.Take(tlv.ContextConstructed(4)); ok {
		inner := g.Children()
		if name, ok := inner.Next(); ok {
			ref.Issuer = name.Raw
		}
	}
	ref.Serial = serial.Content
	return ref.Issuer != nil
}

// integer is the content of an INTEGER.
func integer(n *big.Int) []byte {
	if n.Sign() == 0 {
		return []byte{0}
	}
	b := n.Bytes()
	if n.Sign() > 0 {
		if b[0]&0x80 != 0 {
			b = append([]byte{0}, b...)
		}
		return b
	}
	size := uint(len(b)) * 8
	half := new(big.Int).Lsh(big.NewInt(1), size-1)
	if new(big.Int).Neg(n).Cmp(half) > 0 {
		size += 8
	}
	b = new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), size), n).Bytes()
	return b
}

// textName stands for an issuer's name given as text until the certificate is known: text has no single DER form. It is a name with
// the text as its one description, so that it never equals a real one by accident.
func textName(text string) []byte {
	atv := tlv.Encode(tlv.Sequence, append(tlv.EncodeOID("2.5.4.13"), tlv.Encode(tlv.UTF8String, []byte(text))...))
	return tlv.Encode(tlv.Sequence, tlv.Encode(tlv.Set, atv))
}

// nameText is the text in a name that textName made.
func nameText(name []byte) (string, bool) {
	v, _, err := tlv.Read(name)
	if err != nil {
		return "", false
	}
	c := v.Children()
	set, ok := c.Take(tlv.Set)
	if !ok {
		return "", false
	}
	c = set.Children()
	seq, _ := c.Take(tlv.Sequence)
	c = seq.Children()
	c.Next()
	text, ok := c.Take(tlv.UTF8String)
	return string(text.Content), ok
}

// resolveIssuers replaces issuer names given as text (X509IssuerName) by those of the certificates meant, where they agree.
func (r *reader) resolveIssuers(s *signature) {
	for _, list := range [][]ades.CertRef{s.out.Attributes.CertRefs, s.out.Attributes.CertificateRefs} {
		for i := range list {
			ref := &list[i]
			text, ok := nameText(ref.Issuer)
			if !ok || strings.HasSuffix(ref.Attribute, "V2") {
				continue
			}
			for _, id := range []ades.ID{r.certByDigest(ref.Digest), s.out.Signer} {
				if c := r.doc.Pool.Certificate(id); c != nil && sameName(text, c) {
					ref.Issuer = c.X509().Issuer.Raw
					break
				}
			}
		}
	}
}

// sameName compares a name as text (RFC 4514 and its many variants) with a certificate's issuer: the same values, in whatever
// order and spelling of the types.
func sameName(text string, c *ades.Certificate) bool {
	var have []string
	for _, a := range c.X509().Issuer.Attributes {
		have = append(have, fold(a.Value))
	}
	want := rdnValues(text)
	slices.Sort(have)
	slices.Sort(want)
	return slices.Equal(have, want)
}

// fold ignores case and white space.
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// rdnValues are the values of a distinguished name as text.
func rdnValues(s string) []string {
	var out []string
	var b strings.Builder
	inValue, quoted := false, false
	end := func() {
		if inValue {
			out = append(out, fold(rdnValue(b.String())))
		}
		b.Reset()
		inValue = false
	}
	for i := 0; i < len(s); i++ {
		ch := s[i]
		switch {
		case ch == '\\' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			v, _ := hex.DecodeString(s[i+1 : i+3])
			b.Write(v)
			i += 2
		case ch == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case ch == '"':
			quoted = !quoted
		case quoted:
			b.WriteByte(ch)
		case ch == '=' && !inValue:
			b.Reset()
			inValue = true
		case ch == ',' || ch == ';':
			end()
		case ch == '+' && plus(s[i+1:]):
			end()
		default:
			b.WriteByte(ch)
		}
	}
	end()
	return out
}

// plus reports whether what follows "+" is a further type.
func plus(rest string) bool {
	i := strings.IndexAny(rest, "=,;+")
	return i > 0 && rest[i] == '='
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// rdnValue decodes "#" and the BER of a value in hexadecimal.
func rdnValue(s string) string {
	t := strings.TrimSpace(s)
	if !strings.HasPrefix(t, "#") {
		return s
	}
	der, err := hex.DecodeString(t[1:])
	if err != nil {
		return s
	}
	if v, _, err := tlv.Read(der); err == nil {
		if text, ok := v.Text(); ok {
			return text
		}
	}
	return s
}
