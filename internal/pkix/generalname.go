// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import (
	"encoding/hex"
	"errors"
	"net/netip"

	"github.com/mitome-project/mitome/internal/tlv"
)

// errGeneralName says that a general name or a distribution point is malformed.
var errGeneralName = errors.New("general name is malformed")

// ParseGeneralNames reads GeneralNames (a SEQUENCE OF GeneralName), RFC 5280 4.2.1.6. Names that were read before a fault are
// returned with the error.
func ParseGeneralNames(der []byte) ([]GeneralName, error) {
	v, _, err := tlv.Read(der)
	if err != nil || v.ID != tlv.Sequence {
		return nil, errGeneralName
	}
	return generalNames(v.Content)
}

// ParseGeneralName reads one GeneralName.
func ParseGeneralName(der []byte) (GeneralName, error) {
	v, _, err := tlv.Read(der)
	if err != nil {
		return GeneralName{}, errGeneralName
	}
	return generalName(v)
}

// generalNames reads a series of GeneralName without the tag around it.
func generalNames(content []byte) ([]GeneralName, error) {
	var out []GeneralName
	c := tlv.Walk(content)
	for c.More() && len(out) < maxItems {
		v, ok := c.Next()
		if !ok {
			break
		}
		g, err := generalName(v)
		if err != nil {
			return out, err
		}
		out = append(out, g)
	}
	if c.More() || c.Err() != nil {
		return out, errGeneralName
	}
	return out, nil
}

func generalName(v tlv.Value) (GeneralName, error) {
	g := GeneralName{Tag: int(v.ID & 0x1f), Raw: v.Content}
	if v.ID&0xc0 != 0x80 || g.Tag > 8 {
		return g, errGeneralName
	}
	switch g.Tag {
	case 1, 2, 6:
		octets, err := v.Octets()
		if err != nil {
			return g, errGeneralName
		}
		g.Text = tlv.Latin1(octets)
		if text, ok := (tlv.Value{ID: tlv.UTF8String, Content: octets}).Text(); ok {
			g.Text = text
		}
	case 4: // explicit, since Name is a CHOICE
		n, err := ParseName(v.Content)
		if err != nil {
			return g, errGeneralName
		}
		g.Directory = &n
	}
	return g, nil
}

// String is the name for a reader, with the kind before it where it is not plain.
func (g GeneralName) String() string {
	switch g.Tag {
	case 1, 2, 6:
		return g.Text
	case 4:
		if g.Directory != nil {
			return g.Directory.String()
		}
	case 7:
		if a, ok := netip.AddrFromSlice(g.Raw); ok {
			return a.String()
		}
	case 8:
		return (tlv.Value{ID: tlv.ObjectID, Content: g.Raw}).OID()
	}
	return kinds[g.Tag%len(kinds)] + ":#" + hex.EncodeToString(g.Raw)
}

// kinds are the names of the choices of GeneralName.
var kinds = [...]string{"otherName", "rfc822Name", "dNSName", "x400Address", "directoryName", "ediPartyName", "uniformResourceIdentifier", "iPAddress", "registeredID"}

// ParseDistributionPoints reads CRLDistributionPoints, RFC 5280 4.2.1.13.
func ParseDistributionPoints(der []byte) ([]DistributionPoint, error) {
	v, _, err := tlv.Read(der)
	if err != nil || v.ID != tlv.Sequence {
		return nil, errGeneralName
	}
	var out []DistributionPoint
	c := v.Children()
	for c.More() && len(out) < maxItems {
		p, ok := c.Take(tlv.Sequence)
		if !ok {
			return out, errGeneralName
		}
		point, err := distributionPoint(p)
		if err != nil {
			return out, err
		}
		out = append(out, point)
	}
	if c.More() || c.Err() != nil {
		return out, errGeneralName
	}
	return out, nil
}

func distributionPoint(v tlv.Value) (p DistributionPoint, err error) {
	c := v.Children()
	if n, ok := c.Take(tlv.ContextConstructed(0)); ok {
		if p, err = ParseDistributionPointName(n.Content); err != nil {
			return p, err
		}
	}
	if r, ok := c.Take(tlv.Context(1)); ok {
		if p.Reasons, ok = ReasonFlags(r.Content); !ok {
			return p, errGeneralName
		}
	}
	if i, ok := c.Take(tlv.ContextConstructed(2)); ok {
		if p.Issuer, err = generalNames(i.Content); err != nil {
			return p, err
		}
	}
	if c.More() || c.Err() != nil {
		return p, errGeneralName
	}
	return p, nil
}

// ParseDistributionPointName reads a DistributionPointName (the CHOICE, without the explicit tag around it) into a point that has
// nothing else.
func ParseDistributionPointName(der []byte) (p DistributionPoint, err error) {
	v, _, err := tlv.Read(der)
	if err != nil {
		return p, errGeneralName
	}
	switch v.ID {
	case tlv.ContextConstructed(0):
		if p.Names, err = generalNames(v.Content); err != nil {
			return p, err
		}
		for _, g := range p.Names {
			if g.Tag == 6 {
				p.URLs = append(p.URLs, g.Text)
			}
		}
	case tlv.ContextConstructed(1):
		p.Relative = tlv.Encode(tlv.Set, v.Content)
	default:
		return p, errGeneralName
	}
	return p, nil
}

// ReasonFlags reads the content octets of a ReasonFlags bit string: bit n of RFC 5280 4.2.1.13 is 1<<n.
func ReasonFlags(content []byte) (uint16, bool) {
	return namedBits(tlv.Value{ID: tlv.BitString, Content: content})
}

// namedBits reads a BIT STRING of at most 16 named bits: bit n is 1<<n.
func namedBits(v tlv.Value) (uint16, bool) {
	octets, _, ok := v.Bits()
	if !ok {
		return 0, false
	}
	var out uint16
	for i := 0; i < 16 && i/8 < len(octets); i++ {
		if octets[i/8]&(0x80>>(i%8)) != 0 {
			out |= 1 << i
		}
	}
	return out, true
}
