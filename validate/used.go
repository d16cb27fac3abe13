// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/policy"
)

// RevocationUse is the revocation status that was taken for a certificate, EN 319 102-1 v1.4.1 table 6.
type RevocationUse struct {
	Data    ades.ID // the CRL or OCSP response
	Kind    string  // "CRL" or "OCSP"
	Issuer  ades.ID // the certificate that signed it; empty: not known
	Revoked bool
	At      time.Time // of the revocation; zero: not revoked
	Reason  int       // CRLReason; -1: none given
	// ThisUpdate, NextUpdate and ProducedAt stand in the data; zero: absent.
	ThisUpdate, NextUpdate, ProducedAt time.Time
}

// CryptoUse tells of the algorithm that decides how long a token can be relied on: the weakest of those that the policy does
// not take as reliable at the best-signature-time, or the signature's own where all are reliable.
type CryptoUse struct {
	Object   ades.ID // what was protected by it; empty: not known
	What     string  // "signature value", "certificate …"
	URI      string  // the algorithm's URI, "urn:oid:…" where there is none, empty where it is not known
	Reliable bool
	Until    time.Time // the day from which it is no longer reliable; zero: none named, or never reliable
}

// Proof is the earliest proof that the thing with this id existed: the time, and the time-stamp that proves it. Without one it
// is the validation time, and by is empty.
func (r *Result) Proof(id ades.ID) (at time.Time, by ades.ID) {
	if r.poes == nil {
		return r.Time, ""
	}
	p := r.poes.first(id)
	return p.at, p.by
}

// revocationUse is the latest acceptable status of a certificate whose status matters; nil: none.
func (e *evaluation) revocationUse(ctx policy.Context, i int, c *ades.Certificate) *RevocationUse {
	if !e.revocationRequired(ctx, roleAt(i), c) {
		return nil
	}
	st := e.latestStatus(c)
	if st == nil {
		return nil
	}
	u := &RevocationUse{Data: st.Revocation, Kind: "CRL", Issuer: st.Signer, Revoked: st.Revoked, Reason: -1,
		ThisUpdate: st.ThisUpdate, NextUpdate: st.NextUpdate, ProducedAt: st.ProducedAt}
	if st.OCSP {
		u.Kind = "OCSP"
	}
	if st.Revoked {
		u.At, u.Reason = st.RevokedAt, st.Reason
	}
	return u
}

// cryptoUse is the algorithm to report for a token that existed at a time.
func (e *evaluation) cryptoUse(t *token, at time.Time) CryptoUse {
	var worst *cryptoIssue
	for _, i := range e.tokenIssues(t, at) {
		if i.level == policy.LevelFail && (worst == nil || i.end.Before(worst.end)) {
			worst = &i
		}
	}
	if worst != nil {
		return CryptoUse{Object: worst.id, What: worst.about, URI: worst.uri, Until: worst.end}
	}
	u := CryptoUse{Object: t.id, What: "signature value", URI: algorithmURI(t.algorithm()), Reliable: true}
	if s := e.pol.Suite(t.ctx); s != nil && t.signer != nil && t.signer.X509().PublicKey != nil {
		u.Until = s.Signature(t.algorithm(), t.signer.X509().PublicKey.Bits, at).End
	}
	return u
}

// algorithmURI names a signature algorithm by URI.
func algorithmURI(a sigalg.Algorithm) string {
	if u := a.URI(); u != "" {
		return u
	}
	if a.ID != "" && a.ID[0] >= '0' && a.ID[0] <= '9' {
		return "urn:oid:" + a.ID
	}
	return ""
}

// digestURI names a digest algorithm by URI.
func digestURI(h sigalg.Hash) string {
	if u := h.URI(); u != "" {
		return u
	}
	if h.OID() != "" {
		return "urn:oid:" + h.OID()
	}
	return ""
}
