// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import "time"

func revocationCases() []Case {
	stamp := caseSigned.Add(time.Minute)
	signer := func(s OCSPSpec) Recipe {
		s.Produced, s.NextUpdate = caseBefore, caseBefore.Add(60*24*time.Hour)
		return by("alice", caseBefore).with(func(r *Recipe) { r.Revocation.Signer = &s })
	}
	crl := func(c CRLSpec) Recipe {
		c.Issuer, c.ThisUpdate, c.NextUpdate = "ca", caseBefore, caseBefore.Add(60*24*time.Hour)
		return by("alice", caseBefore).with(func(r *Recipe) { r.Revocation.CRLs, r.Revocation.Override = true, []CRLSpec{c} })
	}
	missing := "CERTIFICATE_CHAIN_GENERAL_FAILURE|TRY_LATER"
	return []Case{
		{Name: "revoked", About: "revoked; nothing tells when it was signed", Formats: allFormats, Recipe: by("bob", caseAfter), Want: "REVOKED_NO_POE"},
		{Name: "revoked-crl", About: "revoked by CRL", Recipe: by("bob", caseAfter).with(func(r *Recipe) { r.Revocation.CRLs = true }), Want: "REVOKED_NO_POE"},
		{Name: "revoked-stamped", About: "revoked after the time-stamp", Formats: allFormats, Recipe: by("bob", caseAfter).stamped("tsa", stamp), Want: passed},
		{Name: "revoked-stamped-late", About: "revoked before the time-stamp", Formats: allFormats, Recipe: by("bob", caseAfter).stamped("tsa", caseLate), Want: "REVOKED_NO_POE"},
		{Name: "revoked-content-stamp", About: "a content time-stamp proves that it was signed after the revocation", Formats: allFormats,
			Recipe: by("bob", caseAfter).contentStamped(caseLate), Want: "REVOKED"},
		{Name: "ca-revoked", About: "the CA is revoked", Formats: allFormats, Recipe: by("carol", caseAfter), Want: "REVOKED_CA_NO_POE"},
		{Name: "ca-revoked-stamped", About: "the CA was revoked after the time-stamp", Recipe: by("carol", caseAfter).stamped("tsa", stamp), Want: passed},
		{Name: "hold", About: "the certificate is suspended", Formats: allFormats, Recipe: by("harry", caseAfter), Want: "TRY_LATER"},
		{Name: "hold-stamped", About: "suspended after the time-stamp", Recipe: by("harry", caseAfter).stamped("tsa", stamp), Want: passed},
		{Name: "responder-expired", About: "the responder's certificate has expired since", Formats: allFormats, Recipe: signer(OCSPSpec{Responder: "ocsp-short"}), Want: "REVOCATION_OUT_OF_BOUNDS_NO_POE"},
		{Name: "responder-no-eku", About: "the responder's certificate lacks the purpose", Recipe: signer(OCSPSpec{Responder: "ocsp-no-eku"}), Want: missing},
		{Name: "responder-foreign", About: "another CA's responder", Recipe: signer(OCSPSpec{Responder: "ocsp-foreign"}), Want: missing},
		{Name: "responder-self", About: "the signer answers for themself", Recipe: signer(OCSPSpec{Responder: "alice"}), Want: missing},
		{Name: "responder-ca", About: "the CA answers itself, named by its key", Recipe: signer(OCSPSpec{Responder: "ca", ByKey: true}), Want: passed},
		{Name: "ocsp-forged", About: "the response's signature does not verify", Recipe: signer(OCSPSpec{Forged: true}), Want: missing},
		{Name: "ocsp-other", About: "the response speaks of another certificate", Recipe: signer(OCSPSpec{OtherCert: "bob"}), Want: missing},
		{Name: "ocsp-unknown", About: "the responder does not know the certificate", Recipe: signer(OCSPSpec{Status: "unknown"}), Want: missing},
		{Name: "ocsp-no-certs", About: "the response holds no certificate; it is embedded in the signature", Recipe: signer(OCSPSpec{NoCerts: true}).with(func(r *Recipe) { r.Embed = []string{"ocsp"} }), Want: passed},
		{Name: "crl-forged", About: "the CRL's signature does not verify", Recipe: crl(CRLSpec{Forged: true}), Want: missing},
		{Name: "crl-wrong-key", About: "the CRL has the issuer's name and another's key", Recipe: crl(CRLSpec{Signer: "other-ca"}), Want: missing},
		{Name: "crl-delta", About: "a delta CRL alone", Recipe: crl(CRLSpec{Delta: 1, Number: 2}), Want: missing},
		{Name: "crl-only-ca", About: "a CRL for CA certificates only", Recipe: crl(CRLSpec{OnlyCA: true}), Want: missing},
		{Name: "crl-only-user", About: "a CRL for user certificates only", Recipe: crl(CRLSpec{OnlyUser: true}), Want: passed},
		{Name: "crl-other-point", About: "a CRL of another distribution point", Recipe: crl(CRLSpec{Point: "http://pki.example.org/engine/another.crl"}), Want: missing},
		{Name: "no-ca-revocation", About: "revocation data for the signer only", Recipe: by("alice", caseBefore).with(func(r *Recipe) { r.Revocation.Skip = []string{"ca"} }), Want: missing},
	}
}

