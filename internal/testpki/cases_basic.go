// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import "time"

// The times of the engine's cases: signed on 1 June 2024 while the signers' certificates are valid; things happen on
// 10 June; validated on 20 June.
var (
	caseSigned = date("2024-06-01T10:00:00Z")
	caseBefore = date("2024-06-05T12:00:00Z") // before revocations and expiries
	caseAfter  = date("2024-06-11T12:00:00Z") // after them
	caseLate   = date("2024-06-12T12:00:00Z")
	caseNow    = date("2024-06-20T12:00:00Z")
)

var (
	allFormats = []string{"cades", "xades", "pades"}
	onlyCMS    = []string{"cades"}
	onlyXML    = []string{"xades"}
	onlyPDF    = []string{"pades"}
)

const passed = "TOTAL-PASSED"

func basicPath(c string) string { return "SignatureConstraints/BasicSignatureConstraints/" + c }

// at is a B-level recipe of a signer with revocation data of a time.
func by(signer string, revocation time.Time, mutate ...string) Recipe {
	r := Recipe{Level: "B", Signer: signer, Time: caseSigned, Mutate: mutate}
	if !revocation.IsZero() {
		r.Revocation = &Plan{At: revocation}
	}
	return r
}

// stamped adds a signature time-stamp.
func (r Recipe) stamped(tsa string, at time.Time, mutate ...string) Recipe {
	r.Level, r.Stamp = "LT", &Stamp{TSA: tsa, At: at, Mutate: mutate}
	return r
}

// contentStamped adds a content time-stamp.
func (r Recipe) contentStamped(at time.Time) Recipe {
	r.ContentStamp = &Stamp{TSA: "tsa", At: at}
	return r
}

// archived adds an archive time-stamp.
func (r Recipe) archived(tsa string, at time.Time) Recipe {
	r.Level = "LTA"
	r.Archive = append(r.Archive[:len(r.Archive):len(r.Archive)], Stamp{TSA: tsa, At: at})
	return r
}

// with changes a copy.
func (r Recipe) with(change func(*Recipe)) Recipe {
	if r.Revocation != nil {
		plan := *r.Revocation
		r.Revocation = &plan
	}
	change(&r)
	return r
}

// EngineCases are the documents of the engine's PKI with their verdicts.
func EngineCases() []Case {
	var out []Case
	for _, list := range [][]Case{levelCases(), integrityCases(), certificateCases(), revocationCases(), timestampCases(), attributeCases(), longTermCases(), indirectCases(), reasonCases(), deltaCases(),
		archiveCases(), extendedCases(), policyCases(), counterCases(), evidenceCases()} {
		for _, c := range list {
			if c.At.IsZero() {
				c.At = caseNow
			}
			if c.Formats == nil {
				c.Formats = onlyCMS
			}
			out = append(out, c)
		}
	}
	return out
}

func levelCases() []Case {
	stamp := caseSigned.Add(time.Minute)
	good := by("alice", caseBefore)
	return []Case{
		{Name: "b", About: "a B signature with revocation data", Formats: allFormats, Recipe: good, Want: passed},
		{Name: "b-bare", About: "a B signature without revocation data", Formats: allFormats, Recipe: by("alice", time.Time{}), Want: "CERTIFICATE_CHAIN_GENERAL_FAILURE|TRY_LATER"},
		{Name: "t-bare", About: "a time-stamped signature without revocation data", Formats: allFormats,
			Recipe: by("alice", time.Time{}).stamped("tsa", stamp), Want: "CERTIFICATE_CHAIN_GENERAL_FAILURE|TRY_LATER"},
		{Name: "lt", About: "level LT", Formats: allFormats, Recipe: good.stamped("tsa", stamp), Want: passed},
		{Name: "lta", About: "level LTA", Formats: allFormats, Recipe: good.stamped("tsa", stamp).archived("tsa", caseBefore.Add(time.Hour)), Want: passed},
		{Name: "lta-twice", About: "two archive time-stamps", Formats: allFormats,
			Recipe: good.stamped("tsa", stamp).archived("tsa", caseBefore.Add(time.Hour)).archived("tsa", caseLate), Want: passed},
		{Name: "crl", About: "CRLs only", Formats: allFormats, Recipe: good.stamped("tsa", stamp).with(func(r *Recipe) { r.Revocation.CRLs = true }), Want: passed},
		{Name: "detached", About: "the content stands outside", Formats: []string{"cades", "xades"}, Recipe: good.with(func(r *Recipe) { r.Packaging = "detached" }), Want: passed},
		{Name: "enveloping", About: "the signature holds the content", Formats: onlyXML, Recipe: good.with(func(r *Recipe) { r.Packaging = "enveloping" }), Want: passed},
		{Name: "enveloping-lta", About: "an archive time-stamp over an object", Formats: onlyXML,
			Recipe: good.stamped("tsa", stamp).archived("tsa", caseLate).with(func(r *Recipe) { r.Packaging = "enveloping" }), Want: passed},
		{Name: "pss", About: "RSASSA-PSS", Formats: allFormats, Recipe: by("pss", caseBefore).with(func(r *Recipe) { r.PSS = true }), Want: passed},
		{Name: "p384", About: "ECDSA on P-384 with SHA-384", Formats: allFormats, Recipe: by("p384", caseBefore).with(func(r *Recipe) { r.Hash = "SHA384" }), Want: passed},
		{Name: "ed25519", About: "Ed25519", Formats: allFormats, Recipe: by("ed", caseBefore).with(func(r *Recipe) { r.Hash = "SHA512" }), Want: passed + "|CRYPTO_CONSTRAINTS_FAILURE_NO_POE"},
		{Name: "sha512", About: "SHA-512", Formats: onlyCMS, Recipe: good.with(func(r *Recipe) { r.Hash = "SHA512" }), Want: passed},
		{Name: "anchor-is-ca", About: "the CA itself is the anchor", Formats: onlyCMS, Recipe: good, Anchors: []string{"ca"}, Want: passed},
		{Name: "anchor-is-signer", About: "the signer's certificate itself is the anchor", Formats: onlyCMS, Recipe: by("alice", time.Time{}), Anchors: []string{"alice"}, Want: passed},
		{Name: "certified", About: "a certification signature that forbids changes, with a document time-stamp after it", Formats: onlyPDF,
			Recipe: good.stamped("tsa", stamp).archived("tsa", caseLate).with(func(r *Recipe) { r.Mutate = []string{"certified"} }), Want: passed},
	}
}

