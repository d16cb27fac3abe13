// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import "time"

// evidenceCases are signatures with evidence records. The signer was revoked after a signature time-stamp whose TSA has expired
// since, so that only a good evidence record keeps the signature.
func evidenceCases() []Case {
	const lost = "REVOKED_NO_POE"
	both := []string{"cades", "xades"}
	first := Stamp{TSA: "tsa", At: caseLate, Hash: "SHA256"}
	second, third := Stamp{TSA: "tsa", At: date("2025-06-01"), Hash: "SHA256"}, Stamp{TSA: "tsa", At: date("2026-05-01"), Hash: "SHA512"}
	with := func(s Stamp, change func(*Stamp)) Stamp { change(&s); return s }
	bob := by("bob", caseAfter).stamped("tsa-short", caseSigned.Add(time.Minute))
	made := func(name, about, want string, formats []string, e ...Evidence) Case {
		return Case{Name: "evidence-" + name, About: about, Formats: formats, At: date("2026-06-01"), Want: want,
			Recipe: bob.with(func(r *Recipe) { r.Evidence = e })}
	}
	one := func(mutate ...string) Evidence { return Evidence{Chains: [][]Stamp{{first}}, Mutate: mutate} }
	renewed := func(mutate ...string) Evidence { return Evidence{Chains: [][]Stamp{{first, second}}, Mutate: mutate} }
	tree := func(mutate ...string) Evidence {
		return Evidence{Chains: [][]Stamp{{first, second}, {third}}, Mutate: mutate}
	}
	stamps := func(list ...Stamp) Evidence { return Evidence{Chains: [][]Stamp{list}} }
	detached := func(c Case) Case {
		c.Recipe.Packaging = "detached"
		return c
	}
	short := with(first, func(s *Stamp) { s.TSA = "tsa-short" })
	mandated := made("mandated", "an evidence record over other data, where the policy asks for valid ones", "HASH_FAILURE", both, one("other-data"))
	mandated.Constraints = []Constraint{{Path: "EvidenceRecord/EvidenceRecordValid", Level: "FAIL"}}
	expired := made("expired", "the signer has expired since; an evidence record proves that the signature is older", passed, allFormats, one())
	expired.Recipe = by("erin", caseBefore).with(func(r *Recipe) {
		r.Evidence = []Evidence{stamps(with(first, func(s *Stamp) { s.At = caseSigned.Add(time.Minute) }))}
	})
	archived := made("after-archive-v2", "an archive time-stamp v2, and later an evidence record of an unknown TSA, which it does not cover", passed, onlyCMS,
		stamps(with(second, func(s *Stamp) { s.TSA = "tsa-unknown" })))
	archived.Recipe = archived.Recipe.with(func(r *Recipe) {
		r.Archive = []Stamp{{TSA: "tsa", At: caseLate, Form: ArchiveV2}}
		r.Revocation.LastArchive = true
	})
	return []Case{
		made("good", "an evidence record", passed, both, one()), expired, mandated,
		made("renewed", "an evidence record with a renewed time-stamp", passed, both, renewed()),
		made("tree-renewed", "an evidence record with a renewed time-stamp and a renewed hash tree", passed, both, tree()),
		made("no-tree", "an evidence record whose time-stamp is upon the data itself", passed, both, one("no-tree")),
		made("extra-hash", "an evidence record that names a digest of unknown data too", passed, both, one("extra-hash")),
		made("two", "two evidence records, of which the second covers the first", passed, both, stamps(short), stamps(with(second, func(s *Stamp) { s.At = date("2024-12-01") }))),
		made("tsa-expired", "the TSA of the evidence record has expired since", lost, both, stamps(short)),
		made("tsa-expired-renewed", "the same, and the time-stamp was renewed before", passed, both,
			stamps(short, with(second, func(s *Stamp) { s.At = date("2024-12-01") }))),
		made("tsa-expired-renewed-late", "the same, and the time-stamp was renewed too late", lost, both, stamps(short, second)),
		made("other-data", "an evidence record over other data", lost, both, one("other-data")),
		made("wrong-imprint", "the time-stamp is not of the hash tree", lost, both, stamps(with(first, func(s *Stamp) { s.Mutate = []string{"wrong-imprint"} }))),
		made("broken-token", "the time-stamp's signature does not verify", lost, both, stamps(with(first, func(s *Stamp) { s.Mutate = []string{"broken-signature"} }))),
		made("no-token", "there is no time-stamp token", lost, both, one("no-token")),
		made("unknown-tsa", "nobody vouches for the TSA", lost, both, stamps(with(first, func(s *Stamp) { s.TSA = "tsa-unknown" }))),
		made("renewal-of-other", "the renewal is of another time-stamp", lost, both, renewed("renewal-of-other")),
		made("tree-renewal-of-other", "the renewed hash tree is of other data", lost, both, tree("tree-renewal-of-other")),
		made("sequence-of-other", "the renewed hash tree is of another sequence", lost, onlyXML, tree("sequence-of-other")),
		made("order", "the renewal is older than what it renews", lost, both, stamps(second, first)),
		made("other-tree-algorithm", "the time-stamp's digest is not by the algorithm of the hash tree", lost, both, one("other-tree-algorithm")),
		made("mixed-algorithms", "hash trees by two algorithms in one chain", lost, onlyCMS, renewed("mixed-algorithms")),
		made("sha1-tree", "a hash tree by an algorithm that was no longer reliable", lost, both, stamps(with(first, func(s *Stamp) { s.Hash = "SHA1" }))),
		made("broken-syntax", "a version that is not known", lost, both, one("broken-syntax")),
		made("wrong-attribute", "the attribute for detached contents, and the content is in the signature", passed, onlyCMS, one("wrong-attribute")),
		made("asn1", "an evidence record of RFC 4998 in an XML signature", passed, onlyXML, tree("asn1")),
		archived, detached(made("detached", "an evidence record over a detached content and its signature", passed, both, tree())),
		detached(made("detached-uncovered", "it does not cover the content, only its digest in the signature", lost, onlyCMS, one("content-not-covered"))),
		detached(made("detached-renewed-without", "the renewed hash tree leaves the content out", lost, onlyCMS, tree("tree-renewal-without"))),
	}
}
