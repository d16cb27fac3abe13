// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

// The object identifiers whose parameters or whose neighbour decide the hash.
const (
	oidRSA              = "1.2.840.113549.1.1.1"
	oidMGF1             = "1.2.840.113549.1.1.8"
	oidPSS              = "1.2.840.113549.1.1.10"
	oidEC               = "1.2.840.10045.2.1"
	oidECDSASpecified   = "1.2.840.10045.4.3"
	oidECDSARecommended = "1.2.840.10045.4.2"
	oidDSA              = "1.2.840.10040.4.1"
	oidEd25519          = "1.3.101.112"
	oidEd448            = "1.3.101.113"
)

// signatureRow is one signature algorithm OID with all that it says; parameters are NULL or absent.
type signatureRow struct {
	oid    string
	scheme Scheme
	hash   Hash
}

// signatureTable: RFC 8017, RFC 5758, NIST CSOR, RFC 8692, BSI TR-03111 5.2, OIW and TeleTrusT for old data.
var signatureTable = [...]signatureRow{
	{"1.2.840.113549.1.1.2", RSA, MD2},
	{"1.2.840.113549.1.1.4", RSA, MD5},
	{"1.2.840.113549.1.1.5", RSA, SHA1},
	{"1.3.14.3.2.29", RSA, SHA1},
	{"1.2.840.113549.1.1.11", RSA, SHA256},
	{"1.2.840.113549.1.1.12", RSA, SHA384},
	{"1.2.840.113549.1.1.13", RSA, SHA512},
	{"1.2.840.113549.1.1.14", RSA, SHA224},
	{"1.2.840.113549.1.1.15", RSA, SHA512_224},
	{"1.2.840.113549.1.1.16", RSA, SHA512_256},
	{"2.16.840.1.101.3.4.3.13", RSA, SHA3_224},
	{"2.16.840.1.101.3.4.3.14", RSA, SHA3_256},
	{"2.16.840.1.101.3.4.3.15", RSA, SHA3_384},
	{"2.16.840.1.101.3.4.3.16", RSA, SHA3_512},
	{"1.3.36.3.3.1.2", RSA, RIPEMD160},
	{"1.3.6.1.5.5.7.6.30", PSS, SHAKE128},
	{"1.3.6.1.5.5.7.6.31", PSS, SHAKE256},
	{"1.2.840.10045.4.1", ECDSA, SHA1},
	{"1.2.840.10045.4.3.1", ECDSA, SHA224},
	{"1.2.840.10045.4.3.2", ECDSA, SHA256},
	{"1.2.840.10045.4.3.3", ECDSA, SHA384},
	{"1.2.840.10045.4.3.4", ECDSA, SHA512},
	{"2.16.840.1.101.3.4.3.9", ECDSA, SHA3_224},
	{"2.16.840.1.101.3.4.3.10", ECDSA, SHA3_256},
	{"2.16.840.1.101.3.4.3.11", ECDSA, SHA3_384},
	{"2.16.840.1.101.3.4.3.12", ECDSA, SHA3_512},
	{"1.3.6.1.5.5.7.6.32", ECDSA, SHAKE128},
	{"1.3.6.1.5.5.7.6.33", ECDSA, SHAKE256},
	{"0.4.0.127.0.7.1.1.4.1.1", PlainECDSA, SHA1},
	{"0.4.0.127.0.7.1.1.4.1.2", PlainECDSA, SHA224},
	{"0.4.0.127.0.7.1.1.4.1.3", PlainECDSA, SHA256},
	{"0.4.0.127.0.7.1.1.4.1.4", PlainECDSA, SHA384},
	{"0.4.0.127.0.7.1.1.4.1.5", PlainECDSA, SHA512},
	{"0.4.0.127.0.7.1.1.4.1.6", PlainECDSA, RIPEMD160},
	{"0.4.0.127.0.7.1.1.4.1.8", PlainECDSA, SHA3_224},
	{"0.4.0.127.0.7.1.1.4.1.9", PlainECDSA, SHA3_256},
	{"0.4.0.127.0.7.1.1.4.1.10", PlainECDSA, SHA3_384},
	{"0.4.0.127.0.7.1.1.4.1.11", PlainECDSA, SHA3_512},
	{"1.2.840.10040.4.3", DSA, SHA1},
	{"1.3.14.3.2.27", DSA, SHA1},
	{"2.16.840.1.101.3.4.3.1", DSA, SHA224},
	{"2.16.840.1.101.3.4.3.2", DSA, SHA256},
	{"2.16.840.1.101.3.4.3.3", DSA, SHA384},
	{"2.16.840.1.101.3.4.3.4", DSA, SHA512},
	{"2.16.840.1.101.3.4.3.5", DSA, SHA3_224},
	{"2.16.840.1.101.3.4.3.6", DSA, SHA3_256},
	{"2.16.840.1.101.3.4.3.7", DSA, SHA3_384},
	{"2.16.840.1.101.3.4.3.8", DSA, SHA3_512},
	{oidEd25519, Ed25519, ""},
	{oidEd448, Ed448, ""},
}

// signatureByOID finds the row of an OID; nil if there is none.
func signatureByOID(oid string) *signatureRow {
	for i := range signatureTable {
		if signatureTable[i].oid == oid {
			return &signatureTable[i]
		}
	}
	return nil
}
