// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/policy"
)

// freshPolicy is the default policy, which asks for revocation data about signers that is not overdue.
func freshPolicy() *policy.Policy {
	return policy.Default().With(
		policy.SetLevel(policy.Cert(policy.Signature, policy.SigningCertificate, "RevocationFreshness"), policy.LevelAbsent),
		policy.SetLevel(policy.Cert(policy.Signature, policy.SigningCertificate, "RevocationFreshnessNextUpdate"), policy.LevelFail))
}

// TestStaleHidesNothing: basic validation ends at stale revocation data with TRY_LATER. Where a time-stamp shows that the data was
// fresh when the signature was made (EN 319 102-1 v1.4.1 5.5.4 step 6), all that was not looked at is looked at.
func TestStaleHidesNothing(t *testing.T) {
	// The data is due again on 10 June, and the signature is validated on 20 June.
	soon := func(r testpki.Recipe) testpki.Recipe {
		plan := *r.Revocation
		plan.Valid = 5 * 24 * time.Hour
		r.Revocation = &plan
		return r
	}
	stamped := func(signer string) testpki.Recipe {
		return soon(attackStamped(attackBy(signer, attackBefore), attackBefore))
	}
	noCA := func(s *testpki.Spec) {
		for i := range s.Certs {
			if s.Certs[i].ID == "ca" {
				s.Certs[i].NoBasic = true
			}
		}
	}
	runAttacks(t, inFormats([]attack{
		{name: "fresh when stamped", recipe: stamped("alice"), policy: freshPolicy(), want: attackPassed},
		{name: "never stamped", recipe: soon(attackBy("alice", attackBefore)), policy: freshPolicy(), want: "TRY_LATER"},
		{name: "stamped when the data was overdue", recipe: soon(attackStamped(attackBy("alice", attackBefore), attackLate)), policy: freshPolicy(), want: "TRY_LATER"},
		{name: "the signer has expired since", recipe: stamped("erin"), policy: freshPolicy(), want: attackPassed},
		{name: "the signer expired before, stamped after", recipe: soon(attackStamped(attackBy("erin", attackBefore), attackLate)), policy: freshPolicy(), want: "TRY_LATER|OUT_OF_BOUNDS_NO_POE|OUT_OF_BOUNDS_NOT_REVOKED"},
		{name: "the CA is revoked", recipe: soon(attackStamped(attackBy("carol", attackAfter), attackLate)), policy: freshPolicy(), want: "REVOKED_CA_NO_POE"},
		{name: "the issuer is no CA", spec: noCA, recipe: stamped("alice"), policy: freshPolicy(), want: attackChain},
	}...))
}

// TestOldAnswers: who keeps an old answer cannot go on signing with it. What is known of the revocation must reach to the time at
// which the signature is known to have existed (EN 319 102-1 v1.4.1 5.2.5, 5.5.4 step 6); policy dss does not ask.
func TestOldAnswers(t *testing.T) {
	soon := func(r testpki.Recipe, valid time.Duration) testpki.Recipe {
		plan := *r.Revocation
		plan.Valid = valid
		r.Revocation = &plan
		return r
	}
	const short = 5 * 24 * time.Hour // the data is due again on 10 June, and the signature is validated on 20 June
	bare, early, late := attackBy("alice", attackBefore), attackStamped(attackBy("alice", attackBefore), attackBefore), attackStamped(attackBy("alice", attackBefore), attackLate)
	archived := soon(late, short)
	archived.Level, archived.Archive = "LTA", []testpki.Stamp{{TSA: "tsa", At: attackLate}}
	runAttacks(t, inFormats([]attack{
		{name: "not due yet", recipe: bare, want: attackPassed},
		{name: "due, never stamped", recipe: soon(bare, short), want: "TRY_LATER"},
		{name: "due, stamped before", recipe: soon(early, short), want: attackPassed},
		{name: "due, stamped after", recipe: soon(late, short), want: "TRY_LATER"},
		{name: "due, stamped and archived after", recipe: archived, want: "TRY_LATER"},
		{name: "due, stamped after, policy dss", recipe: soon(late, short), policy: policy.DSS(), want: attackPassed},
	}...))
}

// TestRevokedResponder: an answer counts only if its responder's certificate had not been revoked when it was given, and, where
// the responder's key was compromised, if it provably existed before (EN 319 102-1 v1.4.1 5.2.6 step 4; RFC 6960 4.2.2.2.1).
func TestRevokedResponder(t *testing.T) {
	// The responder answers at attackBefore and is revoked at the time given; the CA itself says so on attackLate.
	responder := func(at time.Time, reason int) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			for i := range s.Certs {
				if s.Certs[i].ID == "ocsp" {
					s.Certs[i].NoCheck = false
				}
			}
			s.Revocations = append(s.Revocations, testpki.Revocation{ID: "ocsp", At: at, Reason: reason})
		}
	}
	told := func(r testpki.Recipe) testpki.Recipe {
		plan := *r.Revocation
		plan.Extra = []testpki.OCSPSpec{{Cert: "ocsp", Responder: "ca", Produced: attackLate, NextUpdate: attackNow.AddDate(0, 1, 0)}}
		r.Revocation = &plan
		return r
	}
	const compromised, superseded, hold = 1, 4, 6
	before, after := attackBefore.Add(-time.Hour), attackBefore.Add(time.Hour)
	basic := told(attackBy("alice", attackBefore))
	lt := told(attackStamped(attackBy("alice", attackBefore), attackBefore))
	archived := func(at time.Time) testpki.Recipe {
		r := lt
		r.Level, r.Archive = "LTA", []testpki.Stamp{{TSA: "tsa", At: at}}
		return r
	}
	rows := inFormats(
		attack{name: "not revoked", spec: responder(attackNow.AddDate(1, 0, 0), superseded), recipe: basic, want: attackPassed},
		attack{name: "revoked before it answered", spec: responder(before, superseded), recipe: basic, want: attackChain},
		attack{name: "revoked as it answered", spec: responder(attackBefore, superseded), recipe: basic, want: attackChain},
		attack{name: "suspended before it answered", spec: responder(before, hold), recipe: basic, want: attackChain},
		attack{name: "superseded after it answered", spec: responder(after, superseded), recipe: basic, want: attackPassed},
		attack{name: "compromised after it answered, by its own word", spec: responder(after, compromised), recipe: basic, want: attackChain},
		attack{name: "compromised, a time-stamp over the signature alone", spec: responder(after, compromised), recipe: lt, want: attackChain},
		attack{name: "compromised after an archive time-stamp over the answer", spec: responder(attackAfter, compromised), recipe: archived(after), want: attackPassed},
		attack{name: "compromised before an archive time-stamp over the answer", spec: responder(after, compromised), recipe: archived(attackAfter), want: attackChain},
	)
	runAttacks(t, append(rows, inFormats(attack{name: "policy dss does not ask", spec: responder(before, compromised), recipe: basic, policy: policy.DSS(), want: attackPassed})...))
}
