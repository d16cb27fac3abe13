// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/policy"
)

// validateBasic is the validation process for basic signatures, EN 319 102-1 v1.4.1 5.3, on a signature, a time-stamp or a
// revocation datum whose building blocks have run.
func (e *evaluation) validateBasic(t *token) {
	s := &steps{constraints: e.constraints}
	e.concludeBasic(s, t)
	t.basic = s.conclude(ades.Pass())
	t.final = t.basic
	t.procs = append(t.procs, &Process{Name: "basic", Clause: checks.Edition + "5.3", Indication: t.basic, Findings: s.findings})
}

func (e *evaluation) concludeBasic(s *steps, t *token) {
	for _, n := range [...]string{"FC", "ISC", "VCI"} {
		if !s.step(stepBlock, policy.LevelFail, t.outcome(n).Passed(), t.outcome(n), "", n) {
			return
		}
	}
	x509 := t.outcome("XCV")
	s.step(stepBlock, policy.LevelWarn, x509.Passed(), x509, "", "XCV")
	x509 = e.lateSigning(s, t, x509)
	if !s.step(stepBlock, policy.LevelFail, t.outcome("CV").Passed(), t.outcome("CV"), "", "CV") {
		return
	}
	if !x509.Passed() {
		s.conclude(x509)
		return
	}
	acc := t.outcome("SAV")
	if acc.Is(ades.CryptoConstraintsFailureNoPOE) && t.sig != nil {
		if i := deciding(t.crypto); i != nil && i.part == partValue && !i.end.IsZero() {
			late := e.contentAfter(t, i.end)
			if !s.step(stepContentAfterCrypto, policy.LevelFail, late == nil, ades.CryptoConstraintsFailure.Indication(), "", "") {
				return
			}
		}
	}
	s.step(stepBlock, policy.LevelFail, acc.Passed(), acc, "", "SAV")
}

// lateSigning turns REVOKED_NO_POE and OUT_OF_BOUNDS into a failure where a content time-stamp proves that the signature was
// made after the certificate's revocation or expiry (5.3.4 step 4).
func (e *evaluation) lateSigning(s *steps, t *token, x509 ades.Indication) ades.Indication {
	if t.sig == nil {
		return x509
	}
	switch {
	case x509.Is(ades.RevokedNoPOE):
		if st := e.latestStatus(t.signer); st != nil && st.Revoked {
			late := e.contentAfter(t, st.RevokedAt)
			s.step(stepContentAfterRevocation, policy.LevelWarn, late == nil, x509, "", "")
			if late != nil {
				return ades.Revoked.Indication()
			}
		}
	case x509.Is(ades.OutOfBoundsNoPOE, ades.OutOfBoundsNotRevoked):
		late := e.contentAfter(t, t.signer.NotAfter())
		s.step(stepContentAfterExpiry, policy.LevelWarn, late == nil, x509, "", "")
		if late != nil {
			return ades.Expired.Indication()
		}
	}
	return x509
}

// contentAfter returns a valid content time-stamp of the signature made after t, or nil.
func (e *evaluation) contentAfter(t *token, at time.Time) *ades.Timestamp {
	for _, ts := range t.sig.Timestamps {
		if ts.Kind == ades.TSContent && ts.GenTime.After(at) && e.stamps[ts.ID] != nil && e.stamps[ts.ID].basic.Passed() {
			return ts
		}
	}
	return nil
}

// latestStatus is the most recent acceptable status of a certificate, or nil.
func (e *evaluation) latestStatus(c *ades.Certificate) *rac.Status {
	return latest(e.acceptedStatuses(c))
}
