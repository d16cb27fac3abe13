// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package cades reads CMS and CAdES signatures (RFC 5652, EN 319 122-1 v1.3.1, TS 101 733) and stand-alone time-stamp tokens
// into the model of package ades. It judges nothing.
package cades

import (
	"bytes"
	"encoding/base64"

	"github.com/mitome-project/mitome/internal/der"
)

// signedDataOID is the encoding of id-signedData.
const signedDataOID = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"

// Detect reports whether a document that starts with head (a few hundred octets are enough) looks like CMS SignedData or a
// time-stamp token or response: in BER, in PEM, or in bare base64.
func Detect(head []byte) bool {
	if looksBinary(head) {
		return true
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if bytes.HasPrefix(text, []byte("-----BEGIN ")) {
		_, rest, ok := bytes.Cut(text, []byte("\n"))
		if !ok {
			return false
		}
		text = rest
	}
	return looksBinary(decodeHead(text))
}

// looksBinary looks for the header of a ContentInfo with SignedData, or of a TimeStampResp around one.
func looksBinary(b []byte) bool {
	if len(b) == 0 || b[0] != 0x30 {
		return false
	}
	h, err := der.ReadHeader(b)
	if err != nil {
		return false
	}
	b = b[h.Size:]
	if bytes.HasPrefix(b, []byte(signedDataOID)) {
		return true
	}
	status, err := der.ReadHeader(b)
	if err != nil || b[0] != 0x30 || status.Length < 3 || status.Length > int64(len(b)) {
		return false
	}
	if inner := b[status.Size:]; len(inner) == 0 || inner[0] != der.Integer {
		return false
	}
	rest := b[min(len(b), status.Size+int(status.Length)):]
	if len(rest) == 0 || rest[0] != 0x30 {
		return false
	}
	token, err := der.ReadHeader(rest)
	return err == nil && bytes.HasPrefix(rest[token.Size:], []byte(signedDataOID))
}

// decodeHead decodes as much base64 as the start of a text holds.
func decodeHead(text []byte) []byte {
	var clean []byte
	for _, c := range text {
		switch {
		case c == '\r' || c == '\n' || c == ' ' || c == '\t':
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/':
			clean = append(clean, c)
		default:
			return decodeGroups(clean)
		}
	}
	return decodeGroups(clean)
}

func decodeGroups(clean []byte) []byte {
	clean = clean[:len(clean)/4*4]
	out := make([]byte, base64.StdEncoding.DecodedLen(len(clean)))
	n, err := base64.StdEncoding.Decode(out, clean)
	if err != nil {
		return nil
	}
	return out[:n]
}

// decodeText returns the octets of a PEM or bare base64 text, nil if it is neither.
func decodeText(text []byte) []byte {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	text = bytes.TrimSpace(text)
	if bytes.HasPrefix(text, []byte("-----BEGIN ")) {
		_, body, ok := bytes.Cut(text, []byte("\n"))
		if !ok {
			return nil
		}
		if body, _, ok = bytes.Cut(body, []byte("-----END ")); !ok {
			return nil
		}
		text = body
	}
	clean := make([]byte, 0, len(text))
	for _, c := range text {
		if c != '\r' && c != '\n' && c != ' ' && c != '\t' {
			clean = append(clean, c)
		}
	}
	out := make([]byte, base64.StdEncoding.DecodedLen(len(clean)))
	n, err := base64.StdEncoding.Decode(out, clean)
	if err != nil || n == 0 {
		return nil
	}
	return out[:n]
}
