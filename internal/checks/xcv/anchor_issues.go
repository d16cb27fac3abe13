// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/policy"
)

// AnchorIssues asks whether the trust anchor that issued a certificate may do so by its own certificate. Trusted lists name
// many certificates that are not those of CAs: time-stamping units, OCSP responders, delivery services. RFC 5280 6.1 asks
// nothing of the anchor's certificate, but 4.2.1.9 and 4.2.1.3 forbid to verify certificates with such a key.
var AnchorIssues = checks.Check[*Facts]{
	ID: "xcv.anchor-issues", Clause: checks.Edition + "5.2.6 step 4; RFC 5280 4.2.1.3, 4.2.1.9",
	Own:      "DSS asks nothing of an anchor's certificate",
	Question: "Is the trust anchor that issued the certificate a CA by its own certificate?",
	Remedy:   "trust the certificate itself, or the CA that its issuer belongs to",
	Applies:  func(f *Facts) bool { return f.Issuer != nil && f.Index == len(f.Chain)-2 },
	Sub:      general,
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return mayIssue(f.Issuer.X509()), f.Issuer.Subject()
	},
}

// mayIssue says whether a certificate leaves it open that its key signs certificates. Roots of before version 3 could not tell,
// and home-made ones tell it by the key usage alone; what says that it is no CA, or says nothing of it, is none.
func mayIssue(c *pkix.Certificate) bool {
	signs := c.KeyUsage&pkix.KeyCertSign != 0
	switch {
	case c.Version < 3:
		return c.SelfIssued()
	case !c.HasBasic:
		return signs && c.SelfIssued()
	}
	return c.IsCA && (signs || !c.HasKeyUsage)
}
