// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ers

import (
	"bytes"
	"io"
	"slices"

	"github.com/mitome-project/mitome/internal/sigalg"
)

// root is the hash that a reduced hash tree leads to, which its time-stamp must hold: the hash of each list is added to the next
// list (RFC 4998 4.3, RFC 6283 3.2.1). Nil: it cannot be computed.
func root(h sigalg.Hash, tree [][][]byte) []byte {
	var up []byte
	for i, list := range tree {
		if i > 0 {
			list = append(slices.Clone(list), up)
		}
		if up = join(h, list); up == nil {
			return nil
		}
	}
	return up
}

// join is the hash of a list of hashes: of their concatenation in binary ascending order. A lone hash stands for itself.
func join(h sigalg.Hash, list [][]byte) []byte {
	if len(list) == 1 {
		return list[0]
	}
	d := h.New()
	if d == nil {
		return nil
	}
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, bytes.Compare)
	for _, b := range sorted {
		d.Write(b)
	}
	return d.Sum(nil)
}

// Group is the digest of a data object group: of the digests of its members, as a hash tree joins them (RFC 4998 4.2 step 2,
// RFC 6283 3.2.1).
func Group(h sigalg.Hash, members [][]byte) []byte { return join(h, members) }

// digest is the digest of what is written; nil where the algorithm cannot be computed or there is nothing to write.
func (l *list) digest(write func(io.Writer) error) ([]byte, error) {
	h := l.hash.New()
	if h == nil || write == nil {
		return nil, nil
	}
	if err := write(h); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}
