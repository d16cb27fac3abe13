// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package pades reads the signatures and document time-stamps of PDF files (ISO 32000-2:2020 12.8, EN 319 142-1, EN 319 142-2)
// into an [ades.Document], with the validation data of the document security store and the changes made after each signature.
package pades

import "bytes"

// Detect reports whether a document that begins so is a PDF: the header stands within the first 1,024 bytes.
func Detect(head []byte) bool {
	return bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-"))
}
