// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmltree

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/ianaindex"
)

// decode turns a document into checked UTF-8 with normalised line ends (XML 1.0 2.2, 2.11, 4.3.3).
func decode(data []byte) (text, encoding string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		text, encoding = string(data[3:]), "UTF-8"
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		text, encoding, err = decodeUTF16(data[2:], binary.BigEndian)
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		text, encoding, err = decodeUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0, '<', 0, '?'}):
		text, encoding, err = decodeUTF16(data, binary.BigEndian)
	case bytes.HasPrefix(data, []byte{'<', 0, '?', 0}):
		text, encoding, err = decodeUTF16(data, binary.LittleEndian)
	default:
		text, encoding, err = decodeDeclared(data)
	}
	if err != nil {
		return "", "", err
	}
	if i := badChar(text); i >= 0 {
		return "", "", &Error{i, "character that XML does not allow"}
	}
	if strings.IndexByte(text, '\r') >= 0 {
		text = lineEnds(text)
	}
	return text, encoding, nil
}

func decodeUTF16(data []byte, order binary.ByteOrder) (string, string, error) {
	if len(data)%2 != 0 {
		return "", "", &Error{len(data), "UTF-16 document of odd length"}
	}
	out := make([]byte, 0, len(data)/2+len(data)/8)
	for i := 0; i < len(data); i += 2 {
		c := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(c) {
			next := rune(0)
			if i+4 <= len(data) {
				next = rune(order.Uint16(data[i+2:]))
			}
			if c = utf16.DecodeRune(c, next); c == utf8.RuneError {
				return "", "", &Error{len(out), "unpaired surrogate"}
			}
			i += 2
		}
		out = utf8.AppendRune(out, c)
	}
	return string(out), "UTF-16", nil
}

// decodeDeclared reads a document by the encoding that its XML declaration names, UTF-8 without one.
func decodeDeclared(data []byte) (string, string, error) {
	name := declaredEncoding(data)
	switch strings.ToUpper(name) {
	case "", "UTF-8", "UTF8", "US-ASCII", "ASCII":
		return string(data), "UTF-8", nil
	}
	if strings.HasPrefix(strings.ToUpper(name), "UTF-") {
		return "", "", &Error{0, "encoding " + name + " is declared but the document is not in it"}
	}
	enc, err := ianaindex.IANA.Encoding(name)
	if err != nil || enc == nil {
		return "", "", &Error{0, "encoding " + name + " is not known"}
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", "", &Error{0, "not in the encoding " + name + ": " + err.Error()}
	}
	return string(out), name, nil
}

// declaredEncoding finds the encoding in the XML declaration; empty: none.
func declaredEncoding(data []byte) string {
	if !bytes.HasPrefix(data, []byte("<?xml")) {
		return ""
	}
	head := data[:min(len(data), 512)]
	end := bytes.Index(head, []byte("?>"))
	if end < 0 {
		return ""
	}
	head = head[:end]
	i := bytes.Index(head, []byte("encoding"))
	if i < 0 {
		return ""
	}
	rest := strings.TrimLeft(string(head[i+len("encoding"):]), " \t\r\n")
	rest = strings.TrimLeft(strings.TrimPrefix(rest, "="), " \t\r\n")
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return ""
	}
	end = strings.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return ""
	}
	return rest[1 : 1+end]
}

// badChar is the offset of the first character that is no Char of XML 1.0 or no UTF-8, or -1.
func badChar(s string) int {
	for i := 0; i < len(s); {
		if i+8 <= len(s) && plain(s[i:i+8]) {
			i += 8
			continue
		}
		c := s[i]
		if c >= 0x20 && c < utf8.RuneSelf || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			return i
		}
		u, n := utf8.DecodeRuneInString(s[i:])
		if u == utf8.RuneError && n <= 1 || u == 0xFFFE || u == 0xFFFF {
			return i
		}
		i += n
	}
	return -1
}

// plain reports whether eight bytes are all from 0x20 to 0x7F, looking at them at once.
func plain(s string) bool {
	_ = s[7]
	w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	const low, high = 0x2020202020202020, 0x8080808080808080
	return (w|(w-low))&high == 0
}

// lineEnds turns CR LF and lone CR into LF.
func lineEnds(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for {
		i := strings.IndexByte(s, '\r')
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		b.WriteByte('\n')
		s = s[i+1:]
		s = strings.TrimPrefix(s, "\n")
	}
	b.WriteString(s)
	return b.String()
}

// declaration reads the XML declaration.
func (r *reader) declaration() error {
	end := strings.Index(r.s, "?>")
	if end < 0 {
		return r.fail("XML declaration is not closed")
	}
	body := r.s[5:end]
	sub := &reader{s: body + ">", lim: r.lim}
	if _, err := sub.attributes(); err != nil || sub.pos != len(sub.s) {
		return r.fail("malformed XML declaration")
	}
	order := 0
	for _, a := range sub.attrs {
		switch {
		case a.name == "version" && order == 0 && strings.HasPrefix(a.value, "1."):
			order = 1
		case a.name == "encoding" && order == 1:
			order = 2
		case a.name == "standalone" && (order == 1 || order == 2) && (a.value == "yes" || a.value == "no"):
			order = 3
		default:
			return r.fail("malformed XML declaration: %.40s=%.40q", a.name, a.value)
		}
	}
	if order == 0 {
		return r.fail("XML declaration without a version")
	}
	r.pos = end + 2
	return nil
}
