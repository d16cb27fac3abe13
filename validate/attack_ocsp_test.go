// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/testpki"
)

// TestAttackC10Answers are C10 of the known attacks, continued: what stands in an OCSP response beside a status, and what is known
// of its responder.
func TestAttackC10Answers(t *testing.T) {
	until := attackNow.AddDate(0, 1, 0)
	answer := func(signer string, o testpki.OCSPSpec, extra ...testpki.OCSPSpec) testpki.Recipe {
		if o.Produced.IsZero() {
			o.Produced = attackBefore
		}
		o.NextUpdate = until
		r := attackBy(signer, attackBefore)
		r.Revocation.Signer, r.Revocation.Extra = &o, extra
		return r
	}
	// single is a further status of the same response
	single := func(cert, status string) testpki.OCSPSpec {
		return testpki.OCSPSpec{Cert: cert, Status: status, NextUpdate: until}
	}
	responder := func(change func(*testpki.CertSpec)) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			for i := range s.Certs {
				if s.Certs[i].ID == "ocsp" {
					change(&s.Certs[i])
				}
			}
		}
	}
	checked := responder(func(c *testpki.CertSpec) { c.NoCheck = false })
	revoked := func(s *testpki.Spec) {
		checked(s)
		s.Revocations = append(s.Revocations, testpki.Revocation{ID: "ocsp", At: parse("2024-06-02T00:00:00Z"), Reason: 1})
	}
	later := func(s *testpki.Spec) {
		checked(s)
		s.Revocations = append(s.Revocations, testpki.Revocation{ID: "ocsp", At: parse("2024-06-11T00:00:00Z"), Reason: 1})
	}
	expired := responder(func(c *testpki.CertSpec) { c.To = attackBefore.AddDate(-1, 0, 0) })
	future := responder(func(c *testpki.CertSpec) { c.From = attackBefore.AddDate(0, 0, 1) })
	old := single("alice", "revoked")
	old.ThisUpdate = attackBefore.AddDate(0, 0, -3)
	older := single("alice", "good")
	older.ThisUpdate = attackBefore.AddDate(0, 0, -3)
	proven := answer("alice", testpki.OCSPSpec{}, testpki.OCSPSpec{Cert: "ocsp", Responder: "ca", Produced: attackLate, NextUpdate: until})
	proven = attackStamped(proven, attackSigned.Add(time.Minute))
	proven.Level, proven.Archive, proven.Revocation.LastArchive = "LTA", []testpki.Stamp{{TSA: "tsa", At: parse("2024-06-09T00:00:00Z")}}, true
	runAttacks(t, []attack{
		{name: "certHash matches", recipe: answer("alice", testpki.OCSPSpec{CertHash: "match"}), want: attackPassed},
		{name: "certHash of another certificate", recipe: answer("alice", testpki.OCSPSpec{CertHash: "other"}), want: attackNone},
		{name: "certHash of another certificate, revoked", recipe: answer("alice", testpki.OCSPSpec{CertHash: "other", Status: "revoked"}), want: attackNone},
		{name: "certHash that is none", recipe: answer("alice", testpki.OCSPSpec{CertHash: "garbage"}), want: attackNone},
		{name: "certHash of another certificate, and another response without", recipe: answer("alice", testpki.OCSPSpec{CertHash: "other"},
			testpki.OCSPSpec{Cert: "alice", Produced: attackBefore, NextUpdate: until}), want: attackPassed},
		{name: "unknown critical extension", recipe: answer("alice", testpki.OCSPSpec{Critical: "1.3.6.1.4.1.32473.9.9"}), want: attackNone},
		{name: "unknown critical extension, revoked", recipe: answer("bob", testpki.OCSPSpec{Produced: attackAfter, Critical: "1.3.6.1.4.1.32473.9.9"}), want: "REVOKED_NO_POE"},
		{name: "good, and another certificate revoked", recipe: answer("alice", testpki.OCSPSpec{Also: []testpki.OCSPSpec{single("bob", "revoked")}}), want: attackPassed},
		{name: "another certificate good, and revoked", recipe: answer("bob", testpki.OCSPSpec{Cert: "alice", Produced: attackAfter, Also: []testpki.OCSPSpec{single("bob", "")}}), want: "REVOKED_NO_POE"},
		{name: "good and revoked at once", recipe: answer("alice", testpki.OCSPSpec{Also: []testpki.OCSPSpec{single("alice", "revoked")}}), want: "REVOKED_NO_POE"},
		{name: "revoked and good at once", recipe: answer("alice", testpki.OCSPSpec{Status: "revoked", Also: []testpki.OCSPSpec{single("alice", "good")}}), want: "REVOKED_NO_POE"},
		{name: "good and unknown at once", recipe: answer("alice", testpki.OCSPSpec{Also: []testpki.OCSPSpec{single("alice", "unknown")}}), want: attackNone},
		{name: "revoked, and good before", recipe: answer("alice", testpki.OCSPSpec{Status: "revoked", Also: []testpki.OCSPSpec{older}}), want: "REVOKED_NO_POE"},
		{name: "good, and revoked before", recipe: answer("alice", testpki.OCSPSpec{Also: []testpki.OCSPSpec{old}}), want: attackPassed},
		{name: "nocheck absent, nothing known of the responder", spec: checked, recipe: answer("alice", testpki.OCSPSpec{}), want: attackNone},
		{name: "nocheck absent, nothing known of the responder, who answers twice", spec: checked, recipe: answer("alice", testpki.OCSPSpec{},
			testpki.OCSPSpec{Cert: "alice", Produced: attackBefore.Add(time.Minute), NextUpdate: until}), want: attackNone},
		{name: "nocheck absent, the responder good", spec: checked, recipe: answer("alice", testpki.OCSPSpec{}, testpki.OCSPSpec{Cert: "ocsp", Responder: "ca", Produced: attackBefore, NextUpdate: until}), want: attackPassed},
		{name: "nocheck absent, the responder vouches for itself", spec: checked, recipe: answer("alice", testpki.OCSPSpec{}, testpki.OCSPSpec{Cert: "ocsp", Produced: attackBefore, NextUpdate: until}), want: attackNone},
		{name: "nocheck absent, the responder revoked", spec: revoked, recipe: answer("alice", testpki.OCSPSpec{}, testpki.OCSPSpec{Cert: "ocsp", Responder: "ca", Produced: attackBefore, NextUpdate: until}), want: attackNone},
		{name: "responder expired before", spec: expired, recipe: answer("alice", testpki.OCSPSpec{}), want: attackNone},
		{name: "responder expired before, revoked", spec: expired, recipe: answer("alice", testpki.OCSPSpec{Status: "revoked"}), want: attackNone},
		{name: "responder not valid yet", spec: future, recipe: answer("alice", testpki.OCSPSpec{}), want: attackNone},
		{name: "nocheck absent, the responder revoked after its answer, which nothing proves", spec: later, recipe: answer("alice", testpki.OCSPSpec{}, testpki.OCSPSpec{Cert: "ocsp", Responder: "ca", Produced: attackLate, NextUpdate: until}), want: attackNone},
		{name: "nocheck absent, the responder revoked after its answer, which is proven", spec: later, recipe: proven, want: attackPassed},
		// the validation time may be any: what was good later was good before
		{name: "of after the validation time", recipe: answer("alice", testpki.OCSPSpec{Produced: attackNow.AddDate(0, 0, 7)}), want: attackPassed},
		{name: "nonce nobody asked for", recipe: answer("alice", testpki.OCSPSpec{Nonce: make([]byte, 1000)}), want: attackPassed},
	})
}
