// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/mitome-project/mitome/internal/tlv"
)

// UnreadOID stands for the type of what is in a name and was not read, since it is malformed or beyond the limit: an attribute of
// this type has its digest as value, so that two names are not equal by what was read of them, and a reader sees the gap.
const UnreadOID = "…"

// ParseName reads a DER distinguished name, RFC 5280 4.1.2.4. What is malformed inside stands as [UnreadOID]; the error says that
// it is no name.
func ParseName(der []byte) (Name, error) {
	v, _, err := tlv.Read(der)
	if err != nil || v.ID != tlv.Sequence {
		return Name{}, fmt.Errorf("name is no asn.1 sequence")
	}
	n, _ := parseName(v)
	return n, nil
}

// parseName reads an RDNSequence; problem is the first fault found.
func parseName(v tlv.Value) (n Name, problem string) {
	n.Raw = v.Raw
	note := func(s string) {
		if problem == "" {
			problem = s
		}
	}
	unread := func(i int, raw []byte) {
		sum := sha256.Sum256(raw)
		n.Attributes = append(n.Attributes, NameAttribute{RDN: i, OID: UnreadOID, Value: "#" + hex.EncodeToString(sum[:])})
	}
	rdns := v.Children()
	for i := 0; rdns.More(); i++ {
		if len(n.Attributes) > maxItems {
			note(fmt.Sprintf("more than %d attributes", maxItems))
			unread(i, v.Raw)
			return n, problem
		}
		rdn, ok := rdns.Take(tlv.Set)
		if !ok {
			note("relative name is no set")
			unread(i, v.Raw)
			return n, problem
		}
		attrs := rdn.Children()
		for attrs.More() && len(n.Attributes) <= maxItems {
			a, ok := attrs.Take(tlv.Sequence)
			if !ok {
				note("attribute is no sequence")
				unread(i, rdn.Raw)
				break
			}
			parts := a.Children()
			id, _ := parts.Take(tlv.ObjectID)
			value, ok := parts.Next()
			oid := id.OID()
			if oid == "" || !ok {
				note("attribute without type and value")
				unread(i, a.Raw)
				continue
			}
			text, ok := value.Text()
			if !ok && text == "" {
				text = "#" + hex.EncodeToString(value.Raw) // RFC 4514 2.4
			}
			n.Attributes = append(n.Attributes, NameAttribute{RDN: i, OID: oid, Value: text})
		}
		if attrs.More() && len(n.Attributes) > maxItems {
			note(fmt.Sprintf("more than %d attributes", maxItems))
			unread(i, v.Raw)
			return n, problem
		}
	}
	if rdns.Err() != nil {
		note(rdns.Err().Error())
		unread(len(n.Attributes), v.Raw)
	}
	return n, problem
}

// attributeNames are the short names of RFC 4514 2.3 and of common use.
var attributeNames = [...][2]string{
	{"2.5.4.3", "CN"}, {"2.5.4.4", "SURNAME"}, {"2.5.4.5", "SERIALNUMBER"}, {"2.5.4.6", "C"}, {"2.5.4.7", "L"}, {"2.5.4.8", "ST"},
	{"2.5.4.9", "STREET"}, {"2.5.4.10", "O"}, {"2.5.4.11", "OU"}, {"2.5.4.12", "T"}, {"2.5.4.42", "GIVENNAME"}, {"2.5.4.43", "INITIALS"},
	{"2.5.4.44", "GENERATION"}, {"2.5.4.46", "DNQUALIFIER"}, {"0.9.2342.19200300.100.1.25", "DC"}, {"0.9.2342.19200300.100.1.1", "UID"},
	{"1.2.840.113549.1.9.1", "EMAILADDRESS"}, {"2.5.4.97", "organizationIdentifier"},
}

func attributeName(oid string) string {
	for _, a := range attributeNames {
		if a[0] == oid {
			return a[1]
		}
	}
	return oid
}

