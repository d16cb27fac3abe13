// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import "time"

// extendedCases are the levels C, X, X long and A of CAdES. Where what the time-stamp of the references proves decides, the OCSP
// responder's certificate has expired before the validation, so that its answer counts only if it is proven to be older.
func extendedCases() []Case {
	stamp, refs := caseSigned.Add(time.Minute), caseBefore.Add(time.Hour)
	good := by("alice", caseBefore).stamped("tsa", stamp)
	expired := good.with(func(r *Recipe) {
		r.Revocation.Signer = &OCSPSpec{Responder: "ocsp-short", Produced: caseBefore, NextUpdate: caseBefore.Add(60 * 24 * time.Hour)}
	})
	made := func(r Recipe, x Extended) Recipe {
		x.Refs = true
		r.Extended = &x
		return r
	}
	type1 := func(mutate ...string) Extended { return Extended{CStamp: &Stamp{TSA: "tsa", At: refs}, Mutate: mutate} }
	type2 := func(mutate ...string) Extended {
		return Extended{RefsStamp: &Stamp{TSA: "tsa", At: refs}, Mutate: mutate}
	}
	values := func(x Extended) Extended { x.Values = true; return x }
	none := func(x Extended) Extended { x.None = true; return x }
	badStamp := func(x Extended) Extended {
		for _, s := range []*Stamp{x.CStamp, x.RefsStamp} {
			if s != nil {
				s.Mutate = []string{"wrong-imprint"}
			}
		}
		return x
	}
	archive := func(r Recipe, form ArchiveForm) Recipe {
		r = r.archived("tsa", caseLate)
		r.Archive[0].Form = form
		return r
	}
	// Time-stamps of the references alone are looked at with an archive time-stamp only; this one is too late for the responder.
	late := func(r Recipe) Recipe { return r.archived("tsa", date("2024-06-18")) }
	missing, lost := "CERTIFICATE_CHAIN_GENERAL_FAILURE|TRY_LATER", "REVOCATION_OUT_OF_BOUNDS_NO_POE"
	return []Case{
		{Name: "c", About: "level C, the validation data in the SignedData", Recipe: made(good, Extended{}), Want: passed, Level: "CAdES-C"},
		{Name: "c-bare", About: "level C without validation data", Recipe: made(good, none(Extended{})), Want: missing, Level: "CAdES-C"},
		{Name: "c-sha1", About: "level C with references by SHA-1", Recipe: made(good, Extended{Hash: "SHA1"}), Want: passed, Level: "CAdES-C"},
		{Name: "x1-bare", About: "level X type 1 without validation data", Recipe: made(good, none(type1())), Want: missing, Level: "CAdES-X"},
		{Name: "x2-bare", About: "level X type 2 without validation data", Recipe: made(good, none(type2())), Want: missing, Level: "CAdES-X"},
		{Name: "xl1", About: "level X long type 1", Recipe: made(good, values(type1())), Want: passed, Level: "CAdES-XL"},
		{Name: "xl2", About: "level X long type 2", Recipe: made(good, values(type2())), Want: passed, Level: "CAdES-XL"},
		{Name: "x-long", About: "references and values, no time-stamp of the references", Recipe: made(good, values(Extended{})), Want: passed, Level: "CAdES-C"},
		{Name: "values", About: "values without references", Recipe: good.with(func(r *Recipe) { r.Extended = &Extended{Values: true} }), Want: passed, Level: "CAdES-LT"},
		{Name: "a1", About: "level A over X long type 1", Recipe: archive(made(good, values(type1())), ArchiveIndexV3), Want: passed, Level: "CAdES-A"},
		{Name: "a2-v2", About: "level A over X long type 2, archive time-stamp v2", Recipe: archive(made(good, values(type2())), ArchiveV2), Want: passed, Level: "CAdES-A"},
		{Name: "a-index-v1", About: "level A, archive time-stamp v3 with the first form of its index", Recipe: archive(made(good, values(type2())), ArchiveIndexV1), Want: passed, Level: "CAdES-A"},

		{Name: "c-responder-expired", About: "nothing proves the references", Recipe: made(expired, values(Extended{})), Want: lost, Level: "CAdES-C"},
		{Name: "xl1-responder-expired", About: "a time-stamp of type 1 proves the reference to the answer", Recipe: made(expired, values(type1())), Want: passed, Level: "CAdES-XL"},
		{Name: "a2-responder-expired", About: "a time-stamp of type 2 proves the reference to the answer", Recipe: late(made(expired, values(type2()))), Want: passed, Level: "CAdES-A"},
		{Name: "xl1-wrong-imprint", About: "the time-stamp of type 1 is of other data", Recipe: made(expired, values(badStamp(type1()))), Want: lost, Level: "CAdES-XL"},
		{Name: "a2-wrong-imprint", About: "the time-stamp of type 2 is of other data", Recipe: late(made(expired, values(badStamp(type2())))), Want: lost, Level: "CAdES-A"},
		{Name: "xl1-other-revocation", About: "type 1, the references are to other revocation data", Recipe: made(expired, values(type1("other-revocation"))), Want: lost, Level: "CAdES-XL"},
		{Name: "a2-other-revocation", About: "type 2, the references are to other revocation data", Recipe: late(made(expired, values(type2("other-revocation")))), Want: lost, Level: "CAdES-A"},
		{Name: "xl1-late-reference", About: "type 1, a reference was added after the time-stamp", Recipe: made(expired, values(type1("late-certificate"))), Want: lost, Level: "CAdES-XL"},
		{Name: "a2-late-reference", About: "type 2, a reference was added after the time-stamp", Recipe: late(made(expired, values(type2("late-certificate")))), Want: lost, Level: "CAdES-A"},
		{Name: "xl2-other-certificate", About: "a reference to a certificate that is not there", Recipe: made(good, values(type2("other-certificate"))), Want: passed, Level: "CAdES-XL"},
	}
}

