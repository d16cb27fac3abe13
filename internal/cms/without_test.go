// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cms

import (
	"bytes"
	"slices"
	"testing"

	"github.com/mitome-project/mitome/internal/der"
)

// TestWriteWithout tells that nothing but the attributes dropped, and the lengths around them, changes.
func TestWriteWithout(t *testing.T) {
	alg := sequence([]byte(oidData))
	signer := func(n byte, unsigned ...[]byte) []byte {
		parts := [][]byte{{2, 1, 3}, {0x80, 1, n}, alg, der.Encode(0xa0, attribute(1)), alg, {4, 1, n}}
		if unsigned != nil {
			parts = append(parts, der.Encode(0xa1, unsigned...))
		}
		return sequence(parts...)
	}
	content := der.Encode(0xa0, []byte{4, 3, 'a', 'b', 'c'})
	big := sequence([]byte{6, 2, 0x2a, 7}, der.Encode(0x31, der.Encode(4, make([]byte, 300))))
	in := func(signers ...[]byte) []byte { return sample(content, signers...) }
	// The same octets with indefinite lengths around the fields, and a set of signers of which the second is the smaller.
	indefinite := func(signers ...[]byte) []byte {
		inner := slices.Concat([]byte{2, 1, 1}, der.Encode(0x31, alg), sequence([]byte(oidData), content), []byte{0x31, 0x80}, slices.Concat(signers...), []byte{0, 0})
		return slices.Concat([]byte{0x30, 0x80}, []byte(oidSigned), []byte{0xa0, 0x80, 0x30, 0x80}, inner, []byte{0, 0, 0, 0, 0, 0})
	}
	drop := func(places ...[2]int) func(int, int) bool {
		return func(s, a int) bool { return slices.Contains(places, [2]int{s, a}) }
	}
	for _, c := range []struct {
		name string
		in   []byte
		x    Without
		want []byte // nil: refused
	}{
		{"nothing", in(signer(1, attribute(9))), Without{Drop: drop()}, in(signer(1, attribute(9)))},
		{"one of two", in(signer(1, attribute(8), big)), Without{Drop: drop([2]int{0, 1})}, in(signer(1, attribute(8)))},
		{"all of them", in(signer(1, big, attribute(8))), Without{Drop: drop([2]int{0, 0}, [2]int{0, 1})}, in(signer(1))},
		{"of the second signer", in(signer(1, big), signer(2, attribute(8), big)), Without{Drop: drop([2]int{1, 0})}, in(signer(1, big), signer(2, big))},
		{"an attribute that is none is kept", in(signer(1, []byte{5, 0}, attribute(8))), Without{Drop: drop([2]int{0, 0})}, in(signer(1, []byte{5, 0}))},
		{"indefinite lengths", indefinite(signer(1, attribute(8), big)), Without{Drop: drop([2]int{0, 1})}, indefinite(signer(1, attribute(8)))},
		{"in the order of DER", indefinite(signer(1, big), signer(2)), Without{Drop: drop([2]int{0, 0}), Sorted: true}, indefinite(signer(1), signer(2))},
		{"put into the order of DER", indefinite(signer(2, big), signer(1)), Without{Drop: drop([2]int{0, 0}), Sorted: true}, indefinite(signer(1), signer(2))},
		{"trailing octets are no part of it", append(in(signer(1, big)), 0, 0), Without{Drop: drop([2]int{0, 0})}, in(signer(1))},
		{"no set of signers", sequence([]byte(oidSigned), der.Encode(0xa0, sequence([]byte{2, 1, 1}, der.Encode(0x31, alg), sequence([]byte(oidData))))), Without{Drop: drop()}, nil},
	} {
		sd, err := parse(t, c.in)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var b bytes.Buffer
		err = sd.WriteWithout(&b, c.x)
		if (err == nil) != (c.want != nil) || err == nil && !bytes.Equal(b.Bytes(), c.want) {
			t.Errorf("%s: %x, %v, want %x", c.name, b.Bytes(), err, c.want)
		}
	}
}
