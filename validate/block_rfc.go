// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"time"

	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/internal/checks/rfc"
	"github.com/mitome-project/mitome/policy"
)

// freshness is the revocation freshness checker, EN 319 102-1 v1.4.1 5.2.5, for one status at one time.
func (e *evaluation) freshness(s *steps, ctx policy.Context, role policy.Role, st *rac.Status, at time.Time) bool {
	return askAll(s, e.freshnessFacts(ctx, role, st, at), st.Revocation, rfc.NextUpdate, rfc.Fresh, rfc.FreshByNextUpdate)
}

// freshnessFacts are the facts of a status that is to tell of a time.
func (e *evaluation) freshnessFacts(ctx policy.Context, role policy.Role, st *rac.Status, at time.Time) *rfc.Facts {
	k := e.constraints.Get(pathRevocationFreshness(ctx, role))
	return &rfc.Facts{Context: ctx, Role: role, OCSP: st.OCSP, ThisUpdate: st.ThisUpdate, NextUpdate: st.NextUpdate, Time: at,
		Present: k.Level != policy.LevelAbsent, Configured: k.Level > policy.LevelIgnore}
}

// askInForce asks that what is known of the signer's revocation reaches to the best-signature-time.
func (e *evaluation) askInForce(s *steps, t *token) bool {
	const role = policy.SigningCertificate
	if t.signer == nil || !e.revocationRequired(t.ctx, role, t.signer) {
		return true
	}
	st := e.pastStatus(t.signer)
	if st == nil {
		return true
	}
	if !askAll(s, e.freshnessFacts(t.ctx, role, st, t.best), st.Revocation, rfc.InForce) {
		e.need(NeedRevocation, t.signer.ID())
		return false
	}
	return true
}

// isFresh reports the outcome of the freshness checker alone.
func (e *evaluation) isFresh(ctx policy.Context, role policy.Role, st *rac.Status, at time.Time) bool {
	return e.freshness(&steps{constraints: e.constraints}, ctx, role, st, at)
}
