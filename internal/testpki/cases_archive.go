// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"strings"
	"time"
)

// archiveCases are the forms of CAdES archive time-stamps. The signer was revoked after a signature time-stamp whose TSA has
// expired since, so that only a good archive time-stamp keeps the signature.
func archiveCases() []Case {
	const lta, lt = "CAdES-BASELINE-LTA", "CAdES-BASELINE-LT"
	made := func(name, about, level, want string, form ArchiveForm, mutate ...string) Case {
		r := by("bob", caseAfter).stamped("tsa-short", caseSigned.Add(time.Minute)).archived("tsa", caseLate).with(func(r *Recipe) { r.Revocation.LastArchive = true })
		r.Archive[0].Form, r.Archive[0].Mutate = form, mutate
		return Case{Name: "archive-" + name, About: about, At: date("2026-06-01"), Recipe: r, Want: want, Level: level}
	}
	with := func(c Case, change func(*Recipe)) Case { c.Recipe = c.Recipe.with(change); return c }
	lost := "REVOKED_NO_POE"
	out := []Case{
		with(made("index-v1-sha512", "an ats-hash-index of the first form with SHA-512", lta, passed, ArchiveIndexV1), func(r *Recipe) { r.Archive[0].Hash = "SHA512" }),
		made("no-index", "an archive time-stamp v3 without an ats-hash-index", lta, lost, ArchiveIndexV3, "no-index"),
		made("late-certificate", "a certificate came after an archive time-stamp v3, which does not cover it", lta, passed, ArchiveIndexV3, "late-certificate"),
		made("v2", "an archive time-stamp v2", lt, passed, ArchiveV2),
		made("v2-bare", "an archive time-stamp v2 over unsigned attributes without the header of their set", lt, passed, ArchiveV2Bare),
		with(made("v2-detached", "an archive time-stamp v2 over detached content", lt, passed, ArchiveV2), func(r *Recipe) { r.Packaging = "detached" }),
		with(made("v2-values", "an archive time-stamp v2 over certificate-values and revocation-values", "CAdES-A", passed, ArchiveV2), func(r *Recipe) { r.Extended = &Extended{Values: true} }),
		with(made("v2-then-v3", "an archive time-stamp v2, and later one of the third form", lta, passed, ArchiveV2), func(r *Recipe) {
			r.Archive = append(r.Archive, Stamp{TSA: "tsa", At: caseNow})
		}),
		with(made("v3-then-v2", "an archive time-stamp v3, and later one of the second form", lta, passed, ArchiveIndexV3), func(r *Recipe) {
			r.Archive = append(r.Archive, Stamp{TSA: "tsa", At: caseNow, Form: ArchiveV2})
		}),
		made("v2-wrong-imprint", "an archive time-stamp v2 of other data", lt, lost, ArchiveV2, "wrong-imprint"),
		made("v2-late-certificate", "a certificate came into the SignedData after an archive time-stamp v2, which breaks it", lt, lost, ArchiveV2, "late-certificate"),
		with(made("v2-tampered", "another content stands outside", lt, "HASH_FAILURE", ArchiveV2), func(r *Recipe) { r.Packaging, r.Mutate = "detached", []string{"tampered"} }),
		made("v1", "an archive time-stamp of RFC 3126, which is not checked and proves nothing", lt, lost, ArchiveV1),
	}
	for _, f := range []struct {
		name string
		form ArchiveForm
	}{{"v1", ArchiveIndexV1}, {"v2", ArchiveIndexV2}, {"v3", ArchiveIndexV3}} {
		index := func(what, about, want string, mutate ...string) *Case {
			name := strings.TrimSuffix("index-"+f.name+"-"+what, "-")
			out = append(out, made(name, "ats-hash-index "+f.name+": "+about, lta, want, f.form, mutate...))
			return &out[len(out)-1]
		}
		index("", "good", passed)
		index("wrong-imprint", "the token is of other data", lost, "wrong-imprint")
		index("altered", "a digest was altered after the token was made", lost, "index-altered")
		index("extra-certificate", "it holds the digest of a certificate that is not there", lost, "index-extra-certificate")
		index("extra-crl", "it holds the digest of revocation data that is not there", lost, "index-extra-crl")
		index("extra-attribute", "it holds the digest of an unsigned attribute that is not there", lost, "index-extra-attribute")
		for _, covered := range []string{"covered", "uncovered"} {
			c := index(covered, "the responder has expired since, its answer is "+covered, passed)
			c.At, c.Recipe = caseNow, by("alice", caseBefore).stamped("tsa", caseSigned.Add(time.Minute)).archived("tsa", caseBefore.Add(time.Hour)).with(func(r *Recipe) {
				r.Revocation.Signer = &OCSPSpec{Responder: "ocsp-short", Produced: caseBefore, NextUpdate: caseNow}
			})
			c.Recipe.Archive[0].Form = f.form
			if covered == "uncovered" {
				c.Recipe.Archive[0].Mutate, c.Want = []string{"index-without-crls"}, "REVOCATION_OUT_OF_BOUNDS_NO_POE"
			}
		}
		index("without-attributes", "it does not cover the signature time-stamp", lost, "index-without-attributes")
	}
	return out
}
