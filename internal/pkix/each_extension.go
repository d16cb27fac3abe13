// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import (
	"errors"

	"github.com/mitome-project/mitome/internal/tlv"
)

// EachExtension calls f for each of the extensions (RFC 5280 4.2) in the content of a SEQUENCE; that of CRLs, of their entries
// and of OCSP responses has the same form. It stops at the first that is malformed.
func EachExtension(content []byte, f func(oid string, critical bool, value []byte)) error {
	c := tlv.Walk(content)
	for {
		ext, ok := c.Next()
		if !ok {
			return c.Err()
		}
		e := ext.Children()
		id, _ := e.Next()
		critical := false
		if v, ok := e.Take(tlv.Boolean); ok {
			critical, _ = v.Bool()
		}
		v, ok := e.Next()
		if !ok {
			return errors.New("malformed extension")
		}
		value, err := v.Octets()
		if err != nil {
			return err
		}
		f(id.OID(), critical, value)
	}
}
