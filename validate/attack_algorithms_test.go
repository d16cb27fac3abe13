// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/policy"
)

const (
	attackWeak   = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
	attackFormat = "FORMAT_FAILURE"
)

var attackFormats = []string{"cades", "xades", "pades"}

// inFormats makes a row in each format, with a content that fits.
func inFormats(rows ...attack) []attack {
	var out []attack
	for _, r := range rows {
		for _, f := range attackFormats {
			c := r
			c.name, c.recipe.Format = f+" "+r.name, f
			if f == "xades" {
				c.recipe.Content = []byte("<contract xmlns=\"urn:example:contract\"><text>The parties agree.</text></contract>")
			}
			out = append(out, c)
		}
	}
	return out
}

// anew gives certificates of the engine's PKI other keys and an earlier begin.
func anew(from string, keys map[string]string) func(*testpki.Spec) {
	return func(s *testpki.Spec) {
		for i := range s.Certs {
			c := &s.Certs[i]
			switch c.ID {
			case "root", "ca", "tsa-ca", "ocsp", "tsa", "alice", "weak", "p384":
				c.From = parse(from)
			}
			if k := keys[c.ID]; k != "" {
				c.Key = k
			}
		}
	}
}

// TestAttackC8Days are C8 of the known attacks: each algorithm that the default suite ends, on the day before, on the day, and on the
// day after. Nothing proves when it was signed.
func TestAttackC8Days(t *testing.T) {
	var rows []attack
	for _, c := range []struct{ name, signer, hash, end string }{
		{"MD5", "alice", "MD5", "2004-08-01T00:00:00Z"},
		{"SHA-1", "alice", "SHA1", "2012-08-01T00:00:00Z"},
		{"RSA with 1024 bits", "weak", "SHA256", "2019-10-01T00:00:00Z"},
		{"SHA-224", "p384", "SHA224", "2029-01-01T00:00:00Z"},
		{"RSA with 2048 bits", "alice", "SHA256", "2029-01-01T00:00:00Z"},
		{"RSA with 3072 bits", "pss", "SHA256", "2029-01-01T00:00:00Z"},
	} {
		end := parse(c.end)
		for day, want := range map[int]string{-1: attackPassed, 0: attackWeak, 1: attackWeak} {
			now := end.AddDate(0, 0, day)
			r := attackBy(c.signer, now.Add(-2*time.Hour))
			r.Time, r.Hash = now.Add(-4*time.Hour), c.hash
			name := c.name + map[int]string{-1: " a day before its end", 0: " at its end", 1: " a day after its end"}[day]
			rows = append(rows, attack{name: name, spec: anew("2000-01-01T00:00:00Z", nil), recipe: r, now: now, want: want})
		}
	}
	runAttacks(t, inFormats(rows...))
}

// TestAttackC8Proofs are C8 again: an algorithm that has ended since is saved by a proof that the signature is older, and by
// nothing else. Only the key in question ends: RSA with 2048 bits on 1 January 2029.
func TestAttackC8Proofs(t *testing.T) {
	strong := map[string]string{"root": "p384-2", "tsa": "p384-3"}
	signer := anew("2012-01-01T00:00:00Z", strong)
	both := anew("2012-01-01T00:00:00Z", map[string]string{"root": "p384-2"}) // the TSA's key ends too
	now, early, late := parse("2029-06-01T12:00:00Z"), attackSigned.Add(time.Minute), parse("2029-02-01T00:00:00Z")
	bare := attackBy("alice", parse("2029-05-20T00:00:00Z"))
	stamped := func(at time.Time, change func(*testpki.Recipe)) testpki.Recipe {
		r := attackStamped(bare, at)
		if change != nil {
			change(&r)
		}
		return r
	}
	archived := func(at time.Time) func(*testpki.Recipe) {
		return func(r *testpki.Recipe) {
			plan := *r.Revocation
			plan.At = at.Add(-24 * time.Hour)
			plan.Valid, plan.LastArchive = 20*365*24*time.Hour, true
			r.Revocation, r.Level, r.Archive = &plan, "LTA", []testpki.Stamp{{TSA: "strong", At: at}}
		}
	}
	// a second TSA whose key does not end
	second := func(s *testpki.Spec) {
		both(s)
		for _, c := range s.Certs {
			if c.ID == "tsa" {
				c.ID, c.Key, c.Subject = "strong", "p384-3", "C=XA, O=Example Engine Tests, CN=Strong TSA"
				s.Certs = append(s.Certs, c)
				return
			}
		}
	}
	after := bare
	after.Time = late.Add(time.Hour)
	after.ContentStamp = &testpki.Stamp{TSA: "tsa", At: late}
	runAttacks(t, inFormats(
		attack{name: "no proof", spec: signer, recipe: bare, now: now, want: attackWeak},
		attack{name: "time-stamped before the end", spec: signer, recipe: stamped(early, nil), now: now, want: attackPassed},
		attack{name: "time-stamped a second before the end", spec: signer, recipe: stamped(parse("2028-12-31T23:59:59Z"), nil), now: now, want: attackPassed},
		attack{name: "time-stamped at the end", spec: signer, recipe: stamped(parse("2029-01-01T00:00:00Z"), nil), now: now, want: attackWeak},
		attack{name: "time-stamped after the end", spec: signer, recipe: stamped(late, nil), now: now, want: attackWeak},
		attack{name: "proven to be signed after the end", spec: signer, recipe: after, now: now, want: "CRYPTO_CONSTRAINTS_FAILURE"},
		attack{name: "time-stamped before the end over SHA-1", spec: signer, recipe: stamped(early, func(r *testpki.Recipe) { r.Stamp.Hash = "SHA1" }), now: now, want: attackWeak},
		attack{name: "time-stamped before the end over MD5", spec: signer, recipe: stamped(early, func(r *testpki.Recipe) { r.Stamp.Hash = "MD5" }), now: now, want: attackWeak},
		attack{name: "the time-stamp's key has ended too", spec: both, recipe: stamped(early, nil), now: now, want: attackWeak},
		attack{name: "the time-stamp's key has ended too, archived before", spec: second, recipe: stamped(early, archived(parse("2028-06-01T00:00:00Z"))), now: now, want: attackPassed},
		attack{name: "the time-stamp's key has ended too, archived after", spec: second, recipe: stamped(early, archived(late)), now: now, want: attackWeak},
	))
}

