// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import "math/big"

// SerialFromBytes reads the content octets of an ASN.1 INTEGER, big-endian two's complement.
func SerialFromBytes(content []byte) *big.Int {
	n := new(big.Int).SetBytes(content)
	if len(content) > 0 && content[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(content))*8))
	}
	return n
}
