// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import "time"

// listed is a signature of a signer whose status these CRLs alone tell, all issued at one time.
func listed(signer string, at time.Time, lists ...CRLSpec) Recipe {
	return by(signer, at).with(func(r *Recipe) {
		r.Revocation.Skip = []string{signer}
		for i, s := range lists {
			if s.Issuer == "" {
				s.Issuer = "ca"
			}
			if s.ThisUpdate.IsZero() {
				s.ThisUpdate = at
			}
			s.NextUpdate = s.ThisUpdate.Add(60 * 24 * time.Hour)
			if s.Number == 0 {
				s.Number = int64(i + 1)
			}
			r.Revocation.Lists = append(r.Revocation.Lists, s)
			if s.Issuer != "ca" {
				r.Embed = append(r.Embed, s.Issuer)
			}
		}
	})
}

// missingStatus is the verdict where the status of a certificate is not known.
const missingStatus = "CERTIFICATE_CHAIN_GENERAL_FAILURE|TRY_LATER"

// indirectCases are CRLs that another than the certificate's CA issued (RFC 5280 5.2.5, 5.3.3, 6.3.3).
func indirectCases() []Case {
	list := func(change func(*CRLSpec)) CRLSpec {
		s := CRLSpec{Issuer: "crl-issuer", Indirect: true, Covers: []string{"ca"}, Point: pointIndirect}
		if change != nil {
			change(&s)
		}
		return s
	}
	with := func(change func(*CRLSpec)) Recipe { return listed("ivy", caseBefore, list(change)) }
	revoked := func(change func(*CRLSpec)) Recipe { return listed("ivan", caseAfter, list(change)) }
	const lost = "REVOKED_NO_POE"
	return []Case{
		{Name: "indirect", About: "an indirect CRL by the CRL issuer that the certificate names", Recipe: with(nil), Want: passed},
		{Name: "indirect-no-point", About: "an indirect CRL without a distribution point of its own", Recipe: with(func(s *CRLSpec) { s.Point = "" }), Want: passed},
		{Name: "indirect-revoked", About: "revoked by an indirect CRL", Recipe: revoked(nil), Want: lost},
		{Name: "indirect-revoked-stamped", About: "revoked by an indirect CRL after the time-stamp", Recipe: revoked(nil).stamped("tsa", caseSigned.Add(time.Minute)), Want: passed},
		{Name: "indirect-entry-of-other", About: "the entry with the signer's serial number is of another CA", Recipe: revoked(func(s *CRLSpec) { s.EntryIssuer = "other-ca" }), Want: passed},
		{Name: "indirect-not-marked", About: "a CRL by the CRL issuer that is not marked as indirect", Recipe: with(func(s *CRLSpec) { s.Indirect = false }), Want: missingStatus},
		{Name: "indirect-other-point", About: "an indirect CRL of another distribution point", Recipe: with(func(s *CRLSpec) { s.Point = pointRest }), Want: missingStatus},
		{Name: "indirect-not-named", About: "an indirect CRL, and the certificate names no CRL issuer", Recipe: listed("alice", caseBefore, list(func(s *CRLSpec) { s.Point = "" })), Want: missingStatus},
		{Name: "indirect-other-root", About: "the CRL issuer bears the name and is below another root", Recipe: with(func(s *CRLSpec) { s.Issuer = "crl-issuer-other" }), Want: missingStatus},
		{Name: "indirect-no-sign", About: "the CRL issuer may not sign CRLs", Recipe: with(func(s *CRLSpec) { s.Issuer = "crl-issuer-no-sign" }), Want: missingStatus},
		{Name: "indirect-forged", About: "the indirect CRL's signature does not verify", Recipe: with(func(s *CRLSpec) { s.Forged = true }), Want: missingStatus},
		{Name: "indirect-only-ca", About: "an indirect CRL for CA certificates only", Recipe: with(func(s *CRLSpec) { s.OnlyCA = true }), Want: missingStatus},
		{Name: "indirect-direct", About: "the CA's own CRL, although the certificate names a CRL issuer", Recipe: listed("ivy", caseBefore, CRLSpec{}), Want: passed},
		{Name: "indirect-direct-revoked", About: "revoked by the CA's own CRL, although the certificate names a CRL issuer", Recipe: listed("ivan", caseAfter, CRLSpec{}), Want: lost},
		{Name: "indirect-other-point-revoked", About: "revoked on an indirect CRL of another distribution point, and good by none", Recipe: revoked(func(s *CRLSpec) { s.Point = pointRest }), Want: missingStatus},
	}
}

