// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package path

import (
	"bytes"
	"net/netip"
	"net/url"
	"strings"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/tlv"
)

// The tags of GeneralName that name constraints are defined for.
const (
	tagOther     = 0
	tagMail      = 1
	tagDNS       = 2
	tagDirectory = 4
	tagURI       = 6
	tagIP        = 7
)

// within reports whether n lies in the subtree of base, which is of the same type (RFC 5280 4.2.1.10); known is false where
// that cannot be told: a type without rules, or a name that the rules cannot be applied to.
func within(n, base *pkix.GeneralName) (in, known bool) {
	switch n.Tag {
	case tagMail:
		return mailWithin(n.Text, base.Text)
	case tagDNS:
		return domainWithin(n.Text, base.Text, true), true
	case tagDirectory:
		if n.Directory == nil || base.Directory == nil {
			return false, false
		}
		return directoryWithin(n.Directory, base.Directory)
	case tagURI:
		return uriWithin(n.Text, base.Text)
	case tagIP:
		return addressWithin(n.Raw, base.Raw)
	case tagOther:
		// An otherName of another type is not in the subtree; for one of the same type no rules are known.
		return false, otherType(n.Raw) != otherType(base.Raw)
	}
	return false, false
}

func otherType(raw []byte) string {
	v, _, err := tlv.Read(raw)
	if err != nil {
		return ""
	}
	if v.ID != tlv.ObjectID { // the whole otherName was kept
		c := v.Children()
		v, _ = c.Next()
	}
	return v.OID()
}

// domainWithin reports whether host is base or, where sub says so, below it. A base with a leading dot means what is below it.
func domainWithin(host, base string, sub bool) bool {
	host, base = domain(host), domain(base)
	if base == "" {
		return true
	}
	if below, ok := strings.CutPrefix(base, "."); ok {
		return strings.HasSuffix(host, "."+below)
	}
	return host == base || sub && strings.HasSuffix(host, "."+base)
}

func domain(s string) string { return strings.TrimSuffix(strings.ToLower(s), ".") }

func mailWithin(address, base string) (in, known bool) {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return false, false
	}
	if b := strings.LastIndexByte(base, '@'); b >= 0 { // one mailbox; the local part is case-sensitive
		return address[:at] == base[:b] && domain(address[at+1:]) == domain(base[b+1:]), true
	}
	return domainWithin(address[at+1:], base, false), true
}

// uriWithin compares the host part; a URI without a host, or with an address as host, cannot be constrained.
func uriWithin(uri, base string) (in, known bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Hostname() == "" {
		return false, false
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return false, false
	}
	return domainWithin(u.Hostname(), base, false), true
}

// addressWithin compares an address of 4 or 16 octets with an address and a mask.
func addressWithin(address, base []byte) (in, known bool) {
	if len(address) != 4 && len(address) != 16 || len(base) != 8 && len(base) != 32 {
		return false, false
	}
	n := len(address)
	if len(base) != 2*n {
		return false, true
	}
	for i := range n {
		if address[i]&base[n+i] != base[i]&base[n+i] {
			return false, true
		}
	}
	return true, true
}

// directoryWithin reports whether base's RDNs are the first of name's.
func directoryWithin(name, base *pkix.Name) (in, known bool) {
	b, err := rdns(base)
	if err != nil {
		return false, false
	}
	n, err := rdns(name)
	if err != nil {
		return false, false
	}
	if len(b) > len(n) {
		return false, true
	}
	if len(b) == 0 {
		return true, true
	}
	start, err := pkix.ParseName(tlv.Encode(tlv.Sequence, bytes.Join(n[:len(b)], nil)))
	if err != nil {
		return false, false
	}
	return start.Equal(*base), true
}

// rdns are the encodings of a name's RDNs.
func rdns(n *pkix.Name) (out [][]byte, err error) {
	outer, _, err := tlv.Read(n.Raw)
	if err != nil {
		return nil, err
	}
	c := outer.Children()
	for {
		v, ok := c.Next()
		if !ok {
			return out, c.Err()
		}
		out = append(out, v.Raw)
	}
}
