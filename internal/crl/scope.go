// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package crl

import (
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/tlv"
)

// AllReasons is the mask of every reason for revocation, RFC 5280 6.3.2 (c): bits 1 to 8 of ReasonFlags.
const AllReasons uint16 = 0x1fe

// parseIssuingPoint reads IssuingDistributionPoint, RFC 5280 5.2.5.
func parseIssuingPoint(v tlv.Value) (*IssuingPoint, error) {
	if v.ID != tlv.Sequence {
		return nil, errors.New("no sequence")
	}
	p := &IssuingPoint{}
	c := v.Children()
	for {
		f, ok := c.Next()
		if !ok {
			return p, c.Err()
		}
		var err error
		switch f.ID {
		case tlv.ContextConstructed(0):
			p.Point, err = pkix.ParseDistributionPointName(f.Content)
		case tlv.Context(1):
			p.OnlyUser, err = flag(f)
		case tlv.Context(2):
			p.OnlyCA, err = flag(f)
		case tlv.Context(3):
			p.OnlySomeReasons, err = reasons(f)
		case tlv.Context(4):
			p.Indirect, err = flag(f)
		case tlv.Context(5):
			p.OnlyAttribute, err = flag(f)
		default:
			err = fmt.Errorf("field %#x is not known", f.ID)
		}
		if err != nil {
			return p, err
		}
	}
}

func flag(v tlv.Value) (bool, error) {
	b, ok := v.Bool()
	if !ok {
		return true, fmt.Errorf("flag %d is malformed", v.ID&0x1f)
	}
	return b, nil
}

func reasons(v tlv.Value) (uint16, error) {
	mask, ok := pkix.ReasonFlags(v.Content)
	if !ok {
		return 0, errors.New("reasons are malformed")
	}
	if mask &= AllReasons; mask == 0 {
		return 0, errors.New("no reason is named")
	}
	return mask, nil
}

// InScope reports whether l alone can tell cert's status, for every reason (RFC 5280 6.3.3 (b) to (d)), and if not, why.
// A delta CRL never can, nor one with a critical extension that is not understood. Where several CRLs each cover some of the
// reasons, and to believe a "revoked" in any of them, see [List.Scope].
func (l *List) InScope(cert *pkix.Certificate) (bool, string) {
	if len(l.UnknownCritical) > 0 {
		return false, "crl has a critical extension that is not understood: " + l.UnknownCritical[0]
	}
	mask, why := l.Scope(cert)
	if mask != 0 && mask != AllReasons {
		return false, "crl covers some of the reasons for revocation only"
	}
	return mask == AllReasons, why
}

// Scope returns the reasons for revocation that l covers for cert, 0 and why if it says nothing of cert.
//
// A certificate found on a CRL in scope is revoked, whatever its critical extensions; one that is not found is good only if
// the masks of the CRLs in scope make AllReasons together and none has UnknownCritical.
func (l *List) Scope(cert *pkix.Certificate) (mask uint16, why string) {
	if l.BaseNumber != nil {
		return 0, "delta crl: not a complete list"
	}
	return l.Reasons(cert)
}

// Reasons is Scope for a CRL of either kind: what a delta CRL says together with its base.
func (l *List) Reasons(cert *pkix.Certificate) (mask uint16, why string) {
	if p := l.Point; p != nil {
		isCA := cert.HasBasic && cert.IsCA
		switch {
		case p.OnlyAttribute:
			return 0, "crl contains attribute certificates only"
		case p.OnlyUser && isCA:
			return 0, "crl contains end-entity certificates only"
		case p.OnlyCA && !isCA:
			return 0, "crl contains ca certificates only"
		}
	}
	for i := range cert.CRLPoints {
		m, w := l.pointScope(cert, &cert.CRLPoints[i])
		mask |= m
		if why == "" {
			why = w
		}
	}
	// Final paragraph of 6.3.3: the issuer's own CRL counts too where the distribution points do not lead to it; it is then taken
	// as a distribution point named by the issuer, so that a CRL with another distribution point's name stays out.
	own := pkix.DistributionPoint{Names: []pkix.GeneralName{{Tag: 4, Directory: &cert.Issuer}}}
	m, w := l.pointScope(cert, &own)
	if mask |= m; mask != 0 {
		return mask, ""
	}
	if why == "" {
		why = w
	}
	return 0, why
}

