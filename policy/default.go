// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"slices"
	"time"
)

// Difference is one place where the default policy is stricter than [DSS], with the reason.
type Difference struct {
	// What names it: constraint paths with "*" for each context (or certificate role) concerned, a rule, or the suite.
	What   string
	Paths  []Path // the constraints concerned; empty for a rule or the suite
	To     Level  // the level of the constraints
	Clause string
	Reason string
}

// Differences lists every place where Default differs from DSS. The table in docs/policy.md is made of it.
func Differences() []Difference {
	sigs := []Context{Signature, CounterSignature, Timestamp}
	pdf := []Context{Signature, Timestamp}
	all := []Context{Signature, CounterSignature, Timestamp, Revocation}
	fail := func(what, clause, reason string, paths ...[]Path) Difference {
		return Difference{What: what, Paths: slices.Concat(paths...), To: LevelFail, Clause: clause, Reason: reason}
	}
	return []Difference{
		fail("*/ManifestEntryObjectExistence, */ManifestEntryObjectGroup", "EN 319 102-1 v1.4.1 5.2.7; XML-DSig 1.1 5.1",
			"a manifest with missing files must not pass", basics(sigs, "ManifestEntryObjectExistence", "ManifestEntryObjectGroup")),
		fail("*/ByteRangeCollision", "ISO 32000-2 12.8.1", "a range that overlaps another signature's gap belongs to a shadow or wrapping attack", basics(pdf, "ByteRangeCollision")),
		fail("*/PdfAnnotationOverlap, */PdfVisualDifference", "ISO 32000-2 12.8.2; evil annotation and sneaky signature attacks",
			"content that was covered or replaced after signing", basics(pdf, "PdfAnnotationOverlap", "PdfVisualDifference")),
		fail("*/AnnotationChanges", "ISO 32000-2 12.8.2; evil annotation attack", "an annotation shows what was not signed", basics(pdf, "AnnotationChanges")),
		fail("*/DocMDP, */FieldMDP, */SigFieldLock", "ISO 32000-2 12.8.2.2, 12.8.2.4, 12.7.5.5", "the signer forbade the change",
			basics(pdf, "DocMDP", "FieldMDP", "SigFieldLock")),
		fail("*/UndefinedChanges", "ISO 32000-2 12.8.2; shadow and incremental saving attacks", "page content appended after signing", basics(pdf, "UndefinedChanges")),
		fail("*/PolicyTree, */NameConstraints", "RFC 5280 6.1.3, 6.1.4", "a chain outside the issuer's constraints is no valid path",
			certs(all, SigningCertificate, "PolicyTree", "NameConstraints"), certs(all, CACertificate, "PolicyTree", "NameConstraints")),
		fail("*/SupportedCriticalExtensions", "RFC 5280 4.2", "a critical extension that is not processed must lead to rejection",
			certs(all, SigningCertificate, "SupportedCriticalExtensions"), certs(all, CACertificate, "SupportedCriticalExtensions")),
		fail("*/NoRevAvail", "RFC 9608 3", "a certificate that claims to need no revocation data and contradicts itself", certs([]Context{Signature, CounterSignature}, SigningCertificate, "NoRevAvail")),
		fail("*/RevocationIssuerNotExpired", "EN 319 102-1 v1.4.1 5.2.6 step 8", "asked of signatures alone by DSS",
			certs([]Context{CounterSignature, Timestamp}, SigningCertificate, "RevocationIssuerNotExpired")),
		fail("SignatureConstraints/PolicyHashMatch", "EN 319 102-1 v1.4.1 5.2.4", "the policy document is not the one that the signer named", []Path{In(Signature, "PolicyHashMatch")}),
		fail("Timestamp/ExclusiveExtendedKeyUsage", "RFC 3161 2.3", "the key of a time-stamping unit has this one purpose, or its other uses could make time-stamps",
			[]Path{In(Timestamp, "ExclusiveExtendedKeyUsage")}),
		fail("Timestamp/Coherence", "EN 319 102-1 v1.4.1 5.5.4", "time-stamps in impossible order", []Path{In(Timestamp, "Coherence")}),
		fail("Timestamp/AtsHashIndex", "EN 319 122-1 v1.3.1 5.5", "the archive time-stamp does not cover what it says", []Path{In(Timestamp, "AtsHashIndex")}),
		fail("EvidenceRecord/SignedFilesCovered", "RFC 5276 2; TS 119 122-3 v1.1.1", "an evidence record over a detached signature alone leaves the content to the digest in the signature",
			[]Path{"EvidenceRecord/SignedFilesCovered"}),
		fail("Timestamp/SigningCertificatePresent, CertDigestPresent, CertDigestMatch", "RFC 3161 2.4.2, RFC 5816", "a time-stamp that does not name its certificate allows to exchange it",
			[]Path{Signed(Timestamp, "SigningCertificatePresent"), Signed(Timestamp, "CertDigestPresent"), Signed(Timestamp, "CertDigestMatch")}),
		fail("*/RevocationInForce", "EN 319 102-1 v1.4.1 5.2.5, 5.5.4 step 6", "whoever keeps an old answer could go on signing after a revocation; data that names no successor holds for a day",
			certs([]Context{Signature, CounterSignature}, SigningCertificate, "RevocationInForce")),
		fail("Revocation/OCSPCertHashMatch", "Common PKI v2.0 part 4", "the responder knows another certificate under this number", []Path{In(Revocation, "OCSPCertHashMatch")}),
		fail("Revocation/SelfIssuedOCSP", "RFC 6960 4.2.2.2", "a certificate must not vouch for itself", []Path{In(Revocation, "SelfIssuedOCSP")}),
		fail("eIDAS/TLWellSigned", "TS 119 615 v1.4.1 4.1, 4.2", "no qualification from a list whose signature fails", []Path{"eIDAS/TLWellSigned"}),
		{What: "suite: level after update", Clause: "EN 319 102-1 v1.4.1 5.2.8", To: LevelFail, Reason: "an algorithm past its end is past it, whenever the table was made"},
		{What: "rule one-chain off", Clause: "EN 319 102-1 v1.4.1 5.2.6 step 2", Reason: "every candidate chain is tried"},
		{What: "rule ignore-ca-validity off", Clause: "RFC 5280 6.1.3 (a)(2)", Reason: "intermediate CAs expire too"},
		{What: "rule any-anchor-issues off", Clause: "RFC 5280 4.2.1.3, 4.2.1.9", Reason: "lists name many time-stamping units, responders and delivery services, whose keys must not make signers"},
		{What: "rule any-responder off", Clause: "RFC 6960 4.2.2.2", Reason: "only a responder that the issuing CA authorised can speak for it"},
		{What: "rule ignore-crl-scope off", Clause: "RFC 5280 6.3.3 (b)", Reason: "a CRL of another scope says nothing of the certificate"},
		{What: "rule ignore-crl-issuer-validity off", Clause: "RFC 5280 6.3.3 (f)", Reason: "a CRL issued by an expired issuer proves nothing"},
		{What: "rule revoked-responder off", Clause: "EN 319 102-1 v1.4.1 5.2.6 step 4; RFC 6960 4.2.2.2.1", Reason: "whoever holds a revoked responder's key can call any certificate good"},
		{What: "rule issuers-asked-once off", Clause: "EN 319 102-1 v1.4.1 5.2.6 step 4", Reason: "an issuer of revocation data whose own status is not known stays unknown, however often it answers"},
		{What: "rule no-stale-slide off", Clause: "EN 319 102-1 v1.4.1 5.6.2.2", Reason: "control-time slides to the issuance of stale revocation data"},
		{What: "rule expiry-hides-chain-faults off", Clause: "EN 319 102-1 v1.4.1 5.6.2.1, RFC 5280 6.1.4", Reason: "faults elsewhere in the chain do not vanish when the signer's certificate expires"},
		{What: "rule unchecked-past-chain off", Clause: "EN 319 102-1 v1.4.1 5.6.2.1 step 2", Reason: "a path that was never valid cannot have been so in the past"},
		{What: "rule past-issuer-by-policy off", Clause: "EN 319 102-1 v1.4.1 5.6.2.4 step 7", Reason: "revocation data whose issuer was no longer valid when it provably existed tells nothing"},
		{What: "rule timestamps-without-reference off", Clause: "RFC 3161 2.4.2, RFC 5816", Reason: "a time-stamp must name its certificate"},
		{What: "rule all-cas-revoked-after off", Clause: "EN 319 102-1 v1.4.1 5.5.4", Reason: "a CA that is not revoked needs no revocation date"},
		{What: "rule any-reference-proves off", Clause: "EN 319 102-1 v1.4.1 5.6.2.3 step 4", Reason: "a reference by a broken digest proves no object"},
		{What: "rule weak-imprint-proves off", Clause: "EN 319 102-1 v1.4.1 5.6.3 step 5", Reason: "a time-stamp with a broken imprint digest proves nothing"},
		{What: "rule future-sunset off", Clause: "EN 319 102-1 v1.4.1 5.6.2.2 step 1", Reason: "time does not slide into the future"},
		{What: "rule token-proves-chain off", Clause: "EN 319 102-1 v1.4.1 5.6.2.4 step 4", Reason: "each object needs a proof of its own"},
		{What: "rule stopped-proof-is-now off", Clause: "EN 319 102-1 v1.4.1 5.5.4 step 3", Reason: "what a valid time-stamp proves is reported, whatever ends the process"},
		{What: "rule pdf-changes-literal off", Clause: "ISO 32000-2 12.8.2.2", Reason: "a later document time-stamp and a form filled in within the permissions are no faults"},
		{What: "rule invalid-tsa-breaks-token off", Clause: "EN 319 102-1 v1.4.1 5.4", Reason: "an expired certificate is told as such, not as a broken signature"},
		{What: "rule signer-needs-intact-data off", Clause: "EN 319 102-1 v1.4.1 5.2.3, 5.2.7", Reason: "changed data is HASH_FAILURE, whoever signed it"},
		{What: "rule expired-list-of-lists off", Clause: "TS 119 615 v1.4.1 4.1.4", Reason: "an old list of lists may name signers and lists that are no longer trusted; an expired national list is used, with a warning"},
		{What: "rule closed-periods off", Clause: "TS 119 612 v2.4.1 5.6.5, TS 119 615 v1.4.1 4.3.4", Reason: "a status holds until the next one starts, so that no instant has two"},
		{What: "rule eidas-date-for-recognised off", Clause: "Regulation (EU) No 910/2014 Articles 14, 51", Reason: "the date is of EU law: a service accredited abroad before July 2016 is recognised from the day of the agreement"},
	}
}

