// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package limits holds every bound that a parser or the engine puts on its input, each with its reason.
package limits

import (
	"fmt"
	"time"
)

// Limits are the bounds on one validation. The zero value bounds everything to nothing; start from [Default].
type Limits struct {
	// DERDepth bounds the nesting of ASN.1 values. Real CMS nests about 20 deep; 64 stops stack exhaustion.
	DERDepth int
	// DERElements bounds the number of ASN.1 values in one structure. Long CRLs are walked, not counted here.
	DERElements int
	// XMLBytes bounds one XML document that is read into a tree. The largest national list is about 7 MB.
	XMLBytes int64
	// XMLDepth bounds element nesting.
	XMLDepth int
	// XMLNodes bounds elements, attributes and other nodes of one document together.
	XMLNodes int
	// XMLAttributes bounds the attributes of one element.
	XMLAttributes int
	// PDFBytes bounds a PDF document.
	PDFBytes int64
	// PDFObjects bounds the indirect objects of one PDF, over all revisions.
	PDFObjects int
	// PDFStreamBytes bounds one decoded PDF stream (a decompression bomb otherwise).
	PDFStreamBytes int64
	// PDFDepth bounds the nesting of PDF objects.
	PDFDepth int
	// PDFRevisions bounds the incremental updates of one PDF.
	PDFRevisions int
	// Signatures bounds the signatures of one document, counter-signatures included.
	Signatures int
	// Timestamps bounds the time-stamps of one document.
	Timestamps int
	// References bounds the references of one signature (a manifest may name many files).
	References int
	// CounterDepth bounds the nesting of counter-signatures.
	CounterDepth int
	// Certificates bounds the certificates of one document.
	Certificates int
	// Revocations bounds the CRLs and OCSP responses of one document.
	Revocations int
	// EmbeddedBytes bounds a CMS or XML container held in memory; streamed content does not count.
	EmbeddedBytes int64
	// ChainDepth bounds the length of a certification path.
	ChainDepth int
	// Chains bounds the candidate paths of one certificate.
	Chains int
	// SignatureChecks bounds the public-key operations of one validation.
	SignatureChecks int
	// RSABits bounds the RSA modulus and exponent: a huge key makes one operation cost seconds.
	RSABits int
	// DownloadBytes bounds one download.
	DownloadBytes int64
	// Lookups bounds the issuers and statuses that one validation asks for online: their addresses come from the document.
	Lookups int
	// LookupTime bounds one round of them: a server may be slow on purpose.
	LookupTime time.Duration
}

// Default returns the bounds used where the caller gives none.
func Default() Limits {
	return Limits{
		DERDepth: 64, DERElements: 4 << 20,
		XMLBytes: 128 << 20, XMLDepth: 512, XMLNodes: 8 << 20, XMLAttributes: 1024,
		PDFBytes: 1 << 30, PDFObjects: 2 << 20, PDFStreamBytes: 256 << 20, PDFDepth: 128, PDFRevisions: 512,
		Signatures: 2000, Timestamps: 2000, References: 10000, CounterDepth: 8,
		Certificates: 10000, Revocations: 10000, EmbeddedBytes: 256 << 20,
		ChainDepth: 12, Chains: 100, SignatureChecks: 20000, RSABits: 16384,
		DownloadBytes: 64 << 20, Lookups: 1000, LookupTime: 5 * time.Minute,
	}
}

// Error says that a bound was passed.
type Error struct {
	What  string // what was counted
	Limit int64  // the bound
}

// Error names the bound and its value.
func (e *Error) Error() string { return fmt.Sprintf("limit passed: %s (at most %d)", e.What, e.Limit) }

// Exceeded returns an [*Error] for what and its bound.
func Exceeded(what string, limit int64) error { return &Error{What: what, Limit: limit} }
