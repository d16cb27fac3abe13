// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import (
	"fmt"

	"github.com/mitome-project/mitome/internal/tlv"
)

// readPolicies reads certificatePolicies, RFC 5280 4.2.1.4, with the CPS pointers.
func readPolicies(c *Certificate, v tlv.Value) error {
	if v.ID != tlv.Sequence {
		return errExtension
	}
	cur := v.Children()
	for cur.More() && len(c.Policies) < maxItems {
		info, ok := cur.Take(tlv.Sequence)
		if !ok {
			return errExtension
		}
		parts := info.Children()
		id, _ := parts.Take(tlv.ObjectID)
		p := Policy{OID: id.OID()}
		if p.OID == "" {
			return errExtension
		}
		if quals, ok := parts.Take(tlv.Sequence); ok {
			p.CPS = cpsPointers(quals)
		}
		c.Policies = append(c.Policies, p)
	}
	return whole(&cur)
}

// whole tells that a list was not read to its end.
func whole(c *tlv.Cursor) error {
	if c.More() {
		return fmt.Errorf("more than %d entries: the others are not read", maxItems)
	}
	return c.Err()
}

func cpsPointers(v tlv.Value) (out []string) {
	cur := v.Children()
	for cur.More() && len(out) < maxItems {
		q, ok := cur.Take(tlv.Sequence)
		if !ok {
			return out
		}
		parts := q.Children()
		id, _ := parts.Take(tlv.ObjectID)
		value, ok := parts.Next()
		if text, good := value.Text(); ok && good && id.OID() == "1.3.6.1.5.5.7.2.1" {
			out = append(out, text)
		}
	}
	return out
}

func readPolicyMappings(c *Certificate, v tlv.Value) error {
	if v.ID != tlv.Sequence {
		return errExtension
	}
	cur := v.Children()
	for cur.More() && len(c.PolicyMappings) < maxItems {
		pair, ok := cur.Take(tlv.Sequence)
		if !ok {
			return errExtension
		}
		var oids []string
		if err := eachOID(pair, &oids); err != nil || len(oids) != 2 {
			return errExtension
		}
		c.PolicyMappings = append(c.PolicyMappings, PolicyMapping{oids[0], oids[1]})
	}
	return whole(&cur)
}

func readPolicyConstraints(c *Certificate, v tlv.Value) error {
	if v.ID != tlv.Sequence {
		return errExtension
	}
	p := &PolicyConstraints{-1, -1}
	cur := v.Children()
	for cur.More() {
		f, ok := cur.Next()
		n, good := f.Int()
		if !ok || !good || n < 0 {
			return errExtension
		}
		switch f.ID {
		case tlv.Context(0):
			p.RequireExplicit = n
		case tlv.Context(1):
			p.InhibitMapping = n
		default:
			return errExtension
		}
	}
	c.PolicyConstraints = p
	return cur.Err()
}

func readInhibitAnyPolicy(c *Certificate, v tlv.Value) error {
	n, ok := v.Int()
	if v.ID != tlv.Integer || !ok || n < 0 {
		return errExtension
	}
	c.InhibitAnyPolicy = n
	return nil
}

// readNameConstraints reads RFC 5280 4.2.1.10; minimum and maximum must be absent or 0 there, and are not looked at.
func readNameConstraints(c *Certificate, v tlv.Value) error {
	c.NameConstraints = &NameConstraints{}
	err := c.NameConstraints.read(v)
	c.NameConstraints.Unread = err != nil
	return err
}

func (nc *NameConstraints) read(v tlv.Value) error {
	if v.ID != tlv.Sequence {
		return errExtension
	}
	cur := v.Children()
	for cur.More() {
		f, ok := cur.Next()
		if !ok {
			break
		}
		to := &nc.Permitted
		switch f.ID {
		case tlv.ContextConstructed(0):
		case tlv.ContextConstructed(1):
			to = &nc.Excluded
		default:
			return errExtension
		}
		trees := f.Children()
		for trees.More() && len(*to) < maxItems {
			t, ok := trees.Take(tlv.Sequence)
			base := t.Children()
			b, good := base.Next()
			if !ok || !good {
				return errExtension
			}
			g, err := generalName(b)
			if err != nil {
				return err
			}
			*to = append(*to, g)
		}
		if err := whole(&trees); err != nil {
			return err
		}
	}
	return cur.Err()
}