func integrityCases() []Case {
	detached := by("alice", caseBefore, "missing-content").with(func(r *Recipe) { r.Packaging = "detached" })
	return []Case{
		{Name: "tampered", About: "the content was changed after signing", Formats: allFormats, Recipe: by("alice", caseBefore, "tampered"), Want: "HASH_FAILURE"},
		{Name: "tampered-lta", About: "the content was changed after signing and archiving", Formats: allFormats,
			Recipe: by("alice", caseBefore, "tampered").stamped("tsa", caseSigned.Add(time.Minute)).archived("tsa", caseLate), Want: "HASH_FAILURE"},
		{Name: "tampered-detached", About: "another content stands outside", Formats: []string{"cades", "xades"},
			Recipe: by("alice", caseBefore, "tampered").with(func(r *Recipe) { r.Packaging = "detached" }), Want: "HASH_FAILURE"},
		{Name: "tampered-unknown", About: "changed and of an unknown CA: the broken digest decides", Formats: allFormats, Recipe: by("ulla", caseBefore, "tampered"), Want: "HASH_FAILURE"},
		{Name: "wrong-digest", About: "the signed digest is wrong", Formats: allFormats, Recipe: by("alice", caseBefore, "wrong-digest"), Want: "HASH_FAILURE"},
		{Name: "broken-signature", About: "one bit of the signature value is wrong", Formats: allFormats, Recipe: by("alice", caseBefore, "broken-signature"), Want: "SIG_CRYPTO_FAILURE"},
		{Name: "broken-revoked", About: "a broken signature of a revoked signer: the broken value decides", Formats: onlyCMS, Recipe: by("bob", caseAfter, "broken-signature"), Want: "SIG_CRYPTO_FAILURE"},
		{Name: "missing-content", About: "the detached content is not given", Formats: []string{"cades", "xades"}, Recipe: detached, Want: "SIGNED_DATA_NOT_FOUND"},
		{Name: "byte-range", About: "the byte range does not start at 0", Formats: onlyPDF, Recipe: by("alice", caseBefore, "byte-range"), Want: "FORMAT_FAILURE"},
		{Name: "empty-contents", About: "the signature contents are zeros", Formats: onlyPDF, Recipe: by("alice", caseBefore, "empty-contents"), Want: "FORMAT_FAILURE"},
		{Name: "appended-content", About: "a later revision replaces the page's text", Formats: onlyPDF, Recipe: by("alice", caseBefore, "appended-content"), Want: "FORMAT_FAILURE"},
		{Name: "appended-annotation", About: "a later revision covers a certified page with text", Formats: onlyPDF, Recipe: by("alice", caseBefore, "certified", "appended-annotation"), Want: "FORMAT_FAILURE"},
		{Name: "duplicate-id", About: "two elements have the id of the signed properties", Formats: onlyXML, Recipe: by("alice", caseBefore, "duplicate-id"), Want: "FORMAT_FAILURE|HASH_FAILURE"},
		{Name: "two-message-digests", About: "two message-digest attributes", Recipe: by("alice", caseBefore, "two-message-digests"), Want: "HASH_FAILURE|FORMAT_FAILURE"},
		{Name: "wrong-content-type", About: "the content-type attribute names another type", Recipe: by("alice", caseBefore, "wrong-content-type"), Want: "FORMAT_FAILURE|HASH_FAILURE|SIG_CRYPTO_FAILURE|SIG_CONSTRAINTS_FAILURE"},
	}
}

