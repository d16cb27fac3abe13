// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import "fmt"

// uriRow is one signature algorithm URI.
type uriRow struct {
	uri    string
	scheme Scheme
	hash   Hash
}

// uriPSS is RSASSA-PSS with parameters in the document, RFC 9231 2.3.9.
const uriPSS = nsMore07 + "rsa-pss"

// uriTable: XML-DSig 1.1 6.4 and RFC 9231 2.2 to 2.3, and misspellings that occur.
var uriTable = [...]uriRow{
	{nsDSig + "rsa-sha1", RSA, SHA1},
	{nsMore + "rsa-md5", RSA, MD5},
	{nsMore + "rsa-sha224", RSA, SHA224},
	{nsMore + "rsa-sha256", RSA, SHA256},
	{nsMore + "rsa-sha384", RSA, SHA384},
	{nsMore + "rsa-sha512", RSA, SHA512},
	{nsMore + "rsa-ripemd160", RSA, RIPEMD160},
	{"http://www.w3.org/2001/04/xmldsig-more/rsa-ripemd160", RSA, RIPEMD160},
	{nsMore07 + "rsa-whirlpool", RSA, WHIRLPOOL},
	{nsMore07 + "rsa-sha3-224", RSA, SHA3_224},
	{nsMore07 + "rsa-sha3-256", RSA, SHA3_256},
	{nsMore07 + "rsa-sha3-384", RSA, SHA3_384},
	{nsMore07 + "rsa-sha3-512", RSA, SHA3_512},
	{nsMore21 + "rsa-sha3-224", RSA, SHA3_224},
	{nsMore21 + "rsa-sha3-256", RSA, SHA3_256},
	{nsMore21 + "rsa-sha3-384", RSA, SHA3_384},
	{nsMore21 + "rsa-sha3-512", RSA, SHA3_512},
	{nsMore07 + "md2-rsa-MGF1", PSS, MD2},
	{nsMore07 + "md5-rsa-MGF1", PSS, MD5},
	{nsMore07 + "sha1-rsa-MGF1", PSS, SHA1},
	{nsMore07 + "sha224-rsa-MGF1", PSS, SHA224},
	{nsMore07 + "sha256-rsa-MGF1", PSS, SHA256},
	{nsMore07 + "sha384-rsa-MGF1", PSS, SHA384},
	{nsMore07 + "sha512-rsa-MGF1", PSS, SHA512},
	{nsMore07 + "sha3-224-rsa-MGF1", PSS, SHA3_224},
	{nsMore07 + "sha3-256-rsa-MGF1", PSS, SHA3_256},
	{nsMore07 + "sha3-384-rsa-MGF1", PSS, SHA3_384},
	{nsMore07 + "sha3-512-rsa-MGF1", PSS, SHA3_512},
	{nsMore07 + "ripemd160-rsa-MGF1", PSS, RIPEMD160},
	{nsMore07 + "whirlpool-rsa-MGF1", PSS, WHIRLPOOL},
	{nsDSig + "dsa-sha1", DSA, SHA1},
	{nsDSig11 + "dsa-sha256", DSA, SHA256},
	{nsMore + "ecdsa-sha1", ECDSA, SHA1},
	{nsMore + "ecdsa-sha224", ECDSA, SHA224},
	{nsMore + "ecdsa-sha256", ECDSA, SHA256},
	{nsMore + "ecdsa-sha384", ECDSA, SHA384},
	{nsMore + "ecdsa-sha512", ECDSA, SHA512},
	{nsMore07 + "ecdsa-ripemd160", ECDSA, RIPEMD160},
	{nsMore07 + "ecdsa-whirlpool", ECDSA, WHIRLPOOL},
	{nsMore21 + "ecdsa-sha3-224", ECDSA, SHA3_224},
	{nsMore21 + "ecdsa-sha3-256", ECDSA, SHA3_256},
	{nsMore21 + "ecdsa-sha3-384", ECDSA, SHA3_384},
	{nsMore21 + "ecdsa-sha3-512", ECDSA, SHA3_512},
	{nsMore07 + "ecdsa-sha3-224", ECDSA, SHA3_224},
	{nsMore07 + "ecdsa-sha3-256", ECDSA, SHA3_256},
	{nsMore07 + "ecdsa-sha3-384", ECDSA, SHA3_384},
	{nsMore07 + "ecdsa-sha3-512", ECDSA, SHA3_512},
	{nsMore21 + "eddsa-ed25519", Ed25519, ""},
	{nsMore21 + "eddsa-ed448", Ed448, ""},
	{nsDSig + "hmac-sha1", HMAC, SHA1},
	{nsMore + "hmac-md5", HMAC, MD5},
	{nsMore + "hmac-sha224", HMAC, SHA224},
	{nsMore + "hmac-sha256", HMAC, SHA256},
	{nsMore + "hmac-sha384", HMAC, SHA384},
	{nsMore + "hmac-sha512", HMAC, SHA512},
	{nsMore + "hmac-ripemd160", HMAC, RIPEMD160},
}

