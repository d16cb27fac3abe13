// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ocsp

import (
	"bytes"
	"errors"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/tlv"
)

// Matches reports whether s speaks of cert: all three fields of its CertID (RFC 6960 4.1.1) are those of cert as issued by
// issuer. Serial numbers alone say nothing, since every CA has its own. The name hash may be over the name as it is encoded in
// cert or as it is encoded in issuer: both occur where a CA re-encoded its name.
func (s Single) Matches(cert, issuer *pkix.Certificate) bool {
	if cert == nil || issuer == nil || cert.Serial == nil || s.Serial == nil || s.Serial.Cmp(cert.Serial) != 0 {
		return false
	}
	return s.ByIssuer(issuer) || s.keyMatches(issuer) && s.hashes(s.IssuerNameHash, cert.Issuer.Raw) && cert.Issuer.Equal(issuer.Subject)
}

// ByIssuer reports whether the CertID names issuer as the one that issued the certificate, whatever its serial number.
func (s Single) ByIssuer(issuer *pkix.Certificate) bool {
	return s.hashes(s.IssuerNameHash, issuer.Subject.Raw) && s.keyMatches(issuer)
}

func (s Single) keyMatches(issuer *pkix.Certificate) bool {
	return s.hashes(s.IssuerKeyHash, keyBits(issuer))
}

// hashes reports whether want is the digest of data.
func (s Single) hashes(want, data []byte) bool {
	if len(want) == 0 || len(data) == 0 {
		return false
	}
	return bytes.Equal(want, s.HashAlgorithm.Sum(data))
}

// keyBits is the content of the subjectPublicKey BIT STRING of c; nil where it cannot be read.
func keyBits(c *pkix.Certificate) []byte {
	spki, _, err := tlv.Read(c.RawSPKI)
	if err != nil {
		return nil
	}
	inner := spki.Children()
	inner.Next()
	key, ok := inner.Take(tlv.BitString)
	if !ok {
		return nil
	}
	octets, _, _ := key.Bits()
	return octets
}

// CertHashMatches reports whether the certHash extension is there and is the digest of cert: a positive statement that the
// responder knows this very certificate.
func (s Single) CertHashMatches(cert *pkix.Certificate) bool {
	return len(s.CertHash) > 0 && bytes.Equal(s.CertHash, s.CertHashAlgorithm.Sum(cert.Raw))
}

// For returns what r says of cert as issued by issuer. Of several answers it is the one with the latest thisUpdate, and of
// answers of the same second the worst: revoked, then unknown, then good.
func (r *Response) For(cert, issuer *pkix.Certificate) (*Single, bool) {
	var best *Single
	for i := range r.Singles {
		s := &r.Singles[i]
		if !s.Matches(cert, issuer) {
			continue
		}
		if best == nil || s.ThisUpdate.After(best.ThisUpdate) || s.ThisUpdate.Equal(best.ThisUpdate) && s.worse(best) {
			best = s
		}
	}
	return best, best != nil
}

func (s *Single) worse(than *Single) bool {
	return s.Status == Revoked && than.Status != Revoked || s.Status == Unknown && than.Status == Good
}

// CheckSignature reports whether the response's signature verifies with pub. It says nothing of whether the key's owner may answer.
func (r *Response) CheckSignature(pub *sigalg.PublicKey) error {
	if pub == nil {
		return errors.New("ocsp response: no public key")
	}
	return r.verified.Verify(pub, r.SignatureAlgorithm, r.RawTBS, r.Signature)
}

// Designates reports whether the responder id (RFC 6960 4.2.2.3) is c's: its subject name, or the SHA-1 of its key bits.
func (r *Response) Designates(c *pkix.Certificate) bool {
	if c == nil {
		return false
	}
	if r.ResponderName != nil {
		return r.ResponderName.Equal(c.Subject)
	}
	bits := keyBits(c)
	return len(bits) > 0 && bytes.Equal(r.ResponderKeyHash, sigalg.SHA1.Sum(bits))
}