func basics(contexts []Context, names ...string) []Path {
	var out []Path
	for _, n := range names {
		for _, c := range contexts {
			out = append(out, Basic(c, n))
		}
	}
	return out
}

func certs(contexts []Context, r Role, names ...string) []Path {
	var out []Path
	for _, n := range names {
		for _, c := range contexts {
			out = append(out, Cert(c, r, n))
		}
	}
	return out
}

// Default returns the default policy: the constraints of [DSS], stricter where that one only warns ([Differences]).
func Default() *Policy {
	options := []Option{Named("default", "EN 319 102-1 v1.4.1 with qualification by TS 119 615; changed documents, weak chains and algorithms past their end fail."),
		SetRules(Rules{SunsetGoesToPast: true, ReferenceQualification: true})}
	base := DSS()
	for _, d := range Differences() {
		for _, path := range d.Paths {
			options = append(options, SetLevel(path, d.To))
		}
	}
	for _, path := range certs([]Context{Signature, CounterSignature}, SigningCertificate, "RevocationInForce") {
		options = append(options, Set(path, Constraint{Level: LevelFail, Duration: 24 * time.Hour}))
	}
	strict := *base.suites[cryptographic]
	strict.LevelAfterUpdate = LevelFail
	return base.With(append(options, SetSuite(cryptographic, &strict))...)
}