// policyCases are CAdES signatures with a signature policy and no claimed signing time, which makes them E-EPES.
func policyCases() []Case {
	noTime := []Constraint{{Path: "SignatureConstraints/SignedAttributes/SigningTime", Level: "IGNORE"}, {Path: "SignatureConstraints/SignedAttributes/SigningTimeInCertRange", Level: "IGNORE"}}
	made := func(p PolicyRef, change func(*Recipe)) Recipe {
		p.ID = policySigning
		if p.Document == nil {
			p.Document = []byte("A signature policy.\n")
		}
		return by("alice", caseBefore).with(func(r *Recipe) {
			r.Time, r.Policy = time.Time{}, &p
			if change != nil {
				change(r)
			}
		})
	}
	// SignaturePolicy of RFC 3125: the digest covers the hash algorithm and the policy information, without the outer header.
	asn1 := seq(digestAlg("SHA256"), seq(oid(policySigning), generalTime(caseBefore), utf8("A signature policy in ASN.1")))
	stored := PolicyRef{Store: true}
	return []Case{
		{Name: "epes", About: "E-EPES with its policy embedded", Constraints: noTime, Recipe: made(stored, nil), Want: passed, Level: "CAdES-EPES"},
		{Name: "epes-absent", About: "E-EPES whose policy is not there, which no policy asks for", Constraints: noTime, Recipe: made(PolicyRef{}, nil), Want: passed, Level: "CAdES-EPES"},
		{Name: "epes-wrong-hash", About: "E-EPES, the embedded policy is not the one signed", Constraints: noTime,
			Recipe: made(PolicyRef{Store: true, WrongHash: true}, nil), Want: "POLICY_PROCESSING_ERROR", Level: "CAdES-EPES"},
		{Name: "epes-asn1", About: "E-EPES with a policy in ASN.1, whose digest leaves out the outer header", Constraints: noTime,
			Recipe: made(PolicyRef{Store: true, Document: asn1, Inner: true}, nil), Want: passed, Level: "CAdES-EPES"},
		{Name: "epes-asn1-wrong-hash", About: "E-EPES with another policy in ASN.1", Constraints: noTime,
			Recipe: made(PolicyRef{Store: true, Document: asn1, Inner: true, WrongHash: true}, nil), Want: "POLICY_PROCESSING_ERROR", Level: "CAdES-EPES"},
		{Name: "epes-t", About: "E-EPES with a signature time-stamp", Constraints: noTime,
			Recipe: made(stored, func(r *Recipe) { r.Stamp = &Stamp{TSA: "tsa", At: caseSigned.Add(time.Minute)} }), Want: passed, Level: "CAdES-LT"},
		{Name: "bes", About: "E-BES: neither a policy nor a signing time", Constraints: noTime,
			Recipe: made(stored, func(r *Recipe) { r.Policy = nil }), Want: passed, Level: "CAdES-BES"},
	}
}

