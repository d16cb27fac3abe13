// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import "github.com/mitome-project/mitome/internal/pkix"

// nameKey is a distinguished name in a form in which equal names are equal strings, whatever their string types, letter
// case and white space (RFC 5280 7.1).
func nameKey(n pkix.Name) string {
	var stack [256]byte
	return string(appendNameKey(stack[:0], n))
}

func appendNameKey(b []byte, n pkix.Name) []byte {
	if len(n.Attributes) == 0 {
		return append(append(b, 0), n.Raw...)
	}
	return n.AppendKey(b)
}