// EUQualified returns the rules of TS 119 172-4 v1.2.1 for EU qualified signatures and seals, in the variant for immediate
// acceptance (rule set 0.4.0.191724.1.1.1): the default policy, and revocation data about the signer no older than a day,
// and a signed reference to the signing certificate (REQ-4.2-03 c ii, h).
func EUQualified() *Policy {
	return Default().With(Named("eu-qualified", "TS 119 172-4 v1.2.1, rule set 0.4.0.191724.1.1.1 (immediate acceptance)."),
		Set(Cert(Signature, SigningCertificate, "RevocationFreshness"), Constraint{Level: LevelFail, Duration: 24 * time.Hour}),
		SetLevel(Signed(Signature, "SigningCertificatePresent"), LevelFail))
}

// Japan returns the policy for signatures under the Japanese trusted lists: the default policy without what only the EU's
// lists and certificates have, which is the list version, the subject's serial number, and nonRepudiation as the only key usage.
func Japan() *Policy {
	options := []Option{Named("japan", "EN 319 102-1 v1.4.1 for services of the Japanese trusted lists."), SetLevel("eIDAS/TLVersion", LevelAbsent)}
	for _, c := range []Context{Signature, CounterSignature} {
		options = append(options, SetLevel(Cert(c, SigningCertificate, "SerialNumberPresent"), LevelAbsent),
			Set(Cert(c, SigningCertificate, "KeyUsage"), Constraint{Level: LevelWarn, Values: []string{"nonRepudiation", "digitalSignature"}}))
	}
	return Default().With(options...)
}