// reasonCases are CRLs that tell of some reasons for revocation only (RFC 5280 5.2.5, 6.3.3).
func reasonCases() []Case {
	keys := CRLSpec{Point: pointKeys, Reasons: keyReasons()}
	rest := CRLSpec{Point: pointRest, Reasons: otherReasons()}
	bare := func(s CRLSpec) CRLSpec { s.Point = ""; return s }
	with := func(s CRLSpec, change func(*CRLSpec)) CRLSpec { change(&s); return s }
	good := func(lists ...CRLSpec) Recipe { return listed("rita", caseBefore, lists...) }
	const lost = "REVOKED_NO_POE"
	return []Case{
		{Name: "reasons", About: "two CRLs that cover all reasons together", Recipe: good(keys, rest), Want: passed},
		{Name: "reasons-keys", About: "a CRL for compromised keys only", Recipe: good(keys), Want: missingStatus},
		{Name: "reasons-rest", About: "a CRL for all but compromised keys", Recipe: good(rest), Want: missingStatus},
		{Name: "reasons-twice", About: "the same reasons twice", Recipe: good(keys, with(keys, func(s *CRLSpec) { s.Number = 7 })), Want: missingStatus},
		{Name: "reasons-gap", About: "two CRLs that leave one reason out", Recipe: good(keys, with(rest, func(s *CRLSpec) { s.Reasons = []int{3, 4, 5, 6, 7} })), Want: missingStatus},
		{Name: "reasons-forged", About: "one of the two CRLs does not verify", Recipe: good(keys, with(rest, func(s *CRLSpec) { s.Forged = true })), Want: missingStatus},
		{Name: "reasons-swapped", About: "each CRL is of the distribution point for the other reasons", Recipe: good(with(keys, func(s *CRLSpec) { s.Point = pointRest }), with(rest, func(s *CRLSpec) { s.Point = pointKeys })), Want: missingStatus},
		{Name: "reasons-one-point", About: "a CRL for all reasons, of the distribution point for compromised keys", Recipe: good(CRLSpec{Point: pointKeys}), Want: missingStatus},
		{Name: "reasons-whole", About: "the CA's CRL for all reasons and no distribution point", Recipe: good(CRLSpec{}), Want: passed},
		{Name: "reasons-delta", About: "one of the two CRLs is a delta CRL", Recipe: good(keys, with(rest, func(s *CRLSpec) { s.Delta, s.Number = 1, 2 })), Want: missingStatus},
		{Name: "reasons-no-points", About: "two CRLs that cover all reasons together, and the certificate does not tell reasons apart", Recipe: listed("alice", caseBefore, bare(keys), bare(rest)), Want: passed},
		{Name: "reasons-no-points-part", About: "a CRL for some reasons, and the certificate does not tell reasons apart", Recipe: listed("alice", caseBefore, bare(rest)), Want: missingStatus},
		{Name: "reasons-revoked-key", About: "revoked for a compromised key", Recipe: listed("ralf", caseAfter, keys, rest), Want: lost},
		{Name: "reasons-revoked-rest", About: "revoked for another reason", Recipe: listed("rolf", caseAfter, keys, rest), Want: lost},
		{Name: "reasons-revoked-part", About: "revoked by the one CRL that is there", Recipe: listed("ralf", caseAfter, keys), Want: lost},
		{Name: "reasons-revoked-unseen", About: "revoked by the CRL that is not there", Recipe: listed("rolf", caseAfter, keys), Want: missingStatus},
		{Name: "reasons-revoked-no-points", About: "revoked by one of two CRLs, and the certificate does not tell reasons apart", Recipe: listed("bob", caseAfter, bare(keys), bare(rest)), Want: lost},
	}
}

