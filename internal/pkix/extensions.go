// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import (
	"errors"

	"github.com/mitome-project/mitome/internal/tlv"
)

// errExtension says that an extension's value has not its type.
var errExtension = errors.New("value is malformed")

// extensionReader reads the value of one extension into c.
type extensionReader struct {
	oid, name string
	read      func(c *Certificate, v tlv.Value) error
}

// reader finds the reader of an extension: RFC 5280 4.2, RFC 6960 4.2.2.2.1, RFC 9608, EN 319 412-1 and -5.
func reader(oid string) *extensionReader {
	for i := range extensionReaders {
		if extensionReaders[i].oid == oid {
			return &extensionReaders[i]
		}
	}
	return nil
}

var extensionReaders = [...]extensionReader{
	{"2.5.29.14", "subjectKeyIdentifier", readSubjectKeyID},
	{"2.5.29.15", "keyUsage", readKeyUsage},
	{"2.5.29.17", "subjectAltName", readSubjectAltName},
	{"2.5.29.19", "basicConstraints", readBasicConstraints},
	{"2.5.29.30", "nameConstraints", readNameConstraints},
	{"2.5.29.31", "cRLDistributionPoints", readCRLPoints},
	{"2.5.29.32", "certificatePolicies", readPolicies},
	{"2.5.29.33", "policyMappings", readPolicyMappings},
	{"2.5.29.35", "authorityKeyIdentifier", readAuthorityKeyID},
	{"2.5.29.36", "policyConstraints", readPolicyConstraints},
	{"2.5.29.37", "extKeyUsage", readExtKeyUsage},
	{"2.5.29.46", "freshestCRL", readFreshestCRL},
	{"2.5.29.54", "inhibitAnyPolicy", readInhibitAnyPolicy},
	{"1.3.6.1.5.5.7.1.1", "authorityInfoAccess", readInfoAccess},
	{"1.3.6.1.5.5.7.1.3", "qcStatements", readQCStatements},
	{"1.3.6.1.5.5.7.48.1.5", "ocspNoCheck", func(c *Certificate, _ tlv.Value) error { c.OCSPNoCheck = true; return nil }},
	{"2.5.29.56", "noRevAvail", func(c *Certificate, _ tlv.Value) error { c.NoRevAvail = true; return nil }},
	{"0.4.0.194121.2.1", "validityAssuredShortTerm", func(c *Certificate, _ tlv.Value) error { c.ValidityAssured = true; return nil }},
}

// parseExtensions reads the [3] field of TBSCertificate. What is not read there counts as a critical extension that nobody knows.
func (c *Certificate) parseExtensions(v tlv.Value) {
	inner := v.Children()
	list, ok := inner.Take(tlv.Sequence)
	if !ok {
		c.problem("extensions are no sequence")
		return
	}
	if c.Version != 3 {
		c.problem("extensions in a certificate of version %d", c.Version)
	}
	cur := list.Children()
	for cur.More() {
		if len(c.Extensions) >= maxExtensions {
			c.problem("more than %d extensions: the others are not read", maxExtensions)
			c.Extensions = append(c.Extensions, Extension{OID: UnreadOID, Critical: true})
			return
		}
		e, ok := cur.Take(tlv.Sequence)
		if !ok {
			c.problem("extension is no sequence")
			c.Extensions = append(c.Extensions, Extension{OID: UnreadOID, Critical: true})
			return
		}
		c.parseExtension(e)
	}
	if cur.Err() != nil {
		c.problem("extensions: %v", cur.Err())
	}
}

func (c *Certificate) parseExtension(e tlv.Value) {
	cur := e.Children()
	id, _ := cur.Take(tlv.ObjectID)
	x := Extension{OID: id.OID()}
	if b, ok := cur.Take(tlv.Boolean); ok {
		x.Critical, _ = b.Bool()
	}
	octets, ok := cur.Take(tlv.OctetString)
	if !ok {
		octets, ok = cur.Take(tlv.OctetString | 0x20)
	}
	value, err := octets.Octets()
	if x.OID == "" || !ok || err != nil {
		c.problem("extension %q without a value", x.OID)
		c.Extensions = append(c.Extensions, Extension{OID: UnreadOID, Critical: x.Critical || x.OID != ""})
		return
	}
	x.Value = value
	for _, old := range c.Extensions {
		if old.OID == x.OID {
			c.problem("extension %s is there twice: the first counts", x.OID)
			c.Extensions = append(c.Extensions, x)
			return
		}
	}
	c.Extensions = append(c.Extensions, x)
	r := reader(x.OID)
	if r == nil {
		return
	}
	v, rest, err := tlv.Read(value)
	if err == nil {
		err = r.read(c, v)
	}
	if err != nil {
		c.problem("extension %s (%s): %v", r.name, x.OID, err)
	} else if len(rest) > 0 {
		c.problem("extension %s (%s): %d octets follow the value", r.name, x.OID, len(rest))
	}
	switch x.OID {
	case "2.5.29.37":
		c.ExtKeyUsageCrit = x.Critical
	case "2.5.29.17":
		c.AltNamesUnread = err != nil || len(rest) > 0
	}
}