func timestampCases() []Case {
	stamp := caseSigned.Add(time.Minute)
	// a revoked signer shows whether a time-stamp counts: only a good one saves the signature
	bad := func(tsa string, mutate ...string) Recipe { return by("bob", caseAfter).stamped(tsa, stamp, mutate...) }
	lost := "REVOKED_NO_POE"
	return []Case{
		{Name: "stamp-wrong-imprint", About: "the time-stamp is of other data", Formats: allFormats, Recipe: bad("tsa", "wrong-imprint"), Want: lost},
		{Name: "stamp-broken", About: "the time-stamp's signature does not verify", Formats: allFormats, Recipe: bad("tsa", "broken-signature"), Want: lost},
		{Name: "stamp-unknown-tsa", About: "nobody vouches for the TSA", Formats: allFormats, Recipe: bad("tsa-unknown"), Want: lost},
		{Name: "stamp-no-eku", About: "the TSA's certificate lacks the purpose", Recipe: bad("tsa-no-eku"), Want: lost},
		{Name: "stamp-weak-eku", About: "the TSA's purpose is not marked critical", Recipe: bad("tsa-weak-eku"), Want: lost},
		{Name: "stamp-no-reference", About: "the time-stamp does not name its certificate", Recipe: bad("tsa", "no-ess"), Want: lost},
		{Name: "stamp-no-certificate", About: "the TSA's certificate is in the signature, not in the token", Recipe: bad("tsa", "no-certificate").with(func(r *Recipe) { r.Embed = []string{"tsa"} }), Want: passed},
		{Name: "stamp-revoked-tsa", About: "the TSA's certificate is revoked", Recipe: bad("tsa-revoked"), Want: lost},
		{Name: "stamp-second-good", About: "one of two time-stamps is good", Recipe: bad("tsa-unknown").with(func(r *Recipe) { r.SecondStamp = &Stamp{TSA: "tsa", At: stamp} }), Want: passed},
		{Name: "stamp-order", About: "the content time-stamp is younger than the signature time-stamp", Formats: allFormats,
			Recipe:      by("alice", caseBefore).stamped("tsa", stamp).contentStamped(stamp.Add(time.Hour)),
			Constraints: []Constraint{{Path: "Timestamp/Coherence", Level: "FAIL"}}, Want: "TIMESTAMP_ORDER_FAILURE"},
		{Name: "stamp-in-order", About: "the content time-stamp is older than the signature time-stamp", Formats: allFormats,
			Recipe: by("alice", caseBefore).stamped("tsa", stamp).contentStamped(caseSigned.Add(-time.Hour)), Want: passed},
	}
}

