// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package crl

import (
	"bytes"
	"math/big"

	"github.com/mitome-project/mitome/internal/pkix"
)

// AppliesTo reports whether the delta CRL l may be combined with the complete CRL base (RFC 5280 5.2.4 and 6.3.3 (c)), and if not, why.
// The signatures are the caller's to check, and that one key made both.
func (l *List) AppliesTo(base *List) (bool, string) {
	switch {
	case l.BaseNumber == nil:
		return false, "not a delta crl"
	case base.BaseNumber != nil:
		return false, "base is a delta crl itself"
	case len(l.UnknownCritical) > 0:
		return false, "delta crl has a critical extension that is not understood: " + l.UnknownCritical[0]
	case !l.Issuer.Equal(base.Issuer):
		return false, "delta crl is by another issuer than its base"
	case !bytes.Equal(l.rawPoint, base.rawPoint):
		return false, "delta crl has another scope than its base"
	case !bytes.Equal(l.AuthorityKeyID, base.AuthorityKeyID):
		return false, "delta crl names another key than its base"
	case l.Number == nil || base.Number == nil:
		return false, "crl without a number"
	case base.Number.Cmp(l.BaseNumber) < 0:
		return false, "base is older than the delta crl's base"
	case base.Number.Cmp(l.Number) >= 0:
		return false, "delta crl is not newer than its base"
	}
	return true, ""
}

// LookupDelta looks a certificate up in base as amended by delta. The caller has made sure that delta applies to base.
func LookupDelta(base, delta *List, serial *big.Int, issuer pkix.Name) (Entry, bool, error) {
	e, ok, err := delta.Lookup(serial, issuer)
	switch {
	case ok && e.Reason == RemoveFromCRL && err == nil:
		return Entry{}, false, nil
	case ok:
		return e, ok, err
	}
	e, ok, baseErr := base.Lookup(serial, issuer)
	if ok || baseErr != nil {
		return e, ok, baseErr
	}
	return e, ok, err
}