// Extension returns the first extension with that OID, or nil.
func (c *Certificate) Extension(oid string) *Extension {
	for i := range c.Extensions {
		if c.Extensions[i].OID == oid {
			return &c.Extensions[i]
		}
	}
	return nil
}

func readSubjectKeyID(c *Certificate, v tlv.Value) error {
	octets, err := v.Octets()
	if v.ID&^0x20 != tlv.OctetString || err != nil {
		return errExtension
	}
	c.SubjectKeyID = octets
	return nil
}

func readAuthorityKeyID(c *Certificate, v tlv.Value) error {
	if v.ID != tlv.Sequence {
		return errExtension
	}
	cur := v.Children()
	var err error
	for cur.More() {
		f, ok := cur.Next()
		if !ok {
			break
		}
		switch f.ID {
		case tlv.Context(0):
			c.AuthorityKeyID = f.Content
		case tlv.ContextConstructed(1):
			c.AuthorityIssuer, err = generalNames(f.Content)
		case tlv.Context(2):
			c.AuthoritySerial = f.Integer()
		default:
			err = errExtension
		}
	}
	if err == nil {
		err = cur.Err()
	}
	return err
}

func readKeyUsage(c *Certificate, v tlv.Value) error {
	bits, ok := namedBits(v)
	if v.ID != tlv.BitString || !ok {
		return errExtension
	}
	c.HasKeyUsage, c.KeyUsage = true, KeyUsage(bits)
	return nil
}

func readSubjectAltName(c *Certificate, v tlv.Value) (err error) {
	c.SubjectAltName, err = ParseGeneralNames(v.Raw)
	return err
}

// readBasicConstraints never makes a CA of what is malformed.
func readBasicConstraints(c *Certificate, v tlv.Value) error {
	if v.ID != tlv.Sequence {
		return errExtension
	}
	c.HasBasic = true
	cur := v.Children()
	ca, pathLen := false, -1
	if b, ok := cur.Take(tlv.Boolean); ok {
		if ca, ok = b.Bool(); !ok {
			return errExtension
		}
	}
	if n, ok := cur.Take(tlv.Integer); ok {
		if pathLen, ok = n.Int(); !ok || pathLen < 0 {
			return errExtension
		}
	}
	if cur.More() || cur.Err() != nil {
		return errExtension
	}
	c.IsCA, c.PathLen = ca, pathLen
	return nil
}

func readExtKeyUsage(c *Certificate, v tlv.Value) error {
	return eachOID(v, &c.ExtKeyUsage)
}

// eachOID appends the object identifiers of a SEQUENCE OF.
func eachOID(v tlv.Value, to *[]string) error {
	if v.ID != tlv.Sequence {
		return errExtension
	}
	cur := v.Children()
	for cur.More() && len(*to) < maxItems {
		id, ok := cur.Take(tlv.ObjectID)
		oid := id.OID()
		if !ok || oid == "" {
			return errExtension
		}
		*to = append(*to, oid)
	}
	return whole(&cur)
}

func readCRLPoints(c *Certificate, v tlv.Value) (err error) {
	c.CRLPoints, err = ParseDistributionPoints(v.Raw)
	return err
}

func readFreshestCRL(c *Certificate, v tlv.Value) (err error) {
	c.FreshestCRL, err = ParseDistributionPoints(v.Raw)
	return err
}

func readInfoAccess(c *Certificate, v tlv.Value) error {
	if v.ID != tlv.Sequence {
		return errExtension
	}
	cur := v.Children()
	for i := 0; cur.More() && i < maxItems; i++ {
		d, ok := cur.Take(tlv.Sequence)
		if !ok {
			return errExtension
		}
		parts := d.Children()
		method, _ := parts.Take(tlv.ObjectID)
		where, ok := parts.Next()
		if !ok {
			return errExtension
		}
		g, err := generalName(where)
		if err != nil {
			return err
		}
		if g.Tag != 6 {
			continue
		}
		switch method.OID() {
		case "1.3.6.1.5.5.7.48.1":
			c.OCSPURLs = append(c.OCSPURLs, g.Text)
		case "1.3.6.1.5.5.7.48.2":
			c.IssuerURLs = append(c.IssuerURLs, g.Text)
		}
	}
	return cur.Err()
}
