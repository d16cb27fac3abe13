// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"hash"

	//lint:ignore SA1019 old signatures are verified too; what they are worth is judged elsewhere
	"golang.org/x/crypto/ripemd160"
)

// The digest algorithms. Old ones are computable, since what they are worth is a policy's business.
const (
	MD2        Hash = "MD2"
	MD5        Hash = "MD5"
	SHA1       Hash = "SHA1"
	SHA224     Hash = "SHA224"
	SHA256     Hash = "SHA256"
	SHA384     Hash = "SHA384"
	SHA512     Hash = "SHA512"
	SHA512_224 Hash = "SHA512-224"
	SHA512_256 Hash = "SHA512-256"
	SHA3_224   Hash = "SHA3-224"
	SHA3_256   Hash = "SHA3-256"
	SHA3_384   Hash = "SHA3-384"
	SHA3_512   Hash = "SHA3-512"
	SHAKE128   Hash = "SHAKE128"     // 32 octets, RFC 8702
	SHAKE256   Hash = "SHAKE256"     // 64 octets, RFC 8702
	SHAKE256L  Hash = "SHAKE256-512" // id-shake256-len with 512 bits, RFC 8419
	RIPEMD160  Hash = "RIPEMD160"
	WHIRLPOOL  Hash = "WHIRLPOOL"
)

// The namespaces of the algorithm URIs.
const (
	nsDSig   = "http://www.w3.org/2000/09/xmldsig#"
	nsDSig11 = "http://www.w3.org/2009/xmldsig11#"
	nsEnc    = "http://www.w3.org/2001/04/xmlenc#"
	nsMore   = "http://www.w3.org/2001/04/xmldsig-more#"
	nsMore07 = "http://www.w3.org/2007/05/xmldsig-more#"
	nsMore21 = "http://www.w3.org/2021/04/xmldsig-more#"
)

// hashRow is one digest algorithm. The first URI is the one to write; the others occur.
type hashRow struct {
	name Hash
	size int // octets
	oid  string
	uris []string
	new  func() hash.Hash // nil: not computable
}

// hashTable has a row for each digest algorithm (RFC 9231 2.1, RFC 5754, RFC 8702, RFC 8419).
var hashTable = [...]hashRow{
	{MD2, 16, "1.2.840.113549.2.2", nil, nil},
	{MD5, 16, "1.2.840.113549.2.5", []string{nsMore + "md5"}, md5.New},
	{SHA1, 20, "1.3.14.3.2.26", []string{nsDSig + "sha1"}, sha1.New},
	{SHA224, 28, "2.16.840.1.101.3.4.2.4", []string{nsMore + "sha224"}, sha256.New224},
	{SHA256, 32, "2.16.840.1.101.3.4.2.1", []string{nsEnc + "sha256", nsMore + "sha256"}, sha256.New},
	{SHA384, 48, "2.16.840.1.101.3.4.2.2", []string{nsMore + "sha384", nsEnc + "sha384"}, sha512.New384},
	{SHA512, 64, "2.16.840.1.101.3.4.2.3", []string{nsEnc + "sha512", nsMore + "sha512"}, sha512.New},
	{SHA512_224, 28, "2.16.840.1.101.3.4.2.5", nil, sha512.New512_224},
	{SHA512_256, 32, "2.16.840.1.101.3.4.2.6", nil, sha512.New512_256},
	{SHA3_224, 28, "2.16.840.1.101.3.4.2.7", []string{nsMore07 + "sha3-224"}, func() hash.Hash { return sha3.New224() }},
	{SHA3_256, 32, "2.16.840.1.101.3.4.2.8", []string{nsMore07 + "sha3-256"}, func() hash.Hash { return sha3.New256() }},
	{SHA3_384, 48, "2.16.840.1.101.3.4.2.9", []string{nsMore07 + "sha3-384"}, func() hash.Hash { return sha3.New384() }},
	{SHA3_512, 64, "2.16.840.1.101.3.4.2.10", []string{nsMore07 + "sha3-512"}, func() hash.Hash { return sha3.New512() }},
	{SHAKE128, 32, "2.16.840.1.101.3.4.2.11", nil, func() hash.Hash { return &shake{*sha3.NewSHAKE128(), 32} }},
	{SHAKE256, 64, "2.16.840.1.101.3.4.2.12", nil, func() hash.Hash { return &shake{*sha3.NewSHAKE256(), 64} }},
	{SHAKE256L, 64, "2.16.840.1.101.3.4.2.18", nil, func() hash.Hash { return &shake{*sha3.NewSHAKE256(), 64} }},
	{RIPEMD160, 20, "1.3.36.3.2.1", []string{nsEnc + "ripemd160"}, ripemd160.New},
	{WHIRLPOOL, 64, "1.0.10118.3.0.55", []string{nsMore07 + "whirlpool"}, nil},
}

// row finds the row of h; nil if there is none. The table is short: a scan costs less than a digest by far.
func (h Hash) row() *hashRow {
	for i := range hashTable {
		if hashTable[i].name == h {
			return &hashTable[i]
		}
	}
	return nil
}

// New returns a new computation of the digest, or nil where the algorithm is not known or not computable.
func (h Hash) New() hash.Hash {
	if r := h.row(); r != nil && r.new != nil {
		return r.new()
	}
	return nil
}

// Sum returns the digest of b, or nil where h cannot be computed.
func (h Hash) Sum(b []byte) []byte {
	d := h.New()
	if d == nil {
		return nil
	}
	d.Write(b)
	return d.Sum(nil)
}

// Size is the length of the digest in octets; 0 where the algorithm is not known.
func (h Hash) Size() int {
	if r := h.row(); r != nil {
		return r.size
	}
	return 0
}

// OID is the dotted object identifier; empty where the algorithm is not known.
func (h Hash) OID() string {
	if r := h.row(); r != nil {
		return r.oid
	}
	return ""
}

// URI is the algorithm URI of XML signatures; empty where there is none.
func (h Hash) URI() string {
	if r := h.row(); r != nil && len(r.uris) > 0 {
		return r.uris[0]
	}
	return ""
}

// HashByOID finds a digest algorithm by its dotted object identifier.
func HashByOID(oid string) (Hash, bool) {
	for i := range hashTable {
		if hashTable[i].oid == oid {
			return hashTable[i].name, true
		}
	}
	return "", false
}

// HashByURI finds a digest algorithm by the URI that XML signatures name it with.
func HashByURI(uri string) (Hash, bool) {
	for i := range hashTable {
		for _, u := range hashTable[i].uris {
			if u == uri {
				return hashTable[i].name, true
			}
		}
	}
	return "", false
}

// shake is an extendable-output function as a digest of fixed length.
type shake struct {
	sha3.SHAKE
	size int
}

// Size is the digest length in octets.
func (s *shake) Size() int { return s.size }

// Sum appends the digest and leaves the state as it is.
func (s *shake) Sum(b []byte) []byte {
	out := make([]byte, s.size)
	c := s.SHAKE // reading ends the absorbing: on a copy
	_, _ = c.Read(out)
	return append(b, out...)
}
