// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import "errors"

// Around takes a detached CAdES signature apart at the place of its content, so that a content of any length can be put
// between head and tail as one value, an OCTET STRING of either encoding. The values around it get indefinite lengths (BER).
func Around(detached []byte) (head, tail []byte, err error) {
	info := children(detached)
	if len(info) != 2 {
		return nil, nil, errors.New("testpki: no ContentInfo")
	}
	fields := children(first(content(info[1])))
	if len(fields) < 4 {
		return nil, nil, errors.New("testpki: no SignedData")
	}
	end := []byte{0, 0}
	open := func(tag byte, parts ...[]byte) {
		head = append(head, tag, 0x80)
		for _, p := range parts {
			head = append(head, p...)
		}
	}
	open(0x30, info[0])
	open(0xa0)
	open(0x30, fields[0], fields[1])
	open(0x30, content(fields[2]))
	open(0xa0)
	for range 2 { // eContent's tag, encapContentInfo
		tail = append(tail, end...)
	}
	for _, f := range fields[3:] {
		tail = append(tail, f...)
	}
	for range 3 {
		tail = append(tail, end...)
	}
	return head, tail, nil
}