// String is the name in the form of RFC 4514: the most specific relative name first.
func (n Name) String() string {
	var stack [256]byte
	b := stack[:0]
	for i := len(n.Attributes) - 1; i >= 0; {
		first := i
		for first > 0 && n.Attributes[first-1].RDN == n.Attributes[i].RDN {
			first--
		}
		if len(b) > 0 {
			b = append(b, ',')
		}
		for j := first; j <= i; j++ {
			if j > first {
				b = append(b, '+')
			}
			b = append(append(b, attributeName(n.Attributes[j].OID)...), '=')
			b = appendEscaped(b, n.Attributes[j].Value)
		}
		i = first - 1
	}
	return string(b)
}

const upperHex = "0123456789ABCDEF"

// appendEscaped appends a value as RFC 4514 2.4 writes it.
func appendEscaped(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case strings.IndexByte(`"+,;<>\`, c) >= 0, i == 0 && (c == '#' || c == ' '), i == len(s)-1 && c == ' ':
			b = append(b, '\\', c)
		case c < 0x20 || c == 0x7f:
			b = append(b, '\\', upperHex[c>>4], upperHex[c&15])
		default:
			b = append(b, c)
		}
	}
	return b
}

// Values are the values of one attribute type, in order.
func (n Name) Values(oid string) []string {
	var out []string
	for _, a := range n.Attributes {
		if a.OID == oid {
			out = append(out, a.Value)
		}
	}
	return out
}

// Empty reports whether the name has no attribute.
func (n Name) Empty() bool { return len(n.Attributes) == 0 }

// Equal compares as RFC 5280 7.1 says: the string type does not matter, nor case, nor the amount of white space; relative names
// count in order, the attributes of one in any order.
func (n Name) Equal(o Name) bool {
	if len(n.Raw) > 0 && string(n.Raw) == string(o.Raw) {
		return true
	}
	if len(n.Attributes) != len(o.Attributes) {
		return false
	}
	// The last attributes tell most names apart. Only an RDN of several attributes, which are a set, needs the whole key.
	for i := len(n.Attributes) - 1; i >= 0; i-- {
		a, b := n.Attributes[i], o.Attributes[i]
		if i > 0 && (n.Attributes[i-1].RDN == a.RDN || o.Attributes[i-1].RDN == b.RDN) {
			return n.Key() == o.Key()
		}
		if a.OID != b.OID || a.Value != b.Value && foldValue(a.Value) != foldValue(b.Value) {
			return false
		}
	}
	return true
}

// Key is a normalised form: equal names, and only they, have the same key.
func (n Name) Key() string {
	var stack [256]byte
	return string(n.AppendKey(stack[:0]))
}

// AppendKey appends the key to b.
func (n Name) AppendKey(b []byte) []byte {
	for i := 0; i < len(n.Attributes); {
		end := i + 1
		for end < len(n.Attributes) && n.Attributes[end].RDN == n.Attributes[i].RDN {
			end++
		}
		if end == i+1 {
			b = appendAttribute(b, &n.Attributes[i])
		} else {
			var rdn []string
			for k := i; k < end; k++ {
				rdn = append(rdn, string(appendAttribute(nil, &n.Attributes[k])))
			}
			slices.Sort(rdn)
			b = append(b, strings.Join(rdn, "+")...)
		}
		b = append(b, ';')
		i = end
	}
	return b
}

// appendAttribute appends type, length and folded value of an attribute.
func appendAttribute(b []byte, a *NameAttribute) []byte {
	var stack [128]byte
	value := appendFolded(stack[:0], a.Value)
	b = append(append(b, a.OID...), '=')
	b = append(strconv.AppendInt(b, int64(len(value)), 10), ':')
	return append(b, value...)
}

func foldValue(s string) string {
	var stack [128]byte
	return string(appendFolded(stack[:0], s))
}

// appendFolded appends s as the string preparation of RFC 4518 leaves it, as far as it matters here: compatibility form, folded
// case, single spaces.
func appendFolded(b []byte, s string) []byte {
	start := len(b)
	space := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 0x80:
			s = norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s)))
			return append(b[:start], strings.Join(strings.Fields(s), " ")...)
		case c == ' ', '\t' <= c && c <= '\r':
			space = len(b) > start
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		if space {
			b = append(b, ' ')
			space = false
		}
		b = append(b, c)
	}
	return b
}