// pointScope is 6.3.3 (b)(1), (b)(2)(i) and (d) for one distribution point of cert.
func (l *List) pointScope(cert *pkix.Certificate, dp *pkix.DistributionPoint) (uint16, string) {
	if len(dp.Issuer) > 0 {
		if !hasDirectory(dp.Issuer, l.Issuer) {
			return 0, "crl is not by the crl issuer of the distribution point"
		}
		if !l.Issuer.Equal(cert.Issuer) && (l.Point == nil || !l.Point.Indirect) {
			return 0, "crl of another issuer is not marked as indirect"
		}
	} else if !l.Issuer.Equal(cert.Issuer) {
		return 0, "crl is by another issuer"
	}
	if l.Point != nil {
		issued := names(&l.Point.Point, l.Issuer)
		if len(issued) > 0 && !meet(issued, wanted(cert, dp)) {
			return 0, "distribution point of the crl is none of the certificate's"
		}
	}
	mask := AllReasons
	if dp.Reasons != 0 {
		mask &= dp.Reasons
	}
	if l.Point != nil && l.Point.OnlySomeReasons != 0 {
		mask &= l.Point.OnlySomeReasons
	}
	if mask == 0 {
		return 0, "crl and distribution point have no reason for revocation in common"
	}
	return mask, ""
}

// wanted are the names by which dp may be known: its own, or its CRL issuer's where it has none.
func wanted(cert *pkix.Certificate, dp *pkix.DistributionPoint) []pkix.GeneralName {
	base := cert.Issuer
	for _, n := range dp.Issuer {
		if n.Directory != nil {
			base = *n.Directory
			break
		}
	}
	if own := names(dp, base); len(own) > 0 {
		return own
	}
	return dp.Issuer
}

// names are the full names of dp; a name relative to its CRL issuer is completed with base.
func names(dp *pkix.DistributionPoint, base pkix.Name) []pkix.GeneralName {
	if len(dp.Relative) == 0 {
		return dp.Names
	}
	rdn, _, err := tlv.Read(dp.Relative)
	if err != nil {
		return dp.Names
	}
	outer, _, err := tlv.Read(base.Raw)
	if err != nil {
		return dp.Names
	}
	content := append(append([]byte{}, outer.Content...), tlv.Encode(tlv.Set, rdn.Content)...)
	full, err := pkix.ParseName(tlv.Encode(tlv.Sequence, content))
	if err != nil {
		return dp.Names
	}
	return append([]pkix.GeneralName{{Tag: 4, Directory: &full}}, dp.Names...)
}

func hasDirectory(names []pkix.GeneralName, name pkix.Name) bool {
	for _, n := range names {
		if n.Directory != nil && n.Directory.Equal(name) {
			return true
		}
	}
	return false
}

// meet reports whether a and b have a name in common. Both are short: a distribution point has a handful of names.
func meet(a, b []pkix.GeneralName) bool {
	for i := range a {
		for k := range b {
			if sameName(&a[i], &b[k]) {
				return true
			}
		}
	}
	return false
}

func sameName(a, b *pkix.GeneralName) bool {
	switch {
	case a.Tag != b.Tag:
		return false
	case a.Directory != nil && b.Directory != nil:
		return a.Directory.Equal(*b.Directory)
	case a.Text != "" || b.Text != "":
		return a.Text == b.Text
	}
	return len(a.Raw) > 0 && string(a.Raw) == string(b.Raw)
}
