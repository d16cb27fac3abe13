// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import "github.com/mitome-project/mitome/ades"

// explanation says in plain words what a sub-indication is (EN 319 102-1 v1.4.1 5.1.3, tables 5 and 6).
type explanation struct {
	sub    ades.Sub
	means  string // what is known, and what is not
	arises string // when it comes
	do     string // what the reader can do
}

// explanations returns one entry for each sub-indication, in the order of [ades.Subs].
func explanations() []explanation {
	return append(failedTexts(), indeterminateTexts()...)
}

func failedTexts() []explanation {
	return []explanation{
		{ades.FormatFailure, "the signature does not have the form that its format demands, so that what it covers cannot be relied on",
			"a required part is missing or malformed, a PDF byte range does not cover the document as it must, or the document was changed after signing in a way that the signer did not allow",
			"ask for the document again, unaltered; if it came so, have it signed again"},
		{ades.HashFailure, "something that was signed is not what it was: a digest in the signature differs from the digest of the data",
			"the document was changed after signing, or the wrong file was given as detached content",
			"compare with the sender's copy; give the right file with --content; an altered document must be signed again"},
		{ades.SigCryptoFailure, "the signature value does not fit the signed data and the signer's public key",
			"the signature itself was damaged or forged, or a certificate of another key stands for the signer's",
			"ask for the original file; nothing can be read from a signature that does not verify"},
		{ades.Revoked, "the signer's certificate was revoked, and the signature is proven to be made after that, or there is no need for a proof",
			"the revocation lies before the earliest time at which the signature is known to have existed",
			"do not rely on the signature; ask the signer to sign with a valid certificate"},
		{ades.Expired, "the signature was made after the signer's certificate had expired",
			"even the earliest time at which the signature can have been made lies after the certificate's end",
			"ask the signer to sign with a valid certificate"},
		{ades.NotYetValid, "the signature was made before the signer's certificate became valid",
			"a proof shows that the signature existed before the beginning of the certificate's validity",
			"suspect a wrong clock or a back-dated certificate; ask the signer to sign again"},
	}
}

func indeterminateTexts() []explanation {
	return []explanation{
		{ades.SigConstraintsFailure, "the signature is sound but lacks something that the policy demands of it",
			"an attribute is missing or has a value that the policy does not accept: a signing time, a content type, a signed reference to the certificate",
			"read which check failed; choose another policy if its demand is not yours, or ask for a signature that meets it"},
		{ades.ChainConstraintsFailure, "the certificate chain is sound but does not meet what the policy demands of it",
			"a key usage, certificate policy, name constraint, path length or extension in the chain is not as it must be",
			"read which certificate and which check; the signer may need a certificate of another kind"},
		{ades.CertificateChainGeneralFailure, "a chain leads to an anchor, but one of its certificates could not be relied on: its status is not known, or it is not as RFC 5280 demands",
			"there is no revocation data for a certificate at all, or the certificate or the data is malformed, or the data comes from somebody without the right to issue it",
			"read which check failed; look for a copy that carries its revocation data (level LT or LTA), or ask the issuing CA for correct data"},
		{ades.CryptoConstraintsFailure, "an algorithm or key size is not secure enough for the time of the signature, and it is proven that it was not",
			"the signature, a certificate or revocation data uses a digest or key whose end had come when it is known to have been used",
			"have the document signed again with a current algorithm"},
		{ades.CryptoConstraintsFailureNoPOE, "an algorithm or key size is not secure today, and nothing proves that it was used while it still was",
			"the signature is old and no time-stamp of that time protects it",
			"look for a copy with a time-stamp of before the algorithm's end; choose the time with --at only if you can prove that the document existed then"},
		{ades.PolicyProcessingError, "the signature policy named in the signature could not be read or used",
			"the policy document is at hand but malformed, or asks for what is not understood",
			"ask the issuer of the signature policy for a readable document"},
		{ades.SignaturePolicyNotAvailable, "the signature names a signature policy that is not at hand or is not the one meant",
			"the policy document is not in the signature and was not given, or its digest is another",
			"get the policy document; or choose a validation policy that accepts any signature policy"},
		{ades.TimestampOrderFailure, "the time-stamps contradict each other or the signature",
			"a time-stamp that must be the later one states the earlier time",
			"do not rely on those time-stamps; ask for a copy of which the time-stamps are in order"},
		{ades.NoSigningCertificateFound, "the certificate that made the signature is not known",
			"the signature does not carry it, or the reference to it fits none of the certificates at hand",
			"ask the signer for the certificate, or for a document that carries it"},
		{ades.NoCertificateChainFound, "the signer is known, but no chain leads from its certificate to somebody you trust",
			"the issuer is on none of the trusted lists that were loaded and not among the anchors given; or an intermediate certificate is missing",
			"look with mitome trust list whether every list was loaded; give further trust with --trust or --anchors if you know the issuer"},
		{ades.NoCertificateChainFoundNoPOE, "a chain leads to an anchor, but the anchor was trusted only until a time before which the signature is not proven to exist",
			"the service was withdrawn from its trusted list, and no time-stamp shows that the signature is older",
			"look for a copy with a time-stamp; mitome trust show tells when the service was in force"},
		{ades.RevokedNoPOE, "the signer's certificate is revoked, and nothing proves that the signature was made before",
			"the document has no trusted time-stamp from before the revocation",
			"look for a copy with a time-stamp from before the revocation; else ask the signer to sign again"},
		{ades.RevokedCANoPOE, "a CA of the chain is revoked, and nothing proves that the signature was made before",
			"an issuer's certificate was revoked, and the document has no trusted time-stamp from before",
			"look for a copy with a time-stamp from before the revocation"},
		{ades.OutOfBoundsNotRevoked, "the certificate is no longer (or not yet) valid and was not revoked when it expired, but nothing proves when the signature was made",
			"the certificate has expired since, and the document has no trusted time-stamp from the time of validity",
			"look for a copy with a time-stamp; choose the time with --at only if you can prove that the document existed then"},
		{ades.OutOfBoundsNoPOE, "the certificate is no longer (or not yet) valid, and nothing proves when the signature was made",
			"the certificate has expired, and neither a time-stamp nor revocation data from its time of validity is at hand",
			"look for a copy with a time-stamp and revocation data (level LT or LTA)"},
		{ades.RevocationOutOfBoundsNoPOE, "the certificate that signed the revocation data is out of its validity, and nothing proves that the data is older",
			"the responder's or CRL issuer's certificate has expired since",
			"look for newer revocation data, or for a copy whose revocation data is time-stamped"},
		{ades.NoPOE, "something must have existed at a certain time, and nothing proves that it did",
			"a time-stamp is missing, is broken, or was made under an algorithm that is too weak",
			"look for a copy with a time-stamp that covers the part in question"},
		{ades.TryLater, "whether the certificate was revoked cannot be told yet",
			"the revocation data at hand is older than the policy allows, or says that the certificate is on hold",
			"validate again with revocation data that is new enough: after the next CRL is issued, or from the issuer's OCSP responder. Some services, such as Japan's national-ID card, give their data to certified verifiers only"},
		{ades.SignedDataNotFound, "the data that was signed is not at hand",
			"the signature is detached, and the signed file was not given",
			"give the signed file with --content"},
		{ades.Custom, "a rule of this program or of the caller, for which the standard has no name, was not met",
			"see the finding that names the rule",
			"read the finding"},
	}
}
