// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tst

import (
	"fmt"
	"strings"
	"time"

	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
)

const (
	oidQCStatements = "1.3.6.1.5.5.7.1.3"
	oidQTST         = "0.4.0.19422.1.1" // esi4-qtstStatement-1, EN 319 422 v1.1.1 9.1
)

// Parse reads a TSTInfo (RFC 3161 2.4.2) from DER or BER. The error says that it is no TSTInfo at all; the content of a
// TSTInfo is described as far as it can be read, with the rest in Problems.
func Parse(b []byte) (*Info, error) {
	v, err := der.NewReader(limits.Default()).Single(b, 0)
	if err != nil {
		return nil, fmt.Errorf("TSTInfo: %w", err)
	}
	if !v.IsSequence() {
		return nil, fmt.Errorf("TSTInfo is no sequence (tag %d)", v.Tag)
	}
	items, err := v.Children()
	i := &Info{Raw: b}
	if err != nil {
		i.problem("TSTInfo: %v", err)
	}
	if len(items) < 5 {
		return nil, fmt.Errorf("TSTInfo has %d elements, at least 5 are wanted", len(items))
	}
	i.fixed(items[:5])
	i.optional(items[5:])
	return i, nil
}

func (i *Info) problem(format string, args ...any) {
	i.Problems = append(i.Problems, fmt.Sprintf(format, args...))
}

// fixed reads version, policy, messageImprint, serialNumber and genTime.
func (i *Info) fixed(f []der.Value) {
	var err error
	if i.Version, err = f[0].SmallInt(); err != nil {
		i.problem("version: %v", err)
	} else if i.Version != 1 {
		i.problem("version is %d, 1 is wanted", i.Version)
	}
	if i.Policy, err = f[1].OID(); err != nil {
		i.problem("policy: %v", err)
	}
	i.imprint(f[2])
	if i.Serial, err = f[3].Int(); err != nil {
		i.problem("serialNumber: %v", err)
	}
	if i.GenTime, err = f[4].Time(); err != nil {
		i.problem("genTime: %v", err)
		if s := f[4].Content; len(s) > 14 { // a damaged zone: the time is still what the report should name
			i.GenTime, _ = der.ParseTime(string(s[:14]), true)
		}
	} else if s := string(f[4].Content); !f[4].Is(der.Universal, der.GeneralizedTime) || !strings.HasSuffix(s, "Z") {
		i.problem("genTime %q is no GeneralizedTime in UTC", s)
	}
}

// imprint reads the MessageImprint.
func (i *Info) imprint(v der.Value) {
	c, err := v.Children()
	if err != nil || len(c) != 2 || !c[0].IsSequence() || !c[1].Is(der.Universal, der.OctetString) {
		i.problem("messageImprint is not an algorithm and a digest")
		return
	}
	if i.Imprint, err = c[1].Octets(); err != nil {
		i.problem("messageImprint: %v", err)
	}
	a, err := c[0].Children()
	if err != nil || len(a) == 0 {
		i.problem("messageImprint names no algorithm")
		return
	}
	oid, err := a[0].OID()
	if err != nil {
		i.problem("messageImprint: %v", err)
		return
	}
	var known bool
	if i.ImprintAlgorithm, known = sigalg.HashByOID(oid); !known {
		i.problem("messageImprint has the unknown digest algorithm %s", oid)
		return
	}
	if n := i.ImprintAlgorithm.Size(); n > 0 && n != len(i.Imprint) {
		i.problem("messageImprint of %s has %d octets, %d are wanted", i.ImprintAlgorithm, len(i.Imprint), n)
	}
}

// optional reads accuracy, ordering, nonce, tsa and extensions.
func (i *Info) optional(items []der.Value) {
	for _, v := range items {
		switch {
		case v.IsSequence():
			i.accuracy(v)
		case v.Is(der.Universal, der.Boolean):
			b, err := v.Bool()
			if err != nil {
				i.problem("ordering: %v", err)
			}
			i.Ordering = b
		case v.Is(der.Universal, der.Integer):
			n, err := v.Int()
			if err != nil {
				i.problem("nonce: %v", err)
			}
			i.Nonce = n
		case v.Is(der.Context, 0):
			i.tsa(v)
		case v.Is(der.Context, 1):
			i.extensions(v)
		default:
			i.problem("unexpected element with tag %d at offset %d", v.Tag, v.Offset)
		}
	}
}

// accuracy reads Accuracy: seconds, [0] millis, [1] micros.
func (i *Info) accuracy(v der.Value) {
	c, err := v.Children()
	if err != nil {
		i.problem("accuracy: %v", err)
		return
	}
	i.HasAccuracy = true
	for _, f := range c {
		unit, limit := time.Second, int64(1<<31)
		switch {
		case f.Is(der.Universal, der.Integer):
		case f.Is(der.Context, 0):
			unit, limit = time.Millisecond, 999
		case f.Is(der.Context, 1):
			unit, limit = time.Microsecond, 999
		default:
			i.problem("accuracy has an element with tag %d", f.Tag)
			continue
		}
		n := der.BigInt(f.Content)
		if !n.IsInt64() || n.Int64() < 0 || n.Int64() > limit {
			i.problem("accuracy of %v × %v is out of range", n, unit)
			continue
		}
		i.Accuracy += time.Duration(n.Int64()) * unit
	}
}

// tsa reads the TSA's GeneralName, which stands in an explicit tag.
func (i *Info) tsa(v der.Value) {
	c, err := v.Children()
	if err != nil || len(c) != 1 || c[0].Class != der.Context {
		i.problem("tsa is no general name")
		return
	}
	g := &pkix.GeneralName{Tag: c[0].Tag, Raw: c[0].Content}
	switch g.Tag {
	case 1, 2, 6:
		g.Text = c[0].Text()
	case 4:
		d, err := der.Normalize(c[0].Content)
		if err == nil {
			var n pkix.Name
			if n, err = pkix.ParseName(d); err == nil {
				g.Directory = &n
			}
		}
		if err != nil {
			i.problem("tsa: %v", err)
		}
	}
	i.TSA = g
}

// extensions looks for the qualified time-stamp statement, EN 319 422 v1.1.1 9.1, and for critical extensions.
func (i *Info) extensions(v der.Value) {
	exts, err := v.Children()
	if err != nil {
		i.problem("extensions: %v", err)
		return
	}
	for _, e := range exts {
		c, err := e.Children()
		if err != nil || len(c) < 2 {
			i.problem("extension at offset %d is malformed", e.Offset)
			continue
		}
		oid, err := c[0].OID()
		if err != nil {
			i.problem("extension: %v", err)
			continue
		}
		last := c[len(c)-1]
		value, err := last.Octets()
		if err != nil || !last.Is(der.Universal, der.OctetString) {
			i.problem("extension %s: value with tag %d is no octet string", oid, last.Tag)
			continue
		}
		if len(c) == 3 && oid != oidQCStatements {
			if critical, _ := c[1].Bool(); critical {
				i.problem("unknown critical extension %s", oid)
			}
		}
		if oid == oidQCStatements {
			i.statements(value)
		}
	}
}

func (i *Info) statements(value []byte) {
	v, err := der.NewReader(limits.Default()).Single(value, 0)
	if err != nil {
		i.problem("qcStatements: %v", err)
		return
	}
	list, err := v.Children()
	if err != nil {
		i.problem("qcStatements: %v", err)
		return
	}
	for _, s := range list {
		c, err := s.Children()
		if err != nil || len(c) == 0 {
			continue
		}
		if oid, err := c[0].OID(); err == nil && oid == oidQTST {
			i.Qualified = true
		}
	}
}