func attributeCases() []Case {
	b := by("alice", caseBefore)
	policy := func(p PolicyRef) Recipe {
		p.ID, p.Document = policySigning, []byte("A signature policy.\n")
		return b.with(func(r *Recipe) { r.Policy = &p })
	}
	return []Case{
		{Name: "no-signing-time", About: "no claimed signing time", Formats: allFormats, Recipe: b.with(func(r *Recipe) { r.Time = time.Time{} }), Want: "SIG_CONSTRAINTS_FAILURE"},
		{Name: "no-reference", About: "no signing-certificate reference, and a policy asks for it", Formats: allFormats, Recipe: by("alice", caseBefore, "no-ess"),
			Constraints: []Constraint{{Path: "SignatureConstraints/SignedAttributes/SigningCertificatePresent", Level: "FAIL"}}, Want: "SIG_CONSTRAINTS_FAILURE"},
		{Name: "old-reference", About: "the older form of the signing-certificate reference", Formats: onlyXML, Recipe: by("alice", caseBefore, "ess-v1"), Want: passed},
		{Name: "time-out-of-range", About: "the claimed signing time is before the certificate", Formats: allFormats, Recipe: b.with(func(r *Recipe) { r.Time = date("2019-06-01") }), Want: "SIG_CONSTRAINTS_FAILURE"},
		{Name: "by-key-id", About: "the signer is named by the subject key identifier", Recipe: by("alice", caseBefore, "by-key-id").stamped("tsa", caseSigned.Add(time.Minute)), Want: passed, Level: "CAdES-BASELINE-LT"},
		{Name: "by-key-id-other", About: "the same, and the signing-certificate reference names another certificate", Recipe: by("alice", caseBefore, "by-key-id").with(func(r *Recipe) { r.OtherCert = "bob" }), Want: "NO_SIGNING_CERTIFICATE_FOUND"},
		{Name: "unsorted", About: "the signed attributes are stored in another order than the one of DER, in which they are signed", Recipe: by("alice", caseBefore, "unsorted"), Want: passed},
		{Name: "signed-unsorted", About: "the signed attributes are signed in another order than the one of DER (RFC 5652 5.4)", Recipe: by("alice", caseBefore, "signed-unsorted"), Want: "SIG_CRYPTO_FAILURE"},
		{Name: "old-reference-sha256", About: "the older form of the signing-certificate reference, by SHA-1, in a signature with SHA-256", Recipe: by("alice", caseBefore, "ess-v1"), Want: passed},
		{Name: "no-signed-attributes", About: "the content itself is signed, without signed attributes", Recipe: by("alice", caseBefore, "no-signed-attributes"), Want: "SIG_CONSTRAINTS_FAILURE", Level: "CMS-NOT-ETSI"},
		{Name: "no-signed-attributes-tampered", About: "the same, and the content was changed", Recipe: by("alice", caseBefore, "no-signed-attributes", "tampered"), Want: "SIG_CRYPTO_FAILURE|HASH_FAILURE", Level: "CMS-NOT-ETSI"},
		{Name: "no-signed-attributes-eddsa", About: "the content itself is signed with Ed25519, which hashes it in its own way", Recipe: by("ed", caseBefore, "no-signed-attributes").with(func(r *Recipe) { r.Hash = "SHA512" }), Want: "SIG_CONSTRAINTS_FAILURE", Level: "CMS-NOT-ETSI"},
		{Name: "sequence-content", About: "the content is a value of another type than OCTET STRING, as in PKCS #7 1.5", Recipe: by("alice", caseBefore, "sequence-content"), Want: passed},
		{Name: "sequence-content-tampered", About: "the same, and the content was changed", Recipe: by("alice", caseBefore, "sequence-content", "tampered"), Want: "HASH_FAILURE"},
		{Name: "counter-signed", About: "a counter-signature", Recipe: by("alice", caseBefore, "counter-signed"), Want: passed},
		{Name: "policy-stored", About: "a signature policy, embedded", Formats: []string{"cades", "xades"}, Recipe: policy(PolicyRef{Store: true}), Want: passed},
		{Name: "policy-wrong-hash", About: "the embedded signature policy is not the one signed", Formats: []string{"cades", "xades"}, Recipe: policy(PolicyRef{Store: true, WrongHash: true}), Want: "POLICY_PROCESSING_ERROR"},
		{Name: "policy-missing", About: "the signature policy is not to be had, and a policy asks for it", Formats: []string{"cades", "xades"}, Recipe: policy(PolicyRef{}),
			Constraints: []Constraint{{Path: "SignatureConstraints/PolicyAvailable", Level: "FAIL"}}, Want: "SIGNATURE_POLICY_NOT_AVAILABLE"},
	}
}