// URI is the URI that names the scheme with its digest; empty where there is none. RSASSA-PSS is named without its salt length.
func (a Algorithm) URI() string {
	for i := range uriTable {
		if r := &uriTable[i]; r.scheme == a.Scheme && r.hash == a.Hash {
			return r.uri
		}
	}
	return ""
}

// PSSParams are the parameters of an XML RSASSA-PSS signature, RFC 9231 2.3.9: the RSAPSSParams element as found.
type PSSParams struct {
	DigestURI    string // empty: absent, SHA-256
	MGFURI       string // empty: absent, MGF1
	MGFDigestURI string // empty: absent, the digest
	SaltLength   int    // -1: absent, the digest's length
	TrailerField int    // -1 or 0: absent, 1
}

// FromURI gives the signature algorithm of an XML SignatureMethod. Params are those of RSASSA-PSS, nil where the element is
// absent. The error wraps [ErrUnsupported]; for the HMAC schemes, which are no signatures, it comes with the algorithm named.
func FromURI(uri string, params *PSSParams) (Algorithm, error) {
	if uri == uriPSS {
		return pssFromParams(params)
	}
	for i := range uriTable {
		row := &uriTable[i]
		if row.uri != uri {
			continue
		}
		a := Algorithm{Scheme: row.scheme, Hash: row.hash, ID: uri}
		switch a.Scheme {
		case PSS: // RFC 9231 2.3.10: MGF1 with the same digest, salt of its length
			a.MGFHash, a.SaltLength = a.Hash, a.Hash.Size()
		case HMAC:
			return a, fmt.Errorf("%s is no signature algorithm: %w", uri, ErrUnsupported)
		}
		return a, nil
	}
	return Algorithm{ID: uri}, fmt.Errorf("signature algorithm %q is not known: %w", uri, ErrUnsupported)
}

// pssFromParams applies the defaults of RFC 9231 2.3.9.
func pssFromParams(p *PSSParams) (Algorithm, error) {
	a := Algorithm{Scheme: PSS, Hash: SHA256, MGFHash: SHA256, SaltLength: 32, ID: uriPSS}
	if p == nil {
		return a, nil
	}
	bad := func(what, value string) (Algorithm, error) {
		return Algorithm{Scheme: PSS, ID: uriPSS}, fmt.Errorf("rsa-pss parameters: %s %q: %w", what, value, ErrUnsupported)
	}
	if p.DigestURI != "" {
		h, ok := HashByURI(p.DigestURI)
		if !ok {
			return bad("digest", p.DigestURI)
		}
		a.Hash = h
	}
	a.MGFHash, a.SaltLength = a.Hash, a.Hash.Size()
	if p.MGFURI != "" && p.MGFURI != nsMore07+"MGF1" {
		return bad("mask generation function", p.MGFURI)
	}
	if p.MGFDigestURI != "" {
		h, ok := HashByURI(p.MGFDigestURI)
		if !ok {
			return bad("mask generation digest", p.MGFDigestURI)
		}
		a.MGFHash = h
	}
	if p.SaltLength >= 0 {
		if p.SaltLength > maxBits/8 {
			return bad("salt length", fmt.Sprint(p.SaltLength))
		}
		a.SaltLength = p.SaltLength
	}
	if p.TrailerField > 1 {
		return bad("trailer field", fmt.Sprint(p.TrailerField))
	}
	return a, nil
}