func certificateCases() []Case {
	b := func(id string) Recipe { return by(id, caseBefore) }
	general := "CERTIFICATE_CHAIN_GENERAL_FAILURE"
	return []Case{
		{Name: "no-certificate", About: "the signer's certificate is not there", Formats: allFormats, Recipe: by("alice", caseBefore, "no-certificate"), Want: "NO_SIGNING_CERTIFICATE_FOUND"},
		{Name: "other-reference", About: "the signing-certificate reference names another certificate", Formats: allFormats,
			Recipe: b("alice").with(func(r *Recipe) { r.OtherCert = "bob" }), Want: "NO_SIGNING_CERTIFICATE_FOUND"},
		{Name: "unknown-ca", About: "no anchor on the chain", Formats: allFormats, Recipe: b("ulla"), Want: "NO_CERTIFICATE_CHAIN_FOUND"},
		{Name: "self-signed", About: "a self-signed certificate that nobody vouches for", Recipe: b("self"), Want: "NO_CERTIFICATE_CHAIN_FOUND"},
		{Name: "sunset", About: "the anchor is no longer trusted", Recipe: b("alice"), Sunset: map[string]time.Time{"root": date("2024-06-15")}, Want: "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"},
		{Name: "no-sign-ca", About: "the CA may not sign certificates", Recipe: b("nosign"), Want: general},
		{Name: "not-a-ca", About: "the issuer is not a CA", Recipe: b("nota"), Want: general},
		{Name: "name-constraints", About: "the CA may not name this country", Recipe: b("narrow"), Want: general},
		{Name: "path-length", About: "a CA below a CA with path length 0", Recipe: b("deep"), Want: general},
		{Name: "expired-ca", About: "the CA's certificate has expired", Recipe: b("late"), Want: general},
		{Name: "forged-certificate", About: "the CA did not sign this certificate", Recipe: b("forged"), Want: general + "|NO_CERTIFICATE_CHAIN_FOUND"},
		{Name: "critical-extension", About: "an unknown critical extension", Recipe: b("critical"), Want: general},
		{Name: "key-usage", About: "a policy asks for content commitment, the certificate is for authentication", Recipe: b("authn"),
			Constraints: []Constraint{{basicPath("SigningCertificate/KeyUsage"), "FAIL", []string{"nonRepudiation"}}}, Want: "CHAIN_CONSTRAINTS_FAILURE"},
		{Name: "not-yet-valid", About: "time-stamped before the certificate's validity begins", Formats: allFormats,
			Recipe: by("yuki", caseBefore).stamped("tsa", caseSigned).with(func(r *Recipe) { r.Time = date("2024-06-06") }), Want: "NOT_YET_VALID"},
		{Name: "expired", About: "the signer's certificate has expired since, not revoked", Formats: allFormats, Recipe: b("erin"), Want: "OUT_OF_BOUNDS_NOT_REVOKED"},
		{Name: "expired-stamped", About: "expired since, time-stamped before", Formats: allFormats, Recipe: b("erin").stamped("tsa", caseSigned.Add(time.Minute)), Want: passed},
		{Name: "expired-stamped-late", About: "time-stamped after the certificate had expired", Recipe: b("erin").stamped("tsa", caseLate), Want: "OUT_OF_BOUNDS_NOT_REVOKED"},
		{Name: "expired-content-stamp", About: "a content time-stamp proves that it was signed after the certificate had expired", Formats: allFormats,
			Recipe: b("erin").contentStamped(caseLate), Want: "EXPIRED"},
		{Name: "expired-unknown", About: "expired, and nothing is known of a revocation", Recipe: by("erin", time.Time{}).with(func(r *Recipe) { r.Revocation = &Plan{At: caseBefore, Skip: []string{"erin"}} }),
			Constraints: []Constraint{{Path: basicPath("SigningCertificate/RevocationDataAvailable"), Level: "INFORM"}, {Path: basicPath("SigningCertificate/AcceptableRevocationDataFound"), Level: "INFORM"}}, Want: "OUT_OF_BOUNDS_NO_POE"},
		{Name: "short-term", About: "a short-term certificate within its days", At: date("2024-06-02T12:00:00Z"),
			Recipe: by("short", date("2024-06-02")), Want: passed},
		{Name: "weak-key", About: "RSA with 1024 bits", Recipe: b("weak"), Want: "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"},
		{Name: "sha1", About: "SHA-1", Formats: allFormats, Recipe: b("alice").with(func(r *Recipe) { r.Hash = "SHA1" }), Want: "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"},
		{Name: "sha1-content-stamp", About: "a content time-stamp proves that it was signed after SHA-1 had ended", Formats: allFormats,
			Recipe: b("alice").contentStamped(caseSigned.Add(-time.Minute)).with(func(r *Recipe) { r.Hash = "SHA1" }), Want: "CRYPTO_CONSTRAINTS_FAILURE"},
	}
}