func longTermCases() []Case {
	stamp := caseSigned.Add(time.Minute)
	later := date("2026-06-01") // the signer's and the short TSA's certificates have expired
	erin := by("erin", caseBefore)
	last := func(r *Recipe) { r.Revocation.LastArchive = true }
	expired := by("alice", caseBefore).with(func(r *Recipe) {
		r.Revocation.Signer = &OCSPSpec{Responder: "ocsp-short", Produced: caseBefore, NextUpdate: caseBefore.Add(60 * 24 * time.Hour)}
	})
	return []Case{
		{Name: "later-lt", About: "two years later: the signer has expired, the TSA is valid", Formats: allFormats, At: later, Recipe: erin.stamped("tsa", stamp), Want: passed + "|OUT_OF_BOUNDS_NOT_REVOKED"},
		{Name: "later-lt-tsa-expired", About: "two years later: the TSA has expired too", Formats: allFormats, At: later, Recipe: erin.stamped("tsa-short", stamp), Want: "OUT_OF_BOUNDS_NOT_REVOKED"},
		{Name: "later-lta", About: "the same, with an archive time-stamp of a TSA that is valid", Formats: allFormats, At: later, Recipe: erin.stamped("tsa-short", stamp).archived("tsa", caseBefore.Add(time.Hour)).with(last), Want: passed},
		{Name: "later-lta-bare", About: "nothing is known of the archive time-stamp's certificate, so it proves nothing", At: later,
			Recipe: erin.stamped("tsa-short", stamp).archived("tsa", caseBefore.Add(time.Hour)), Want: "OUT_OF_BOUNDS_NOT_REVOKED"},
		{Name: "later-lta-late", About: "the archive time-stamp came after the signer had expired and the first TSA", Formats: allFormats, At: later,
			Recipe: erin.stamped("tsa-short", stamp).archived("tsa", date("2025-06-01")).with(last), Want: "OUT_OF_BOUNDS_NOT_REVOKED"},
		{Name: "later-ca-revoked", About: "no revocation data of the signer is proven to be older than the CA's revocation", Formats: allFormats, At: later,
			Recipe: by("carol", caseAfter).stamped("tsa-short", stamp).archived("tsa", caseLate).with(last), Want: "REVOKED_CA_NO_POE", Inside: "NO_POE"},
		{Name: "responder-expired-lta", About: "the responder has expired; an archive time-stamp proves that its answer is older", Formats: allFormats,
			Recipe: expired.stamped("tsa", stamp).archived("tsa", caseBefore.Add(time.Hour)), Want: passed},
		{Name: "revoked-lta", About: "revoked after the signature time-stamp, whose TSA has expired; an archive time-stamp keeps it", Formats: onlyCMS,
			Recipe: by("bob", caseAfter).stamped("tsa-short", stamp).archived("tsa", caseLate).with(last), At: later, Want: passed},
	}
}