// counterCases are counter-signatures, each judged on its own.
func counterCases() []Case {
	stamp := caseSigned.Add(time.Minute)
	b := func(counters ...Counter) Recipe {
		return by("alice", caseBefore).with(func(r *Recipe) { r.Counters = counters })
	}
	k := func(signer string, mutate ...string) Counter {
		return Counter{Signer: signer, Time: caseSigned, Mutate: mutate}
	}
	nest := func(k Counter, in ...Counter) Counter { k.Counters = in; return k }
	stamped := func(k Counter, mutate ...string) Counter {
		k.Stamp = &Stamp{TSA: "tsa", At: stamp, Mutate: mutate}
		return k
	}
	revoked := func(k Counter) Recipe {
		r := b(k)
		r.Revocation.At = caseAfter
		return r
	}
	return []Case{
		{Name: "counter-other", About: "a counter-signature by another signer", Recipe: b(k("p384")), Want: passed, Counters: []string{passed}},
		{Name: "counter-nested", About: "a counter-signature of a counter-signature", Recipe: b(nest(k("p384"), k("pss"))), Want: passed, Counters: []string{passed, passed}},
		{Name: "counter-nested-other", About: "the inner counter-signature is of another value", Recipe: b(nest(k("p384"), k("pss", "other-value"))), Want: passed, Counters: []string{passed, "HASH_FAILURE"}},
		{Name: "counter-outer-broken", About: "the outer counter-signature is broken, the one of its value is not", Recipe: b(nest(k("p384", "broken-signature"), k("pss"))),
			Want: passed, Counters: []string{"SIG_CRYPTO_FAILURE", passed}},
		{Name: "counter-other-value", About: "a counter-signature of another value", Recipe: b(k("p384", "other-value")), Want: passed, Counters: []string{"HASH_FAILURE"}},
		{Name: "counter-wrong-digest", About: "the signed digest of a counter-signature is wrong", Recipe: b(k("p384", "wrong-digest")), Want: passed, Counters: []string{"HASH_FAILURE"}},
		{Name: "counter-content-type", About: "a counter-signature with a content-type attribute", Recipe: b(k("p384", "content-type")), Want: passed,
			Counters: []string{"FORMAT_FAILURE|SIG_CRYPTO_FAILURE"}},
		{Name: "counter-revoked", About: "the counter-signer was revoked", Recipe: revoked(k("bob")), Want: passed, Counters: []string{"REVOKED_NO_POE"}},
		{Name: "counter-stamped", About: "the counter-signer was revoked after the counter-signature's own time-stamp", Recipe: revoked(stamped(k("bob"))), Want: passed, Counters: []string{passed}},
		{Name: "counter-stamped-other", About: "the counter-signature's time-stamp is of other data", Recipe: revoked(stamped(k("bob"), "wrong-imprint")), Want: passed, Counters: []string{"REVOKED_NO_POE"}},
	}
}
