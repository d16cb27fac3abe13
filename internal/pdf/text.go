// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// pdfDoc maps the octets 0x80 to 0x9f and 0xa0 of PDFDocEncoding (ISO 32000-1:2008 annex D.2).
const pdfDoc = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\ufffd€"

// DecodeText decodes a text string: UTF-16 or UTF-8 by its mark, and else PDFDocEncoding.
func DecodeText(b []byte) string {
	switch {
	case len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff:
		return text16(b[2:], 0)
	case len(b) >= 2 && b[0] == 0xff && b[1] == 0xfe:
		return text16(b[2:], 1)
	case len(b) >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf:
		return strings.ToValidUTF8(string(b[3:]), "\ufffd")
	}
	special := []rune(pdfDoc)
	var sb strings.Builder
	for _, c := range b {
		if c >= 0x80 && c <= 0xa0 {
			sb.WriteRune(special[c-0x80])
		} else {
			sb.WriteRune(rune(c))
		}
	}
	return sb.String()
}

func text16(b []byte, low int) string {
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i+low])<<8|uint16(b[i+1-low]))
	}
	s := string(utf16.Decode(u))
	if !utf8.ValidString(s) {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	return s
}

// ParseDate reads a date string "D:YYYYMMDDHHmmSSOHH'mm'" (ISO 32000-1:2008 7.9.4); parts may be left out from the end.
func ParseDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	s = strings.TrimPrefix(s, "D:")
	part := func(n, std int) int {
		if len(s) < n {
			return std
		}
		v, err := strconv.Atoi(s[:n])
		if err != nil || s[0] == '+' || s[0] == '-' {
			return std
		}
		s = s[n:]
		return v
	}
	year := part(4, -1)
	if year < 0 {
		return time.Time{}, false
	}
	month, day := part(2, 1), part(2, 1)
	hour, minute, second := part(2, 0), part(2, 0), part(2, 0)
	if month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60 {
		return time.Time{}, false
	}
	offset := 0
	if s != "" && (s[0] == '+' || s[0] == '-') {
		sign := 1
		if s[0] == '-' {
			sign = -1
		}
		s = s[1:]
		h := part(2, 0)
		s = strings.TrimPrefix(s, "'")
		offset = sign * (h*3600 + part(2, 0)*60)
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.FixedZone("", offset))
	return t.UTC(), true
}