// TestAttackC8Reference are C8 under policy dss: it degrades an end that came after its table was made to a warning, as the
// reference does, and the default policy does not.
func TestAttackC8Reference(t *testing.T) {
	now := parse("2029-06-01T12:00:00Z")
	rsa := attackBy("alice", parse("2029-05-20T00:00:00Z"))
	sha1 := attackBy("alice", attackBefore)
	sha1.Hash = "SHA1"
	md5 := attackBy("alice", attackBefore)
	md5.Hash = "MD5"
	small := attackBy("weak", attackBefore)
	dss := policy.DSS()
	runAttacks(t, inFormats(
		attack{name: "ended after the table", recipe: rsa, now: now, policy: dss, want: attackPassed},
		attack{name: "ended before the table", recipe: sha1, policy: dss, want: attackWeak},
		attack{name: "MD5", recipe: md5, policy: dss, want: attackWeak},
		attack{name: "RSA with 1024 bits", recipe: small, policy: dss, want: attackWeak},
	))
	for _, a := range inFormats(attack{name: "ended after the table", recipe: rsa, now: now, policy: dss}) {
		warned := false
		for _, b := range a.run(t).Signatures[0].Blocks {
			for _, f := range b.Findings {
				warned = warned || f.Level == policy.LevelWarn && f.Outcome == "failed" && strings.Contains(f.Text, "RSA")
			}
		}
		if !warned {
			t.Errorf("%s: passed without a warning", a.name)
		}
	}
}

// TestAttackC8Digests: digests that prove nothing. No pair of contents with one digest is needed to see it: what rests on such a
// digest never passes, whichever content stands there.
func TestAttackC8Digests(t *testing.T) {
	md5 := attackBy("alice", attackBefore)
	md5.Hash = "MD5"
	truncated := attackBy("alice", attackBefore)
	truncated.Mutate = []string{"truncated-digest"}
	both := md5
	both.Mutate = truncated.Mutate
	stamp := attackStamped(attackBy("bob", attackAfter), attackSigned.Add(time.Minute)) // only a good time-stamp saves a revoked signer
	good, weak := stamp, stamp
	weak.Stamp = &testpki.Stamp{TSA: "tsa", At: stamp.Stamp.At, Hash: "MD5"}
	half := stamp
	half.Stamp = &testpki.Stamp{TSA: "tsa", At: stamp.Stamp.At, Mutate: []string{"truncated-digest"}}
	certified := func(hash string) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			for i := range s.Certs {
				if s.Certs[i].ID == "ca" {
					s.Certs[i].Hash = hash
				}
			}
		}
	}
	answer := func(hash string) testpki.Recipe {
		r := attackBy("alice", attackBefore)
		r.Revocation.Signer = &testpki.OCSPSpec{Hash: hash}
		return r
	}
	runAttacks(t, inFormats(
		attack{name: "MD5", recipe: md5, want: attackWeak},
		attack{name: "MD5, time-stamped", recipe: attackStamped(md5, attackSigned.Add(time.Minute)), want: attackWeak},
		attack{name: "half a digest", recipe: truncated, want: "HASH_FAILURE|" + attackFormat},
		attack{name: "half an MD5 digest", recipe: both, want: "HASH_FAILURE|" + attackFormat},
		attack{name: "good time-stamp", recipe: good, want: attackPassed},
		attack{name: "time-stamp over MD5", recipe: weak, want: "REVOKED_NO_POE"},
		attack{name: "time-stamp with half a digest", recipe: half, want: "REVOKED_NO_POE"},
		attack{name: "CA certified with MD5", spec: certified("MD5"), recipe: attackBy("alice", attackBefore), want: attackWeak},
		attack{name: "CA certified with SHA-1", spec: certified("SHA1"), recipe: attackBy("alice", attackBefore), want: attackWeak},
		attack{name: "OCSP response with MD5", spec: anew("2012-01-01T00:00:00Z", map[string]string{"ocsp": "rsa-4"}), recipe: answer("MD5"), want: attackWeak},
		attack{name: "OCSP response with SHA-1", recipe: answer("SHA1"), want: attackWeak},
	))
}