// deltaCases are delta CRLs (RFC 5280 5.2.4) and CRLs for one kind of certificate (5.2.5).
func deltaCases() []Case {
	base := CRLSpec{ThisUpdate: caseBefore, Number: 5}
	delta := func(at time.Time, change func(*CRLSpec)) CRLSpec {
		s := CRLSpec{ThisUpdate: at, Number: 6, Delta: 5}
		if change != nil {
			change(&s)
		}
		return s
	}
	held := CRLSpec{ThisUpdate: caseAfter, Number: 5}
	root := func(signer string, at time.Time, s CRLSpec) Recipe {
		s.Issuer = "root"
		return by(signer, at).with(func(r *Recipe) { r.Revocation.Override = []CRLSpec{s} })
	}
	const lost = "REVOKED_NO_POE"
	return []Case{
		{Name: "delta", About: "a delta CRL with its base", Recipe: listed("alice", caseAfter, base, delta(caseAfter, nil)), Want: passed},
		{Name: "delta-revoked", About: "revoked by a delta CRL, not by its base", Recipe: listed("bob", caseAfter, base, delta(caseAfter, nil)), Want: lost},
		{Name: "delta-alone-revoked", About: "revoked by a delta CRL whose base is not there", Recipe: listed("bob", caseAfter, delta(caseAfter, nil)), Want: missingStatus},
		{Name: "delta-no-base", About: "a delta CRL to a base that is not there", Recipe: listed("alice", caseAfter, delta(caseAfter, func(s *CRLSpec) { s.Number, s.Delta = 9, 8 })), Want: missingStatus},
		{Name: "delta-removed", About: "a delta CRL takes the certificate off its base", Recipe: listed("harry", caseAfter, held, delta(caseLate, func(s *CRLSpec) { s.Removed = []string{"harry"} })), Want: passed},
		{Name: "delta-removed-forged", About: "a forged delta CRL takes the certificate off its base",
			Recipe: listed("harry", caseAfter, held, delta(caseLate, func(s *CRLSpec) { s.Removed, s.Forged = []string{"harry"}, true })), Want: "TRY_LATER"},
		{Name: "delta-removed-other-scope", About: "a delta CRL of another scope takes the certificate off",
			Recipe: listed("harry", caseAfter, held, delta(caseLate, func(s *CRLSpec) { s.Removed, s.OnlyUser = []string{"harry"}, true })), Want: "TRY_LATER"},
		{Name: "removed-complete", About: "a complete CRL that takes a certificate off says nothing of it", Recipe: listed("alice", caseAfter, CRLSpec{Removed: []string{"alice"}}), Want: missingStatus},

		{Name: "crl-only-attribute", About: "a CRL for attribute certificates only", Recipe: listed("alice", caseBefore, CRLSpec{OnlyAttr: true}), Want: missingStatus},
		{Name: "crl-only-user-revoked", About: "revoked by a CRL for user certificates only", Recipe: listed("bob", caseAfter, CRLSpec{OnlyUser: true}), Want: lost},
		{Name: "crl-only-ca-revoked", About: "on a CRL for CA certificates only, which says nothing of a user", Recipe: listed("bob", caseAfter, CRLSpec{OnlyCA: true}), Want: missingStatus},
		{Name: "crl-of-ca-only-ca", About: "the CA's status by a CRL for CA certificates only", Recipe: root("alice", caseBefore, CRLSpec{OnlyCA: true}), Want: passed},
		{Name: "crl-of-ca-only-user", About: "the CA's status by a CRL for user certificates only", Recipe: root("alice", caseBefore, CRLSpec{OnlyUser: true}), Want: missingStatus},
		{Name: "crl-of-ca-only-ca-revoked", About: "the CA is revoked by a CRL for CA certificates only", Recipe: root("carol", caseAfter, CRLSpec{OnlyCA: true}), Want: "REVOKED_CA_NO_POE"},
	}
}
